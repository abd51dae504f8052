/** What the catalog remembers over time, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalogOf, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`
  const t = { namespace: 'db', name: 't' }
  const w = { namespace: 'jobs', name: 'w' }
  const with_ = (facets: object, more: object = {}): object => ({ ...t, facets, ...more })
  const wrote = (minute: number, facets: object, more: object = {}): object =>
    run({ job: 'w', runId: `r${minute}`, time: at(minute), outputs: [with_(facets, more)] })
  const words = (description: string, producer = 'https://example.com'): object => ({
    documentation: { _producer: producer, _schemaURL: 'https://example.com/s', description },
  })

  test('each content of a facet once, with when it was said, by whom, and which holds now', async () => {
    await catalog.add([wrote(3, words('new')), wrote(1, words('old', 'https://elsewhere'))], 7)
    await catalog.add([wrote(2, words('old')), wrote(4, { documentation: { _deleted: true } })])
    const history = await catalog.reader.datasetHistory({ ...t, key: 'documentation' })
    expect(history?.items.map((i) => [i.value, i.firstSeenAt, i.lastSeenAt, i.current])).toEqual([
      [{ _deleted: true }, at(4), at(4), true],
      [{ description: 'new' }, at(3), at(3), false],
      [{ description: 'old' }, at(1), at(2), false],
    ])
    expect(history?.items[2]).toMatchObject({ sourceId: 7, job: w, run: { runId: 'r1', job: w }, eventPosition: 2 })
    expect(await catalog.reader.datasetHistory({ namespace: 'db', name: 'none' })).toBeNull()
  })

  test('long contents are read from their event; empty ones are none; many are cut and say so', async () => {
    const long = 'x'.repeat(5_000)
    await catalog.add([wrote(1, words(long)), wrote(2, { documentation: {} })])
    const history = await catalog.reader.datasetHistory(t)
    expect(history?.items.map((i) => i.value)).toEqual([expect.objectContaining({ description: long })])
    await catalog.add(Array.from({ length: 20 }, (_, i) => wrote(10 + i, words(`text ${i}`))))
    const cut = await catalog.reader.datasetHistory(t)
    expect([cut?.items.length, cut?.truncated, cut?.items[0]?.value]).toEqual([10, true, { description: 'text 19' }])
    expect(await catalog.reader.datasetHistory({ ...t, key: 'documentation' })).toMatchObject({ truncated: false })
  })

  test('facets of a job over time', async () => {
    const sql = (query: string, minute: number): object =>
      run({ job: 'w', runId: `r${minute}`, time: at(minute), jobFacets: { sql: { query } } })
    await catalog.add([sql('select 1', 1), sql('select 2', 2)])
    const items = (await catalog.reader.jobHistory(w))?.items ?? []
    expect(items.map((i) => [i.key, i.value, i.current])).toEqual([
      ['sql', { query: 'select 2' }, true],
      ['sql', { query: 'select 1' }, false],
    ])
  })

  test('rows, measures and tests over runs, in the order of their time, exact', async () => {
    const outputFacets = { outputStatistics: { rowCount: 5, size: 10 } }
    const metrics = (rows: number): object => ({
      dataQualityMetrics: { rowCount: rows, columnMetrics: { id: { nullCount: rows, max: 0.25, quantiles: { 0.5: 3 } } } },
    })
    const exact = JSON.stringify(wrote(3, metrics(1), { outputFacets })).replaceAll('"rowCount":1,', '"rowCount":9007199254740993,')
    await catalog.add([exact, wrote(2, metrics(7)), wrote(1, {}, { outputFacets })])
    const series = await catalog.reader.datasetSeries({ ...t, column: 'id' })
    expect(series?.writes.map((p) => [p.at, p.run?.runId, p.rowCount, p.bytes])).toEqual([
      [at(1), 'r1', '5', '10'],
      [at(3), 'r3', '5', '10'],
    ])
    expect(series?.metrics.map((p) => [p.at, p.rowCount])).toEqual([
      [at(2), '7'],
      [at(3), '9007199254740993'],
    ])
    expect(series?.columns).toEqual([{ column: 'id', measures: { nullCount: '1', max: '0.25', 'quantiles.0.5': '3' } }])
    expect(series?.column.map((p) => p.measures['nullCount'])).toEqual(['7', '1'])
    expect(await catalog.reader.datasetSeries({ namespace: 'db', name: 'none' })).toBeNull()
  })

  test('an assertion keeps its last state and when it last failed; one that was skipped did not fail', async () => {
    const said = (success: boolean, more: object = {}): object => ({
      dataQualityAssertions: { assertions: [{ assertion: 'not_null', column: 'id', success, ...more }] },
    })
    const skipped = run({ job: 'w', runId: 's', type: 'ABORT', time: at(4), inputs: [with_(said(false, { actual: '0' }))] })
    await catalog.add([skipped, wrote(3, said(true)), wrote(2, said(false)), wrote(1, said(false, { severity: 'warn' }))])
    const [one, ...more] = (await catalog.reader.datasetSeries(t))?.assertions ?? []
    expect(more).toEqual([])
    expect(one).toMatchObject({ column: 'id', outcome: 'skipped', lastFailedAt: at(2), lastPassedAt: at(3), lastSeenAt: at(4) })
    expect(one?.points.map((p) => p.outcome)).toEqual(['warned', 'failed', 'passed', 'skipped'])
  })

  test('two ids of one dataset have one history and one series', async () => {
    const symlinks = { identifiers: [{ namespace: 'hive', name: 's.t', type: 'TABLE' }] }
    const tested = (success: boolean): object => ({ dataQualityAssertions: { assertions: [{ assertion: 'unique', success }] } })
    await catalog.add([
      wrote(1, { symlinks, ...words('same'), ...tested(false) }),
      run({
        job: 'r',
        time: at(2),
        outputs: [
          {
            namespace: 'hive',
            name: 's.t',
            facets: { ...words('same'), ...tested(true) },
            outputFacets: { outputStatistics: { rowCount: 3 } },
          },
        ],
      }),
    ])
    for (const name of [t, { namespace: 'hive', name: 's.t' }]) {
      const history = await catalog.reader.datasetHistory({ ...name, key: 'documentation' })
      expect(history?.items).toMatchObject([{ firstSeenAt: at(1), lastSeenAt: at(2), current: true, job: w }])
      const series = await catalog.reader.datasetSeries(name)
      expect(series?.assertions).toMatchObject([{ outcome: 'passed', firstSeenAt: at(1), lastFailedAt: at(1), lastPassedAt: at(2) }])
      expect(series?.assertions[0]?.points.map((p) => p.outcome)).toEqual(['failed', 'passed'])
      expect(series?.writes).toHaveLength(1)
    }
  })

  test('versions of a job: distinct inputs, outputs and code of its complete runs, with what changed', async () => {
    const done = (minute: number, inputs: string[], query: string, type = 'COMPLETE'): object[] => [
      run({ job: 'w', runId: `r${minute}`, type: 'START', time: at(minute), jobFacets: { sql: { query } } }),
      run({ job: 'w', runId: `r${minute}`, type, time: at(minute + 1), inputs, outputs: ['t'] }),
    ]
    await catalog.add([...done(30, ['a', 'b'], 'two'), ...done(10, ['a'], 'one'), ...done(20, ['a', 'b'], 'one')].toReversed())
    await catalog.add([...done(40, [], 'cut', 'FAIL'), ...done(50, ['a'], 'one')])
    const versions = await catalog.reader.jobVersions(w)
    expect(versions).toMatchObject({ runsLooked: 5, atLeast: false })
    expect(versions?.items.map((v) => [v.firstRun.runId, v.lastRun.runId, v.runs, v.inputs.map((d) => d.name)])).toEqual([
      ['r10', 'r50', 2, ['a']],
      ['r30', 'r30', 1, ['a', 'b']],
      ['r20', 'r20', 1, ['a', 'b']],
    ])
    expect(versions?.items[1]?.changes).toMatchObject({ inputsAdded: [], code: ['sql'] })
    expect(versions?.items[2]?.changes).toMatchObject({ inputsAdded: [{ namespace: 'db', name: 'b' }], code: [] })
    expect(versions?.items[0]?.changes).toBeNull()
  })

  test('a rename links both names; a drop holds until it is written again', async () => {
    const previousIdentifier = { namespace: 'db', name: 'old' }
    await catalog.add([
      wrote(1, { lifecycleStateChange: { lifecycleStateChange: 'RENAME', previousIdentifier } }),
      run({ job: 'w', time: at(0), outputs: ['old'] }),
      wrote(5, { lifecycleStateChange: { lifecycleStateChange: 'DROP' } }),
    ])
    const history = () => catalog.reader.datasetHistory(t)
    expect(await history()).toMatchObject({ renamedFrom: [{ ...previousIdentifier, at: at(1), eventPosition: 1 }], droppedAt: at(5) })
    expect((await catalog.reader.datasetHistory(previousIdentifier))?.renamedTo).toMatchObject([t])
    await catalog.add([wrote(4, {})])
    expect((await history())?.droppedAt).toBe(at(5))
    await catalog.add([wrote(6, {})])
    expect((await history())?.droppedAt).toBeNull()
  })

  test('facets that nothing reads: by name with counts, who carries them, found by search', async () => {
    const mine = { _producer: 'https://mine', _schemaURL: 'https://mine/s', a: 1 }
    const both = run({
      job: 'w',
      time: at(1),
      runFacets: { acme_costCenter: mine },
      inputs: [with_({ acme_costCenter: mine }), { ...t, name: 'u', facets: { acme_costCenter: {} } }],
    })
    await catalog.add([both, run({ job: 'w', time: at(2), runFacets: { acme_costCenter: { _producer: 'https://later' } } })])
    await catalog.add([both])
    const { items } = await catalog.reader.customFacets({})
    expect(items).toMatchObject([
      { container: 'run', key: 'acme_costCenter', events: 2, runs: 1, jobs: 0, datasets: 0, producer: 'https://later' },
      { container: 'dataset', key: 'acme_costCenter', events: 1, runs: 0, datasets: 2, firstSeenAt: at(1) },
    ])
    expect(await catalog.reader.facetCarriers({ container: 'dataset', key: 'acme_costCenter' })).toMatchObject({
      datasets: expect.arrayContaining([t, { namespace: 'db', name: 'u' }]),
      truncated: false,
    })
    expect(await catalog.reader.facetCarriers({ container: 'job', key: 'acme_costCenter' })).toBeNull()
    for (const q of ['acme', 'COST', 'acme_costcenter']) {
      const { hits } = await catalog.reader.search({ q, limit: 5 })
      expect(hits.filter((h) => h.kind === 'facet')).toHaveLength(2)
    }
    expect((await catalog.reader.customFacets({ q: 'center' })).items).toHaveLength(2)
    expect((await catalog.reader.search({ q: 'nothing', limit: 5 })).hits).toEqual([])
  })

  test('facets that are read: the jobs and datasets that carry them, without those that ended', async () => {
    const who = (key: string, container: 'run' | 'job' | 'dataset') => catalog.reader.facetCarriers({ container, key })
    const owners = { owners: [{ name: 'ada' }] }
    await catalog.add([
      run({ job: 'w', time: at(1), jobFacets: { ownership: owners }, outputs: [with_({ ownership: owners })] }),
      run({ job: 'x', time: at(1), outputs: [{ ...t, name: 'u', facets: { ownership: owners } }] }),
    ])
    expect(await who('ownership', 'job')).toMatchObject({ facet: null, jobs: [{ namespace: 'jobs', name: 'w' }], datasets: [], runs: [] })
    expect((await who('ownership', 'dataset'))?.datasets.map((d) => d.name)).toEqual(['u', 't'])
    await catalog.add([run({ job: 'x', time: at(2), outputs: [{ ...t, name: 'u', facets: { ownership: { _deleted: true } } }] })])
    expect(await who('ownership', 'dataset')).toMatchObject({ datasets: [t], truncated: false })
    // of runs it is not kept by key who carries what is read
    expect(await who('parent', 'run')).toBeNull()
  })

  test('any order gives the same lines, those of the history too', async () => {
    const events = [wrote(1, words('a')), wrote(2, words('b')), wrote(3, { custom: { x: 1 }, ...words('a') })]
    await catalog.add(events)
    const other = await catalogOf(await open())
    for (const event of events.toReversed()) await other.add([event])
    const lines = await catalog.lines()
    expect(await other.lines()).toEqual(lines)
    await other.close()
    const kinds = new Set(lines.map((l) => (JSON.parse(l) as { kind: string }).kind))
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['facetName', 'facetVersion', 'runVersion']))
  })
})
