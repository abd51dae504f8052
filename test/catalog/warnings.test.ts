/** Warnings gathered by source and kind, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WarningGroup } from '../../src/contract/warnings.ts'
import { catalogOf, noon, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const sources = [
  { id: 1, name: 'Airflow' },
  { id: 2, name: 'Spark' },
]

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const all = async (source?: number): Promise<WarningGroup[]> => (await catalog.reader.warnings({ source, sources })).items
  const ofCode = async (code: string, source?: number): Promise<WarningGroup[]> => (await all(source)).filter((g) => g.code === code)

  test('nothing to warn of', async () => {
    await catalog.add([run({ job: 'a', outputs: ['t'] })])
    expect(await all()).toEqual([])
  })

  test('events of one kind of warning are counted by source, with the last five by event time as samples', async () => {
    const late = (minute: number, job = 'a'): object => ({
      ...run({ job, runId: `r${minute}`, time: `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`, outputs: ['t'] }),
      eventType: 'DONE',
    })
    const positions = await catalog.add(
      [7, 3, 1, 6, 2, 5, 4].map((minute) => late(minute)),
      1,
    )
    await catalog.add([late(9, 'b')], 2)
    await catalog.add([late(8)], 1)
    const [airflow, spark] = await ofCode('unknown_event_type')
    expect(airflow).toMatchObject({ source: { id: 1, name: 'Airflow' }, count: 8, exact: true, of: 'event', severity: 'medium' })
    expect(airflow?.firstAt).toBe('2026-11-20T12:01:00Z')
    expect(airflow?.lastAt).toBe('2026-11-20T12:08:00Z')
    expect(airflow?.samples.map((s) => s.position)).toEqual([9, positions[0], positions[3], positions[5], positions[6]])
    expect(airflow?.samples[0]).toMatchObject({
      pointer: '/eventType',
      says: 'Not a known type; read as OTHER',
      at: '2026-11-20T12:08:00Z',
    })
    expect(spark).toMatchObject({ source: { id: 2 }, count: 1 })
    expect((await all(2)).map((g) => [g.source?.id, g.code])).toEqual([[2, 'unknown_event_type']])
  })

  test('an event counts once for each kind, whatever the number of its warnings; a duplicate and a test event not at all', async () => {
    const bad = { inputFacets: { inputStatistics: { rowCount: 'many', size: 'much' } } }
    const event = run({ job: 'a', inputs: [{ namespace: 'db', name: 't', ...bad }], outputs: [{ name: 'nameless' }] })
    await catalog.add([event, event])
    await catalog.add([event])
    await catalog.add([{ ...run({ job: 'a', runFacets: { headwater_test: {} } }), eventTime: 'never' }])
    expect((await all()).map((g) => [g.code, g.count])).toEqual([
      ['bad_identifier', 1],
      ['facet_member_type', 1],
    ])
  })

  test('a source that waits for a sync by hand is counted when it is taken in, and once', async () => {
    await catalog.hold(1)
    await catalog.add([{ ...run({ job: 'a' }), eventTime: null }], 1)
    await catalog.add([{ ...run({ job: 'b' }), eventTime: null }], 2)
    expect((await ofCode('no_time')).map((g) => [g.source?.id, g.count])).toEqual([[2, 1]])
  })

  test('the most severe first, then the most frequent', async () => {
    const odd = (type: string, time: string | null) => ({ ...run({ job: 'a', runId: type }), eventType: type, eventTime: time })
    await catalog.add([odd('DONE', noon), odd('OVER', noon), odd('GONE', null)])
    expect((await all()).map((g) => [g.severity, g.code, g.count])).toEqual([
      ['high', 'no_time', 1],
      ['medium', 'unknown_event_type', 3],
    ])
  })
})
