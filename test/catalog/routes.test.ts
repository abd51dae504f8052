/** The catalog's routes over HTTP, with the read side behind messages as in the program; answers are checked against the contract. */
import { MessageChannel } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReaderHandlers } from '../../src/api/reader.ts'
import { testApi } from '../../src/api/test-context.ts'
import type { TestApi } from '../../src/api/test-context.ts'
import type { Paged, Problem } from '../../src/contract/common.ts'
import { must } from '../../src/lib/assert.ts'
import { callClient, serveCalls } from '../../src/lib/rpc.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { sqlite } from '../harness/databases.ts'

let catalog: TestCatalog
let api: TestApi
const channel = new MessageChannel()

beforeAll(async () => {
  catalog = await catalogOf(await sqlite.open())
  serveCalls(channel.port2, catalog.reader)
  api = await testApi({ context: { catalog: callClient<ReaderHandlers>(channel.port1).client } })
  const parent = { run: { runId: 'd' }, job: { namespace: 'jobs', name: 'dag' } }
  const error = { message: 'Boom', programmingLanguage: 'python', stackTrace: 'at x' }
  await catalog.add([
    run({ job: 'dag', runId: 'd', type: 'START' }),
    ...Array.from({ length: 5 }, (_, i) =>
      run({
        job: `dag.t${i}`,
        runId: `t${i}`,
        type: i === 3 ? 'FAIL' : 'COMPLETE',
        runFacets: { parent, ...(i === 3 ? { errorMessage: error } : {}) },
        inputs: ['raw'],
        outputs: [table(`out ${i}`, ['a', 'b'], { a: ['raw.x'] })],
      }),
    ),
    { eventTime: '2026-11-20T12:00:00Z', producer: 'p', schemaURL: 's', dataset: { namespace: 'db', name: 'raw' } },
  ])
})
afterAll(async () => {
  channel.port1.close()
  await api.close()
  await catalog.close()
})

const get = async <T>(path: string, query: Record<string, string> = {}): Promise<{ status: number; body: T }> => {
  const response = await api.local('GET', `/api/v2/${path}?${new URLSearchParams(query).toString()}`)
  return { status: response.status, body: (await response.json()) as T }
}

test.each([
  ['jobs', {}],
  ['jobs', { view: 'roots', sort: 'name' }],
  ['jobs', { state: 'FAIL', namespace: 'jobs', q: 'dag', source: '1' }],
  ['jobs', { parentNamespace: 'jobs', parentName: 'dag' }],
  ['jobs/facets', {}],
  ['job', { namespace: 'jobs', name: 'dag.t3' }],
  ['runs', { namespace: 'jobs', state: 'FAIL' }],
  ['run', { namespace: 'jobs', name: 'dag.t3', runId: 't3' }],
  ['run', { namespace: 'jobs', name: 'dag', runId: 'd' }],
  ['datasets', { sort: 'name', q: 'out' }],
  ['datasets/facets', {}],
  ['dataset', { namespace: 'db', name: 'out 1' }],
  ['dataset', { namespace: 'db', name: 'raw' }],
  ['dataset/columns', { namespace: 'db', name: 'raw', field: 'x' }],
  ['fields', { q: 'a' }],
  ['events', {}],
  ['events', { datasetNamespace: 'db', datasetName: 'raw' }],
  ['events', { jobNamespace: 'jobs', jobName: 'dag', runId: 'd', kind: 'RunEvent', eventType: 'START', source: '1' }],
  ['events/7', {}],
  ['lineage', { namespace: 'db', name: 'raw', columns: 'true', asOf: '2026-12-01' }],
  ['lineage', { namespace: 'db', name: 'raw', field: 'x', direction: 'downstream' }],
  ['lineage', { type: 'job', namespace: 'jobs', name: 'dag.t1' }],
  ['search', { q: 'dag' }],
  ['home', {}],
  ['warnings', {}],
] as [string, Record<string, string>][])('GET %s %o answers as the contract says', async (path, query) => {
  const { status, body } = await get(path, query)
  expect(body).not.toHaveProperty('code')
  expect(status).toBe(200)
})

test.each([
  'jobs?limit=2&sort=name',
  'runs?limit=2',
  'datasets?limit=2',
  'fields?q=a&limit=2',
  'events?limit=2',
  'events?limit=2&datasetNamespace=db&datasetName=raw',
])('%s is read to its end by its cursors', async (path) => {
  const seen: unknown[] = []
  let cursor: string | null = null
  do {
    const response = await api.local('GET', `/api/v2/${path}${cursor === null ? '' : `&cursor=${cursor}`}`)
    const page = (await response.json()) as Paged<unknown>
    seen.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  expect(seen.length).toBeGreaterThanOrEqual(5)
  expect(new Set(seen.map((s) => JSON.stringify(s))).size).toBe(seen.length)
})

test('the bytes of an event come as they were sent', async () => {
  const response = await api.local('GET', '/api/v2/events/1/body')
  expect(response.headers.get('content-type')).toContain('application/json')
  expect(await response.json()).toEqual(run({ job: 'dag', runId: 'd', type: 'START' }))
})

test.each([
  ['job', { namespace: 'jobs', name: 'nobody' }, 404, 'not_found'],
  ['run', { namespace: 'jobs', name: 'dag', runId: 'nothing' }, 404, 'not_found'],
  ['dataset', { namespace: 'db', name: 'nothing' }, 404, 'not_found'],
  ['dataset/columns', { namespace: 'db', name: 'nothing' }, 404, 'not_found'],
  ['lineage', { namespace: 'db', name: 'nothing' }, 404, 'not_found'],
  ['lineage', { namespace: 'db', name: 'raw', field: 'nothing' }, 404, 'not_found'],
  ['lineage', { namespace: 'db', name: 'raw', asOf: 'yesterday' }, 400, 'as_of_not_a_time'],
  ['lineage', { type: 'job', namespace: 'db', name: 'raw', field: 'id' }, 400, 'field_of_a_job'],
  ['lineage/picture', { type: 'job', namespace: 'db', name: 'raw', field: 'id', format: 'svg' }, 400, 'field_of_a_job'],
  ['events/99', {}, 404, 'not_found'],
  ['events/99/body', {}, 404, 'not_found'],
  [`events/${'a'.repeat(64)}`, {}, 404, 'not_found'],
  ['warnings', { source: '99' }, 404, 'not_found'],
  ['events', { runId: 'd' }, 400, 'job_missing'],
  ['jobs', { cursor: 'nonsense' }, 400, 'cursor_malformed'],
  ['jobs', { limit: '0' }, 400, 'query_not_valid'],
] as [string, Record<string, string>, number, string][])('GET %s %o is %i %s', async (path, query, status, code) => {
  const answer = await get<Problem>(path, query)
  expect([answer.status, answer.body.code]).toEqual([status, code])
  expect(answer.body.fix.length).toBeGreaterThan(10)
})

test('a cursor of another list or order is refused', async () => {
  const { body } = await get<Paged<unknown>>('jobs', { limit: '1', sort: 'name' })
  expect((await get('jobs', { cursor: must(body.next, 'more than one job') })).status).toBe(400)
})
