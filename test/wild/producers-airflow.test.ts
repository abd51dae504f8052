/** What Airflow really sends, and what the catalog makes of it. */
import { expect, test } from 'vitest'
import { catalogOf } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { at, columnsFrom, jobNamed, parentOf, runEvent, table } from '../harness/events.ts'
import { golden, inEveryOrder } from '../harness/golden.ts'

async function always(events: readonly object[], kind: string): Promise<string[]> {
  const [lines = [], ...others] = await inEveryOrder(events)
  expect(others).toEqual([])
  return lines.filter((line) => line.startsWith(`${kind} `))
}

test('each try is a run; mapped instances are runs of one job at the same time', async () => {
  const mapped = (index: number) => ({ runId: `m${index}`, facets: { airflow_mappedTask: { mapIndex: index } } })
  const events = [
    runEvent('FAIL', 1, { runId: 'try1' }),
    runEvent('COMPLETE', 2, { runId: 'try2' }),
    runEvent('START', 3, mapped(0)),
    runEvent('START', 3, mapped(1)),
  ]
  expect(await always(events, 'job')).toEqual(['job etl/load'])
  expect(await always(events, 'run')).toEqual([
    'run m0 of etl/load RUNNING from 10:03',
    'run m1 of etl/load RUNNING from 10:03',
    'run try1 of etl/load FAIL from 10:01 to 10:01',
    'run try2 of etl/load COMPLETE from 10:02 to 10:02',
  ])
})

test('FAIL without START, and START without end', async () => {
  const events = [runEvent('FAIL', 1, { runId: 'failed' }), runEvent('START', 2, { runId: 'killed' })]
  expect(await always(events, 'run')).toEqual([
    'run failed of etl/load FAIL from 10:01 to 10:01',
    'run killed of etl/load RUNNING from 10:02',
  ])
})

test('two STARTs of a deferred task, the second with the earlier time', async () => {
  const events = [runEvent('START', 2), runEvent('START', 1), runEvent('COMPLETE', 3)]
  expect(await always(events, 'run')).toEqual(['run r of etl/load COMPLETE from 10:01 to 10:03'])
})

test('set to success by hand after the failure', async () => {
  expect(await always([runEvent('START', 1), runEvent('FAIL', 2), runEvent('COMPLETE', 3)], 'run')).toEqual([
    'run r of etl/load COMPLETE from 10:01 to 10:03',
  ])
})

test('a query whose START and COMPLETE are one instant took no time', async () => {
  expect(await always([runEvent('START', 1), runEvent('COMPLETE', 1)], 'run')).toEqual(['run r of etl/load COMPLETE from 10:01 to 10:01'])
})

test('fields that the schema does not have are edges as they are said', async () => {
  const made = await golden([
    runEvent('COMPLETE', 1, { outputs: [table('t', { ...columnsFrom({ _0: 'in.a' }), schema: { fields: [{ name: 'CustomerId' }] } })] }),
  ])
  expect(made).toMatchObject({
    warnings: [],
    catalog: expect.arrayContaining(['column db/in.a to db/t._0 by etl/load', 'dataset db/t with CustomerId']) as string[],
  })
})

test('outputs come with the end only, or with a RUNNING that nothing repeats', async () => {
  const events = [
    runEvent('START', 1, { inputs: [], outputs: [] }),
    runEvent('RUNNING', 2, { inputs: [table('a')] }),
    runEvent('COMPLETE', 3, { outputs: [table('x')] }),
  ]
  expect(await always(events, 'job')).toEqual(['job etl/load reads db/a writes db/x'])
})

