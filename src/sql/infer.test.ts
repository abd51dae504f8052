/** What SQL says of columns, case by case. Edges as `table.field > field`, IDENTITY unless told; `*` is the whole dataset. */
import { describe, expect, test } from 'vitest'
import { inferColumns } from './infer.ts'
import { polyglot } from './polyglot.ts'
import type { SqlDataset } from './tables.ts'

const dataset = (name: string, fields: string, more: Partial<SqlDataset> = {}): SqlDataset => ({
  names: [name],
  fields: fields === '' ? [] : fields.split(' '),
  isNear: true,
  isInput: true,
  isOutput: false,
  ...more,
})
const target = (name: string, fields: string): SqlDataset => dataset(name, fields, { isInput: false, isOutput: true })
const shop = [
  dataset('shop.public.a', 'id x k'),
  dataset('shop.public.b', 'id y'),
  dataset('shop.public.Mixed', 'Id Größe'),
  dataset('shop.public.open', ''),
  dataset('shop.public.nested', 'id address address.city name\\.first'),
  target('shop.public.t', 'p q'),
]

function inferred(
  sql: string,
  dialect = 'postgresql',
  datasets: readonly SqlDataset[] = shop,
): { edges: string[]; problem: string | null } {
  const { edges, problem } = inferColumns(polyglot, { sql, dialect, datasets })
  const nameOf = (i: number): string => datasets[i]?.names[0]?.split('.').at(-1) ?? ''
  return {
    edges: edges
      .map((e) => `${nameOf(e.from)}.${e.fromField} > ${e.toField ?? '*'}${e.subtype === 'IDENTITY' ? '' : ` ${e.subtype}`}`)
      .toSorted(),
    problem,
  }
}

