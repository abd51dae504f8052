/** Lineage with jobs folded: steps under their job, ways of running one model as one, and all that is inside the root as the root. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Lineage, LineageQuery } from '../../src/contract/lineage.ts'
import { LineageQuery as QuerySchema } from '../../src/contract/lineage.ts'
import { PictureQuery } from '../../src/contract/picture.ts'
import { SceneQuery } from '../../src/contract/scene.ts'
import type { RuleBody } from '../../src/contract/rules.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const parent = (job: string): object => ({ parent: { job: { namespace: 'jobs', name: job }, run: { runId: `run-of-${job}` } } })
const type = (integration: string, jobType: string): object => ({ jobType: { integration, jobType, processingType: 'BATCH' } })
const node = (id: string, jobType = 'MODEL'): object => ({ ...type('DBT', jobType), dbt_node: { unique_id: id } })
const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`

/** A model that reads `raw` and writes `orders`, under three names, with a job for a statement of it, and tests. */
const model = (): object[] => [
  run({
    job: 'shop.orders',
    time: at(1),
    inputs: ['raw'],
    outputs: ['orders'],
    jobFacets: node('model.shop.orders'),
    runFacets: parent('dbt-run'),
  }),
  run({
    job: 'shop.orders.build.run',
    time: at(3),
    inputs: ['raw'],
    outputs: ['orders'],
    jobFacets: node('model.shop.orders'),
    runFacets: parent('dbt-build'),
  }),
  run({
    job: 'model.shop.orders',
    time: at(2),
    inputs: ['raw', 'extra'],
    outputs: ['orders'],
    jobFacets: node('model.shop.orders'),
    runFacets: parent('dbt-run'),
  }),
  run({
    job: 'model.shop.orders.sql.1',
    time: at(2),
    inputs: ['staged'],
    outputs: ['tmp'],
    jobFacets: type('DBT', 'SQL'),
    runFacets: parent('model.shop.orders'),
  }),
  run({
    job: 'shop.orders.test',
    time: at(4),
    inputs: ['orders'],
    jobFacets: node('model.shop.orders', 'TEST'),
    runFacets: parent('dbt-test'),
  }),
]

