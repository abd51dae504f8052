/** What dbt (dbt-ol) really sends, in both of its modes, and what the catalog makes of it. */
import { expect, test } from 'vitest'
import { at, inputField, jobEvent, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden, inEveryOrder } from '../harness/golden.ts'
import type { Golden } from '../harness/golden.ts'

const dbtJob = (name: string, namespace = 'shop') => ({ namespace, name })
const node = (unique_id: string) => ({
  dbt_node: {
    unique_id,
    _schemaURL: 'https://github.com/OpenLineage/OpenLineage/tree/main/integration/common/openlineage/schema/dbt-node-job-facet.json',
  },
})
const under = (name: string, runId: string, namespace = 'shop') => ({ parent: { job: { namespace, name }, run: { runId } } })
const of = (made: Golden | readonly string[], kind: string): string[] =>
  ('catalog' in made ? made.catalog : made).filter((line) => line.startsWith(`${kind} `))

async function always(events: readonly object[], kind: string): Promise<string[]> {
  const [lines = [], ...others] = await inEveryOrder(events)
  expect(others).toEqual([])
  return of(lines, kind)
}

test('one model under three names stays three jobs, which write one dataset', async () => {
  const names = ['teashop.marts.teashop.fct_orders', 'teashop.marts.teashop.fct_orders.build.run', 'model.teashop.fct_orders']
  const events = names.map((name, i) =>
    runEvent('COMPLETE', i, {
      runId: `r${i}`,
      job: dbtJob(name),
      jobFacets: node('model.teashop.fct_orders'),
      outputs: [table('fct_orders')],
    }),
  )
  expect((await always(events, 'job')).toSorted()).toEqual(names.map((name) => `job shop/${name} writes db/fct_orders`).toSorted())
  expect(await always(events, 'dataset')).toEqual(['dataset db/fct_orders'])
})

test('a job for every SQL statement is a child of its model, and of its run', async () => {
  const statement = (n: number) =>
    runEvent('COMPLETE', n, { runId: `s${n}`, job: dbtJob(`model.teashop.x.sql.${n}`), facets: under('model.teashop.x', 'm') })
  expect(
    (await golden([runEvent('COMPLETE', 3, { runId: 'm', job: dbtJob('model.teashop.x') }), statement(1), statement(2)])).catalog,
  ).toEqual([
    'job shop/model.teashop.x',
    'job shop/model.teashop.x.sql.1 of shop/model.teashop.x',
    'job shop/model.teashop.x.sql.2 of shop/model.teashop.x',
    'run m of shop/model.teashop.x COMPLETE from 10:03 to 10:03',
    'run s1 of shop/model.teashop.x.sql.1 COMPLETE from 10:01 to 10:01 in m of shop/model.teashop.x',
    'run s2 of shop/model.teashop.x.sql.2 COMPLETE from 10:02 to 10:02 in m of shop/model.teashop.x',
  ])
})

test('a test that was skipped ends in ABORT, a test that only warned in COMPLETE', async () => {
  const result = (severity: string) => ({
    inputFacets: { dataQualityAssertions: { assertions: [{ assertion: 'not_null', success: false, severity }] } },
  })
  const events = [
    runEvent('ABORT', 1, { runId: 'skipped', inputs: [table('t', undefined, result('error'))] }),
    runEvent('COMPLETE', 2, { runId: 'warned', inputs: [table('t', undefined, result('warn'))] }),
  ]
  expect(await always(events, 'run')).toEqual([
    'run skipped of etl/load ABORT from 10:01 to 10:01',
    'run warned of etl/load COMPLETE from 10:02 to 10:02',
  ])
})

test('START and end within one microsecond, the assertions twice: one run that failed', async () => {
  const facet = { dataQualityAssertions: { assertions: [{ assertion: 'unique', success: false, column: 'id' }] } }
  const eventTime = at(1, '.123456')
  const inputs = [table('t', facet, { inputFacets: facet })]
  expect(await always([runEvent('START', 1, { eventTime, inputs }), runEvent('FAIL', 1, { eventTime, inputs })], 'run')).toEqual([
    'run r of etl/load FAIL from 10:01:00.123456 to 10:01:00.123456',
  ])
})

test('a FAIL without an error message and without outputs keeps the inputs', async () => {
  const events = [
    runEvent('START', 1, { inputs: [table('a')], outputs: [table('x')] }),
    runEvent('FAIL', 2, { inputs: [table('a')], outputs: [] }),
  ]
  expect(await always(events, 'job')).toEqual(['job etl/load reads db/a writes db/x'])
})

