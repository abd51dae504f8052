/** What went wrong upstream, nearest first. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CausesQuery } from '../../src/contract/causes.ts'
import { catalogOf } from '../harness/catalog.ts'
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
