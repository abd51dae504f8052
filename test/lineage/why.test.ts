/** Why an edge is there. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WhyAnswer } from '../../src/lineage/why.ts'
import { WhyQuery } from '../../src/contract/why.ts'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { datasetEvent, inputField, jobEvent, jobNamed, parentOf, runEvent, table } from '../harness/events.ts'

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T06:00:00Z`
const days = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const load = (day: number, more: object = {}): object =>
  runEvent('COMPLETE', 0, {
    job: jobNamed('load'),
    runId: `load ${day}`,
    eventTime: at(day),
    inputs: [table('raw')],
    outputs: [table('clean')],
    ...more,
  })
const toClean = { fromType: 'job', fromNamespace: 'etl', fromName: 'load', toNamespace: 'db', toName: 'clean' }
const fromRaw = { fromNamespace: 'db', fromName: 'raw', toType: 'job', toNamespace: 'etl', toName: 'load' }

describe.each(stores)('why on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const why = async (query: object, after: WhyAnswer['next'] = null): Promise<WhyAnswer | null> => {
    const { cursor: _cursor, ...asked } = WhyQuery.parse(query)
    return catalog.reader.why({ ...asked, after })
  }

  test('runs that said it, newest first, each with its event, a page at a time', async () => {
    const positions = await catalog.add(days(1, 15).map((day) => load(day, day % 2 === 0 ? { inputs: [] } : {})))
    const first = await why({ ...fromRaw, limit: 3 })
    expect(first).toMatchObject({
      from: { type: 'dataset', namespace: 'db', name: 'raw', field: null },
      to: { type: 'job', namespace: 'etl', name: 'load' },
      firstSeenAt: at(1),
      lastSeenAt: at(15),
      runs: 8,
      sql: null,
    })
    expect(first?.items.map((r) => [r.runId, r.state, r.startedAt, r.event])).toEqual(
      [15, 13, 11].map((day) => [`load ${day}`, 'COMPLETE', at(day), { position: positions[day - 1], at: at(day) }]),
    )
    const second = await why({ ...fromRaw, limit: 3 }, first?.next)
    expect(second?.items.map((r) => r.runId)).toEqual(['load 9', 'load 7', 'load 5'])
    const third = await why({ ...fromRaw, limit: 3 }, second?.next)
    expect(third?.items.map((r) => r.runId)).toEqual(['load 3', 'load 1'])
    expect(third?.next).toBe(null)
    expect((await why({ ...fromRaw, asOf: at(6) }))?.items.map((r) => r.runId)).toEqual(['load 5', 'load 3', 'load 1'])
    expect(first?.sayings).toMatchObject([
      {
        job: { name: 'load' },
        dataset: { name: 'raw' },
        runs: 8,
        firstEvent: { position: positions[0] },
        lastEvent: { position: positions[14] },
      },
    ])
  })

  test('a run of several events gives the one that says it', async () => {
    const [, second] = await catalog.add([
      runEvent('START', 0, { job: jobNamed('load'), runId: 'r', outputs: [] }),
      runEvent('RUNNING', 1, { job: jobNamed('load'), runId: 'r', outputs: [table('clean')] }),
      runEvent('COMPLETE', 2, { job: jobNamed('load'), runId: 'r', outputs: [] }),
    ])
    expect((await why(toClean))?.items).toMatchObject([{ runId: 'r', event: { position: second } }])
  })

  test('raw ids under which it was said', async () => {
    const alias = { symlinks: { identifiers: [{ namespace: 'db', name: 'clean', type: 'TABLE' }] } }
    await catalog.add([
      ...days(1, 3).map((day) => load(day)),
      ...days(4, 5).map((day) => load(day, { outputs: [table('/path/clean', alias)] })),
    ])
    const answer = await why({ ...toClean, toName: '/path/clean' })
    expect(answer).toMatchObject({ to: { name: 'clean' }, runs: 5 })
    expect(answer?.sayings.map((s) => [s.dataset?.name, s.runs])).toEqual([
      ['/path/clean', 2],
      ['clean', 3],
    ])
    expect(answer?.items).toHaveLength(5)
  })

  test('what only events without a run say', async () => {
    const [first, second] = await catalog.add([3, 9].map((minute) => jobEvent(minute, { job: jobNamed('load'), inputs: [table('raw')] })))
    expect(await why(fromRaw)).toMatchObject({
      runs: 0,
      items: [],
      next: null,
      sayings: [{ runs: 0, firstEvent: { position: first }, lastEvent: { position: second } }],
    })
  })

  test('the SQL of the job, now and when it last said so', async () => {
    const sql = (query: string): object => ({ jobFacets: { sql: { query } } })
    await catalog.add([
      load(1, sql('select * from raw')),
      load(2, { ...sql('select * from other'), inputs: [table('other')] }),
      load(3, { ...sql('select * from other'), inputs: [table('other')] }),
    ])
    expect(await why(fromRaw)).toMatchObject({
      sql: { query: 'select * from other' },
      sqlThen: { query: 'select * from raw', since: at(1) },
    })
    expect(await why({ ...fromRaw, fromName: 'other' })).toMatchObject({ sql: { query: 'select * from other' }, sqlThen: null })
  })

  test('of columns: how each was said, by which events', async () => {
    const made = (description: string): object => ({
      outputs: [
        table('clean', {
          columnLineage: {
            fields: {
              id: { inputFields: [inputField('raw.id', [{ type: 'DIRECT', subtype: 'TRANSFORMATION', masking: true, description }])] },
            },
          },
        }),
      ],
    })
    const positions = await catalog.add([load(1, made('hash')), load(2, made('hash')), load(3, made('salted hash'))])
    const query = { fromNamespace: 'db', fromName: 'raw', fromField: 'id', toNamespace: 'db', toName: 'clean', toField: 'id' }
    const answer = await why(query)
    expect(answer).toMatchObject({ from: { field: 'id' }, to: { field: 'id' }, firstSeenAt: at(1), lastSeenAt: at(3), runs: 3 })
    expect(answer?.sayings).toMatchObject([
      {
        description: 'salted hash',
        type: 'DIRECT',
        masking: true,
        from: { name: 'raw', field: 'id' },
        lastEvent: { position: positions[2] },
      },
      {
        description: 'hash',
        firstSeenAt: at(1),
        lastSeenAt: at(2),
        firstEvent: { position: positions[0] },
        lastEvent: { position: positions[1] },
      },
    ])
    expect(answer?.items).toHaveLength(3)
    expect(await why({ ...query, jobNamespace: 'etl', jobName: 'load' })).toMatchObject({ runs: 3 })
    expect(await why({ ...query, jobNamespace: 'etl', jobName: 'another' })).toBe(null)
    expect(await why({ ...query, toField: 'name' })).toBe(null)
  })

  test('columns that an event about a dataset alone says', async () => {
    const [position] = await catalog.add([
      datasetEvent(5, table('clean', { columnLineage: { fields: { id: { inputFields: [inputField('raw.id')] } } } })),
    ])
    expect(await why({ fromNamespace: 'db', fromName: 'raw', toNamespace: 'db', toName: 'clean' })).toMatchObject({
      runs: 0,
      sayings: [{ job: null, type: null, firstEvent: { position }, lastEvent: { position } }],
    })
  })

  test('of a job that stands for those within it', async () => {
    await catalog.add([
      runEvent('COMPLETE', 0, { job: jobNamed('app'), runId: 'app' }),
      ...['one', 'two'].map((step, i) =>
        runEvent('COMPLETE', i, { job: jobNamed(`app.${step}`), runId: step, facets: parentOf('app', 'app'), outputs: [table('clean')] }),
      ),
    ])
    const query = { ...toClean, fromName: 'app', fold: 'true', topNamespace: 'etl', topName: 'app' }
    const answer = await why(query)
    expect(answer).toMatchObject({ runs: 2, from: { name: 'app' } })
    expect(answer?.items.map((r) => r.job.name)).toEqual(['app.two', 'app.one'])
    expect(await why({ ...query, fold: 'false' })).toBe(null)
  })

  test('up to a moment only what was said by then counts', async () => {
    await catalog.add(days(1, 9).map((day) => load(day, day < 5 ? {} : { inputs: [table('raw'), table('late')] })))
    expect(await why({ ...fromRaw, asOf: at(4) })).toMatchObject({
      firstSeenAt: at(1),
      lastSeenAt: at(4),
      runs: 4,
      sayings: [{ lastSeenAt: at(4) }],
    })
    expect(await why({ ...fromRaw, fromName: 'late', asOf: at(4) })).toBe(null)
    expect(await why({ ...fromRaw, fromName: 'late', asOf: at(6) })).toMatchObject({ firstSeenAt: at(5), lastSeenAt: at(6), runs: 2 })
  })

  test('a column that was said first at a moment is not of the runs before', async () => {
    const columns = (...names: string[]): object => ({
      outputs: [
        table('clean', { columnLineage: { fields: Object.fromEntries(names.map((n) => [n, { inputFields: [inputField(`raw.${n}`)] }])) } }),
      ],
    })
    await catalog.add(days(1, 9).map((day) => load(day, day < 7 ? columns('id') : columns('id', 'new'))))
    const query = { fromNamespace: 'db', fromName: 'raw', toNamespace: 'db', toName: 'clean' }
    const added = await why({ ...query, fromField: 'new', toField: 'new' })
    expect(added).toMatchObject({ firstSeenAt: at(7), lastSeenAt: at(9), runs: 3 })
    expect(added?.items.map((r) => r.runId)).toEqual(['load 9', 'load 8', 'load 7'])
    expect(await why({ ...query, fromField: 'new', toField: 'new', asOf: at(8) })).toMatchObject({ firstSeenAt: at(7), runs: 2 })
    expect(await why({ ...query, fromField: 'new', toField: 'new', asOf: at(6) })).toBe(null)
    expect(await why({ ...query, fromField: 'id', toField: 'id', asOf: at(6) })).toMatchObject({ firstSeenAt: at(1), runs: 6 })
  })

  test('between two datasets, and two jobs, each way with what said it', async () => {
    const read = runEvent('COMPLETE', 9, { job: jobNamed('use'), runId: 'use', eventTime: at(4), inputs: [table('clean')] })
    await catalog.add([...days(1, 3).map((day) => load(day)), read])
    const datasets = { fromNamespace: 'db', fromName: 'raw', toNamespace: 'db', toName: 'clean' }
    const step = { firstSeenAt: at(1), lastSeenAt: at(3), runs: 3 }
    expect(await why(datasets)).toMatchObject({
      firstSeenAt: at(1),
      lastSeenAt: at(3),
      runs: 3,
      ways: [{ via: { type: 'job', namespace: 'etl', name: 'load' }, into: step, outOf: step }],
      waysAtLeast: false,
    })
    const jobs = { fromType: 'job', fromNamespace: 'etl', fromName: 'load', toType: 'job', toNamespace: 'etl', toName: 'use' }
    expect(await why(jobs)).toMatchObject({
      firstSeenAt: at(4),
      ways: [{ via: { type: 'dataset', namespace: 'db', name: 'clean' }, into: step, outOf: { firstSeenAt: at(4), runs: 1 } }],
    })
    expect(await why({ ...datasets, fromName: 'clean', toName: 'raw' })).toBe(null)
    expect(await why({ ...datasets, fromField: 'id' })).toBe(null)
    expect(await why({ ...jobs, asOf: at(3) })).toBe(null)
    expect((await why({ ...datasets, asOf: at(2) }))?.ways).toMatchObject([{ into: { lastSeenAt: at(2), runs: null } }])
  })

  test('of many ways so many, and that there are more', async () => {
    const names = Array.from({ length: 101 }, (_, i) => `job ${String(i)}`)
    await catalog.add(names.map((name) => load(1, { job: jobNamed(name), runId: name })))
    const answer = await why({ fromNamespace: 'db', fromName: 'raw', toNamespace: 'db', toName: 'clean' })
    expect(answer?.ways).toHaveLength(100)
    expect(answer?.waysAtLeast).toBe(true)
  })

  test('what nobody said, ends that nobody names, a time that is none', async () => {
    await catalog.add([load(1)])
    expect(await why({ ...fromRaw, fromName: 'clean' })).toBe(null)
    expect(await why({ ...fromRaw, fromName: 'nobody' })).toBe(null)
    await expect(why({ ...fromRaw, asOf: 'soon' })).rejects.toThrow(RangeError)
  })
})
