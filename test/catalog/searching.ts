/** What tests of the search share: an estate in a catalog on each store, and questions that both must answer alike. */
import { afterAll, beforeAll, expect } from 'vitest'
import type { SearchHit, SearchResult } from '../../src/contract/search.ts'
import { must } from '../../src/lib/assert.ts'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { datasetEvent, jobNamed, runEvent, table } from '../harness/events.ts'

export const described = (description: string): object => ({ documentation: { description } })
export const owned = (...names: string[]): object => ({ ownership: { owners: names.map((name) => ({ name })) } })
export const tagged = (...tags: [string, string?, string?][]): object => ({
  tags: { tags: tags.map(([key, value = 'true', field]) => ({ key, value, field, source: 'TEST' })) },
})
export const columns = (...fields: [string, string?][]): object => ({
  schema: { fields: fields.map(([name, description]) => ({ name, type: 'int', description })) },
})
export const sql = (query: string): object => ({ sql: { query } })
export const tellHit = (hit: SearchHit): string => {
  const name =
    hit.kind === 'job'
      ? hit.job.name
      : hit.kind === 'dataset'
        ? hit.dataset.name
        : hit.kind === 'field'
          ? `${hit.dataset.name}.${hit.path}`
          : hit.kind === 'namespace'
            ? hit.namespace
            : hit.kind === 'owner'
              ? hit.owner
              : hit.kind === 'tag'
                ? hit.tag
                : hit.kind === 'run'
                  ? hit.runId
                  : hit.key
  return `${hit.kind} ${name}`
}

export const marked = (hit: SearchHit): string => {
  const { text, ranges } = must(hit.why, 'what words lead to has a reason')
  return ranges.toReversed().reduce((t, [from, to]) => `${t.slice(0, from)}[${t.slice(from, to)}]${t.slice(to)}`, text)
}

/** A run of `shopEstate`. */
export const runId = '0192f3a0-1111-7000-8000-00000000beef'

/** A shop with its columns, owners, tags and words; one thing of each kind at the least. */
export const shopEstate: readonly object[] = [
  runEvent('COMPLETE', 1, {
    runId,
    job: jobNamed('shop.load_orders'),
    jobFacets: {
      ...owned('team:finance'),
      ...sql('insert into orders select sum(line_eur) - coalesce(refund_eur, 0) as net_amount from raw'),
    },
    inputs: [table('shop.raw_orders')],
    outputs: [
      table('shop.orders', {
        ...columns(['id'], ['net_amount', 'Order value after discounts'], ['customerId']),
        ...owned('team:finance', 'Ada Lindqvist'),
        ...described('One line for each order that was paid, with what was returned taken off.'),
      }),
    ],
  }),
  runEvent('FAIL', 2, {
    runId: 'r2',
    job: jobNamed('shop.report_orders'),
    inputs: [table('shop.orders'), table('shop.customers')],
    outputs: [
      table('shop.orders_by_month', {
        ...columns(['month'], ['amount', 'gross, for net see orders']),
        ...tagged(['pii', 'true', 'month']),
      }),
    ],
  }),
  runEvent('COMPLETE', 3, {
    runId: 'r3',
    job: { namespace: 'ml-prod', name: 'churnModelTrain' },
    inputs: [table('shop.orders'), { namespace: 's3://lake', name: 'exports/customers.parquet' }],
  }),
  datasetEvent(4, table('shop.customers', { ...tagged(['pii'], ['layer', 'gold']), ...columns(['name'], ['amount_net']) })),
  datasetEvent(5, { namespace: 's3://lake', name: 'exports/customers.parquet', facets: described('Kept for the auditors') }),
  datasetEvent(6, table('finance.net_amounts_by_month')),
]

/** Opens the estate for the tests of a file. */
export function searching(estate: readonly object[]): {
  readonly open: ReadonlyMap<string, TestCatalog>
  /** The answer of both stores, which is one. */
  ask(q: string, limit?: number): Promise<SearchResult>
  found(q: string): Promise<string[]>
} {
  const open = new Map<string, TestCatalog>()
  beforeAll(async () => {
    for (const store of stores) {
      const catalog = await catalogOf(await store.open())
      for (const event of estate) await catalog.add([event])
      open.set(store.name, catalog)
    }
  }, 120_000)
  afterAll(async () => {
    for (const catalog of open.values()) await catalog.close()
  })
  async function ask(q: string, limit = 20): Promise<SearchResult> {
    const answers: SearchResult[] = []
    for (const catalog of open.values()) answers.push({ ...(await catalog.reader.search({ q, limit, sources })), tookMs: 0 })
    const [one, ...others] = answers
    for (const other of others) expect(other).toEqual(one)
    return must(one, 'there are stores')
  }
  return { open, ask, found: async (q) => (await ask(q)).hits.map(tellHit) }
}

const sources = [
  { id: 1, name: 'Airflow' },
  { id: 2, name: 'Spark' },
]
