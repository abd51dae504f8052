/** What is known of single producers, switched on and off. */
import { describe, expect, test } from 'vitest'
import type { RuleBody } from '../../src/contract/rules.ts'
import { catalogOf } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { at, columnsFrom, jobNamed, parentOf, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden } from '../harness/golden.ts'

const off = (rule: string): readonly RuleBody[] => [{ kind: 'switch', rule }]
const dbt = 'https://github.com/OpenLineage/OpenLineage/tree/1.54.0/integration/dbt'
const sql = (query: string): object => ({ sql: { query, dialect: 'postgres' } })

/** One run of a dbt model that writes `db/shop.mart.orders`, of which `columns` says what it is made. */
const model = (query: string, columns: Readonly<Record<string, readonly [string, string]>>, parts: object = {}): object => {
  const fields = Object.entries(columns).map(([to, [name, field]]) => [to, { inputFields: [{ namespace: 'db', name, field }] }])
  const columnLineage = { fields: Object.fromEntries(fields) as object, dataset: [] }
  const outputs = [table('shop.mart.orders', { columnLineage })]
  return runEvent('COMPLETE', 1, { producer: dbt, jobFacets: sql(query), inputs: [table('shop.raw.orders')], outputs, ...parts })
}
const edges = async (event: object, rules: readonly RuleBody[] = []): Promise<string[]> =>
  (await golden([event], rules)).catalog.filter((line) => line.startsWith('column ')).map((line) => line.replace(' by etl/load', ''))

const src = 'with src as (select * from "shop"."raw"."orders") select id as order_id, total from src'

test('a CTE is no dataset: its columns are those of its table', async () => {
  const made = await golden([model(src, { order_id: ['src', 'id'] })])
  expect(made).toMatchObject({
    warnings: [],
    catalog: [
      'column db/shop.raw.orders.id to db/shop.mart.orders.order_id by etl/load',
      'dataset db/shop.mart.orders',
      'dataset db/shop.raw.orders',
      'job etl/load reads db/shop.raw.orders writes db/shop.mart.orders',
      'run r of etl/load COMPLETE from 10:01 to 10:01',
    ],
  })
})

test('with the rule off a CTE is what the event says it is', async () => {
  const { catalog } = await golden([model(src, { order_id: ['src', 'id'] })], off('dbt/cte-names'))
  expect(catalog.slice(0, 4)).toEqual([
    'column db/src.id to db/shop.mart.orders.order_id by etl/load',
    'dataset db/shop.mart.orders',
    'dataset db/shop.raw.orders',
    'dataset db/src',
  ])
})

test('through CTE after CTE, names that are given on the way, functions and sums', async () => {
  const query = `with marked as (select *, lower(buyer) as who from shop.raw.orders), -- a comment, with (brackets
    per as (select m.who, sum(m.net + m.tax) total, count(*) as n from marked m group by 1)
    select who, total, n from per`
  const columns = { who: ['per', 'who'], total: ['per', 'total'], n: ['per', 'n'] } as const
  expect(await edges(model(query, columns))).toEqual([
    'column db/shop.raw.orders.buyer to db/shop.mart.orders.who',
    'column db/shop.raw.orders.net to db/shop.mart.orders.total',
    'column db/shop.raw.orders.tax to db/shop.mart.orders.total',
  ])
})

test('an alias is the table that it stands for, in the letter case of the inputs', async () => {
  const query = 'select o.id from SHOP.RAW.ORDERS as o join shop.raw.people p on p.id = o.buyer'
  expect(await edges(model(query, { id: ['o', 'id'], name: ['p', 'name'] }))).toEqual([
    'column db/shop.raw.orders.id to db/shop.mart.orders.id',
    'column db/shop.raw.people.name to db/shop.mart.orders.name',
  ])
})

test.each([
  ['a CASE', "with s as (select case when a > 1 then 'x' end as v from shop.raw.orders) select v from s"],
  ['a UNION', 'with s as (select v from shop.raw.a union all select v from shop.raw.b) select v from s'],
  ['two sources', 'with s as (select v from shop.raw.a join shop.raw.b using (id)) select v from s'],
  ['a name of two things', 'select (select max(s.v) from shop.raw.a s) from shop.raw.b s'],
  ['a function as a table', 'with s as (select v from generate_series(1, 3)) select v from s'],
  ['recursion', 'with recursive s as (select v from shop.raw.a union all select v from s) select v from s'],
])('what cannot be followed is left out and warned of: %s', async (_, query) => {
  const made = await golden([model(query, { v: ['s', 'v'] })])
  expect(made.warnings).toEqual(['/outputs/0/facets/columnLineage/fields/v/inputFields/0'])
  expect(made.catalog.filter((line) => line.startsWith('column ') || line === 'dataset db/s')).toEqual([])
})

