/** What search finds beyond plain words: words written together, scripts without blanks, facets, kinds alone; and what it says where there is nothing. */
import { describe, expect, test } from 'vitest'
import { datasetEvent, jobNamed, runEvent, table } from '../harness/events.ts'
import { columns, marked, runId, searching, shopEstate } from './searching.ts'

const estate: readonly object[] = [
  ...shopEstate,
  datasetEvent(7, table('数据仓库订单', { ...columns(['订单金额合计']), acmeColumnCost: { eur: 3 } })),
  // written later and read more often than what is meant
  datasetEvent(8, table('test.shop.raw_orders_are_unique')),
  runEvent('COMPLETE', 9, { runId: 'r4', job: jobNamed('dq.check'), inputs: [table('test.shop.raw_orders_are_unique')] }),
]

const { open, ask, found } = searching(estate)

describe('written together', () => {
  test.each<[string, string[]]>([
    ['rawor type:dataset', ['dataset test.shop.raw_orders_are_unique', 'dataset shop.raw_orders']],
    ['ordersbymonth', ['dataset shop.orders_by_month']],
    ['loadorders', ['job shop.load_orders']],
    ['shopordersby', ['dataset shop.orders_by_month']],
    ['netamount type:column', ['field shop.orders.net_amount']],
    ['mlprod', ['namespace ml-prod']],
    ['customer_id type:column', ['field shop.orders.customerId']],
    ['ordersraw', []],
  ])('%s', async (q, names) => {
    expect(await found(q)).toEqual(names)
  })

  test('what is meant comes first, as if it were written apart', async () => {
    const names = ['dataset shop.raw_orders', 'dataset test.shop.raw_orders_are_unique']
    expect([await found('raw orders type:dataset'), await found('raworders type:dataset')]).toEqual([names, names])
  })

  test('says where it stands', async () => {
    const { hits } = await ask('loadord')
    expect(hits.map((hit) => [marked(hit), hit.why?.how])).toEqual([['shop.[load_ord]ers', 'wordStart']])
  })

  test('lists of names find it as well', async () => {
    for (const catalog of open.values()) {
      const { items } = await catalog.reader.datasets({ q: 'ordersbymonth', sort: 'name', after: null, limit: 5 })
      expect(items.map((item) => item.name)).toEqual(['shop.orders_by_month'])
    }
  })
})

describe('scripts without blanks', () => {
  test.each<[string, string[]]>([
    ['数据仓库订单', ['dataset 数据仓库订单']],
    ['数据', ['dataset 数据仓库订单']],
    ['仓库', ['dataset 数据仓库订单']],
    ['订单 type:dataset', ['dataset 数据仓库订单']],
    ['仓库订', ['dataset 数据仓库订单']],
    ['金额', ['field 数据仓库订单.订单金额合计']],
    ['库仓', []],
  ])('%s', async (q, names) => {
    expect(await found(q)).toEqual(names)
  })
})

describe('facets', () => {
  test.each<[string, string[]]>([
    ['columnLineage', ['dataset columnLineage, used']],
    ['columnlin', ['dataset columnLineage, used']],
    ['columnLinaege', ['dataset columnLineage, used']],
    ['jobType', ['job jobType, used']],
    ['dataQualityAssertions', ['dataset dataQualityAssertions, used']],
    ['acmeColumnCost', ['dataset acmeColumnCost, stored only']],
    ['parentRun', ['run parent, used']],
  ])('%s', async (q, names) => {
    const { hits } = await ask(q)
    const facets = hits.flatMap((hit) => (hit.kind === 'facet' ? [`${hit.container} ${hit.key}, ${hit.use}`] : []))
    expect(facets.toSorted()).toEqual(names.toSorted())
  })
})

test('what is meant stands where it would, spelt right', async () => {
  const [right, wrong] = [await found('raw_orders type:dataset'), await found('raw_ordres type:dataset')]
  expect(right).toEqual(['dataset shop.raw_orders', 'dataset test.shop.raw_orders_are_unique'])
  expect(wrong).toEqual(right)
})

describe('kinds and filters alone', () => {
  test.each<[string, string[]]>([
    ['type:run state:failed', ['run r2']],
    ['type:run', ['run r4', 'run r3', 'run r2', `run ${runId}`]],
    ['type:run -state:failed', ['run r4', 'run r3', `run ${runId}`]],
    ['type:run ns:ml-prod', ['run r3']],
    ['type:run owner:finance', [`run ${runId}`]],
    ['type:run state:failed orders', ['run r2']],
    ['type:run state:complete report', []],
    ['type:run 0192f3 state:complete', [`run ${runId}`]],
    ['type:run 0192f3 state:failed', []],
    ['type:owner', ['owner Ada Lindqvist', 'owner team:finance']],
    ['type:owner -ada', ['owner team:finance']],
    ['type:tag', ['tag layer=gold', 'tag pii']],
    ['type:namespace', ['namespace db', 'namespace etl', 'namespace ml-prod', 'namespace s3://lake']],
    ['type:job', ['job dq.check', 'job churnModelTrain', 'job shop.report_orders', 'job shop.load_orders']],
    ['type:job -shop', ['job dq.check', 'job churnModelTrain']],
    ['ns:etl -shop type:job', ['job dq.check']],
    ['tag:pii -month', ['dataset shop.customers']],
  ])('%s: what is asked for by kind alone is listed', async (q, names) => {
    expect(await found(q)).toEqual(names)
  })

  test.each<[string, string]>([
    ['type:dataset state:failed', 'Only jobs and runs have a state: write type:job state:failed or type:run state:failed.'],
    ['type:column state:failed', 'Only jobs and runs have a state: write type:job state:failed or type:run state:failed.'],
    ['type:owner state:failed', 'Owners cannot be filtered by state:. Filters other than type: are for jobs, datasets, columns and runs.'],
    ['type:tag ns:db', 'Tags cannot be filtered by ns:. Filters other than type: are for jobs, datasets, columns and runs.'],
    ['-zebra', '-zebra only leaves out. Say of what: a word beside it, or a type, as in type:dataset -zebra.'],
    ['-type:job', '-type:job only leaves out. Say of what: a word beside it, or a type, as in type:dataset.'],
    ['type:column', 'Columns are found by words: write a part of a name beside the filters.'],
    ['type:column owner:finance', 'Columns are found by words: write a part of a name beside the filters.'],
    ['zebra owner:finance', 'Nothing fulfils all of that at once. Leave a word or a filter out.'],
    ['state:lost', 'Nothing fulfils state:lost.'],
  ])('%s finds nothing and says why', async (q, hint) => {
    const { hits, hints } = await ask(q)
    expect([hits, hints]).toEqual([[], [hint]])
  })
})
