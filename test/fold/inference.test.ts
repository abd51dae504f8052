/** Column edges worked out from SQL behind the fold, on both stores. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LineageQuery } from '../../src/contract/lineage.ts'
import { LineageQuery as QuerySchema } from '../../src/contract/lineage.ts'
import { WhyQuery } from '../../src/contract/why.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { inference, inferredLines } from '../harness/inference.ts'

const sql = (query: string, dialect?: string): object => ({ sql: { query, ...(dialect === undefined ? {} : { dialect }) } })
const orders = table('shop.orders', ['id', 'amount', 'day'])
const daily = table('shop.daily', ['day', 'total'])
const sum = 'INSERT INTO daily SELECT day, sum(amount) FROM orders GROUP BY day'
const summed = [
  'sum: shop.orders.amount > shop.daily.total AGGREGATION',
  'sum: shop.orders.day > shop.daily.* GROUP_BY',
  'sum: shop.orders.day > shop.daily.day IDENTITY',
]
const sumRun = (more: object = {}): object => run({ job: 'sum', inputs: [orders], outputs: [daily], jobFacets: sql(sum), ...more })

const reading = inference()
afterAll(() => reading.close())

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    reading.off = []
    catalog = await catalogOf(await open())
  })
  afterEach(() => catalog.close())

  const settled = async (): Promise<string[]> => {
    await reading.settle(catalog.database)
    return inferredLines(catalog.database)
  }
  const ask = (query: Partial<LineageQuery>) =>
    catalog.reader.lineage({ ...QuerySchema.parse({ namespace: 'db', name: 'shop.daily' }), columns: true, ...query })
  const problemOf = async (name: string) => (await catalog.reader.job({ namespace: 'jobs', name, sources: [] }))?.inference

  test('SQL without columns gives column edges, which are no part of what was said', async () => {
    await catalog.add([sumRun()])
    const before = await catalog.lines()
    expect(await settled()).toEqual(summed)
    expect(await catalog.lines()).toEqual(before)
    expect((await ask({}))?.columns).toEqual([])
    const columns = (await ask({ inferred: true }))?.columns ?? []
    expect(columns).toHaveLength(3)
    expect(columns.every((c) => c.inferred === true && c.job?.name === 'sum')).toBe(true)
    expect(await problemOf('sum')).toEqual({ dialect: 'generic', edges: 3, problem: null })
  })

  test('a walk from a field goes over inferred edges only when asked, and never at another moment', async () => {
    await catalog.add([
      sumRun(),
      run({ job: 'next', inputs: ['shop.daily'], outputs: [table('report', ['t'], { t: ['shop.daily.total'] })] }),
    ])
    await settled()
    const question = { name: 'shop.orders', field: 'amount', depth: 5, inferred: true }
    expect((await ask(question))?.columns.map((c) => [c.to.field, c.inferred ?? false])).toEqual([['total', true]])
    expect((await ask({ ...question, inferred: false }))?.columns).toEqual([])
    expect((await ask({ ...question, asOf: '2026-11-20T18:00:00Z' }))?.columns).toEqual([])
    const compared = await catalog.reader.compareLineage({
      ...QuerySchema.parse({ namespace: 'db', name: 'shop.daily' }),
      columns: true,
      inferred: true,
      before: '2026-11-19T00:00:00Z',
    })
    expect(compared?.edges.length).toBeGreaterThan(0)
    expect(compared?.columns).toEqual([])
  })

  test('why an inferred edge is there: the SQL, whose it is, who sent it, and what of it was not read', async () => {
    const [position] = await catalog.add([sumRun({ jobFacets: sql(`${sum}; SELECT FROM (`, 'postgres') })])
    await settled()
    const query = { fromNamespace: 'db', fromName: 'shop.orders', toNamespace: 'db', toName: 'shop.daily' }
    const why = (more: object) => catalog.reader.why({ ...WhyQuery.omit({ cursor: true }).parse({ ...query, ...more }), after: null })
    const total = await why({ fromField: 'amount', toField: 'total' })
    expect(total).toMatchObject({
      runs: 0,
      firstSeenAt: null,
      sayings: [
        {
          inferred: true,
          job: { name: 'sum' },
          from: { field: 'amount' },
          to: { field: 'total' },
          subtype: 'AGGREGATION',
          lastEvent: null,
        },
      ],
      inferred: { job: { name: 'sum' }, dialect: 'postgresql', event: { position }, run: { job: { name: 'sum' } } },
      sql: { query: `${sum}; SELECT FROM (`, dialect: 'postgres' },
      ways: [],
    })
    expect(total?.inferred?.problem).toContain('Statement 2')
    expect((await why({ fromField: 'day', toField: 'total' }))?.sayings).toMatchObject([{ to: { field: null }, subtype: 'GROUP_BY' }])
    expect(await why({})).toMatchObject({ sayings: { length: 3 }, ways: [{ via: { name: 'sum' } }], inferred: { dialect: 'postgresql' } })
    expect(await why({ fromField: 'amount', toField: 'day' })).toBe(null)
    expect(await why({ fromField: 'amount', toField: 'total', asOf: '2026-12-20T00:00:00Z' })).toBe(null)
  })

  test('what the job says of a dataset takes the place of what was inferred, and what others say comes first', async () => {
    await catalog.add([sumRun()])
    expect(await settled()).toEqual(summed)
    const said = {
      namespace: 'db',
      name: 'shop.daily',
      facets: { columnLineage: { fields: { total: { inputFields: [{ namespace: 'db', name: 'shop.orders', field: 'amount' }] } } } },
    }
    await catalog.add([run({ job: 'other', outputs: [said] })])
    expect(await settled()).toEqual(summed)
    const total = (await ask({ inferred: true }))?.columns.filter((c) => c.to.field === 'total')
    expect(total).toEqual([expect.not.objectContaining({ inferred: true })])
    await catalog.add([run({ job: 'sum', time: '2026-11-20T13:00:00Z', outputs: [said] })])
    expect(await settled()).toEqual([])
    expect(await problemOf('sum')).toBeNull()
  })

  test('another schema, another name and other SQL are worked out again', async () => {
    const copy = 'INSERT INTO daily SELECT * FROM orders'
    await catalog.add([run({ job: 'copy', inputs: [table('orders', ['a'])], outputs: [table('daily', ['x'])], jobFacets: sql(copy) })])
    expect(await settled()).toEqual(['copy: orders.a > daily.x IDENTITY'])
    const wider = [table('orders', ['a', 'b']), table('daily', ['x', 'y'])]
    await catalog.add([run({ job: 'elsewhere', time: '2026-11-20T13:00:00Z', inputs: wider })])
    expect(await settled()).toEqual(['copy: orders.a > daily.x IDENTITY', 'copy: orders.b > daily.y IDENTITY'])
    const link = {
      namespace: 'db',
      name: 'daily',
      facets: { symlinks: { identifiers: [{ namespace: 'db', name: 'a.daily', type: 'TABLE' }] } },
    }
    await catalog.add([run({ job: 'elsewhere', time: '2026-11-20T14:00:00Z', outputs: [link] })])
    expect(await settled()).toEqual(['copy: orders.a > a.daily.x IDENTITY', 'copy: orders.b > a.daily.y IDENTITY'])
    await catalog.add([run({ job: 'copy', time: '2026-11-20T15:00:00Z', jobFacets: sql('INSERT INTO daily (y) SELECT a FROM orders') })])
    expect(await settled()).toEqual(['copy: orders.a > a.daily.y IDENTITY'])
    await catalog.add([run({ job: 'copy', time: '2026-11-20T16:00:00Z', jobFacets: { sql: { _deleted: true } } })])
    expect(await settled()).toEqual([])
  })

  test('nothing is done again where nothing changed', async () => {
    await catalog.add([sumRun()])
    await settled()
    await catalog.add([sumRun({ time: '2026-11-20T13:00:00Z', runId: 'second' })])
    expect(await catalog.database.all('SELECT * FROM inference_due')).toEqual([])
  })

  test('a source that is switched off has no inferred edges, as if it had never been on', async () => {
    await catalog.add([sumRun()], 1)
    await catalog.add([run({ job: 'two', inputs: [orders], outputs: [daily], jobFacets: sql(sum) })], 2)
    expect(await settled()).toHaveLength(6)
    reading.off = [1]
    expect(await settled()).toEqual(summed.map((line) => line.replace('sum:', 'two:')).toSorted())
    await catalog.add([sumRun({ time: '2026-11-20T13:00:00Z' })], 2)
    expect(await settled()).toHaveLength(6)
    reading.off = []
    expect(await settled()).toHaveLength(6)
  })

  test('SQL that cannot be read says so, and what can be read of it counts', async () => {
    const broken = `SELEC oops; ${sum}; SELECT FROM (`
    const long = `SELECT '${'x'.repeat(200_001)}' AS day FROM orders`
    await catalog.add([sumRun({ jobFacets: sql(broken) }), run({ job: 'long', inputs: [orders], outputs: [daily], jobFacets: sql(long) })])
    expect(await settled()).toEqual(summed)
    expect((await problemOf('sum'))?.problem).toBe('Statement 1 is no SQL')
    expect((await problemOf('long'))?.problem).toBe('It is longer than 200 kB')
  })

  test('fields of a dataset tell how many edges were inferred', async () => {
    await catalog.add([sumRun()])
    await settled()
    const detail = await catalog.reader.dataset({ namespace: 'db', name: 'shop.daily' })
    expect(detail?.fields.map((f) => [f.path, f.from, f.inferredFrom])).toEqual([
      ['day', 0, 1],
      ['total', 0, 1],
    ])
    const question = { namespace: 'db', name: 'shop.daily', field: 'total' }
    expect((await catalog.reader.fieldLineage(question))?.upstream).toEqual([])
    const inferred = (await catalog.reader.fieldLineage({ ...question, inferred: true }))?.upstream ?? []
    expect(inferred.map((e) => [e.from.field, e.inferred]).toSorted()).toEqual([
      ['amount', true],
      ['day', true],
    ])
  })
})