test.each([
  ['the SQL reads a table of that name', 'with s as (select * from s) select v from s', {}],
  ['the SQL does not define it', 'select v from "s"', {}],
  ['it is an input', 'with s as (select * from shop.raw.orders) select v from s', { inputs: [table('s')] }],
  ['there is no SQL', '', { jobFacets: {} }],
  ['another producer says so', src.replaceAll('src', 's'), { producer: 'https://example.com' }],
])('a table without a schema is never lost: %s', async (_, query, parts) => {
  expect(await edges(model(query, { v: ['s', 'v'] }, parts))).toEqual(['column db/s.v to db/shop.mart.orders.v'])
})

test('SQL that is no SQL, or has no end, is read to its end', async () => {
  for (const query of ["with s as (select 'a", 'with s as (select * from', 'with s as ((((((', '/* with', 'with s(', '"', ')'])
    expect(await edges(model(query, { v: ['x', 'v'] }))).toEqual(['column db/x.v to db/shop.mart.orders.v'])
})

test('a CTE of Airflow is not of dbt', async () => {
  const made = await golden([runEvent('COMPLETE', 1, { jobFacets: sql(src), outputs: [table('t', columnsFrom({ a: 'src.id' }))] })])
  expect(made.catalog).toContain('dataset db/src')
})

test('a skipped test of dbt has not failed; the test before it stands', async () => {
  const jobFacets = { jobType: { integration: 'DBT', jobType: 'TEST', processingType: 'BATCH' } }
  const checked = (success: boolean) =>
    table('t', { dataQualityAssertions: { assertions: [{ assertion: 'unique', success, actual: '0' }] } })
  const skipped = runEvent('ABORT', 1, { producer: dbt, jobFacets, inputs: [checked(false)] })
  const line = async (rules: readonly RuleBody[] = []) =>
    (await golden([skipped], rules)).receipts[0]?.find((l) => l.pointer.endsWith('dataQualityAssertions'))
  expect(await line()).toMatchObject({ use: 'ignored', says: expect.stringContaining('did not run') as string })
  expect(await line(off('dbt/skipped-tests'))).toMatchObject({ use: 'used' })
  const failed = runEvent('FAIL', 1, { producer: dbt, jobFacets, inputs: [checked(false)] })
  expect((await golden([failed])).receipts[0]?.find((l) => l.pointer.endsWith('dataQualityAssertions'))).toMatchObject({ use: 'used' })
})

test('an ephemeral model of dbt is read and never made: a dataset like any other', async () => {
  const ephemeral = table('shop.int.first', { dbt_model: { config: { materialized: 'ephemeral' } } })
  const made = await golden([runEvent('COMPLETE', 1, { producer: dbt, inputs: [ephemeral], outputs: [table('shop.mart.x')] })])
  expect(made).toMatchObject({
    warnings: [],
    catalog: [
      'dataset db/shop.int.first',
      'dataset db/shop.mart.x',
      'job etl/load reads db/shop.int.first writes db/shop.mart.x',
      'run r of etl/load COMPLETE from 10:01 to 10:01',
    ],
  })
})

test('names with all parts in quotes are the names without them', async () => {
  const inputs = ['"mesh"."raw"."plots"', '`mesh`.`raw`.`days`', '"one"', '"a.b"."c"', 'mesh."raw"', '"a"."b""c"'].map((name) =>
    table(name),
  )
  const event = runEvent('COMPLETE', 1, { inputs, outputs: [table('mesh.raw.plots', schemaOf('id'))] })
  expect((await golden([event])).catalog.filter((line) => line.startsWith('dataset '))).toEqual([
    'dataset db/"a"."b""c"',
    'dataset db/"a.b"."c"',
    'dataset db/"one"',
    'dataset db/mesh."raw"',
    'dataset db/mesh.raw.days also db/`mesh`.`raw`.`days`',
    'dataset db/mesh.raw.plots also db/"mesh"."raw"."plots" with id int',
  ])
  expect((await golden([event], off('identity/quotes'))).catalog).toContain('dataset db/"mesh"."raw"."plots"')
})

const node = { dbt_node: { unique_id: 'model.shop.orders' }, jobType: { integration: 'DBT', jobType: 'MODEL', processingType: 'BATCH' } }
const statement = { jobType: { integration: 'DBT', jobType: 'SQL', processingType: 'BATCH' } }
const traits = (made: Awaited<ReturnType<typeof golden>>): unknown[][] =>
  made.lines
    .filter((line) => line['kind'] === 'job')
    .map((line) => [line['name'], line['wayOfRunning'], line['isPart']])
    .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))

