/** What a rule would do, held against what it then does, on both stores. */
import { afterEach, describe, expect, test } from 'vitest'
import type { RuleBody, RulePreview } from '../../src/contract/rules.ts'
import { exactly } from '../../src/rules/glob.ts'
import { catalogOf, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const at = (namespace: string, name: string, facets: object = {}): object => ({ namespace, name, facets })
const id = (name: string, namespace = 'db') => ({ namespace, name })
const link = (namespace: string, name: string): object => ({ symlinks: { identifiers: [{ namespace, name, type: 'TABLE' }] } })
const kinds = (lines: readonly string[], kind: string): number => lines.filter((l) => l.includes(`"kind":"${kind}"`)).length

describe.each(stores)('$name', ({ open }) => {
  const opened: TestCatalog[] = []
  afterEach(async () => {
    for (const catalog of opened.splice(0)) await catalog.close()
  })
  const catalogWith = async (bySource: readonly object[][], rules: readonly RuleBody[] = []): Promise<TestCatalog> => {
    const catalog = await catalogOf(await open(), rules)
    opened.push(catalog)
    for (const [i, events] of bySource.entries()) await catalog.add(events, i + 1)
    return catalog
  }
  /** Jobs, datasets and runs that the rule takes out of the catalog when it is made. */
  const gone = async (bySource: readonly object[][], body: RuleBody): Promise<Record<'jobs' | 'datasets' | 'runs', number>> => {
    const [before, after] = [await (await catalogWith(bySource)).lines(), await (await catalogWith(bySource, [body])).lines()]
    const of = (kind: string): number => kinds(before, kind) - kinds(after, kind)
    return { jobs: of('job'), datasets: of('dataset'), runs: of('run') }
  }
  const preview = (catalog: TestCatalog, ...bodies: RuleBody[]): Promise<RulePreview> => catalog.reader.rulePreview({ bodies })

  test('names that differ in case: what would become one, with the ids of each', async () => {
    const events = [run({ job: 'a', inputs: ['T_1', 'T_2', 'only'], outputs: ['t_1', 't_2', 'T_3'] })]
    const body: RuleBody = { kind: 'case', namespaces: 'db', to: 'lower' }
    const found = await preview(await catalogWith([events]), body)
    expect(found).toMatchObject({ names: 3, joined: 4, into: 2, jobs: null, atLeast: false })
    expect(found.says).toBe('4 datasets become 2; 3 names give way to another.')
    expect(found.samples).toContainEqual({
      of: 'dataset',
      ids: expect.arrayContaining([id('T_1'), id('t_1')]) as object[],
      count: 2,
      into: id('t_1'),
    })
    expect(found.samples.at(-1)).toEqual({ of: 'dataset', ids: [id('T_3')], count: 1, into: id('t_3') })
    expect((await gone([events], body)).datasets).toBe((found.joined ?? 0) - (found.into ?? 0))
  })

  test('several names that meet under one that nobody sent, and what a symlink joins already', async () => {
    const events = [
      run({
        job: 'a',
        inputs: ['p/day=1', 'p/day=2', 'p/day=3'],
        outputs: [at('db', 'q/day=1', link('hive', 'q')), at('db', 'q/day=2', link('hive', 'q'))],
      }),
    ]
    const body: RuleBody = { kind: 'trim', namespaces: 'db', trimmers: ['KeyValueTrimmer'] }
    const catalog = await catalogWith([events])
    expect(await preview(catalog, body)).toMatchObject({ names: 5, joined: 3, into: 1 })
    expect((await gone([events], body)).datasets).toBe(2)
  })

  test('a rule that is in force already, or that matches nothing, changes nothing', async () => {
    const body: RuleBody = { kind: 'case', namespaces: 'db', to: 'lower' }
    const catalog = await catalogWith([[run({ job: 'a', inputs: ['T'], outputs: ['t'] })]], [body])
    const nothing = { names: 0, joined: 0, into: 0, says: 'Nothing in the catalog changes.', samples: [] }
    expect(await preview(catalog, body)).toMatchObject(nothing)
    expect(await preview(catalog, { ...body, namespaces: 'other*' })).toMatchObject(nothing)
  })

  test('a rule that comes with it, switched off', async () => {
    const catalog = await catalogWith([[run({ job: 'a', inputs: [at('s3a://b', 'x'), at('s3://b', 'x'), at('s3n://b', 'y')] })]])
    const found = await preview(catalog, { kind: 'switch', rule: 'identity/schemes' })
    expect(found).toMatchObject({ names: 2, says: '2 names of 2 datasets stand by themselves again.' })
    expect((await preview(catalog, { kind: 'switch', rule: 'identity/temporary-names' })).says).toMatch(/only from the events/)
  })

  test('two that are kept apart fall apart, unless another claim joins them', async () => {
    const events = [run({ job: 'a', outputs: [at('db', 'a', link('hive', 't')), at('db', 'b', link('hive', 't'))] })]
    const catalog = await catalogWith([events])
    const apart = (name: string): RuleBody => ({ kind: 'apart', a: id(name), b: { namespace: 'hive', name: 't' } })
    expect((await preview(catalog, apart('a'))).says).toBe('What is one dataset now becomes 2.')
    expect((await preview(catalog, apart('a'), apart('b'))).samples).toHaveLength(3)
    expect((await preview(catalog, { kind: 'apart', a: id('a'), b: id('b') })).says).toMatch(/^Nothing changes/)
    expect((await gone([events], apart('a'))).datasets).toBe(-1)
  })

  const junk = [
    run({ job: 'keep', inputs: ['a'], outputs: ['b'] }),
    run({ job: 'junk*1', runId: '1', outputs: ['b', 'tmp_a'] }),
    run({ job: 'junk*1', runId: '2', outputs: ['tmp_b'] }),
    run({ job: 'junk2', jobNamespace: 'other', runId: '3' }),
  ]
  const hide = (what: 'job' | 'dataset' | 'namespace' | 'run', namespace: string, name: string | null, runId: string | null = null) =>
    ({ kind: 'hide', what, namespace, name, runId }) as const
  test.each<[RuleBody, Partial<RulePreview>]>([
    [hide('job', 'jobs', exactly('junk*1')), { jobs: 1, runs: 2, datasets: 0, says: '1 job and 2 runs leave the catalog.' }],
    [hide('job', '*', 'junk*'), { jobs: 2, runs: 3, datasets: 0 }],
    [hide('dataset', 'db', 'tmp_*'), { jobs: 0, runs: 0, datasets: 2 }],
    [hide('dataset', 'db', 'b'), { datasets: 1 }],
    [hide('namespace', 'other', null), { jobs: 1, runs: 1, datasets: 0 }],
    [hide('run', 'jobs', exactly('junk*1'), '2'), { jobs: 0, runs: 1 }],
    [hide('run', '*', null, '1'), { runs: 1 }],
  ])('hidden: %j', async (body, expected) => {
    const found = await preview(await catalogWith([junk]), body)
    expect(found).toMatchObject(expected)
    expect(found.samples.length).toBeGreaterThan(0)
    const { jobs, runs } = await gone([junk], body)
    expect({ jobs, runs }).toEqual({ jobs: found.jobs, runs: found.runs })
  })

  test('several ids of one dataset are one dataset', async () => {
    const catalog = await catalogWith([[run({ job: 'a', outputs: [at('db', 'a', link('hive', 't'))] })]])
    const found = await preview(catalog, hide('dataset', 'db', 'a'), hide('dataset', 'hive', 't'))
    expect(found).toMatchObject({ datasets: 1, says: '1 dataset leaves the catalog.' })
  })

  test('a source that is left out takes with it what only it names', async () => {
    const both = run({ job: 'both', runId: 'x', inputs: ['shared'] })
    const bySource = [
      [both, run({ job: 'mine', inputs: ['shared', 'own'], outputs: ['own2'] })],
      [run({ job: 'both', runId: 'y', inputs: ['shared'] })],
    ]
    const body: RuleBody = { kind: 'leaveOut', sourceId: 1, from: null, to: null }
    const found = await preview(await catalogWith(bySource), body)
    expect(found).toMatchObject({ events: 2, jobs: 1, datasets: 2, runs: 2 })
    const { jobs, datasets, runs } = await gone(bySource, body)
    expect({ jobs, datasets, runs }).toEqual({ jobs: found.jobs, datasets: found.datasets, runs: found.runs })
  })

  test('a time that is left out: its events and runs', async () => {
    const events = [1, 2, 3].map((hour) => run({ job: 'a', runId: `r${hour}`, time: `2026-11-20T0${hour}:00:00Z` }))
    const body: RuleBody = { kind: 'leaveOut', sourceId: null, from: '2026-11-20T02:00:00Z', to: '2026-11-20T03:00:00Z' }
    expect(await preview(await catalogWith([events]), body)).toMatchObject({ events: 1, runs: 1, jobs: null, datasets: null })
  })

  test('the prefix of a source', async () => {
    const catalog = await catalogWith([[run({ job: 'a', inputs: ['x'], outputs: ['y'] })], [run({ job: 'b' })]])
    const found = await preview(catalog, { kind: 'prefix', sourceId: 1, prefix: 'eu/', of: 'both' })
    expect(found).toMatchObject({ jobs: 1, datasets: 2, says: '1 job and 2 datasets stand in namespaces that start with eu/.' })
    expect(found.samples).toContainEqual({ of: 'job', ids: [id('a', 'jobs')], count: 1, into: id('a', 'eu/jobs') })
  })

  test('of a large catalog a part is looked at, and it says so', async () => {
    const catalog = await catalogWith([[run({ job: 'a', inputs: ['A', 'B', 'C', 'D', 'E'] })]])
    const body: RuleBody = { kind: 'case', namespaces: '*', to: 'lower' }
    const found = await catalog.reader.rulePreview({ bodies: [body], limits: { rows: 3, ms: 60_000 } })
    expect(found).toMatchObject({ names: 3, atLeast: true, says: expect.stringMatching(/^At least: /) as string })
  })
})
