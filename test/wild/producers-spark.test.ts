/** What Spark and Flink really send, and what the catalog makes of it. */
import { expect, test } from 'vitest'
import { at, columnsFrom, inputField, jobNamed, parentOf, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden, inEveryOrder } from '../harness/golden.ts'

const producer = 'https://github.com/OpenLineage/OpenLineage/tree/1.53.0/integration/spark'
const spark = (type: string, minute: number, parts: object = {}) => runEvent(type, minute, { producer, ...parts })

async function always(events: readonly object[], kind: string): Promise<string[]> {
  const [lines = [], ...others] = await inEveryOrder(events)
  expect(others).toEqual([])
  return lines.filter((line) => line.startsWith(`${kind} `))
}

test('FAIL of the Spark job, then COMPLETE of the query, in one run: it failed', async () => {
  expect(await always([spark('START', 1), spark('FAIL', 2), spark('COMPLETE', 3)], 'run')).toEqual([
    'run r of etl/load FAIL from 10:01 to 10:02',
  ])
})

test('the error stands in spark.exception, with or without a message', async () => {
  const said = async (facet: object): Promise<unknown> =>
    (await golden([spark('FAIL', 1, { facets: { 'spark.exception': facet } })])).lines.find((line) => line['kind'] === 'run')?.['error']
  expect(await said({ message: 'boom', stackTrace: 'at x' })).toBe('boom')
  expect(await said({ stackTrace: 'java.lang.Boom: no file\n\tat x' })).toBe('java.lang.Boom: no file')
})

test('a START that stays alone runs, a COMPLETE that stays alone is an end', async () => {
  expect(await always([spark('START', 1, { runId: 'open' }), spark('COMPLETE', 2, { runId: 'late' })], 'run')).toEqual([
    'run late of etl/load COMPLETE from 10:02 to 10:02',
    'run open of etl/load RUNNING from 10:01',
  ])
})

test('a name that is a number, and statements that share one job with different column lineage: the union', async () => {
  const job = jobNamed('wide_features.65')
  const merge = spark('COMPLETE', 1, { runId: 'a', job, outputs: [table('stock', columnsFrom({ n: 'moves.n' }))] })
  const update = spark('COMPLETE', 2, { runId: 'b', job, outputs: [table('stock', columnsFrom({ n: 'stock.n' }))] })
  expect(await always([merge, update], 'column')).toEqual([
    'column db/moves.n to db/stock.n by etl/wide_features.65',
    'column db/stock.n to db/stock.n by etl/wide_features.65',
  ])
})

test('inputs and outputs differ between the events of a run: all of them count, statistics too', async () => {
  const events = [
    spark('START', 1, { inputs: [table('a')] }),
    spark('RUNNING', 2, { inputs: [] }),
    spark('COMPLETE', 3, {
      inputs: [table('b')],
      outputs: [table('x', schemaOf('id'), { outputFacets: { outputStatistics: { rowCount: 5 } } })],
    }),
  ]
  expect(await always(events, 'job')).toEqual(['job etl/load reads db/a, db/b writes db/x'])
  expect((await golden(events)).warnings).toEqual([])
})

test('column lineage from datasets that are no inputs makes edges and datasets, and no inputs', async () => {
  const events = [spark('RUNNING', 1, { outputs: [table('t', columnsFrom({ id: 'source.id' }))] })]
  expect((await golden(events)).catalog).toEqual([
    'column db/source.id to db/t.id by etl/load',
    'dataset db/source',
    'dataset db/t',
    'job etl/load writes db/t',
    'run r of etl/load RUNNING from 10:01',
  ])
})

test('what the whole dataset depends on, direct and indirect; dots in column names; the column _file', async () => {
  const columnLineage = {
    fields: { 'F.L.': { inputFields: [inputField('in._file', [{ type: 'DIRECT', subtype: 'TRANSFORMATION', masking: false }])] } },
    dataset: [
      inputField('in.key', [{ type: 'INDIRECT', subtype: 'JOIN' }]),
      inputField('in.n', [{ type: 'DIRECT', subtype: 'AGGREGATION' }]),
    ],
  }
  const made = await golden([spark('COMPLETE', 1, { outputs: [table('t', { columnLineage, ...schemaOf('F.L.') })] })])
  expect(made.catalog.slice(0, 3)).toEqual([
    'column db/in._file to db/t.F.L. DIRECT TRANSFORMATION by etl/load',
    'column db/in.key to db/t.* INDIRECT JOIN by etl/load',
    'column db/in.n to db/t.* DIRECT AGGREGATION by etl/load',
  ])
  expect(made.catalog).toContain('dataset db/t with F\\.L\\. int')
})

test('times with as many digits as they need, and a START that arrives long after what follows it', async () => {
  const events = [
    spark('COMPLETE', 1, { eventTime: '2026-11-20T10:00:11.2Z' }),
    spark('RUNNING', 1, { eventTime: '2026-11-20T10:00:11.19Z' }),
    spark('START', 1, { eventTime: '2026-11-20T10:00:02Z' }),
  ]
  expect(await always(events, 'run')).toEqual(['run r of etl/load COMPLETE from 10:00:02 to 10:00:11.2'])
})

test('datasets without facets', async () => {
  const event = spark('COMPLETE', 1, { inputs: [{ namespace: 'file', name: '/lake/log.txt' }] })
  expect(await golden([event])).toMatchObject({ warnings: [], catalog: expect.arrayContaining(['dataset file//lake/log.txt']) as string[] })
})

test('Flink: nanoseconds, an end without datasets and job facets, a generated input with no namespace', async () => {
  const jobFacets = { jobType: { processingType: 'STREAMING', integration: 'FLINK', jobType: 'JOB' } }
  const events = [
    runEvent('START', 1, {
      eventTime: at(1, '.472698302'),
      jobFacets,
      inputs: [{ namespace: '', name: 'datagen' }],
      outputs: [table('copy')],
    }),
    runEvent('RUNNING', 2, { facets: { checkpoints: { completed: 1, failed: 0, 'in-progress': 0, restored: 0, total: 1 } } }),
    runEvent('COMPLETE', 3, {}),
  ]
  expect(await always(events, 'run')).toEqual(['run r of etl/load COMPLETE from 10:01:00.472698302 to 10:03'])
  expect(await always(events, 'job')).toEqual(['job etl/load reads /datagen writes db/copy'])
  expect((await golden(events)).warnings).toEqual([])
})

test('children have the application as parent and Airflow as root; only the application has the task as parent', async () => {
  const task = { job: jobNamed('dag.task'), run: { runId: 't' } }
  const made = await golden([
    spark('COMPLETE', 1, { runId: 'child', facets: parentOf('app', 'a', task) }),
    spark('COMPLETE', 2, { runId: 'a', job: jobNamed('app'), facets: { parent: { ...task, root: task } } }),
  ])
  expect(made.catalog.filter((line) => line.startsWith('run '))).toEqual([
    'run a of etl/app COMPLETE from 10:02 to 10:02 in t of etl/dag.task',
    'run child of etl/load COMPLETE from 10:01 to 10:01 in a of etl/app',
    'run t of etl/dag.task NEW',
  ])
  expect(made.lines.find((line) => line['runId'] === 'child')).toMatchObject({ root: { runId: 't' } })
})