test('the export says what a job is a way of running, and whether it is a step', async () => {
  const events = [
    runEvent('COMPLETE', 1, { job: jobNamed('shop.orders'), jobFacets: node }),
    runEvent('COMPLETE', 1, { job: jobNamed('shop.orders.test'), jobFacets: { ...node, jobType: { ...node.jobType, jobType: 'TEST' } } }),
    runEvent('COMPLETE', 2, { job: jobNamed('model.shop.orders.sql.1'), jobFacets: statement, facets: parentOf('model.shop.orders', 'm') }),
    runEvent('COMPLETE', 3, { job: jobNamed('other.sql.1'), jobFacets: statement, facets: parentOf('model.shop.orders', 'm') }),
  ]
  expect(traits(await golden(events))).toEqual([
    ['model.shop.orders', null, false],
    ['model.shop.orders.sql.1', null, true],
    ['other.sql.1', null, false],
    ['shop.orders', 'model.shop.orders', false],
    ['shop.orders.test', 'tests of model.shop.orders', false],
  ])
  const rules = ['dbt/one-model', 'dbt/statements'].flatMap(off)
  expect(traits(await golden(events, rules)).map((t) => t.slice(1))).toEqual(Array.from({ length: 5 }, () => [null, false]))
})

test.each([
  ['airflow/queries', 'AIRFLOW', 'QUERY', 'dag.task.query.2'],
  ['spark/actions', 'SPARK', 'SQL_JOB', 'dag.task.adaptive_spark_plan.out'],
])('steps of a job, by the rule %s', async (rule, integration, jobType, name) => {
  const event = runEvent('COMPLETE', 1, {
    job: jobNamed(name),
    jobFacets: { jobType: { integration, jobType, processingType: 'BATCH' } },
    facets: parentOf('dag.task', 't'),
  })
  expect(traits(await golden([event]))).toContainEqual([name, null, true])
  expect(traits(await golden([event], off(rule)))).toContainEqual([name, null, false])
})

describe.each(stores)('runs that belong together: $name', ({ open }) => {
  const tried = (minute: number, type: string, runId: string, try_number: number, map_index?: number, run_id = 'daily') =>
    runEvent(type, minute, {
      runId,
      facets: { ...parentOf('dag', `of ${runId}`), airflow: { taskInstance: { try_number, map_index }, dagRun: { run_id } } },
    })
  const run = async (events: readonly object[], runId: string, rules: readonly RuleBody[] = []) => {
    const catalog = await catalogOf(await open(), rules)
    await catalog.add(events)
    const found = await catalog.reader.run({ namespace: 'etl', name: 'load', runId, sources: [] })
    await catalog.close()
    return found
  }

  test('the tries of a task in one DAG run, which may have been cleared; each instance of a mapped task by itself', async () => {
    const events = [
      tried(1, 'FAIL', 'a', 1),
      tried(2, 'COMPLETE', 'b', 2),
      tried(1, 'FAIL', 'm', 1, 3),
      tried(2, 'FAIL', 'n', 2, 3),
      tried(3, 'FAIL', 'o', 1, undefined, 'hourly'),
    ]
    const first = await run(events, 'a')
    expect(first?.tries.map((t) => [t.runId, t.tryNumber, t.state])).toEqual([
      ['a', 1, 'FAIL'],
      ['b', 2, 'COMPLETE'],
    ])
    const mapped = await run(events, 'n')
    expect(mapped).toMatchObject({ tryNumber: 2, mapIndex: 3, tries: [{ runId: 'm' }, { runId: 'n' }] })
    expect(await run(events, 'n', off('airflow/tries'))).toMatchObject({ tryNumber: null, mapIndex: null, tries: [] })
  })

  test('a run of dbt that was sent again under another id', async () => {
    const sent = (type: string, minute: number, runId: string, producer = dbt) =>
      runEvent(type, minute, { runId, producer, eventTime: at(minute, '.123456') })
    const events = ['one', 'two'].flatMap((id) => [sent('START', 1, id), sent('COMPLETE', 2, id)])
    expect((await run([...events, sent('START', 1, 'late'), sent('COMPLETE', 3, 'late')], 'one'))?.sentAlsoAs).toEqual(['two'])
    expect((await run(events, 'one', off('dbt/sent-again')))?.sentAlsoAs).toEqual([])
    const others = ['one', 'two'].flatMap((id) => [sent('START', 1, id, 'https://x'), sent('COMPLETE', 2, id, 'https://x')])
    expect((await run(others, 'one'))?.sentAlsoAs).toEqual([])
  })
})
