/** What went wrong upstream, nearest first. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CausesQuery } from '../../src/contract/causes.ts'
import { ChangesQuery } from '../../src/contract/changes.ts'
import { catalogOf, dayMs } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { jobNamed, runEvent, schemaOf, table } from '../harness/events.ts'

/** Of the day of these tests, by hour. */
const at = (hour: number): string => new Date(Date.UTC(2026, 10, 20, hour)).toISOString()
const move = (type: string, hour: number, from: object, to: object, more: object = {}): object =>
  runEvent(type, 0, {
    job: jobNamed(`to ${(to as { name: string }).name}`),
    runId: `${hour}`,
    eventTime: at(hour),
    inputs: [from],
    outputs: [to],
    ...more,
  })

describe.each(stores)('causes on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const causes = async (query: object = {}): Promise<string[]> => {
    const found = await catalog.reader.causes(CausesQuery.parse({ namespace: 'db', name: 'report', ...query }))
    return (found?.items ?? []).map((c) => `${c.depth} ${c.kind} ${c.node.name}: ${c.says}`)
  }
  const report = (hour: number): object => move('COMPLETE', hour, table('mart'), table('report'))

  test('the root under the name that it is shown by', async () => {
    const alias = { symlinks: { identifiers: [{ namespace: 'db', name: 'report', type: 'TABLE' }] } }
    await catalog.add([move('COMPLETE', 17, table('raw'), table('/path/report', alias))])
    const asked = CausesQuery.parse({ namespace: 'db', name: '/path/report' })
    expect((await catalog.reader.causes(asked))?.root).toEqual({ type: 'dataset', namespace: 'db', name: 'report' })
  })

  test('all is well', async () => {
    await catalog.add([report(17), move('COMPLETE', 17, table('raw'), table('mart'))])
    expect(await causes()).toEqual([])
    expect(await catalog.reader.causes(CausesQuery.parse({ namespace: 'db', name: 'report' }))).toMatchObject({
      lookedAt: 5,
      truncated: false,
    })
  })

  test('failed, lost, changed: nearest first, and what failed before the rest', async () => {
    await catalog.add([
      report(17),
      move('COMPLETE', 16, table('stage'), table('mart', schemaOf('a', 'b'))),
      move('COMPLETE', 17, table('stage'), table('mart', schemaOf('a', 'c'))),
      move('FAIL', 17, table('raw'), table('stage'), { facets: { errorMessage: { message: 'no space left\non device' } } }),
      move('START', -30, table('far'), table('raw')),
    ])
    expect(await causes()).toEqual([
      '1 schema mart: Its columns changed: without b, with new c',
      '2 failed to stage: Its last run failed: no space left',
      '3 lost to raw: Its last run says nothing any more',
    ])
    expect(await causes({ since: at(18) })).toHaveLength(2)
    expect(await causes({ depth: 2 })).toHaveLength(1)
    expect(await causes({ type: 'job', namespace: 'etl', name: 'to stage' })).toEqual(
      expect.arrayContaining([expect.stringMatching(/failed to stage/)]),
    )
  })

  test.each(['STREAMING', 'SERVICE', 'service'])('the runs of a %s job never end: none is lost or late', async (processingType) => {
    const jobFacets = { jobType: { processingType, integration: 'FLINK' } }
    const hourly = Array.from({ length: 8 }, (_, i) =>
      move(i === 7 ? 'START' : 'COMPLETE', i, table('raw'), table('report'), { jobFacets }),
    )
    await catalog.add(hourly)
    catalog.clock.now += 30 * dayMs
    expect(await causes()).toEqual([])
  })

  describe('a schema that went back', () => {
    const wrote = (day: number, ...fields: string[]): object =>
      move('COMPLETE', 24 * day, table('mart'), table('report', schemaOf(...fields)), { runId: `${day} ${fields.join('')}` })

    test('is a change of its own, when it did', async () => {
      await catalog.add([wrote(-10, 'a', 'b'), wrote(-2, 'a', 'b', 'c'), wrote(-1, 'a', 'b'), wrote(0, 'a', 'b')])
      expect(await causes()).toEqual(['0 schema report: Its columns changed: without c, as they were before'])
      const found = await catalog.reader.causes(CausesQuery.parse({ namespace: 'db', name: 'report' }))
      expect(found?.items.map((c) => c.at)).toEqual(['2026-11-19T00:00:00Z'])
      expect(await causes({ since: at(-12) })).toEqual([])
    })

    test('under another id, and after others', async () => {
      const alias = { symlinks: { identifiers: [{ namespace: 'db', name: 'report', type: 'TABLE' }] } }
      const said = (hour: number, name: string, ...fields: string[]): object =>
        move('COMPLETE', hour, table('mart'), table(name, { ...schemaOf(...fields), ...(name === 'report' ? {} : alias) }), {
          job: jobNamed('to report'),
        })
      await catalog.add([said(10, 'report', 'x'), said(11, 'report', 'x', 'y'), said(12, 'report', 'z'), said(14, '/path/report', 'x')])
      expect((await causes())[0]).toBe('0 schema report: Its columns changed: without z, with new x, as they were before')
    })

    test('where what it goes back from is older than the question', async () => {
      await catalog.add([wrote(-10, 'a', 'b'), wrote(-9, 'a'), wrote(0, 'a', 'b')])
      expect(await causes()).toEqual(['0 schema report: Its columns changed: with new b, as they were before'])
    })

    test('said by a job that came before many others', async () => {
      const others = Array.from({ length: 15 }, (_, i) =>
        move('COMPLETE', -12 + i / 2, table('mart'), table('report'), { job: jobNamed(`other ${i}`), runId: `other ${i}` }),
      )
      await catalog.add([wrote(-3, 'a', 'b'), wrote(-2, 'a'), wrote(-1, 'a', 'b'), ...others])
      const again = runEvent('COMPLETE', 0, {
        job: jobNamed('other 0'),
        runId: 'again',
        eventTime: at(0),
        outputs: [table('report', schemaOf('a', 'b'))],
      })
      await catalog.add([again])
      expect(await causes({ since: at(-14) })).toEqual([])
      const found = await catalog.reader.causes(CausesQuery.parse({ namespace: 'db', name: 'report', since: at(-40) }))
      expect(found?.items.map((c) => c.at)).toEqual(['2026-11-19T00:00:00Z'])
    })

    test('long ago, and said again every day since', async () => {
      await catalog.add([wrote(-12, 'a', 'b'), wrote(-11, 'a'), ...Array.from({ length: 11 }, (_, i) => wrote(i - 10, 'a', 'b'))])
      catalog.clock.now = Date.parse(at(12))
      expect(await causes()).toEqual([])
    })

    test('said by DatasetEvents alone', async () => {
      const said = (day: number, ...fields: string[]): object => ({
        eventTime: at(24 * day),
        producer: 'https://example.com',
        dataset: table('report', schemaOf(...fields)),
      })
      await catalog.add([wrote(-12, 'a', 'b'), said(-11, 'a'), ...Array.from({ length: 11 }, (_, i) => said(i - 10, 'a', 'b'))])
      catalog.clock.now = Date.parse(at(12))
      expect(await causes()).toEqual([])
      expect(await causes({ since: at(-24 * 10) })).toHaveLength(1)
    })

    test('is where the time line leads', async () => {
      await catalog.add([wrote(-10, 'a', 'b'), wrote(-2, 'a', 'b', 'c'), wrote(-1, 'a', 'b'), wrote(0, 'a', 'b')])
      const changes = await catalog.reader.lineageChanges(ChangesQuery.parse({ namespace: 'db', name: 'report' }))
      expect(changes?.lastSchemaChange).toMatchObject({ at: '2026-11-19T00:00:00Z', node: { name: 'report' } })
    })
  })

  test('what one event says of a dataset twice is no change', async () => {
    await catalog.add([
      move('COMPLETE', 16, table('report', schemaOf('a')), table('report', schemaOf('a', 'b')), { job: jobNamed('merge') }),
      move('COMPLETE', 17, table('report', schemaOf('a')), table('report', schemaOf('a', 'b')), { job: jobNamed('merge') }),
    ])
    expect(await causes()).toEqual([])
  })

  const tested = (hour: number, success: boolean, more: object = {}): object =>
    move(
      'COMPLETE',
      hour,
      table('raw'),
      table('mart', {
        dataQualityAssertions: {
          assertions: [
            { assertion: 'not_null', success, column: 'id' },
            { assertion: 'unique', success: true },
          ],
        },
        ...more,
      }),
    )

  test('a test that failed, until it passes', async () => {
    await catalog.add([report(17), tested(15, true), tested(16, false)])
    expect(await causes()).toEqual(['1 quality mart: A test of it failed: not_null of column id'])
    expect(await causes({ since: at(18) })).toHaveLength(1)
    await catalog.add([tested(17, true)])
    expect(await causes()).toEqual([])
  })

  test('of tests under two ids of one dataset the later one counts', async () => {
    const link = { symlinks: { identifiers: [{ namespace: 'db', name: 'also mart', type: 'TABLE' }] } }
    const also = {
      namespace: 'db',
      name: 'also mart',
      facets: { dataQualityAssertions: { assertions: [{ assertion: 'not_null', success: true, column: 'id' }] } },
    }
    await catalog.add([report(15), tested(16, false, link)])
    expect(await causes()).toEqual(['1 quality also mart: A test of it failed: not_null of column id'])
    await catalog.add([move('COMPLETE', 17, table('raw'), also)])
    expect(await causes()).toEqual([])
  })

  test('more tests than a sentence holds', async () => {
    const assertions = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ assertion: 'not_null', name, success: false }))
    await catalog.add([move('COMPLETE', 16, table('mart'), table('report', { dataQualityAssertions: { assertions } }))])
    expect(await causes()).toEqual([expect.stringMatching(/^0 quality report: 5 tests of it failed: \w, \w, \w and 2 more$/)])
  })

  test.each([
    ['FAIL', 'failed', 'failed: no space left'],
    ['ABORT', 'aborted', 'was aborted'],
  ])('a job that ended with %s and is running again', async (type, kind, words) => {
    const facets = type === 'FAIL' ? { errorMessage: { message: 'no space left' } } : undefined
    await catalog.add([
      report(14),
      move(type, 16, table('mart'), table('report'), { facets }),
      move('START', 17, table('mart'), table('report')),
    ])
    catalog.clock.now = Date.parse(at(17)) + 60_000
    const says = `It has been running again since 2026-11-20T17:00:00Z; its last run before that ${words}`
    expect(await causes()).toEqual([`0 ${kind} to report: ${says}`])
    const found = await catalog.reader.causes(CausesQuery.parse({ namespace: 'db', name: 'report' }))
    expect(found?.items).toMatchObject([{ at: '2026-11-20T16:00:00Z', runId: '16' }])
    catalog.clock.now += dayMs
    expect(await causes()).toEqual([`0 lost to report: Its last run says nothing any more; the one before it ${words}`])
    await catalog.add([move('COMPLETE', 17, table('mart'), table('report'))])
    expect(await causes()).toEqual([])
  })

  test('a job that is running and whose last run before ended well, whatever was before', async () => {
    await catalog.add([move('FAIL', 14, table('mart'), table('report')), report(16), move('START', 17, table('mart'), table('report'))])
    catalog.clock.now = Date.parse(at(17)) + 60_000
    expect(await causes()).toEqual([])
  })

  test('late by its own rhythm', async () => {
    const hourly = Array.from({ length: 8 }, (_, i) => move('COMPLETE', i, table('raw'), table('report')))
    await catalog.add(hourly)
    expect(await causes()).toEqual(['0 late to report: It ran every 1 hour, and has not for 11 hours'])
    catalog.clock.now = Date.UTC(2026, 10, 20, 8, 30)
    expect(await causes()).toEqual([])
  })

  test('a root that nobody names, and a time that is none', async () => {
    expect(await catalog.reader.causes(CausesQuery.parse({ namespace: 'db', name: 'x' }))).toBe(null)
    await expect(causes({ since: 'soon' })).rejects.toThrow(RangeError)
  })
})
