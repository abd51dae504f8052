/** The command line against the real program: while it runs, while it does not, and after it was killed. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateDemo } from '../../src/demo/generate.ts'
import { eventually } from '../harness/eventually.ts'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-cli-'))
const dataDir = path.join(folder, 'data')
/** The last two o'clock: a day of the demo that begins at another hour begins with other jobs. */
const now = new Date(Math.floor((Date.now() - 2 * 3_600_000) / 86_400_000) * 86_400_000 + 2 * 3_600_000)
const bodies = [...generateDemo({ now, seed: 3, days: 1 })].map((event) => event.body)
const file = (name: string, bytes: string | Uint8Array): string => {
  fs.writeFileSync(path.join(folder, name), bytes)
  return path.join(folder, name)
}

let headwater: Headwater
beforeAll(async () => {
  headwater = await startHeadwater({ dataDir })
})
afterAll(async () => {
  await headwater.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

type Counts = { received: number; accepted: number; duplicates: number; rejected: number }
const imported = (args: readonly string[], input?: string | Uint8Array): Promise<Counts> =>
  headwater.json<Counts>(['import', ...args, '--source', 'files'], input === undefined ? {} : { input })

/** The exit code of a command, which may fail, and what it said. */
const exit = async (args: readonly string[]): Promise<{ code: unknown; said: string }> =>
  headwater.cli(args).then(
    () => ({ code: 0, said: '' }),
    (error: Error & { code?: unknown }) => ({ code: error.code, said: error.message }),
  )

test('a source is added, shown, paused, resumed, rotated, revoked', async () => {
  const added = await headwater.addSource('files', 'http://etl.example.com')
  expect(added).toMatchObject({
    name: 'files',
    baseUrl: 'http://etl.example.com',
    eventsUrl: headwater.url,
    eventsEndpoint: 'api/v1/lineage',
  })
  expect(added.apiToken).toMatch(/^hws_[a-z0-9_]+$/)
  const event = bodies[0] ?? ''
  expect((await headwater.post(added.apiToken, event)).status).toBe(201)
  await headwater.cli(['source', 'pause', 'files'])
  expect((await headwater.post(added.apiToken, event)).status).toBe(401)
  await headwater.cli(['source', 'resume', 'files'])
  const rotated = await headwater.json<{ apiToken: string }>(['source', 'rotate', 'files', '--overlap-hours', '1'])
  expect((await headwater.post(added.apiToken, event)).status).toBe(201)
  expect((await headwater.post(rotated.apiToken, event)).status).toBe(201)
  await headwater.cli(['source', 'revoke', 'files'])
  expect((await headwater.post(rotated.apiToken, event)).status).toBe(401)
  const list = await headwater.json<{ name: string }[]>(['source', 'list'])
  expect(list).toEqual([expect.objectContaining({ name: 'files' })])
})

test('events show tells what became of an event, by position and by id', async () => {
  const { position, eventId } = (await headwater.json<{ position: number; eventId: string }[]>(['events', 'tail', '-n', '1']))[0] ?? {}
  const shown = await eventually(async () => {
    const event = await headwater.json<{ position: number; receipt: { applied: boolean; changed: object[] } }>([
      'events',
      'show',
      String(position),
    ])
    return event.receipt.applied && event
  })
  expect(shown.position).toBe(position)
  expect(shown.receipt.changed.length).toBeGreaterThan(0)
  expect(await headwater.json(['events', 'show', eventId ?? ''])).toEqual(shown)
  const text = await headwater.cli(['events', 'show', String(position)])
  expect(text).toMatch(/^Event \d+: /)
  expect(text).toMatch(/\nChanged \(by event time, this event is the first that says so\)\n {2}Created the job/)
  expect(text).toMatch(/\nUsed\n {2}job: Job /)
  expect((await exit(['events', 'show', 'nonsense'])).code).toBe(2)
  expect((await exit(['events', 'show', '999999'])).code).toBe(3)
})

test('import reads lines, arrays, single events, packed files and standard input, and counts what it had', async () => {
  const lines = bodies.slice(1, 41)
  expect(await imported([file('lines.ndjson', lines.join('\n'))])).toMatchObject({ received: 40, accepted: 40, duplicates: 0, rejected: 0 })
  expect(await imported([file('lines.gz', zlib.gzipSync(lines.join('\n')))])).toMatchObject({ received: 40, accepted: 0, duplicates: 40 })
  expect(await imported([file('array.json', `[\n${bodies.slice(41, 51).join(',\n')}\n]`)])).toMatchObject({ received: 10, accepted: 10 })
  expect(await imported([file('array.zst', zlib.zstdCompressSync(`[${bodies.slice(45, 61).join(',')}]`))])).toMatchObject({
    accepted: 10,
    duplicates: 6,
  })
  const pretty = JSON.stringify(JSON.parse(bodies[61] ?? ''), null, 2)
  expect(await imported(['-'], pretty)).toMatchObject({ received: 1, accepted: 1 })
  expect(await imported([file('pretty.json', `[${pretty},\n${JSON.stringify(JSON.parse(bodies[62] ?? ''), null, 1)}]`)])).toMatchObject({
    received: 2,
    accepted: 1,
    duplicates: 1,
  })
})

test('import refuses what is no event, says which one, and ends with 1', async () => {
  const { code, said } = await exit(['import', file('bad.ndjson', `${bodies[63] ?? ''}\nnonsense\n{"a":1}\n`), '--source', 'files'])
  expect(code).toBe(1)
  expect(said).toContain('event 2')
  expect(said).toContain('event 3')
  expect((await exit(['import', path.join(folder, 'none.json'), '--source', 'files'])).code).toBe(1)
  expect((await exit(['import', file('empty.json', ''), '--source', 'nobody'])).code).toBe(3)
})

test('refused requests are listed with their causes, and tried again', async () => {
  const { apiToken } = await headwater.addSource('refused')
  for (const body of ['{', '[', 'null']) expect((await headwater.post(apiToken, body)).status).toBe(400)
  expect((await headwater.post('hws_mistyped', '{}')).status).toBe(401)
  const listed = (...args: string[]) =>
    headwater.json<{ id: number; code: string; sourceId: number | null }[]>(['events', 'rejected', ...args])
  await eventually(async () => (await listed('--source', 'refused')).length === 3 && (await listed('--unknown')).length > 0)
  expect((await listed('--source', 'refused')).map((item) => item.code)).toEqual(['not_json', 'not_json', 'not_object'])
  expect((await listed('--unknown')).every((item) => item.sourceId === null)).toBe(true)
  expect(await headwater.cli(['events', 'rejected', '--code', 'not_object'])).toMatch(/400 not_object +refused .*can be retried/)
  const again = await exit(['events', 'retry', '--code', 'not_json', '--source', 'refused'])
  expect([again.code, again.said]).toEqual([1, expect.stringContaining('2 refused again, not_json')])
  const [{ id } = { id: 0 }] = await listed('--code', 'not_object')
  expect((await exit(['events', 'retry', String(id)])).code).toBe(1)
  expect((await exit(['events', 'retry', '999999'])).code).toBe(3)
  expect((await exit(['events', 'retry'])).code).toBe(2)
  expect(await headwater.json(['events', 'retry', '--code', 'too_large'])).toMatchObject({ total: 0, accepted: 0, refused: 0 })
  await headwater.cli(['source', 'remove', 'refused'])
})

test('sync, lineage as a tree and as JSON, and what does not exist', async () => {
  expect(await imported([file('all.ndjson', bodies.join('\n'))])).toMatchObject({ received: bodies.length, rejected: 0 })
  expect(await headwater.json(['sync', '--wait'])).toMatchObject({ state: 'complete' })
  const root = ['postgres://warehouse.example:5432', 'shop.exports.finance_daily_revenue'] as const
  const found = await headwater.json<{
    nodes: { type: string; name: string; depth: number }[]
    edges: unknown[]
    columns: { to: { field: string } }[]
  }>(['lineage', 'dataset', ...root, '--field', 'net_revenue', '--upstream', '--depth', '20'])
  expect(found).toMatchObject({ root: { type: 'dataset', namespace: root[0], name: root[1] }, truncated: false })
  expect(found.nodes.every((node) => node.depth >= 0)).toBe(true)
  expect(found.nodes.map((node) => node.name)).toContain('shop.staging.stg_orders')
  expect(found.columns.length).toBeGreaterThan(8)
  expect(await headwater.cli(['lineage', 'dataset', ...root])).toContain('⚙ exports_daily.finance_daily_revenue')
  expect((await exit(['lineage', 'dataset', 'nowhere', 'nothing'])).code).toBe(3)
  expect((await exit(['lineage', 'table', 'a', 'b'])).code).toBe(2)
})

test('the impact of a column, with the jobs on the way; one that nobody named is none', async () => {
  const asked = ['impact', 'postgres://warehouse.example:5432', 'shop.staging.stg_order_items', '--field']
  const said = await headwater.cli([...asked, 'quantity'])
  expect(said).toMatch(/^0 +job +shop-dbt\/model\.shop\.int_items_priced /m)
  expect(said).toMatch(/^1 +dataset +\S+shop\.intermediate\.int_items_priced quantity /m)
  expect(said).toMatch(/^2 jobs read the table it is in\.$/m)
  for (const format of ['table', 'csv']) {
    const none = await exit([...asked, 'nope', '--format', format])
    expect(none.code).toBe(3)
    expect(none.said).toContain('There is no column "nope" in this dataset.')
  }
})

test('why an edge is there, the lineage of a run, and other granularities', async () => {
  const root = ['postgres://warehouse.example:5432', 'shop.exports.finance_daily_revenue'] as const
  const job = ['airflow_prod', 'exports_daily.finance_daily_revenue'] as const
  const why = await headwater.json<{ items: { runId: string; event: { position: number } }[] }>(['why', 'job', ...job, 'dataset', ...root])
  expect(why).toMatchObject({ from: { type: 'job', name: job[1] }, sayings: [{ dataset: { name: root[1] } }] })
  const run = why.items[0]
  expect(await headwater.cli(['why', 'job', ...job, 'dataset', ...root])).toContain(`event ${run?.event.position}`)
  const columns = [
    'why',
    'dataset',
    root[0],
    'shop.marts.mart_daily_revenue',
    'dataset',
    ...root,
    '--to-field',
    'net_revenue',
    '--job',
    ...job,
  ]
  expect(await headwater.cli(columns)).toContain('net_revenue')
  const lineage = await headwater.json<{ links: { dataset: { name: string } }[] }>(['run-lineage', ...job, run?.runId ?? '', '--upstream'])
  expect(lineage).toMatchObject({ root: { runId: run?.runId }, links: [{ dataset: { name: 'shop.marts.mart_daily_revenue' } }] })
  expect(await headwater.cli(['run-lineage', ...job, run?.runId ?? ''])).toContain('shop.marts.mart_daily_revenue')
  expect(await headwater.cli(['lineage', 'dataset', ...root, '--level', 'group', '--window', 'last'])).toContain(
    'airflow_prod/exports_daily >',
  )
  expect(await headwater.cli(['lineage', 'dataset', ...root, '--before', '2020-01-01T00:00:00Z'])).toContain(', event ')
  expect((await exit(['why', 'job', ...job, 'dataset', root[0], 'nothing'])).code).toBe(3)
  const groups = ['why', 'family', job[0], 'exports_daily', 'schema', root[0], 'shop.exports'] as const
  const beneath = await headwater.json<{ edges: number; items: unknown[] }>([...groups])
  expect(beneath).toMatchObject({
    edgesAtLeast: false,
    items: expect.arrayContaining([expect.objectContaining({ from: { type: 'job', namespace: job[0], name: job[1] } })]),
  })
  expect(beneath.items).toHaveLength(beneath.edges)
  expect(await headwater.cli([...groups, '--limit', '1'])).toMatch(/^\d+ edges, those that were said last first:\n\nFROM/)
  expect((await exit(['why', 'family', ...job, 'namespace', 'nowhere', ''])).code).toBe(3)
  expect((await exit([...groups, '--to-field', 'x'])).code).toBe(2)
})

test('search says what it found and why; a filter that is none is told on standard error', async () => {
  const found = await headwater.json<{ hits: { kind: string; path?: string }[]; hints: string[] }>(['search', 'net_revenue', 'type:column'])
  expect(new Set(found.hits.map((hit) => `${hit.kind} ${hit.path}`))).toContain('field net_revenue')
  expect(await headwater.cli(['search', 'net', 'revenue'])).toMatch(/column\s.*net_revenue\s+Column name/)
  expect(await headwater.cli(['search', 'qqqzzzq'])).toContain('Nothing was found.')
  expect((await exit(['search'])).code).toBe(2)
})

test('what is exported can be imported elsewhere, arrival and all', async () => {
  const plain = (await headwater.cli(['export', 'events'])).trimEnd().split('\n')
  expect(bodies.filter((body) => !plain.includes(body))).toEqual([])
  const exported = await headwater.cli(['export', 'events', '--json'])
  const first = JSON.parse(exported.slice(0, exported.indexOf('\n'))) as {
    position: number
    receivedAt: string
    source: string
    body: string
  }
  expect(first).toMatchObject({ source: 'files', body: bodies[0] })
  const other = await startHeadwater()
  try {
    await other.addSource('files')
    const counts = await other.json<Counts>(['import', '-', '--source', 'files'], { input: exported })
    expect(counts).toMatchObject({ accepted: plain.length, rejected: 0 })
    const again = JSON.parse((await other.cli(['export', 'events', '--json'])).split('\n')[0] ?? '') as typeof first
    expect(again).toMatchObject({ receivedAt: first.receivedAt, body: first.body })
    await other.json(['sync', '--wait'])
    expect(await other.cli(['export', 'catalog'])).toBe(await headwater.cli(['export', 'catalog']))
  } finally {
    await other.stop()
  }
})

test('a token and a person', async () => {
  const token = await headwater.createToken('viewer')
  expect(token).toMatch(/^hwp_/)
  const elsewhere = await headwater.cli(['source', 'list', '--json', '--url', headwater.url, '--token', token])
  expect(JSON.parse(elsewhere)).toHaveLength(1)
  const { link } = await headwater.json<{ link: string }>([
    'user',
    'add',
    '--name',
    'Ada',
    '--email',
    'ada@example.com',
    '--role',
    'viewer',
  ])
  expect(link.startsWith(headwater.url)).toBe(true)
})

test('it works without a server, also when one was killed and left its file behind', async () => {
  const catalog = await headwater.cli(['export', 'catalog'])
  await headwater.kill()
  expect(fs.existsSync(path.join(dataDir, 'server.json'))).toBe(true)
  expect(await headwater.cli(['export', 'catalog'])).toBe(catalog)
  expect(await headwater.json(['sync'])).toMatchObject({ state: 'complete' })
  const source = await headwater.json<{ eventsUrl: string }>([
    'source',
    'add',
    '--name',
    'offline',
    '--config',
    file('settings.yaml', 'port: 9321\n'),
  ])
  expect(source.eventsUrl).toBe('http://127.0.0.1:9321')
  await headwater.start()
  expect(await headwater.json<unknown[]>(['source', 'list'])).toHaveLength(2)
})
