/** Windows, and two moments against each other. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CompareQuery, LineageQuery } from '../../src/contract/lineage.ts'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { columnsFrom, jobNamed, runEvent, table } from '../harness/events.ts'

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T12:00:00Z`
const copy = (day: number, from: string, to: string): object =>
  runEvent('COMPLETE', 0, {
    job: jobNamed(`to ${to}`),
    runId: `${from} ${to} ${day}`,
    eventTime: at(day),
    inputs: [table(from)],
    outputs: [table(to, columnsFrom({ id: `${from}.id` }))],
  })

describe.each(stores)('moments on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    // Until the 5th it was made of `old`, from the 10th on of `new`; `daily` went on all the time.
    await catalog.add([1, 2, 3, 4, 5].flatMap((day) => [copy(day, 'old', 't'), copy(day, 't', 'daily')]))
    await catalog.add([10, 11, 12].flatMap((day) => [copy(day, 'new', 't'), copy(day, 't', 'daily')]))
  })
  afterEach(() => catalog.close())

  const root = { namespace: 'db', name: 't', columns: 'true' }
  const edges = async (query: object): Promise<string[]> => {
    const answer = await catalog.reader.lineage(LineageQuery.parse({ ...root, ...query }))
    return (answer?.edges ?? [])
      .filter((e) => e.from.type === 'dataset')
      .map((e) => e.from.name)
      .sort()
  }

  test('ever, and in a window up to a moment', async () => {
    expect(await edges({})).toEqual(['new', 'old', 't'])
    expect(await edges({ asOf: at(12), window: 3 })).toEqual(['new', 't'])
    expect(await edges({ asOf: at(5), window: 3 })).toEqual(['old', 't'])
    expect(await edges({ asOf: at(20), window: 3 })).toEqual([])
    expect(await edges({ window: 30 })).toEqual(['new', 'old', 't'])
  })

  test('columns too', async () => {
    const columns = async (query: object): Promise<string[]> =>
      ((await catalog.reader.lineage(LineageQuery.parse({ ...root, field: 'id', ...query })))?.columns ?? []).map((c) => c.from.name).sort()
    expect(await columns({})).toEqual(['new', 'old', 't'])
    expect(await columns({ asOf: at(12), window: 3 })).toEqual(['new', 't'])
  })

  test('what came and what went between two moments', async () => {
    const answer = await catalog.reader.compareLineage(CompareQuery.parse({ ...root, before: at(5), after: at(12), window: 3 }))
    const words = (of: readonly { change: string }[], name: (x: never) => string): string[] =>
      of.map((x) => `${x.change} ${name(x as never)}`).sort()
    expect(words(answer?.nodes ?? [], (n: { name: string }) => n.name)).toEqual([
      'added new',
      'removed old',
      'same daily',
      'same t',
      'same to daily',
      'same to t',
    ])
    expect(words(answer?.edges ?? [], (e: { from: { name: string }; to: { name: string } }) => `${e.from.name} > ${e.to.name}`)).toEqual([
      'added new > to t',
      'removed old > to t',
      'same t > to daily',
      'same to daily > daily',
      'same to t > t',
    ])
    expect(words(answer?.columns ?? [], (c: { from: { name: string } }) => c.from.name)).toEqual(['added new', 'removed old', 'same t'])
    expect(answer).toMatchObject({ root: { name: 't' }, truncated: false, leftOut: 0 })
  })

  test('the run and the event that did it', async () => {
    const answer = await catalog.reader.compareLineage(CompareQuery.parse({ ...root, before: at(5), after: at(12), window: 3 }))
    const changed = [...(answer?.edges ?? []), ...(answer?.columns ?? [])].filter((c) => c.change !== 'same')
    const position = 11
    const by = { runId: 'new t 10', job: { namespace: 'etl', name: 'to t' }, position, at: at(10) }
    expect(changed.map((c) => [c.change, c.from.name, c.by])).toEqual([
      ['added', 'new', by],
      ['removed', 'old', by],
      ['added', 'new', by],
      ['removed', 'old', by],
    ])
    expect((answer?.edges ?? []).find((e) => e.change === 'same')).not.toHaveProperty('by')
    expect((await catalog.reader.event({ position }))?.runId).toBe('new t 10')
  })

  test('what came back, by the run that said it again; what an event without a run says; a job that stopped', async () => {
    await catalog.add([
      copy(20, 'old', 't'),
      { ...runEvent(undefined, 0, { job: jobNamed('plan'), eventTime: at(20), inputs: [table('t')] }), run: undefined },
    ])
    const compared = await catalog.reader.compareLineage(CompareQuery.parse({ ...root, before: at(12), after: at(20), window: 3 }))
    const by = new Map((compared?.edges ?? []).map((e) => [`${e.change} ${e.from.name} > ${e.to.name}`, e.by]))
    expect(by.get('added old > to t')).toMatchObject({ runId: 'old t 20', at: at(20) })
    expect(by.get('added t > plan')).toMatchObject({ runId: null, job: { name: 'plan' }, position: 18, at: at(20) })
    expect(by.get('removed new > to t')).toMatchObject({ runId: 'old t 20' })
    expect(by.get('removed t > to daily')).toBe(null)
  })

  test('without a window the last good run of each job counts, however long ago it was', async () => {
    const stream = (type: string, day: number): object =>
      runEvent(type, 0, {
        job: { ...jobNamed('stream'), facets: { jobType: { processingType: 'STREAMING', integration: 'FLINK', jobType: 'JOB' } } },
        runId: 'on and on',
        eventTime: at(day),
        inputs: [table('t')],
        outputs: [table('live')],
      })
    await catalog.add([copy(1, 't', 'monthly'), stream('START', 1), stream('RUNNING', 2)])
    const ask = async (query: object): Promise<string[]> => {
      const answer = await catalog.reader.compareLineage(CompareQuery.parse({ ...root, ...query }))
      return (answer?.edges ?? []).filter((e) => e.change !== 'same').map((e) => `${e.change} ${e.from.name} > ${e.to.name}`)
    }
    expect(await ask({ before: at(3), after: at(5) })).toEqual([])
    expect((await ask({ before: at(5), after: at(30) })).toSorted()).toEqual(['added new > to t', 'removed old > to t'])
    // Said on the 5th for the last time, and left out on the 10th.
    expect(await ask({ before: at(9), after: at(10) })).toEqual(['added new > to t', 'removed old > to t'])
    expect(await ask({ before: at(5), after: at(9) })).toEqual([])
    expect((await ask({ before: at(5) })).toSorted()).toEqual(['added new > to t', 'removed old > to t'])
  })

  test('what a walk had no room for is looked up, not told as a change', async () => {
    const read = (job: string, day: number, from = 'hub', fields?: object): object =>
      runEvent('COMPLETE', 0, {
        job: jobNamed(job),
        runId: `${job} ${day}`,
        eventTime: at(day),
        inputs: [table(from)],
        outputs: [table(`of ${job}`, fields)],
      })
    const names = (prefix: string): string[] => Array.from({ length: 30 }, (_, i) => `${prefix}${i}`)
    const id = columnsFrom({ id: 'hub.id' })
    // What came later is found first.
    await catalog.add(names('later').map((job) => read(job, 10, 'hub', id)))
    await catalog.add(names('ever').flatMap((job) => [read(job, 1, 'hub', id), read(job, 10, 'hub', id)]))
    await catalog.add([read('gone', 1, 'hub', id), read('gone', 10, 'other')])
    const full = { namespace: 'db', name: 'hub', columns: 'true', before: at(5), after: at(12) }
    const changed = async (query: object): Promise<string[]> => {
      const answer = await catalog.reader.compareLineage(CompareQuery.parse({ ...full, ...query }))
      const parts = [...(answer?.edges ?? []), ...(answer?.columns ?? [])].map((e) => `${e.change} ${e.from.name} > ${e.to.name}`)
      return [...(answer?.nodes ?? []).map((n) => `${n.change} ${n.name}`), ...parts, `truncated ${answer?.truncated}`]
    }
    const all = await changed({ limit: 1_000 })
    expect(all.filter((line) => line.startsWith('removed')).toSorted()).toEqual([
      'removed gone',
      'removed gone > of gone',
      'removed hub > gone',
      'removed hub > of gone',
      'removed of gone',
    ])
    const queries = [{}, { field: 'id' }, { fold: 'true' }, { window: 30 }, { direction: 'downstream' }]
    for (const [limit, query] of [31, 40, 50, 65].flatMap((n) => queries.map((q) => [n, q] as const))) {
      const some = await changed({ limit, ...query })
      const whole = await changed({ limit: 1_000, ...query })
      expect(some).toContain('truncated true')
      expect(some.filter((line) => /^(added|removed)/.test(line) && !whole.includes(line))).toEqual([])
      expect(some.filter((line) => line.startsWith('same hub > '))).not.toEqual([])
    }
  })

  test('a root that nobody names, and moments that are none', async () => {
    const ask = (query: object) => catalog.reader.compareLineage(CompareQuery.parse({ ...root, before: at(5), ...query }))
    expect(await ask({ name: 'nobody' })).toBe(null)
    await expect(ask({ before: 'yesterday' })).rejects.toThrow(RangeError)
    await expect(ask({ after: 'soon' })).rejects.toThrow(RangeError)
  })
})
