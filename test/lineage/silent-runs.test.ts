/** Runs that ended well and name no dataset: they say nothing of lineage, so what was said before them stands. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CausesQuery } from '../../src/contract/causes.ts'
import { ChangesQuery } from '../../src/contract/changes.ts'
import { CompareQuery, LineageQuery } from '../../src/contract/lineage.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const day = (n: number, minute = 0): string => `2026-11-${String(n).padStart(2, '0')}T12:${String(minute).padStart(2, '0')}:00Z`
const load = (n: number, from: string): object =>
  run({ job: 'load', runId: `load-${n}`, time: day(n), inputs: [from], outputs: [table('t', ['id'], { id: [`${from}.id`] })] })
/** Skipped, or with nothing to do: its producer sends it all the same. */
const skipped = (n: number, minute = 0): object[] =>
  ['START', 'COMPLETE'].map((type) => run({ job: 'load', runId: `skipped-${n}-${minute}`, type, time: day(n, minute) }))
const manySkipped = [14, 15].flatMap((n) => Array.from({ length: 40 }, (_, minute) => skipped(n, minute)).flat())

describe.each(stores)('runs that name nothing, on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const last = async (asOf?: string): Promise<string[]> => {
    const query = { namespace: 'db', name: 't', columns: 'true', window: 'last', ...(asOf === undefined ? {} : { asOf }) }
    const answer = await catalog.reader.lineage(LineageQuery.parse(query))
    return [...(answer?.edges ?? []), ...(answer?.columns ?? [])].map((e) => `${e.from.name}>${e.to.name}`).toSorted()
  }
  const compared = async (before: string, after: string): Promise<string[]> => {
    const query = { namespace: 'db', name: 't', columns: 'true', before, after }
    const answer = await catalog.reader.compareLineage(CompareQuery.parse(query))
    const parts = [...(answer?.edges ?? []), ...(answer?.columns ?? [])].filter((p) => p.change !== 'same')
    return parts.map((p) => `${p.change} ${p.from.name}>${p.to.name} by ${p.by?.runId}`).toSorted()
  }
  const gone = async (): Promise<string[]> => {
    const answer = await catalog.reader.lineageChanges(ChangesQuery.parse({ namespace: 'db', name: 't' }))
    return (answer?.newest ?? [])
      .filter((c) => c.change === 'gone')
      .map((c) => `${c.from.name}>${c.to.name} by ${c.runId}`)
      .toSorted()
  }
  const ofNew = ['load>t', 'new>load', 'new>t']
  const oldGone = ['old>load by load-13', 'old>t by load-13']

  test.each([
    ['in order', (events: object[]) => events],
    ['the last first', (events: object[]) => events.toReversed()],
  ])('%s, one of them takes nothing back: now, then, in a comparison, on the time line', async (_, order) => {
    for (const event of order([load(12, 'old'), load(13, 'new'), ...skipped(14)])) await catalog.add([event])
    expect(await last()).toEqual(ofNew)
    expect(await last(day(14, 30))).toEqual(ofNew)
    expect(await compared(day(13), day(14, 30))).toEqual([])
    expect(await compared(day(12), day(14, 30))).toEqual([
      'added new>load by load-13',
      'added new>t by load-13',
      ...oldGone.map((g) => `removed ${g}`),
    ])
    expect(await gone()).toEqual(oldGone)
    const causes = await catalog.reader.causes(CausesQuery.parse({ namespace: 'db', name: 't' }))
    expect(causes?.items.filter((c) => c.says.includes('old'))).toEqual([])
  })

  test.each([
    ['in order', (events: object[]) => events],
    ['the last first', (events: object[]) => events.toReversed()],
  ])('%s, more of them than are looked through hide neither what stands nor what has gone', async (_, order) => {
    await catalog.add(order([load(12, 'old'), load(13, 'new'), ...manySkipped]))
    expect(await last()).toEqual(ofNew)
    expect(await last(day(15, 50))).toEqual(ofNew)
    expect(await compared(day(13), day(15, 50))).toEqual([])
    expect(await gone()).toEqual(oldGone)
    await catalog.add([load(16, 'newest')])
    expect(await last()).toEqual(['load>t', 'newest>load', 'newest>t'])
    expect(await compared(day(15, 50), day(17))).toEqual([
      'added newest>load by load-16',
      'added newest>t by load-16',
      'removed new>load by load-16',
      'removed new>t by load-16',
    ])
  })

  test('the last run that said something, and then failed after all, says nothing any more', async () => {
    const failed = run({ job: 'load', runId: 'load-13', type: 'FAIL', time: day(13, 30) })
    await catalog.add([load(12, 'old'), load(13, 'new'), ...manySkipped])
    expect(await last()).toEqual(ofNew)
    await catalog.add([failed])
    expect(await last()).toEqual(['load>t', 'old>load', 'old>t'])
  })

  test('a run says something from when it names the first dataset, which may be after its end', async () => {
    const named = run({ job: 'load', runId: 'late', type: 'OTHER', time: day(15), inputs: ['new'], outputs: ['t'] })
    await catalog.add([load(12, 'old'), run({ job: 'load', runId: 'late', time: day(14) }), named])
    expect(await last(day(14, 30))).toEqual(['load>t', 'old>load', 'old>t'])
    expect(await last(day(15, 30))).toEqual(['load>t', 'new>load'])
    expect(await last()).toEqual(['load>t', 'new>load'])
  })

  test('a run whose start alone names datasets says them, as does one with an explicit lineage facet alone', async () => {
    const start = run({ job: 'load', runId: 'begun', type: 'START', time: day(14), inputs: ['new'], outputs: ['t'] })
    await catalog.add([load(12, 'old'), start, run({ job: 'load', runId: 'begun', time: day(14, 30) })])
    expect(await last()).toEqual(['load>t', 'new>load'])
    const input = { namespace: 'db', name: 'told', type: 'DATASET' }
    const lineage = { entries: [{ namespace: 'db', name: 't', type: 'DATASET', inputs: [input] }] }
    await catalog.add([run({ job: 'load', runId: 'facet', time: day(16), jobFacets: { lineage } }), ...skipped(17)])
    expect(await last()).toEqual(['load>t', 'told>load', 'told>t'])
    expect(await gone()).toEqual(['new>load by facet', 'old>load by begun', 'old>t by begun'])
  })
})
