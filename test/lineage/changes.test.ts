/** When a graph changed, and who changed it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CompareQuery } from '../../src/contract/lineage.ts'
import { ChangesQuery } from '../../src/contract/changes.ts'
import type { Changes } from '../../src/contract/changes.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const day = (n: number, hour = 12): string => `2026-11-${String(n).padStart(2, '0')}T${hour}:00:00Z`
/** A run of an hour. */
const ran = (job: string, n: number, inputs: string[], output: object | string, type = 'COMPLETE'): object[] => [
  run({ job, runId: `${job}-${n}`, type: 'START', time: day(n, 11) }),
  run({ job, runId: `${job}-${n}`, type, time: day(n), inputs, outputs: [output] }),
]

describe.each(stores)('changes on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    // `load` read `old` up to the 17th and `new` from the 18th on; `stopped` ran on the 2nd only. It is the 20th, 18:00.
    await catalog.add([
      ...ran('stopped', 2, ['t'], 'report'),
      ...[15, 16, 17].flatMap((n) => ran('load', n, ['old'], table('t', ['id', 'sum'], { id: ['old.id'], sum: ['old.sum'] }))),
      ...[18, 19].flatMap((n) => ran('load', n, ['new'], table('t', ['id', 'sum', 'tax'], { id: ['new.id'] }))),
    ])
  })
  afterEach(() => catalog.close())

  const ask = (query: object = {}): Promise<Changes | null> =>
    catalog.reader.lineageChanges(ChangesQuery.parse({ namespace: 'db', name: 't', ...query }))
  const words = (answer: Changes | null): string[] =>
    (answer?.newest ?? []).map((c) => {
      const fields = c.toField === undefined ? '' : ` ${c.fromField}>${c.toField}`
      return `${c.at.slice(0, 10)} ${c.change} ${c.from.name}>${c.to.name}${fields} by ${c.runId}`
    })

  test('each day has its edges and columns, and each change its run', async () => {
    const answer = await ask({ window: 7 })
    expect(answer).toMatchObject({ root: { type: 'dataset', namespace: 'db', name: 't' }, truncated: false })
    const none = { edgesAdded: 0, edgesGone: 0, columnsAdded: 0, columnsGone: 0 }
    expect(answer?.days).toEqual([
      { ...none, day: '2026-11-02', edgesAdded: 2, edgesGone: 2 },
      { ...none, day: '2026-11-15', edgesAdded: 2, columnsAdded: 2 },
      { ...none, day: '2026-11-18', edgesAdded: 1, edgesGone: 1, columnsAdded: 1, columnsGone: 2 },
    ])
    expect(words(answer)).toHaveLength(13)
    expect(words(answer)).toEqual(
      expect.arrayContaining([
        '2026-11-18 added new>load by load-18',
        '2026-11-18 added new>t id>id by load-18',
        '2026-11-18 gone old>load by load-18',
        '2026-11-18 gone old>t sum>sum by load-18',
        '2026-11-15 added load>t by load-15',
        '2026-11-02 gone t>stopped by null',
        '2026-11-02 added stopped>report by stopped-2',
      ]),
    )
    expect(words(answer)[0]).toMatch(/^2026-11-18/)
  })

  test('a run that says it began after its end does not leave out what it said itself', async () => {
    await catalog.add([
      run({ job: 'odd', runId: 'odd-12', time: day(12), inputs: ['t'], outputs: [table('summary', ['n'], { n: ['t.sum'] })] }),
      run({ job: 'odd', runId: 'odd-12', type: 'START', time: day(13) }),
      run({ job: 'odd', runId: 'odd-16', time: day(16), inputs: ['t'], outputs: ['other'] }),
    ])
    const gone = ['2026-11-16 gone odd>summary by odd-16', '2026-11-16 gone t>summary sum>n by odd-16']
    const answer = words(await ask({ name: 'summary' })).filter((w) => w.includes('summary') && w.includes('gone'))
    expect(answer.toSorted()).toEqual(gone)
    const question = CompareQuery.parse({ namespace: 'db', name: 'summary', before: day(14), after: day(17) })
    const compared = await catalog.reader.compareLineage(question)
    const removed = compared?.edges.filter((e) => e.change === 'removed' && e.to.name === 'summary')
    expect(removed?.map((e) => e.by?.runId)).toEqual(['odd-16'])
  })

  test('what has gone ceased when a run left it out, here as where two moments are compared', async () => {
    catalog.clock.now = Date.parse(day(22, 18))
    // One that failed, one that named nothing, and one of another job leave nothing out.
    await catalog.add([
      ...ran('load', 20, ['new'], 't', 'FAIL'),
      run({ job: 'load', runId: 'empty', time: day(21) }),
      ...ran('other', 21, ['new'], 't'),
      ...ran('load', 22, ['newest'], table('t', ['id'], { id: ['newest.id'] })),
    ])
    const question = CompareQuery.parse({ namespace: 'db', name: 't', columns: 'true', before: day(17), after: day(22), window: 'last' })
    const compared = await catalog.reader.compareLineage(question)
    const parts = [...(compared?.edges ?? []), ...(compared?.columns ?? [])].filter((p) => p.change === 'removed')
    const removed = parts.map((p) => `${p.by?.at} ${p.from.name}>${p.to.name} by ${p.by?.runId}`)
    const gone = (await ask())?.newest.filter((c) => c.change === 'gone') ?? []
    const said = gone.map((c) => `${c.at} ${c.from.name}>${c.to.name} by ${c.runId}`)
    expect(said).toEqual(expect.arrayContaining(removed))
    expect(removed.toSorted()).toEqual([`${day(18)} old>load by load-18`, `${day(18)} old>t by load-18`, `${day(18)} old>t by load-18`])
    expect(said).toEqual(expect.arrayContaining([`${day(22)} new>load by load-22`, `${day(22)} new>t by load-22`]))
  })

  test('a column that several ids of a dataset carry is there until the last of them', async () => {
    const alias = { symlinks: { identifiers: [{ namespace: 'db', name: 't', type: 'TABLE' }] } }
    const byPath = (n: number): object => {
      const transformations = [{ type: 'DIRECT', subtype: 'IDENTITY' }]
      const inputFields = [{ namespace: 'db', name: 'new', field: 'id', transformations }]
      const facets = { ...alias, columnLineage: { fields: { id: { inputFields } } } }
      return run({ job: 'load', runId: `path ${n}`, time: day(n), inputs: ['new'], outputs: [{ namespace: 's3', name: '/t', facets }] })
    }
    await catalog.add([byPath(16), byPath(20)])
    expect(words(await ask()).filter((w) => w.includes('gone new>t'))).toEqual([])
  })

  test('a job that seldom runs, and one that runs on and on, are still there', async () => {
    catalog.clock.now = Date.parse('2027-01-20T00:00:00Z')
    const streaming = { jobType: { processingType: 'STREAMING', integration: 'FLINK', jobType: 'JOB' } }
    const said = { job: 'stream', runId: 'on', inputs: ['t'], outputs: ['live'], jobFacets: streaming }
    await catalog.add([run({ ...said, type: 'START', time: day(3) }), run({ ...said, type: 'RUNNING', time: day(4) })])
    expect(words(await ask()).filter((w) => /stopped|stream|report|live/.test(w))).toEqual([
      '2026-11-03 added t>stream by on',
      '2026-11-03 added stream>live by on',
      '2026-11-02 added t>stopped by stopped-2',
      '2026-11-02 added stopped>report by stopped-2',
    ])
  })

  test('a run that was under way beside the last to say it leaves it out too', async () => {
    await catalog.add([
      run({ job: 'load', runId: 'long', type: 'START', time: day(20, 10), inputs: ['slow'], outputs: ['t'] }),
      ...ran('load', 20, ['new'], 't'),
      run({ job: 'load', runId: 'long', time: day(20, 15), inputs: ['slow'], outputs: ['t'] }),
    ])
    expect(words(await ask()).filter((w) => w.includes('slow'))).toEqual([
      '2026-11-20 gone slow>load by load-20',
      '2026-11-20 added slow>load by long',
    ])
  })

  test('silence counts as asked for, days begin where they are asked for, and newest is a limit', async () => {
    const patient = await ask({ window: 60, newest: 1 })
    expect(patient?.days[0]).toMatchObject({ day: '2026-11-02', edgesAdded: 2, edgesGone: 0 })
    expect(patient?.newest).toHaveLength(1)
    expect((await ask({ offset: 12 * 60 }))?.days[0]).toMatchObject({ day: '2026-11-03' })
  })

  test('of one column only its own', async () => {
    const answer = await ask({ field: 'sum' })
    expect(words(answer)).toEqual(['2026-11-18 gone old>t sum>sum by load-18', '2026-11-15 added old>t sum>sum by load-15'])
  })

  test('jobs that are shown as one are there from the first to the last of them', async () => {
    const step = (n: number, job: string): object =>
      run({
        job,
        runId: `${job}-${n}`,
        time: day(n),
        inputs: ['raw'],
        outputs: ['x'],
        jobFacets: { jobType: { processingType: 'BATCH', integration: 'SPARK', jobType: 'SQL_JOB' } },
        runFacets: { parent: { job: { namespace: 'jobs', name: 'app' }, run: { runId: `app-${n}` } } },
      })
    await catalog.add([
      run({ job: 'app', runId: 'app-17', time: day(17) }),
      run({ job: 'app', runId: 'app-18', time: day(18) }),
      step(17, 'app.one'),
      step(18, 'app.two'),
    ])
    const answer = await ask({ name: 'raw', fold: 'true' })
    expect(answer?.days).toEqual([{ day: '2026-11-17', edgesAdded: 2, edgesGone: 0, columnsAdded: 0, columnsGone: 0 }])
  })

  test('the last failure and the last change of a schema are moments to go back to', async () => {
    expect(await ask()).toMatchObject({
      lastFailure: null,
      lastSchemaChange: { at: day(18), node: { type: 'dataset', name: 't' }, runId: null },
    })
    await catalog.add(ran('load', 20, ['new'], 't', 'FAIL'))
    expect(await ask()).toMatchObject({ lastFailure: { at: day(20, 11), node: { type: 'job', name: 'load' }, runId: 'load-20' } })
  })

  test('a run that names nothing takes nothing back; a root that nobody names has no changes', async () => {
    await catalog.add([run({ job: 'load', runId: 'empty', time: day(20) })])
    expect(words(await ask())).not.toContain('2026-11-19 gone load>t by empty')
    expect((await ask())?.days).toHaveLength(3)
    expect(await ask({ name: 'nobody' })).toBe(null)
  })
})