test('all STARTs, then all ends, after the command has ended: times tell, not arrival', async () => {
  const one = (type: string, minute: number, runId: string) => runEvent(type, minute, { runId })
  const events = [one('START', 3, 'b'), one('START', 1, 'a'), one('COMPLETE', 2, 'a'), one('FAIL', 4, 'b'), one('START', 0, 'wrapper')]
  expect(await always(events, 'run')).toEqual([
    'run a of etl/load COMPLETE from 10:01 to 10:02',
    'run b of etl/load FAIL from 10:03 to 10:04',
    'run wrapper of etl/load RUNNING from 10:00',
  ])
})

test('killed: an ABORT whose time has no zone ends the command', async () => {
  const events = [runEvent('START', 1), runEvent('ABORT', 2, { eventTime: '2026-11-20T10:02:25.655141' })]
  expect(await always(events, 'run')).toEqual(['run r of etl/load ABORT from 10:01 to 10:02:25.655141'])
})

test('under a parent the command moves to its namespace; the models stay in theirs', async () => {
  const command = { runId: 'c', job: dbtJob('dbt-run-teashop', 'airflow_shop'), facets: under('shop.transform', 't', 'airflow_shop') }
  const model = { runId: 'm', job: dbtJob('fct_orders'), facets: under('dbt-run-teashop', 'c', 'airflow_shop') }
  expect(await always([runEvent('COMPLETE', 2, command), runEvent('COMPLETE', 1, model)], 'job')).toEqual([
    'job airflow_shop/dbt-run-teashop of airflow_shop/shop.transform',
    'job airflow_shop/shop.transform',
    'job shop/fct_orders of airflow_shop/dbt-run-teashop',
  ])
})

test('a schema of documented columns only: no types, empty descriptions, empty lists of fields', async () => {
  const documented = (...names: string[]) => ({ schema: { fields: names.map((name) => ({ name, description: '', fields: [] })) } })
  const events = [
    runEvent('COMPLETE', 1, { outputs: [table('t', documented('id'))] }),
    runEvent('COMPLETE', 2, { runId: 'q', outputs: [table('t', schemaOf('id', 'total'))] }),
  ]
  expect(await always(events, 'dataset')).toEqual(['dataset db/t with id int, total int'])
  expect((await golden(events.slice(0, 1))).catalog[0]).toBe('dataset db/t with id')
})

test('unit tests: jobType without jobType, dbt_node without keys, an extractionError though nothing is wrong', async () => {
  const made = await golden([
    runEvent('COMPLETE', 1, {
      job: dbtJob('unit_test.teashop.x'),
      jobFacets: { jobType: { processingType: 'BATCH', integration: 'DBT' }, dbt_node: {} },
      facets: {
        extractionError: {
          totalTasks: 1,
          failedTasks: 1,
          errors: [{ errorMessage: 'not found in manifest', stackTrace: null, task: 'x' }],
        },
      },
    }),
  ])
  expect(made.lines.find((line) => line['kind'] === 'job')).toMatchObject({ integration: 'dbt', jobType: null, processingType: 'BATCH' })
  expect(made.lines.find((line) => line['kind'] === 'run')).toMatchObject({ state: 'COMPLETE', error: null })
  expect(made.warnings).toEqual([])
})

test('tags and meta are of the run, owners have no type, and empty lists of transformations say no type', async () => {
  const made = await golden([
    runEvent('COMPLETE', 1, {
      facets: {
        tags: {
          tags: [
            { key: 'nightly', value: 'true', source: 'DBT' },
            { key: 'owner', value: '{"a":1}', source: 'DBT_META' },
          ],
        },
      },
      jobFacets: { ownership: { owners: [{ name: 'ann' }] } },
      outputs: [table('t', { columnLineage: { fields: { b: { inputFields: [inputField('in.a', [])] } }, dataset: [] } })],
    }),
  ])
  expect(made.catalog[0]).toBe('column db/in.a to db/t.b by etl/load')
  expect(made.lines.find((line) => line['kind'] === 'job')).toMatchObject({ owners: [{ name: 'ann', type: null }], tags: [] })
  expect(made.lines.find((line) => line['name'] === 't')).toMatchObject({ tags: [] })
  expect(made.warnings).toEqual([])
})

test("dbt's own facets, with addresses that name no class, are taken for none other", async () => {
  const { receipts } = await golden([jobEvent(1, { jobFacets: node('model.teashop.x') })])
  expect(receipts[0]?.filter((line) => line.use === 'warning')).toEqual([])
  expect(receipts[0]?.some((line) => line.pointer === '/job/facets/dbt_node')).toBe(true)
})

test('namespaces that are paths stay as they are', async () => {
  const namespace = 'duckdb:///opt/etl-dbt/lake/teashop.duckdb'
  expect(await always([runEvent('COMPLETE', 1, { outputs: [{ namespace, name: 'teashop.marts.fct_orders' }] })], 'dataset')).toEqual([
    `dataset ${namespace}/teashop.marts.fct_orders`,
  ])
})