test('a statement that could not be parsed: no datasets, children instead, and the run is no failure', async () => {
  const made = await golden([
    runEvent('COMPLETE', 2, { facets: { extractionError: { totalTasks: 1, failedTasks: 1, errors: [{ errorMessage: 'parser' }] } } }),
    runEvent('COMPLETE', 1, { runId: 'q1', job: jobNamed('load.query.1'), facets: parentOf('load', 'r'), outputs: [table('t')] }),
  ])
  expect(made).toMatchObject({
    warnings: [],
    catalog: [
      'dataset db/t',
      'job etl/load',
      'job etl/load.query.1 of etl/load writes db/t',
      'run q1 of etl/load.query.1 COMPLETE from 10:01 to 10:01 in r of etl/load',
      'run r of etl/load COMPLETE from 10:02 to 10:02',
    ],
  })
})

test('one child name for different SQL: what it read and wrote adds up, its SQL is the last', async () => {
  const query = (minute: number, sql: string, name: string) =>
    runEvent('COMPLETE', minute, { runId: `q${minute}`, jobFacets: { sql: { query: sql } }, outputs: [table(name)] })
  const events = [query(1, 'insert into a', 'a'), query(2, 'select current_schema', 'b')]
  expect(await always(events, 'job')).toEqual(['job etl/load writes db/a, db/b'])
  expect((await golden(events)).lines.find((line) => line['kind'] === 'job')).toMatchObject({ sql: 'select current_schema' })
})

test('files: namespace `file`, a path as the name', async () => {
  expect(await always([runEvent('COMPLETE', 1, { outputs: [{ namespace: 'file', name: '/lake/a b.csv' }] })], 'dataset')).toEqual([
    'dataset file//lake/a b.csv',
  ])
})

test('nominal time, documentation and owners that only the START says stay', async () => {
  const jobFacets = { documentation: { description: 'words' }, ownership: { owners: [{ name: 'ann', type: 'OWNER' }] } }
  const made = await golden([
    runEvent('START', 1, { jobFacets, facets: { nominalTime: { nominalStartTime: at(0) } } }),
    runEvent('COMPLETE', 2),
  ])
  expect(made.lines.find((line) => line['kind'] === 'run')).toMatchObject({ nominalStart: '2026-11-20T10:00:00Z', nominalEnd: null })
  expect(made.lines.find((line) => line['kind'] === 'job')).toMatchObject({
    description: 'words',
    owners: [{ name: 'ann', type: 'OWNER' }],
  })
})

test('a triggered DAG run is a child of the task that triggered it; the root lies above', async () => {
  const made = await golden([
    runEvent('COMPLETE', 1, { facets: parentOf('master.trigger', 't', { job: jobNamed('master'), run: { runId: 'm' } }) }),
  ])
  expect(made.lines.find((line) => line['runId'] === 'r')).toMatchObject({ parent: 't', root: { runId: 'm' } })
  expect(made.catalog).toContain('job etl/load of etl/master.trigger')
})

test('a DAG that was cleared is a new run; its tasks say which run they are of', async () => {
  const task = (runId: string, dagRun: string, minute: number) =>
    runEvent('COMPLETE', minute, { runId, job: jobNamed('dag.task'), facets: parentOf('dag', dagRun) })
  expect(await always([task('t1', 'd1', 1), task('t2', 'd2', 2)], 'run')).toEqual([
    'run d1 of etl/dag NEW',
    'run d2 of etl/dag NEW',
    'run t1 of etl/dag.task COMPLETE from 10:01 to 10:01 in d1 of etl/dag',
    'run t2 of etl/dag.task COMPLETE from 10:02 to 10:02 in d2 of etl/dag',
  ])
})

test.each(stores)('runs are ordered by when they ran, never by their ids, which carry the logical date: $name', async ({ open }) => {
  const catalog = await catalogOf(await open())
  const [early, late] = ['01990000-0000-7000-8000-000000000000', '01990000-ffff-7000-8000-000000000000']
  await catalog.add([runEvent('COMPLETE', 5, { runId: early }), runEvent('FAIL', 1, { runId: late })])
  const runs = await catalog.reader.runs({ limit: 5, after: null })
  expect(runs.items.map((run) => run.runId)).toEqual([early, late])
  await catalog.close()
})