/** An application whose actions read `events`, stage in `scratch` and write `daily`. */
const application = (): object[] => [
  run({ job: 'app', jobFacets: type('SPARK', 'APPLICATION') }),
  run({ job: 'app.scan', inputs: ['events'], outputs: ['scratch'], jobFacets: type('SPARK', 'SQL_JOB'), runFacets: parent('app') }),
  run({ job: 'app.write', inputs: ['scratch'], outputs: ['daily'], jobFacets: type('SPARK', 'SQL_JOB'), runFacets: parent('app') }),
]

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  const start = async (events: readonly object[], rules: readonly RuleBody[] = []): Promise<void> => {
    await catalog?.close()
    catalog = await catalogOf(await open(), rules)
    await catalog.add(events)
  }
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const ask = (query: Partial<LineageQuery> & { name: string }): Promise<Lineage | null> =>
    catalog.reader.lineage({
      ...QuerySchema.parse({ namespace: query.type === 'job' ? 'jobs' : 'db', name: query.name }),
      fold: true,
      ...query,
    })
  const edgesOf = (answer: Lineage | null): string[] => (answer?.edges ?? []).map((e) => `${e.from.name} > ${e.to.name}`).toSorted()
  const jobOf = (answer: Lineage | null, name: string) => answer?.nodes.find((n) => n.type === 'job' && n.name === name)

  test('three ways of running a model are one job, the one that ran last; its statements and what they read too', async () => {
    await start(model())
    const answer = await ask({ name: 'orders' })
    expect(edgesOf(answer)).toEqual([
      'extra > shop.orders.build.run',
      'orders > shop.orders.test',
      'raw > shop.orders.build.run',
      'shop.orders.build.run > orders',
      'staged > shop.orders.build.run',
    ])
    expect(jobOf(answer, 'shop.orders.build.run')).toMatchObject({ ways: 3, inside: 1, upstream: 3, downstream: 2 })
    expect(answer?.nodes.find((n) => n.name === 'orders')).toMatchObject({ upstream: 1, downstream: 1 })
  })

  test('an edge adds up what all that it stands for said', async () => {
    await start(model())
    const answer = await ask({ name: 'orders', facts: true })
    const edge = answer?.edges.find((e) => e.from.name === 'shop.orders.build.run' && e.to.name === 'orders')
    expect(edge).toMatchObject({ runs: 3, firstSeenAt: at(1), lastSeenAt: at(3), stale: false })
    expect(jobOf(answer, 'shop.orders.build.run')).toMatchObject({ parent: { name: 'dbt-build' }, owners: [], dueAt: null })
    expect(answer?.reach).toEqual({ hops: 5, upstream: { datasets: 3, atLeast: false }, downstream: { datasets: 0, atLeast: false } })
  })

  test('without fold, and with the rules off, they are what they are', async () => {
    await start(model())
    const plain = edgesOf(await ask({ name: 'orders', fold: false }))
    expect(plain).toContain('model.shop.orders > orders')
    expect(plain).toContain('shop.orders > orders')
    const off = ['dbt/one-model', 'dbt/statements'].map((rule): RuleBody => ({ kind: 'switch', rule }))
    await start(model(), off)
    expect(edgesOf(await ask({ name: 'orders' }))).toEqual(plain)
  })

  test('asked for by a name that does not lead, the model goes by that name', async () => {
    await start(model())
    expect(edgesOf(await ask({ type: 'job', name: 'shop.orders' }))).toEqual([
      'extra > shop.orders',
      'raw > shop.orders',
      'shop.orders > orders',
      'shop.orders > tmp',
      'staged > shop.orders',
    ])
  })

  test('actions fold into their application; what one stages for another stays inside', async () => {
    await start(application())
    const answer = await ask({ name: 'daily', depth: 3 })
    expect(edgesOf(answer)).toEqual(['app > daily', 'events > app'])
    expect(jobOf(answer, 'app')).toMatchObject({ ways: 1, inside: 2, upstream: 1, downstream: 2 })
    const staged = await ask({ name: 'scratch' })
    expect(edgesOf(staged)).toEqual(['app > scratch', 'events > app'])
    expect(staged?.nodes.find((n) => n.name === 'scratch')).toMatchObject({ upstream: 1, downstream: 0 })
  })

  test('around a dataset whose lineage would stay inside, steps stand for themselves, wherever one asks; elsewhere they are folded', async () => {
    await start([...application(), run({ job: 'feed', inputs: ['clicks'], outputs: ['events'] }), run({ job: 'mail', inputs: ['daily'] })])
    const around = (name: string, of = name): Promise<Lineage | null> =>
      ask({ name, depth: 3, topType: 'dataset', topNamespace: 'db', topName: of })
    const apart = ['app.scan > scratch', 'app.write > daily', 'clicks > feed', 'daily > mail', 'events > app.scan', 'feed > events']
    expect(edgesOf(await around('scratch'))).toEqual([...apart, 'scratch > app.write'].toSorted())
    expect((await around('scratch'))?.nodes.find((n) => n.name === 'scratch')).toMatchObject({ upstream: 1, downstream: 1 })
    expect(edgesOf(await around('daily'))).toEqual(edgesOf(await around('scratch')))
    expect(edgesOf(await around('events', 'scratch'))).toEqual(edgesOf(await around('scratch')))
    expect(edgesOf(await around('events'))).toEqual([
      'app > daily',
      'app > scratch',
      'clicks > feed',
      'daily > mail',
      'events > app',
      'feed > events',
    ])
    const scene = await catalog.reader.scene(SceneQuery.parse({ namespace: 'db', name: 'scratch' }))
    expect(scene?.nodes.map((n) => n.name).toSorted()).toEqual(['app.scan', 'app.write', 'daily', 'events', 'scratch'])
    expect(scene?.reach).toMatchObject({ upstream: { datasets: 2 }, downstream: { datasets: 1 } })
    const drawn = PictureQuery.parse({ namespace: 'db', name: 'scratch', format: 'mermaid' })
    expect((await catalog.reader.lineagePicture({ ...drawn, fold: true }))?.facts).toContain('2 upstream · 1 downstream')
  })

  test('a DAG stands for all that is inside it, also where the graph is asked from elsewhere', async () => {
    await start([
      run({ job: 'dag.load', inputs: ['raw'], outputs: ['clean'], runFacets: parent('dag') }),
      run({ job: 'dag.group.sum', inputs: ['clean'], outputs: ['daily'], runFacets: parent('dag.group') }),
      run({ job: 'dag.group', runFacets: parent('dag') }),
      run({ job: 'mail', inputs: ['daily'] }),
    ])
    expect(edgesOf(await ask({ type: 'job', name: 'dag' }))).toEqual(['dag > clean', 'dag > daily', 'raw > dag'])
    expect(jobOf(await ask({ type: 'job', name: 'dag' }), 'dag')).toMatchObject({ inside: 3, upstream: 1, downstream: 2 })
    expect(edgesOf(await ask({ name: 'daily', topNamespace: 'jobs', topName: 'dag' }))).toEqual([
      'dag > daily',
      'daily > mail',
      'raw > dag',
    ])
    expect(edgesOf(await ask({ name: 'daily' }))).toEqual(['clean > dag.group.sum', 'dag.group.sum > daily', 'daily > mail'])
    expect(edgesOf(await ask({ type: 'job', name: 'dag', fold: false }))).toEqual([])
  })

  test('columns go over the job that is shown', async () => {
    await start([
      run({
        job: 'app.write',
        outputs: [table('daily', ['a'], { a: ['events.a'] })],
        jobFacets: type('SPARK', 'SQL_JOB'),
        runFacets: parent('app'),
      }),
    ])
    const byField = await ask({ name: 'daily', field: 'a' })
    expect(edgesOf(byField)).toEqual(['app > daily', 'events > app'])
    expect(byField?.columns.map((c) => c.job?.name)).toEqual(['app'])
    expect((await ask({ name: 'daily', field: 'a', fold: false }))?.columns.map((c) => c.job?.name)).toEqual(['app.write'])
  })

  test('control flow of the jobs of the answer, from either end', async () => {
    const after = (name: string): object => ({
      jobDependencies: { upstream: [{ job: { namespace: 'jobs', name }, dependency_type: 'DIRECT' }] },
    })
    await start([
      run({ job: 'load', outputs: ['t'], runFacets: after('trigger') }),
      run({ job: 'trigger' }),
      run({ job: 'next', runFacets: after('load') }),
      run({ job: 'other', runFacets: after('never seen') }),
    ])
    const control = (await ask({ name: 't', control: true }))?.control
    expect(control?.map((c) => `${c.from.name} > ${c.to.name} ${c.dependency}`).toSorted()).toEqual([
      'load > next DIRECT',
      'trigger > load DIRECT',
    ])
    expect((await ask({ name: 't' }))?.control).toBeUndefined()
  })

  test('a fold is the graph with its jobs renamed, less what stays inside', async () => {
    const names = ['a', 'a.1', 'a.2', 'b', 'b.1', 'c']
    const step = fc.record({
      job: fc.constantFrom(...names),
      inputs: fc.uniqueArray(fc.constantFrom('t1', 't2', 't3', 't4'), { maxLength: 2 }),
      outputs: fc.uniqueArray(fc.constantFrom('t1', 't2', 't3', 't4'), { maxLength: 2 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
        const whole = (job: string): string => job.slice(0, 1)
        await start(
          steps.map((s, i) =>
            run({
              ...s,
              runId: `r${i}`,
              jobFacets: type('SPARK', 'SQL_JOB'),
              runFacets: s.job.includes('.') ? parent(whole(s.job)) : {},
            }),
          ),
        )
        const expected = new Set<string>()
        for (const s of steps) {
          const own = new Set(steps.filter((o) => o.job === s.job).flatMap((o) => o.outputs))
          const made = new Set(steps.filter((o) => whole(o.job) === whole(s.job)).flatMap((o) => o.outputs))
          for (const t of s.inputs) if (own.has(t) || !made.has(t)) expected.add(`${t} > ${whole(s.job)}`)
          for (const t of s.outputs) expected.add(`${whole(s.job)} > ${t}`)
        }
        const reachable = edgesOf(await ask({ name: 't1', depth: 20 }))
        for (const edge of reachable) expect(expected).toContain(edge)
        for (const edge of expected) if (edge.startsWith('t1 ') || edge.endsWith(' t1')) expect(reachable).toContain(edge)
      }),
      { numRuns: 8 },
    )
  })
})
