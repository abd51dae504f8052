/** What search finds, in which order and why: the same on both stores. */
import { describe, expect, test } from 'vitest'
import { must } from '../../src/lib/assert.ts'
import { catalogOf } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { datasetEvent, jobEvent, runEvent, table } from '../harness/events.ts'
import { columns, described, marked, owned, runId, searching, shopEstate, tellHit } from './searching.ts'

const { ask, found } = searching(shopEstate)

describe('names', () => {
  test.each<[string, string[]]>([
    [
      'orders',
      ['job shop.report_orders', 'job shop.load_orders', 'dataset shop.orders', 'dataset shop.orders_by_month', 'dataset shop.raw_orders'],
    ],
    ['shop.orders type:dataset', ['dataset shop.orders', 'dataset shop.orders_by_month', 'dataset shop.raw_orders']],
    ['churn', ['job churnModelTrain']],
    ['modelTrain', ['job churnModelTrain']],
    ['urnmod', ['job churnModelTrain']],
    ['rders_by', ['dataset shop.orders_by_month']],
    ['by orders month', ['dataset shop.orders_by_month']],
    ['auditors', ['dataset exports/customers.parquet']],
    ['refund eur', ['job shop.load_orders']],
    ['beef', []],
    ['0192f3', [`run ${runId}`]],
    ['0192f', []],
    [runId, [`run ${runId}`]],
    ['lake', ['namespace s3://lake']],
    ['ml-prod', ['namespace ml-prod']],
    ['lindq', ['owner Ada Lindqvist']],
    ['gold', ['tag layer=gold']],
  ])('%s', async (q, names) => {
    const hits = (await found(q)).filter((name) => names.length === 0 || !name.startsWith('field'))
    expect(hits.slice(0, names.length)).toEqual(names)
    if (names.length === 0) expect(hits).toEqual([])
  })

  test('columns: the very name, then in another order, then by what is said of them', async () => {
    expect(await found('net amount type:column')).toEqual([
      'field shop.orders.net_amount',
      'field shop.customers.amount_net',
      'field shop.orders_by_month.amount',
    ])
    expect(await found('shop.orders.net_amount type:column')).toEqual(['field shop.orders.net_amount'])
    expect(await found('orders amount type:column')).toEqual(['field shop.orders.net_amount', 'field shop.orders_by_month.amount'])
    expect(await found('customerid type:column')).toEqual(['field shop.orders.customerId'])
  })

  test('datasets by a column of theirs, after those that are called so, where columns are not listed themselves', async () => {
    const { hits } = await ask('net amount type:dataset')
    expect(hits.map((hit) => [tellHit(hit), hit.why?.says, marked(hit)])).toEqual([
      ['dataset finance.net_amounts_by_month', 'Dataset name', 'finance.[net]_[amount]s_by_month'],
      ['dataset shop.orders', 'Has a column of that name', '[net_amount]'],
      ['dataset shop.customers', 'Has a column of that name, words in another order', '[amount]_[net]'],
    ])
    expect((await found('net amount')).filter((name) => name.startsWith('dataset'))).toEqual(['dataset finance.net_amounts_by_month'])
    expect(await found('net amount type:dataset tag:pii')).toEqual(['dataset shop.customers'])
  })

  test('fewer than three letters find names that start so', async () => {
    expect(await found('ch')).toEqual(['job churnModelTrain'])
    expect(await found('hu')).toEqual([])
  })
})

describe('misspelt', () => {
  test.each<[string, string, string]>([
    ['odrers type:dataset', 'dataset shop.orders', 'Dataset name, one letter off'],
    ['ordrs type:dataset', 'dataset shop.orders', 'Dataset name, one letter off'],
    ['custommers type:dataset ns:db', 'dataset shop.customers', 'Dataset name, one letter off'],
    ['cusotmesr type:dataset ns:db', 'dataset shop.customers', 'Dataset name, two letters off'],
    ['net amuont type:column', 'field shop.orders.net_amount', 'Column name, one letter off'],
  ])('%s', async (q, first, says) => {
    const { hits } = await ask(q)
    const hit = must(hits[0], 'something is found')
    expect([tellHit(hit), hit.why?.says]).toEqual([first, says])
  })

  test('of three letters none may be wrong, and nothing is near where much is found', async () => {
    expect(await found('nte type:column')).toEqual([])
  })
})

test('why: the name with what matched, another id, the text around the words', async () => {
  const why = async (q: string): Promise<string[]> => (await ask(q)).hits.map((hit) => `${must(hit.why, 'words').says}: ${marked(hit)}`)
  expect(await why('rders_by type:dataset')).toEqual(['Dataset name: shop.o[rders]_[by]_month'])
  expect(await why('coalesce')).toEqual(['SQL: insert into orders select sum(line_eur) - [coalesce](refund_eur, 0) as net_amount from raw'])
  expect(await why('returned')).toEqual(['Description: One line for each order that was paid, with what was [returned] taken off.'])
})

