/** Lineage as the API answers it, on both stores. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CausesQuery } from '../../src/contract/causes.ts'
import type { Lineage, LineageQuery } from '../../src/contract/lineage.ts'
import { LineageQuery as QuerySchema } from '../../src/contract/lineage.ts'
import { catalogGraph } from '../../src/lineage/graph.ts'
import { ever } from '../../src/lineage/moment.ts'
import { walk } from '../../src/lineage/walk.ts'
import { catalogOf, dayMs, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const ask = (query: Partial<LineageQuery> & { name: string }): Promise<Lineage | null> =>
    catalog.reader.lineage({ ...QuerySchema.parse({ namespace: query.type === 'job' ? 'jobs' : 'db', name: query.name }), ...query })
  const nodesOf = (answer: Lineage | null): string[] => (answer?.nodes ?? []).map((n) => `${n.depth} ${n.type} ${n.name}`).toSorted()
  const edgesOf = (answer: Lineage | null): string[] => (answer?.edges ?? []).map((e) => `${e.from.name} > ${e.to.name}`).toSorted()
  const columnsOf = (answer: Lineage | null): string[] =>
    (answer?.columns ?? []).map((c) => `${c.from.name}.${c.from.field} > ${c.to.name}.${c.to.field}`).toSorted()

  test('one hop each way, then on demand further; brothers stay out', async () => {
    await catalog.add([
      run({ job: 'load', inputs: ['raw'], outputs: ['clean', 'rejects'] }),
      run({ job: 'sum', inputs: ['clean', 'rates'], outputs: ['daily'] }),
    ])
    const near = await ask({ name: 'clean' })
    expect(nodesOf(near)).toEqual(['-1 dataset raw', '0 dataset clean', '0 job load', '0 job sum', '1 dataset daily'])
    expect(edgesOf(near)).toEqual(['clean > sum', 'load > clean', 'raw > load', 'sum > daily'])
    expect(near).toMatchObject({ truncated: false, leftOut: 0, root: { type: 'dataset', namespace: 'db', name: 'clean' } })
    expect(nodesOf(await ask({ name: 'raw', direction: 'downstream', depth: 2 }))).toEqual([
      '0 dataset raw',
      '0 job load',
      '1 dataset clean',
      '1 dataset rejects',
      '1 job sum',
      '2 dataset daily',
    ])
    expect(await ask({ name: 'raw', direction: 'downstream' })).toMatchObject({ truncated: true })
    expect(nodesOf(await ask({ name: 'raw', direction: 'upstream', depth: 5 }))).toEqual(['0 dataset raw'])
    expect(nodesOf(await ask({ name: 'clean', depth: 0 }))).toEqual(['0 dataset clean'])
  })

  test('what was left out is counted where all of it was seen', async () => {
    await catalog.add([
      run({ job: 'fan', inputs: ['raw'], outputs: ['a', 'b', 'c', 'd'] }),
      ...['a', 'b'].map((name) => run({ job: `of ${name}`, inputs: [name], outputs: [`${name} too`] })),
    ])
    const ask3 = (depth: number, limit: number) => ask({ name: 'raw', direction: 'downstream', depth, limit })
    expect(await ask3(1, 4)).toMatchObject({ leftOut: 2, leftOutAtLeast: false, truncated: true })
    expect(await ask3(2, 4)).toMatchObject({ leftOutAtLeast: true, truncated: true })
    expect(await ask3(2, 1)).toMatchObject({ leftOut: 1, leftOutAtLeast: true })
    expect(await ask3(1, 6)).toMatchObject({ leftOut: 0, leftOutAtLeast: false, truncated: true })
    expect(await ask3(2, 10)).toMatchObject({ leftOut: 0, leftOutAtLeast: false, truncated: false })
  })

  test('a chain is followed to its end, however long', async () => {
    await catalog.add(Array.from({ length: 150 }, (_, i) => run({ job: `step ${i}`, inputs: [`d${i}`], outputs: [`d${i + 1}`] })))
    expect(await ask({ name: 'd0', depth: 1_000 })).toMatchObject({ truncated: false, nodes: { length: 301 } })
    expect(await ask({ name: 'd0', depth: 100 })).toMatchObject({ truncated: true, nodes: { length: 201 } })
    const found = await catalog.reader.causes(CausesQuery.parse({ namespace: 'db', name: 'd150', depth: 1_000 }))
    expect(found).toMatchObject({ lookedAt: 301, truncated: false })
  })

  test('a job has its own datasets at one', async () => {
    await catalog.add([
      run({ job: 'load', inputs: ['raw'], outputs: ['clean'] }),
      run({ job: 'sum', inputs: ['clean'], outputs: ['daily'] }),
    ])
    expect(nodesOf(await ask({ type: 'job', name: 'load' }))).toEqual(['-1 dataset raw', '0 job load', '1 dataset clean'])
    expect(nodesOf(await ask({ type: 'job', name: 'load', depth: 2 }))).toEqual([
      '-1 dataset raw',
      '0 job load',
      '1 dataset clean',
      '1 job sum',
      '2 dataset daily',
    ])
  })

  test('nodes say how many neighbours they have in all, what they are and how their last run went', async () => {
    await catalog.add([
      run({
        job: 'load',
        type: 'FAIL',
        outputs: [table('clean', ['a', 'b'], { a: ['raw.x'] })],
        jobFacets: { jobType: { integration: 'SPARK', processingType: 'BATCH', jobType: 'JOB' } },
      }),
      run({ job: 'other', outputs: ['clean'] }),
      run({ job: 'sum', inputs: ['clean'] }),
    ])
    const answer = await ask({ name: 'clean', direction: 'downstream' })
    expect(answer?.nodes.find((n) => n.name === 'clean')).toMatchObject({ upstream: 2, downstream: 1, fieldCount: 2, hasColumns: true })
    expect((await ask({ name: 'clean' }))?.nodes.find((n) => n.name === 'load')).toMatchObject({
      upstream: 0,
      downstream: 1,
      integration: 'spark',
      lastState: 'FAIL',
    })
  })

  test('a job whose run has been silent for too long is lost in the graph as in lists, a streaming one is not', async () => {
    const jobType = (processingType: string): object => ({ jobType: { integration: 'FLINK', processingType, jobType: 'JOB' } })
    await catalog.add([
      run({ job: 'batch', type: 'START', inputs: ['t'], jobFacets: jobType('BATCH') }),
      run({ job: 'stream', type: 'START', inputs: ['t'], jobFacets: jobType('STREAMING') }),
    ])
    const states = async (): Promise<unknown> =>
      Object.fromEntries(((await ask({ name: 't' }))?.nodes ?? []).map((n) => [n.name, n.lastState]))
    expect(await states()).toEqual({ t: null, batch: 'RUNNING', stream: 'RUNNING' })
    catalog.clock.now += 2 * dayMs
    expect(await states()).toEqual({ t: null, batch: 'LOST', stream: 'RUNNING' })
  })

  test('is asked by any name of a dataset and answers under its canonical one', async () => {
    const symlinks = { identifiers: [{ namespace: 'hive', name: 'sales.clean', type: 'TABLE' }] }
    await catalog.add([
      run({ job: 'load', outputs: [{ namespace: 's3://lake', name: 'sales/clean', facets: { symlinks } }] }),
      run({ job: 'sum', inputs: [{ namespace: 'hive', name: 'sales.clean' }], outputs: ['daily'] }),
    ])
    const answer = await ask({ namespace: 's3://lake', name: 'sales/clean', depth: 3 })
    expect(answer?.root).toEqual({ type: 'dataset', namespace: 'hive', name: 'sales.clean' })
    expect(edgesOf(answer)).toEqual(['load > sales.clean', 'sales.clean > sum', 'sum > daily'])
  })

  test('as of a time, the moment itself included', async () => {
    await catalog.add([
      run({ job: 'old', time: '2026-11-01T00:00:00Z', outputs: ['t'] }),
      run({ job: 'new', time: '2026-11-10T00:00:00Z', outputs: ['t'] }),
    ])
    expect(edgesOf(await ask({ name: 't', asOf: '2026-11-10T00:00:00Z' }))).toEqual(['new > t', 'old > t'])
    expect(edgesOf(await ask({ name: 't', asOf: '2026-11-09T23:59:59.999999999Z' }))).toEqual(['old > t'])
    expect((await ask({ name: 't', asOf: '2026-11-09T00:00:00Z' }))?.nodes.find((n) => n.name === 't')).toMatchObject({ upstream: 1 })
    expect(edgesOf(await ask({ name: 't', asOf: '2025-01-01T00:00:00Z' }))).toEqual([])
    await expect(ask({ name: 't', asOf: 'yesterday' })).rejects.toThrow(RangeError)
  })

  test('a field over jobs and datasets, both ways; edges of the whole dataset hold for each field', async () => {
    const whole = {
      namespace: 'db',
      name: 'daily',
      facets: {
        columnLineage: {
          fields: { total: { inputFields: [{ namespace: 'db', name: 'clean', field: 'amount' }] } },
          dataset: [{ namespace: 'db', name: 'clean', field: 'status', transformations: [{ type: 'INDIRECT', subtype: 'FILTER' }] }],
        },
      },
    }
    await catalog.add([
      run({
        job: 'load',
        inputs: ['raw'],
        outputs: [table('clean', ['amount', 'status', 'note'], { amount: ['raw.a'], status: ['raw.s'], note: ['raw.n'] })],
      }),
      run({ job: 'sum', inputs: ['clean'], outputs: [whole] }),
    ])
    const up = await ask({ name: 'daily', field: 'total', direction: 'upstream', depth: 5 })
    expect(columnsOf(up)).toEqual([
      'clean.amount > daily.total',
      'clean.status > daily.null',
      'raw.a > clean.amount',
      'raw.s > clean.status',
    ])
    expect(nodesOf(up)).toEqual(['-1 dataset clean', '-1 job load', '-2 dataset raw', '0 dataset daily', '0 job sum'])
    expect(edgesOf(up)).toEqual(['clean > sum', 'load > clean', 'raw > load', 'sum > daily'])
    expect(up?.columns.find((c) => c.to.field === null)).toMatchObject({
      type: 'INDIRECT',
      subtype: 'FILTER',
      job: { namespace: 'jobs', name: 'sum' },
    })
    expect(columnsOf(await ask({ name: 'raw', field: 'n', direction: 'downstream', depth: 5 }))).toEqual(['raw.n > clean.note'])
    expect(await ask({ name: 'clean', field: 'nowhere' })).toBeNull()
    expect(nodesOf(await ask({ name: 'clean', field: 'amount', depth: 0 }))).toEqual(['0 dataset clean'])
  })

  test('column edges between the datasets of a table answer, when asked for', async () => {
    await catalog.add([run({ job: 'load', inputs: ['raw'], outputs: [table('clean', ['a'], { a: ['raw.x', 'elsewhere.y'] })] })])
    expect(columnsOf(await ask({ name: 'clean', columns: true }))).toEqual(['raw.x > clean.a'])
    expect(columnsOf(await ask({ name: 'clean' }))).toEqual([])
  })

  test('no more nodes than the limit, and says how many it saw beyond', async () => {
    await catalog.add(Array.from({ length: 30 }, (_, i) => run({ job: `reader ${i}`, inputs: ['hub'], outputs: [`out ${i}`] })))
    const answer = await ask({ name: 'hub', limit: 11 })
    expect(answer?.nodes.length).toBe(11)
    expect(answer).toMatchObject({ truncated: true, leftOut: 30 })
  })

  test('odd names come back as they were sent', async () => {
    const names = ['__proto__', 'a\0b', '\ud800 half', '🛢', 'x'.repeat(2_000), '\u{10ffff}0000']
    await catalog.add(
      names.map((name, i) => run({ job: `job ${i}`, inputs: [table(name, ['constructor'], { constructor: ['raw.__proto__'] })] })),
    )
    for (const name of names) {
      const answer = await ask({ name })
      expect(answer?.root.name).toBe(name)
      expect(columnsOf(await ask({ name, field: 'constructor', direction: 'upstream' }))).toEqual([`raw.__proto__ > ${name}.constructor`])
    }
  })

  test('unknown roots are null', async () => {
    expect(await ask({ name: 'nothing' })).toBeNull()
    expect(await ask({ type: 'job', name: 'nothing' })).toBeNull()
    expect(await ask({ name: 'nothing', field: 'a' })).toBeNull()
  })

  test('the graph of the catalog is the graph of the events', async () => {
    const job = fc.record({
      inputs: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 }),
      outputs: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 2 }),
    })
    const jobs = fc.sample(fc.array(job, { minLength: 8, maxLength: 8 }), { numRuns: 1, seed: 7 })[0] ?? []
    await catalog.add(jobs.map((j, i) => run({ job: `j${i}`, ...j })))
    const ids = new Map(
      (await catalog.database.all<{ id: number; name: string }>('SELECT group_id AS id, name FROM dataset')).map((r) => [r.name, r.id]),
    )
    const names = new Map((await catalog.database.all<{ id: number; name: string }>('SELECT id, name FROM job')).map((r) => [r.id, r.name]))
    for (const [name, id] of ids) {
      const walked = await walk(catalogGraph(catalog.database, ever), {
        root: { kind: 'dataset', id },
        directions: ['downstream'],
        depth: 1,
        nodesAtMost: 100,
        linksAtMost: 100,
      })
      expect([...walked.jobs.keys()].map((j) => names.get(j) ?? '').toSorted()).toEqual(
        jobs.flatMap((j, i) => (j.inputs.some((input) => input === name) ? [`j${i}`] : [])).toSorted(),
      )
    }
  })
})
