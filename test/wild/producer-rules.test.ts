/** What is known of single producers, switched on and off. */
import { expect, test } from 'vitest'
import type { RuleBody } from '../../src/contract/rules.ts'
import { columnsFrom, runEvent, table } from '../harness/events.ts'
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