describe('filters', () => {
  test.each<[string, string[]]>([
    ['owner:finance', ['job shop.load_orders', 'dataset shop.orders']],
    ['orders owner:"ada lindqvist"', ['dataset shop.orders']],
    ['tag:pii', ['dataset shop.orders_by_month', 'dataset shop.customers']],
    ['tag:layer=gold', ['dataset shop.customers']],
    ['orders -tag:pii type:dataset', ['dataset shop.orders', 'dataset shop.raw_orders']],
    ['orders -report type:job', ['job shop.load_orders']],
    ['ns:lake', ['dataset exports/customers.parquet']],
    ['ns:s3://lake cust', ['dataset exports/customers.parquet']],
    ['state:failed', ['job shop.report_orders']],
    ['state:failed orders', ['job shop.report_orders']],
    ['source:airflow churn', ['job churnModelTrain']],
    ['source:spark', []],
    ['type:namespace shop', []],
    ['type:job type:tag pii', ['tag pii']],
  ])('%s', async (q, names) => {
    expect((await found(q)).filter((name) => !name.startsWith('field'))).toEqual(names)
  })

  test.each<[string, string]>([
    ['onwer:finance', 'There is no filter onwer: and onwer:finance was searched as text. Did you mean owner:?'],
    ['zzzz:finance', 'There is no filter zzzz: and zzzz:finance was searched as text. Filters are type: ns: owner: tag: source: state:.'],
    ['owner:', 'owner: wants a value, for example owner:finance.'],
    ['state:nice', 'There is no state nice. States are new, running, complete, failed, aborted and lost.'],
    ['type:nice', 'There is no type nice. Types are job, dataset, column, namespace, owner, tag, run and facet.'],
    ['ns:nowhere', 'No namespace has “nowhere” in it.'],
    ['owner:nobody', 'No owner is called “nobody”.'],
    ['source:nothing', 'No source is called “nothing”.'],
  ])('%s says what to write', async (q, hint) => {
    expect((await ask(q)).hints).toContain(hint)
  })

  test('an address is no filter', async () => {
    const answer = await ask('s3://lake')
    expect(answer.hints).toEqual([])
    expect(answer.hits.map(tellHit)).toContain('namespace s3://lake')
  })
})

test('groups say how many there are, whatever the limit', async () => {
  const { hits, groups, truncated } = await ask('orders', 1)
  expect(hits.filter((h) => h.kind === 'dataset')).toHaveLength(1)
  expect(groups?.find((g) => g.kind === 'dataset')).toEqual({ kind: 'dataset', count: 3, atLeast: false })
  expect(truncated).toBe(true)
})

test.each([
  '',
  ' ',
  '"',
  "'",
  '*',
  'orders*',
  '"orders',
  'orders AND',
  'NEAR(a b)',
  'a OR b',
  '^orders',
  '(',
  ')',
  ':',
  '-',
  '--',
  '-:',
  ':-',
  'type:',
  '%',
  '_',
  '\\',
  '?',
  '$1',
  "'; DROP TABLE word; --",
  '\0',
  'or\0ders',
  '🛢',
  '\ud800',
  'x\udfffy',
  '\u{10ffff}',
  'İ',
  'ß',
  'ﬃ',
  '\u202eorders',
  'orders '.repeat(3_000),
  'x'.repeat(20_000),
  'type:job '.repeat(500),
  'a:b '.repeat(500),
  '__proto__',
  'constructor',
  'state:__proto__',
  'type:constructor',
  'ns:\0',
  'owner:\ud800',
  'tag:%',
  'source:1e9',
])('%j is answered alike by both', async (q) => {
  const { hits, hints } = await ask(q, 100)
  expect(hits.length).toBeLessThan(100)
  expect(hints?.length).toBeLessThan(20)
})

describe.each(stores)('on $name', ({ open: openStore }) => {
  test('what is said no more is not found any more, whichever came first', async () => {
    const catalog = await catalogOf(await openStore())
    const told = async (q: string): Promise<string[]> => (await catalog.reader.search({ q, limit: 10 })).hits.map(tellHit)
    await catalog.add([jobEvent(5, { jobFacets: { ...described('later words'), ...owned('after') } })])
    await catalog.add([jobEvent(3, { jobFacets: { ...described('earlier words'), ...owned('before') } })])
    expect([await told('later'), await told('earlier'), await told('before'), await told('type:owner after')]).toEqual([
      ['job load'],
      [],
      [],
      ['owner after'],
    ])
    await catalog.add([jobEvent(7, { jobFacets: { documentation: { _deleted: true }, ...owned('others') } })])
    expect([await told('later'), await told('type:owner after'), await told('owner:others')]).toEqual([[], [], ['job load']])
    await catalog.close()
  })

  test('what a rule hides is nowhere', async () => {
    const catalog = await catalogOf(await openStore(), [{ kind: 'hide', what: 'dataset', namespace: 'db', name: 'secret*', runId: null }])
    await catalog.add([
      runEvent('COMPLETE', 1, {
        inputs: [table('secret_plans', { ...described('hush'), ...owned('spy'), ...columns(['codename']) })],
        outputs: [table('open')],
      }),
    ])
    for (const q of ['secret', 'plans', 'secert_plans', 'hush', 'spy', 'codename', 'owner:spy'])
      expect((await catalog.reader.search({ q, limit: 10 })).hits).toEqual([])
    await catalog.close()
  })

  test('a dataset is found by each of its ids and shown by its own name', async () => {
    const catalog = await catalogOf(await openStore())
    await catalog.add([
      datasetEvent(1, {
        namespace: 's3://lake',
        name: 'warehouse/sales',
        facets: { symlinks: { identifiers: [{ namespace: 'hive', name: 'mart.sold', type: 'TABLE' }] } },
      }),
    ])
    const { hits } = await catalog.reader.search({ q: 'warehouse', limit: 10 })
    expect(hits.map((hit) => [tellHit(hit), hit.why?.says, marked(hit)])).toEqual([
      ['dataset mart.sold', 'Another id of the dataset', '[warehouse]/sales'],
    ])
    await catalog.close()
  })
})