const cases: readonly (readonly [what: string, sql: string, edges: readonly string[], dialect?: string])[] = [
  ['a query alone fills the one output', 'select x as p, k as q from a', ['a.k > q', 'a.x > p']],
  ['columns by place', 'insert into t select x, k from a', ['a.k > q', 'a.x > p']],
  ['columns by a list', 'insert into t (q, p) select x, k from a', ['a.k > p', 'a.x > q']],
  ['an expression', 'insert into t (p) select x + k from a', ['a.k > p TRANSFORMATION', 'a.x > p TRANSFORMATION']],
  ['constants come from nowhere', "insert into t select 1, 'a.x'", []],
  ['an aggregate', 'insert into t (p) select sum(x) from a', ['a.x > p AGGREGATION']],
  ['count of all rows comes from no column', 'insert into t (p) select count(*) from a', []],
  ['a filtered aggregate', 'insert into t (p) select sum(x) filter (where k > 1) from a', ['a.k > p CONDITIONAL', 'a.x > p AGGREGATION']],
  [
    'groups, by name and by place',
    'insert into t select k, max(x) from a group by 1',
    ['a.k > * GROUP_BY', 'a.k > p', 'a.x > q AGGREGATION'],
  ],
  ['HAVING', 'insert into t (p) select k from a group by k having sum(x) > 1', ['a.k > * GROUP_BY', 'a.k > p', 'a.x > * FILTER']],
  ['ORDER BY', 'insert into t (p) select k from a order by x limit 3', ['a.k > p', 'a.x > * SORT']],
  ['WHERE', 'insert into t (p) select x from a where k = 1', ['a.k > * FILTER', 'a.x > p']],
  [
    'CASE',
    'insert into t (p) select case when k > 1 then x else id end from a',
    ['a.id > p TRANSFORMATION', 'a.k > p CONDITIONAL', 'a.x > p TRANSFORMATION'],
  ],
  ['CASE of a value', "insert into t (p) select case k when 1 then 'one' end from a", ['a.k > p CONDITIONAL']],
  [
    'IF and COALESCE',
    'insert into t select if(k > 1, x, 0), coalesce(x, k) from a',
    ['a.k > p CONDITIONAL', 'a.k > q TRANSFORMATION', 'a.x > p TRANSFORMATION', 'a.x > q TRANSFORMATION'],
    'mysql',
  ],
  ['a window', 'insert into t (p) select row_number() over (partition by k order by x) from a', ['a.k > p WINDOW', 'a.x > p WINDOW']],
  ['a window of a sum', 'insert into t (p) select sum(x) over (partition by k) from a', ['a.k > p WINDOW', 'a.x > p AGGREGATION']],
  [
    'a named window',
    'insert into t (p) select lag(x) over w from a window w as (order by k)',
    ['a.k > p WINDOW', 'a.x > p TRANSFORMATION'],
  ],
  ['a join', 'insert into t select a.x, b.y from a join b on a.id = b.id', ['a.id > * JOIN', 'a.x > p', 'b.id > * JOIN', 'b.y > q']],
  [
    'USING',
    'insert into t (p, q) select x, id from a join b using (id)',
    ['a.id > * JOIN', 'a.id > q', 'a.x > p', 'b.id > * JOIN', 'b.id > q'],
  ],
  ['names without a table', 'insert into t select x, y from a, b', ['a.x > p', 'b.y > q']],
  ['a CTE', 'with c as (select x as v from a where k = 1) insert into t (p) select v from c', ['a.k > * FILTER', 'a.x > p']],
  [
    'CTEs over CTEs with column lists',
    'insert into t (p) with c(v, w) as (select x, k from a), d as (select w from c) select w from d',
    ['a.k > p'],
  ],
  [
    'a recursive CTE',
    'with recursive r as (select id, x from a union all select r.id, b.y from r join b on b.id = r.id) insert into t (p) select x from r',
    ['a.id > * JOIN', 'a.x > p', 'b.id > * JOIN', 'b.y > p'],
  ],
  ['a CTE hides a table', 'with a as (select y from b) insert into t (p) select y from a', ['b.y > p']],
  ['a query in FROM', 'insert into t (p) select s.v from (select x * 2 as v from a) s', ['a.x > p TRANSFORMATION']],
  [
    'a value out of a query',
    'insert into t (p) select (select max(y) from b where b.id = a.id) from a',
    ['a.id > p CONDITIONAL', 'b.id > p CONDITIONAL', 'b.y > p AGGREGATION'],
  ],
  [
    'IN and EXISTS',
    'insert into t (p) select x from a where id in (select id from b) and exists (select 1 from b where b.y = a.k)',
    ['a.id > * FILTER', 'a.k > * FILTER', 'a.x > p', 'b.id > * FILTER', 'b.y > * FILTER'],
  ],
  ['UNION', 'insert into t (p) select x from a union all select y from b', ['a.x > p', 'b.y > p']],
  ['EXCEPT', 'insert into t (p) select x from a except select y from b', ['a.x > p', 'b.y > * FILTER']],
  ['a star', 'create table t as select id as p, * from (select x as q from a) s, b', ['a.x > q', 'b.id > p']],
  ['a star of one table', 'insert into t select b.* from b join a on a.k = b.y', ['a.k > * JOIN', 'b.id > p', 'b.y > * JOIN', 'b.y > q']],
  ['a star of a table without a schema', 'create table t as select * from open', ['open.p > p', 'open.q > q']],
  ['names of a table without a schema', 'insert into t select u, v from open', ['open.u > p', 'open.v > q']],
  ['a star without some', 'insert into t select * except (k) from a', ['a.id > p', 'a.x > q'], 'bigquery'],
  [
    'a star with another in its place',
    'insert into t select * replace (id + 1 as id) from b',
    ['b.id > p TRANSFORMATION', 'b.y > q'],
    'bigquery',
  ],
  ['CREATE TABLE AS', 'create table t as select x as p from a', ['a.x > p']],
  ['CREATE VIEW with a column list', 'create or replace view t (q, p) as select x, k from a', ['a.k > p', 'a.x > q'], 'snowflake'],
  ['SELECT INTO', 'select x as p into t from a', ['a.x > p'], 'tsql'],
  [
    'a temporary table',
    'create temp table z as select x, k from a where id > 1; insert into t select k, x from z',
    ['a.id > * FILTER', 'a.k > p', 'a.x > q'],
  ],
  ['UPDATE FROM', 'update t set p = a.x from a where a.id = t.q', ['a.id > * FILTER', 'a.x > p']],
  ['UPDATE of an alias', 'update z set z.p = a.x from t as z join a on a.id = z.q', ['a.id > * JOIN', 'a.x > p'], 'tsql'],
  ['UPDATE with a join', 'update t join a on a.id = t.q set t.p = a.x', ['a.id > * JOIN', 'a.x > p'], 'mysql'],
  [
    'MERGE',
    'merge into t using (select id, x, k from a) s on t.p = s.id when matched and s.k > 1 then update set t.q = s.x when not matched then insert (p, q) values (s.id, s.x)',
    ['a.id > * JOIN', 'a.id > p', 'a.k > * FILTER', 'a.x > q'],
    'snowflake',
  ],
  [
    'MERGE of all columns',
    'merge into t using (select id as p, y as q from b) s on t.p = s.p when matched then update set * when not matched then insert *',
    ['b.id > * JOIN', 'b.id > p', 'b.y > q'],
    'spark',
  ],
  ['INSERT OVERWRITE of a partition', "insert overwrite table t partition (q = '1') select x as p from a", ['a.x > p'], 'spark'],
  ['LATERAL VIEW', 'insert into t (p) select e from a lateral view explode(x) v as e', ['a.x > p TRANSFORMATION'], 'spark'],
  ['UNNEST', 'insert into t (p) select el from a, unnest(a.x) as el', ['a.x > p TRANSFORMATION'], 'bigquery'],
  [
    'LATERAL FLATTEN',
    'insert into t (p) select f.value:name::string from a, lateral flatten(input => a.x) f',
    ['a.x > p TRANSFORMATION'],
    'snowflake',
  ],
  [
    'QUALIFY',
    'insert into t (p) select x from a qualify row_number() over (partition by k order by id) = 1',
    ['a.id > * FILTER', 'a.k > * FILTER', 'a.x > p'],
    'snowflake',
  ],
  [
    'a column made before in the list',
    'insert into t select x + 1 as v, v * 2 as w from a',
    ['a.x > p TRANSFORMATION', 'a.x > q TRANSFORMATION'],
    'redshift',
  ],
  ['names in quotes', 'insert into "shop"."public"."t" ("p") select "Größe" from "Mixed"', ['Mixed.Größe > p']],
  ['letter case folds', 'INSERT INTO T (P) SELECT X FROM SHOP.PUBLIC.A', ['a.x > p'], 'snowflake'],
  ['names in backticks', 'insert into `shop.public.t` (p) select x from `shop`.`public`.a', ['a.x > p'], 'bigquery'],
  ['names in brackets', 'insert into [t] ([p]) select [x] from [public].[a]', ['a.x > p'], 'tsql'],
  ['a member of a structure', 'insert into t (p) select n.address.city from nested n', ['nested.address > p TRANSFORMATION'], 'bigquery'],
  ['comments', "insert into t (p) -- select k;\nselect /* ; k */ x from a -- where ';'", ['a.x > p']],
  [
    'what a template left',
    "{{ config(x=1) }} {% if y %} insert into {{ ref('t') }} (p) select x from {{ source('public', 'a') }} where k = '{{ ds }}' {# k #}",
    ['a.k > * FILTER', 'a.x > p'],
  ],
  ['what no dataset of the job is', 'insert into t (p) select u.secret from elsewhere u', []],
  ['a target that is none of the job', 'insert into other select x from a', []],
  ['several queries fill nobody knows what', 'select x as p from a; select k as q from a', []],
  ['other statements', 'begin; set x = 1; delete from t where p in (select x from a); drop table z; commit', []],
]

