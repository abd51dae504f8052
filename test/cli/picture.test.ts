/** A lineage graph as something to keep: by the command line and by the API of the real program. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wellFormed } from '../../src/graph/picture/test-xml.ts'
import { run, table } from '../harness/catalog.ts'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'

const odd = '<b>"odd" & \u0000 =name'
let headwater: Headwater
let token = ''
beforeAll(async () => {
  headwater = await startHeadwater()
  token = await headwater.createToken()
  await headwater.addSource('etl')
  const events = [
    run({
      job: 'load',
      runId: 'r1',
      inputs: [table('orders', ['id'])],
      outputs: [table('mart', ['order_id'], { order_id: ['orders.id'] })],
    }),
    run({ job: 'odd', runId: 'r2', inputs: ['mart'], outputs: [odd] }),
  ]
  await headwater.json(['import', '-', '--source', 'etl'], { input: events.map((e) => JSON.stringify(e)).join('\n') })
  await headwater.json(['sync', '--wait'])
})
afterAll(() => headwater.stop())

const namespace = 'db'
const lineage = (...more: string[]): Promise<string> => headwater.cli(['lineage', 'dataset', namespace, 'mart', ...more])
const ask = (query: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }): Promise<Response> =>
  fetch(`${headwater.url}/api/v2/lineage/picture?type=dataset&namespace=${namespace}&name=mart&${query}`, { headers })

test('as a picture, light or dark, with its columns', async () => {
  const svg = await lineage('--svg')
  wellFormed(svg)
  expect(svg).toContain('<title>Lineage of mart</title>')
  expect(svg).toContain('prefers-color-scheme')
  expect(svg).toContain('>load<')
  expect(await lineage('--svg', '--theme', 'dark')).toContain('.bg{fill:#0a1213}')
  const columns = await lineage('--svg', '--columns')
  wellFormed(columns)
  expect(columns).toContain('>order_id<')
  expect(columns).toContain('>Direct<')
})

test('as a Mermaid chart and as a table', async () => {
  expect(await lineage('--mermaid')).toMatch(/^flowchart LR\n/)
  const lines = (await lineage('--csv', '--columns')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(6)
  expect(lines.filter((l) => l.startsWith('column,'))).toHaveLength(1)
  // since when, until when, and by how many runs
  expect(lines.find((l) => l.startsWith('edge,'))).toMatch(/,2026-[^,]+Z,2026-[^,]+Z,1$/)
})

test('nodes of one namespace as one card, in a picture and in a chart', async () => {
  const events = ['a', 'b', 'c'].map((name) => run({ job: `read-${name}`, runId: `g-${name}`, inputs: ['mart'], outputs: [name] }))
  await headwater.json(['import', '-', '--source', 'etl'], { input: events.map((e) => JSON.stringify(e)).join('\n') })
  await headwater.json(['sync', '--wait'])
  const svg = await lineage('--svg', '--group', 'namespace')
  wellFormed(svg)
  expect(svg).toMatch(/>\d datasets, \d jobs</)
  expect(await lineage('--mermaid', '--group', 'namespace')).toMatch(/n\d\[\["db#44; \d datasets#44; \d jobs"\]\]/)
  await expect(lineage('--csv', '--group', 'schema')).rejects.toMatchObject({ code: 2 })
  await expect(lineage('--svg', '--group', 'colour')).rejects.toMatchObject({ code: 2 })
  expect((await ask('format=svg&group=parent')).status).toBe(200)
  expect((await ask('format=svg&group=colour')).status).toBe(400)
})

test('of what nobody knows there is no picture, and one answer is asked for at a time', async () => {
  await expect(headwater.cli(['lineage', 'dataset', 'no', 'where', '--svg'])).rejects.toMatchObject({ code: 3 })
  await expect(lineage('--svg', '--json')).rejects.toMatchObject({ code: 2 })
  await expect(lineage('--svg', '--theme', 'pink')).rejects.toMatchObject({ code: 2 })
})

test('over HTTP: types, names of files, and a policy under which nothing of it can run', async () => {
  const svg = await ask('format=svg&download=true')
  expect(svg.status).toBe(200)
  expect(svg.headers.get('content-type')).toBe('image/svg+xml')
  expect(svg.headers.get('content-disposition')).toBe('attachment; filename="lineage-mart.svg"')
  expect(svg.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
  expect(svg.headers.get('x-content-type-options')).toBe('nosniff')
  wellFormed(await svg.text())
  expect((await ask('format=mermaid')).headers.get('content-type')).toBe('text/vnd.mermaid; charset=utf-8')
  const csv = await ask('format=csv')
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.headers.get('content-disposition')).toBeNull()
  expect((await ask('format=png')).status).toBe(400)
  expect((await ask('limit=1001')).status).toBe(400)
  expect((await ask('asOf=yesterday')).status).toBe(400)
  expect((await ask('format=svg', {})).status).toBe(401)
})
