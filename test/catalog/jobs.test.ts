/** Lists of jobs and one job, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobItem } from '../../src/contract/catalog.ts'
import type { JobsQuestion } from '../../src/catalog/jobs.ts'
import { catalogOf, dayMs, noon, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { pagesOf } from '../harness/pages.ts'

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const list = (query: Partial<JobsQuestion> = {}) =>
    catalog.reader.jobs({ view: 'all', sort: 'lastRun', limit: 50, after: null, ...query })
  const names = async (query: Partial<JobsQuestion> = {}): Promise<string[]> => (await list(query)).items.map((j) => j.name)
  const job = (name: string, sources = [{ id: 1, name: 'One', baseUrl: 'https://etl.example.com' }]) =>
    catalog.reader.job({ namespace: 'jobs', name, sources })
  const item = async (name: string): Promise<JobItem | undefined> => (await list()).items.find((j) => j.name === name)

  const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`
  const ofType = (integration: string, processingType = 'BATCH'): object => ({ jobType: { integration, processingType, jobType: 'JOB' } })

  test('pages follow one another without gaps or repeats, whatever the sort and filter', async () => {
    const events = Array.from({ length: 45 }, (_, i) =>
      run({
        job: `job ${i % 7} ${i}`,
        jobNamespace: `n${i % 2}`,
        type: i % 3 === 0 ? 'FAIL' : 'COMPLETE',
        time: at(i % 10),
        jobFacets: ofType(i % 4 === 0 ? 'SPARK' : 'DBT'),
      }),
    )
    await catalog.add(events.slice(0, 30), 1)
    await catalog.add(events.slice(30), 2)
    const filters: Partial<JobsQuestion>[] = [
      {},
      { namespace: 'n1' },
      { state: 'FAIL' },
      { integration: 'spark' },
      { source: 2 },
      { source: 2, state: 'FAIL' },
      { namespace: 'n0', integration: 'spark' },
      { q: 'job 3' },
      { q: 'job', namespace: 'n1' },
    ]
    for (const sort of ['name', 'lastRun'] as const) {
      for (const filter of filters) {
        const all = (await list({ ...filter, sort, limit: 500 })).items.map((j) => j.name)
        const paged = await pagesOf((after) => list({ ...filter, sort, limit: 4, after }))
        expect(paged.map((j) => j.name)).toEqual(all)
        expect(new Set(all).size).toBe(all.length)
        expect((await list({ ...filter, sort, limit: 4 })).total).toBe(all.length)
      }
    }
    expect(await names({ sort: 'name', limit: 3 })).toEqual(['job 0 0', 'job 0 14', 'job 0 21'])
    expect(await names({ namespace: 'nowhere' })).toEqual([])
  })

  test('roots first, children under their parent; a filter is flat', async () => {
    const parent = { parent: { run: { runId: 'dag-run' }, job: { namespace: 'jobs', name: 'dag' } } }
    await catalog.add([
      run({ job: 'dag', runId: 'dag-run' }),
      run({ job: 'dag.b', runFacets: parent }),
      run({ job: 'dag.a', runFacets: parent }),
      run({ job: 'alone' }),
    ])
    expect(await names({ view: 'roots', sort: 'name' })).toEqual(['alone', 'dag'])
    expect(await names({ parentNamespace: 'jobs', parentName: 'dag', sort: 'name' })).toEqual(['dag.a', 'dag.b'])
    expect((await names({ view: 'roots', state: 'COMPLETE' })).length).toBe(4)
    expect(await item('dag')).toMatchObject({ children: 2, parent: null })
    expect((await job('dag'))?.childJobs.map((j) => j.name)).toEqual(['dag.a', 'dag.b'])
    expect(await job('dag.a')).toMatchObject({ parent: { namespace: 'jobs', name: 'dag' }, root: null })
  })

  test('an item tells the last run, its error, and the runs before as bars', async () => {
    const events = Array.from({ length: 20 }, (_, i) => [
      run({ job: 'j', runId: `r${i}`, type: 'START', time: at(i) }),
      run({ job: 'j', runId: `r${i}`, time: at(i + 1) }),
    ]).flat()
    const failed = run({
      job: 'j',
      runId: 'last',
      type: 'FAIL',
      time: at(40),
      runFacets: { errorMessage: { message: '\n  Boom\nat line 3', programmingLanguage: 'python' } },
    })
    await catalog.add([...events, run({ job: 'j', runId: 'last', type: 'START', time: at(30) }), failed])
    const found = await item('j')
    expect(found).toMatchObject({
      lastState: 'FAIL',
      says: 'Boom',
      lastRunId: 'last',
      lastDurationMs: 600_000,
      lastStartedAt: at(30),
      lastEndedAt: at(40),
    })
    expect(found?.bars.map((b) => b.runId)).toEqual([...Array.from({ length: 13 }, (_, i) => `r${i + 7}`), 'last'])
    expect((await job('j'))?.trend.length).toBe(21)
    expect(await job('j')).toMatchObject({ runCount: 21, eventCount: 42 })
  })

  test('a batch run that has been silent for too long is lost; a streaming one never is', async () => {
    const start = (name: string, processing: string): object =>
      run({ job: name, type: 'START', time: noon, jobFacets: ofType('FLINK', processing) })
    await catalog.add([start('batch', 'BATCH'), start('stream', 'STREAMING')])
    expect((await item('batch'))?.lastState).toBe('RUNNING')
    expect((await names({ state: 'RUNNING' })).toSorted()).toEqual(['batch', 'stream'])
    catalog.clock.now = Date.parse(noon) + dayMs + 1
    expect((await item('batch'))?.lastState).toBe('LOST')
    expect((await item('stream'))?.lastState).toBe('RUNNING')
    expect(await names({ state: 'LOST' })).toEqual(['batch'])
    expect(await names({ state: 'RUNNING' })).toEqual(['stream'])
    expect((await catalog.reader.jobFacets({})).states).toEqual([
      { value: 'RUNNING', count: 1 },
      { value: 'LOST', count: 1 },
    ])
  })

  test('how long silence is normal is learnt from the runs that ended, for lists, filters and counts alike', async () => {
    const minute = (n: number): string => new Date(Date.parse(noon) + n * 60_000).toISOString()
    const took = (job: string, runId: string, from: number, to: number): object[] => [
      run({ job, runId, type: 'START', time: minute(from) }),
      run({ job, runId, time: minute(to) }),
    ]
    const now = (job: string, more: object = {}): object => run({ job, runId: 'now', type: 'START', time: minute(0), ...more })
    await catalog.add([
      ...took('short', '1', -90, -89),
      ...took('hour', '1', -900, -840),
      ...took('hour', '2', -200, -199),
      ...took('service', '1', -90, -89),
      now('short'),
      now('hour'),
      now('service', { jobFacets: ofType('TRINO', 'SERVICE') }),
      now('unknown'),
    ])
    const lostAfter = async (minutes: number): Promise<string[]> => {
      catalog.clock.now = Date.parse(minute(minutes)) + 1
      const lost = (await names({ state: 'LOST' })).toSorted()
      const shown = await Promise.all(['hour', 'service', 'short', 'unknown'].map(item))
      expect(shown.filter((j) => j?.lastState === 'LOST').map((j) => j?.name)).toEqual(lost)
      expect((await catalog.reader.runs({ state: 'LOST', limit: 50, after: null })).items.map((r) => r.job.name).toSorted()).toEqual(lost)
      expect((await catalog.reader.home({})).runningTotal).toBe(4 - lost.length)
      return lost
    }
    expect(await lostAfter(9)).toEqual([])
    expect(await lostAfter(10)).toEqual(['short'])
    expect(await lostAfter(239)).toEqual(['short'])
    expect(await lostAfter(240)).toEqual(['hour', 'short'])
    expect(await lostAfter(24 * 60)).toEqual(['hour', 'short', 'unknown'])
    expect(await catalog.reader.run({ namespace: 'jobs', name: 'hour', runId: 'now', sources: [] })).toMatchObject({
      usualMs: 3_600_000,
      state: 'LOST',
    })
    await catalog.add(took('hour', 'now', 0, 700).slice(1))
    expect(await names({ state: 'LOST' })).not.toContain('hour')
  })

  test('only the last twenty runs that ended tell what is usual', async () => {
    const minute = (n: number): string => new Date(Date.parse(noon) + n * 60_000).toISOString()
    const took = (n: number, minutes: number): object[] => [
      run({ job: 'j', runId: `${n}`, type: 'START', time: minute(n) }),
      run({ job: 'j', runId: `${n}`, time: minute(n + minutes) }),
    ]
    await catalog.add([...took(-100, 60), ...Array.from({ length: 20 }, (_, i) => took(-40 + i, 2)).flat()])
    expect(await catalog.reader.run({ namespace: 'jobs', name: 'j', runId: '-30', sources: [] })).toMatchObject({ usualMs: 120_000 })
  })

  test('what the filters may be set to, with counts', async () => {
    await catalog.add([
      run({ job: 'a', jobNamespace: 'x', jobFacets: ofType('SPARK') }),
      run({ job: 'b', jobNamespace: 'x', jobFacets: ofType('DBT') }),
      run({ job: 'c', jobNamespace: 'y', jobFacets: ofType('DBT'), type: 'FAIL' }),
    ])
    expect(await catalog.reader.jobFacets({})).toEqual({
      namespaces: [
        { value: 'x', count: 2 },
        { value: 'y', count: 1 },
      ],
      integrations: [
        { value: 'dbt', count: 2 },
        { value: 'spark', count: 1 },
      ],
      states: [
        { value: 'COMPLETE', count: 2 },
        { value: 'FAIL', count: 1 },
      ],
      total: 3,
    })
  })

  test('one job: words, code, engine, datasets under canonical names, facets with what is stored only', async () => {
    const jobFacets = {
      ...ofType('AIRFLOW'),
      documentation: { description: '# Loads', contentType: 'text/markdown' },
      ownership: { owners: [{ name: 'team-a', type: 'TEAM' }, { name: 'b' }] },
      tags: { tags: [{ key: 'tier', value: '1', source: 'AIRFLOW' }] },
      sql: { query: 'select 1', dialect: 'postgres' },
      sourceCodeLocation: { type: 'git', url: 'https://git.example.com/x', path: 'dags/x.py' },
      custom: { _producer: 'p', __proto__x: 1, huge: 12 },
    }
    const symlinks = { identifiers: [{ namespace: 'hive', name: 't', type: 'TABLE' }] }
    const outputs = [
      { namespace: 's3', name: '/t', facets: { symlinks } },
      { namespace: 'hive', name: 't' },
    ]
    await catalog.add([
      run({ job: 'j', jobFacets, outputs, inputs: ['b', 'a'], runFacets: { processing_engine: { name: 'Airflow', version: '3.1.0' } } }),
    ])
    const found = await job('j')
    expect(found).toMatchObject({
      description: '# Loads',
      descriptionType: 'text/markdown',
      owners: [
        { name: 'team-a', type: 'TEAM' },
        { name: 'b', type: null },
      ],
      tags: [{ key: 'tier', value: '1', source: 'AIRFLOW', field: null }],
      sql: { query: 'select 1', dialect: 'postgres' },
      sourceCodeLocation: { type: 'git', path: 'dags/x.py', branch: null },
      engine: { name: 'Airflow', version: '3.1.0' },
      integration: 'airflow',
      externalUrl: 'https://etl.example.com/dags/j',
      sources: [{ id: 1, name: 'One' }],
      collision: false,
    })
    expect(found?.inputs.map((d) => d.name)).toEqual(['a', 'b'])
    expect(found?.outputs).toEqual([{ namespace: 'hive', name: 't', lastSeenAt: noon }])
    expect(found?.facets.find((f) => f.key === 'custom')).toMatchObject({
      use: 'stored only',
      value: jobFacets.custom,
      container: 'job',
      eventTime: noon,
      eventPosition: 1,
    })
    expect(found?.facets.find((f) => f.key === 'sql')).toMatchObject({ use: 'used', value: jobFacets.sql })
  })

  test('two sources that claim one job are a collision', async () => {
    await catalog.add([run({ job: 'j' })], 1)
    await catalog.add([run({ job: 'j', runId: 'other' })], 2)
    expect(
      await job('j', [
        { id: 1, name: 'One', baseUrl: '' },
        { id: 2, name: 'Two', baseUrl: '' },
      ]),
    ).toMatchObject({
      collision: true,
      sources: [
        { id: 1, name: 'One' },
        { id: 2, name: 'Two' },
      ],
    })
    expect((await item('j'))?.sourceIds).toEqual([1, 2])
  })

  test('a facet that was deleted last is gone; odd names are found', async () => {
    const names = ['__proto__', 'a\0b', '\ud83d half', 'x'.repeat(2_000)]
    await catalog.add(names.map((name) => run({ job: name, jobFacets: { documentation: { description: name } } })))
    for (const name of names) expect(await job(name)).toMatchObject({ name, description: name })
    await catalog.add([run({ job: '__proto__', time: at(30), jobFacets: { documentation: { _deleted: true } } })])
    expect(await job('__proto__')).toMatchObject({ description: null, facets: [] })
    expect(await job('nobody')).toBeNull()
  })
})