describe('column edges of SQL', () => {
  test.each(cases.map(([what, sql, edges, dialect]) => ({ what, sql, edges, dialect })))('$what', ({ sql, edges, dialect }) => {
    expect(inferred(sql, dialect)).toEqual({ edges: edges.toSorted(), problem: null })
  })

  test('broken SQL says where, and the rest of it counts', () => {
    const good = 'insert into t (p) select x from a'
    expect(inferred(`${good}; select from where (`)).toEqual({
      edges: ['a.x > p'],
      problem: expect.stringMatching(/^Statement 2: Parse error at line 1/),
    })
    expect(inferred(`oops nothing; ${good}`)).toEqual({ edges: ['a.x > p'], problem: 'Statement 1 is no SQL' })
    expect(inferred("select 'never closed").problem).not.toBeNull()
    expect(inferred(`select ${'('.repeat(500)}1${')'.repeat(500)}`).problem).toBe('It is nested too deeply')
  })

  test('of two tables of one name the nearer is meant, and none where both are', () => {
    const near = dataset('db.one.a', 'x')
    const far = dataset('db.two.a', 'x', { isNear: false })
    const sql = 'insert into t (p) select x from a'
    expect(inferred(sql, 'generic', [far, near, target('t', 'p')]).edges).toEqual(['a.x > p'])
    expect(inferColumns(polyglot, { sql, dialect: 'generic', datasets: [far, near, target('t', 'p')] }).edges[0]?.from).toBe(1)
    expect(inferred(sql, 'generic', [near, { ...far, isNear: true }, target('t', 'p')]).edges).toEqual([])
    expect(inferred('insert into t (p) select x from two.a', 'generic', [near, far, target('t', 'p')]).edges).toEqual(['a.x > p'])
  })

  test('paths are tables as well', () => {
    const lake = [dataset('/lake/bronze/orders', 'x'), dataset('/warehouse/sales.db/facts', 'y'), target('/lake/gold/t', 'p q')]
    const sql = 'insert overwrite table gold.t select o.x, f.y from parquet.`/lake/bronze/orders` o, sales.facts f'
    expect(inferred(sql, 'spark', lake).edges).toEqual(['/lake/bronze/orders.x > p', 'db/facts.y > q'])
  })
})
