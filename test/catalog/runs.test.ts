/** Lists of runs and one run, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunsQuestion } from '../../src/catalog/runs.ts'
import { catalogOf, dayMs, noon, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { pagesOf } from '../harness/pages.ts'

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const list = (query: Partial<RunsQuestion> = {}) => catalog.reader.runs({ limit: 50, after: null, ...query })
  const one = (name: string, runId: string) =>
    catalog.reader.run({ namespace: 'jobs', name, runId, sources: [{ id: 1, name: 'One', baseUrl: 'https://etl.example.com/airflow' }] })
  const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`
  const under = (name: string, runId: string): object => ({
    parent: { run: { runId }, job: { namespace: 'jobs', name }, root: { run: { runId: 'top' }, job: { namespace: 'jobs', name: 'dag' } } },
  })

  test('pages follow one another without gaps or repeats, newest first, whatever the filter', async () => {
    await catalog.add(
      Array.from({ length: 40 }, (_, i) =>
        run({ job: `j${i % 3}`, jobNamespace: `n${i % 2}`, runId: `r${i}`, type: i % 4 === 0 ? 'FAIL' : 'COMPLETE', time: at(i % 9) }),
      ),
    )
    for (const filter of [
      {},
      { state: 'FAIL' },
      { namespace: 'n1' },
      { namespace: 'n0', name: 'j1' },
      { name: 'j2' },
      { namespace: 'n0', state: 'FAIL' },
    ] as Partial<RunsQuestion>[]) {
      const all = (await list({ ...filter, limit: 500 })).items
      const starts = all.map((r) => r.startedAt ?? '')
      expect(starts).toEqual(starts.toSorted().toReversed())
      expect(await pagesOf((after) => list({ ...filter, limit: 3, after }))).toEqual(all)
      expect((await list({ ...filter, limit: 3 })).total).toBe(all.length)
    }
    expect((await list({ namespace: 'n0', name: 'j1' })).items.length).toBe(6)
    expect((await list({ namespace: 'nowhere' })).items).toEqual([])
  })

  test('states: lost by the clock, reopened where the job streams', async () => {
    const streaming = { jobType: { integration: 'FLINK', processingType: 'STREAMING', jobType: 'JOB' } }
    await catalog.add([
      run({ job: 'batch', runId: 'b', type: 'START', time: at(0) }),
      run({ job: 'stream', runId: 's', type: 'FAIL', time: at(0), jobFacets: streaming }),
      run({ job: 'stream', runId: 's', type: 'START', time: at(5), jobFacets: streaming }),
    ])
    const states = async (): Promise<unknown> => Object.fromEntries((await list()).items.map((r) => [r.runId, r.state]))
    expect(await states()).toEqual({ b: 'RUNNING', s: 'RUNNING' })
    expect((await list({ state: 'FAIL' })).items).toEqual([])
    catalog.clock.now = Date.parse(noon) + dayMs + 1
    expect(await states()).toEqual({ b: 'LOST', s: 'RUNNING' })
    expect((await list({ state: 'LOST' })).items.map((r) => r.runId)).toEqual(['b'])
  })

  test('rows written are added up beyond what a double holds', async () => {
    const wrote = (name: string, rows: string): string =>
      `{"namespace":"db","name":"${name}","outputFacets":{"outputStatistics":{"rowCount":${rows},"size":1}}}`
    const event = JSON.stringify(run({ job: 'j', runId: 'r' })).replace(
      '"outputs":[]',
      `"outputs":[${wrote('a', '9007199254740993')},${wrote('b', '9007199254740993')}]`,
    )
    await catalog.add([event])
    expect((await list()).items[0]?.rowsWritten).toBe('18014398509481986')
    expect((await one('j', 'r'))?.outputs).toEqual([
      { namespace: 'db', name: 'a', rowCount: '9007199254740993', bytes: '1', fileCount: null },
      { namespace: 'db', name: 'b', rowCount: '9007199254740993', bytes: '1', fileCount: null },
    ])
  })

  test('rows written under two ids of one dataset are written once', async () => {
    const wrote = (name: string, rowCount: number, identifiers: readonly object[] = []): object => ({
      namespace: 'db',
      name,
      facets: { symlinks: { identifiers } },
      outputFacets: { outputStatistics: { rowCount, size: 1 } },
    })
    const outputs = [wrote('t', 9), wrote('/path/t', 10, [{ namespace: 'db', name: 't', type: 'TABLE' }]), wrote('other', 1)]
    await catalog.add([run({ job: 'j', runId: 'r', outputs })])
    expect((await list()).items[0]?.rowsWritten).toBe('10')
    await catalog.add([run({ job: 'j', runId: 'r', type: 'OTHER', time: '2026-11-20T13:00:00Z', outputs: [wrote('t', 12)] })])
    expect((await list()).items[0]?.rowsWritten).toBe('13')
  })

  test('one run: error with stack, facets as last said, its events in order, neighbours, link', async () => {
    const error = { message: 'Boom\nsecond line', programmingLanguage: 'python', stackTrace: 'at x.py:1' }
    const airflow = {
      dag: { dag_id: 'dag' },
      dagRun: { run_id: 'scheduled__1' },
      taskInstance: { log_url: 'http://localhost:8080/dags/dag/runs/scheduled__1/tasks/t?try_number=1' },
    }
    const jobFacets = { jobType: { integration: 'AIRFLOW', processingType: 'BATCH', jobType: 'TASK' } }
    await catalog.add([
      run({ job: 'dag.t', runId: 'before', time: at(0), jobFacets }),
      run({ job: 'dag.t', runId: 'r', type: 'FAIL', time: at(20), jobFacets, runFacets: { errorMessage: error, custom: { v: 'last' } } }),
      run({
        job: 'dag.t',
        runId: 'r',
        type: 'START',
        time: at(10),
        jobFacets,
        runFacets: {
          custom: { v: 'first' },
          airflow,
          nominalTime: { nominalStartTime: at(0), nominalEndTime: at(5) },
          tags: { tags: [{ key: 'k', value: 'v' }] },
        },
      }),
      run({ job: 'dag.t', runId: 'after', time: at(30), jobFacets }),
    ])
    const found = await one('dag.t', 'r')
    expect(found).toMatchObject({
      state: 'FAIL',
      error: 'Boom',
      errorMessage: { message: error.message, language: 'python', stackTrace: 'at x.py:1' },
      durationMs: 600_000,
      nominalStart: at(0),
      nominalEnd: at(5),
      earlier: 'before',
      later: 'after',
      integration: 'airflow',
      tags: [{ key: 'k', value: 'v', source: null, field: null }],
      externalUrl: 'https://etl.example.com/airflow/dags/dag/runs/scheduled__1/tasks/t?try_number=1',
    })
    expect(found?.events.map((e) => [e.position, e.eventType])).toEqual([
      [3, 'START'],
      [2, 'FAIL'],
    ])
    expect(found?.facets.find((f) => f.key === 'custom')).toEqual({
      key: 'custom',
      container: 'run',
      use: 'stored only',
      value: { v: 'last' },
      eventTime: at(20),
      eventPosition: 2,
    })
    expect(found?.facets.find((f) => f.key === 'airflow')).toMatchObject({ value: airflow, eventPosition: 3 })
    expect(found?.facets.find((f) => f.key === 'nominalTime')).toMatchObject({ use: 'used' })
  })

  test('the family from the root-most parent down, each after its parent by start; parents that are only named are new', async () => {
    await catalog.add([
      run({ job: 'dag.b', runId: 'b', time: at(20), runFacets: under('dag', 'top') }),
      run({ job: 'dag.a', runId: 'a', time: at(10), runFacets: under('dag', 'top') }),
      run({ job: 'app', runId: 'app', time: at(12), runFacets: under('dag.a', 'a') }),
      run({ job: 'query', runId: 'q', time: at(13), runFacets: under('app', 'app') }),
    ])
    const found = await one('app', 'app')
    expect(found?.family.map((r) => [r.depth, r.job.name])).toEqual([
      [0, 'dag'],
      [1, 'dag.a'],
      [2, 'app'],
      [3, 'query'],
      [1, 'dag.b'],
    ])
    expect(found?.family[0]).toMatchObject({ state: 'NEW', startedAt: null })
    expect(found).toMatchObject({
      familyTruncated: false,
      parent: { runId: 'a', job: { namespace: 'jobs', name: 'dag.a' } },
      root: { runId: 'top', job: { namespace: 'jobs', name: 'dag' } },
    })
  })

  test('a family of more than 500 is cut and says so; the run itself and the way to it stay', async () => {
    await catalog.add(
      Array.from({ length: 600 }, (_, i) => run({ job: `t${i}`, runId: `t${i}`, time: noon, runFacets: under('dag', 'top') })),
    )
    await catalog.add([run({ job: 'deep', runId: 'deep', runFacets: under('t599', 't599') })])
    const found = await one('deep', 'deep')
    expect(found?.familyTruncated).toBe(true)
    expect(found?.family.length).toBe(500)
    expect(found?.family.map((r) => r.job.name)).toEqual(expect.arrayContaining(['dag', 't599', 'deep']))
  })

  test('runs that are each other’s parent end', async () => {
    await catalog.add([
      run({ job: 'a', runId: 'a', runFacets: under('b', 'b') }),
      run({ job: 'b', runId: 'b', runFacets: under('a', 'a') }),
    ])
    expect((await one('a', 'a'))?.family.map((r) => r.job.name).toSorted()).toEqual(['a', 'b'])
    expect(await one('a', 'nothing')).toBeNull()
    expect(await one('nobody', 'a')).toBeNull()
  })
})
