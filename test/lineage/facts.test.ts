/** What a picture shows of nodes and edges: when they were said, by how many runs, whether they still are, who owns them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Lineage } from '../../src/contract/lineage.ts'
import { LineageQuery } from '../../src/contract/lineage.ts'
import { WhyQuery } from '../../src/contract/why.ts'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { columnsFrom, inputField, jobEvent, jobNamed, parentOf, runEvent, table } from '../harness/events.ts'

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T06:00:00Z`
const load = (day: number, inputs: readonly object[], more: object = {}): object =>
  runEvent('COMPLETE', 0, { job: jobNamed('load'), runId: `load ${day}`, eventTime: at(day), inputs, outputs: [table('clean')], ...more })
const days = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe.each(stores)('facts on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const ask = async (query: object): Promise<Lineage> => {
    const answer = await catalog.reader.lineage(LineageQuery.parse({ namespace: 'db', name: 'clean', facts: 'true', ...query }))
    if (answer === null) throw new Error('the root is known')
    return answer
  }
  const edgesOf = (answer: Lineage): string[] =>
    answer.edges
      .map(
        (e) =>
          `${e.from.name} > ${e.to.name}: ${e.firstSeenAt?.slice(8, 10)}-${e.lastSeenAt?.slice(8, 10)} ${e.runs ?? '?'}${e.stale === true ? ' stale' : ''}`,
      )
      .toSorted()
  const nodeOf = (answer: Lineage, name: string) => answer.nodes.find((n) => n.name === name)

  test('edges: first and last said, runs, and stale by the rhythm of the edge', async () => {
    // Daily; `old` until the 10th, `sundays` every seventh day.
    await catalog.add(
      days(1, 20).map((day) =>
        load(day, [table('raw'), ...(day <= 10 ? [table('old')] : []), ...(day % 7 === 1 ? [table('sundays')] : [])]),
      ),
    )
    expect(edgesOf(await ask({}))).toEqual([
      'load > clean: 01-20 20',
      'old > load: 01-10 10 stale',
      'raw > load: 01-20 20',
      'sundays > load: 01-15 3',
    ])
    expect(edgesOf(await ask({ asOf: at(11) }))).toEqual([
      'load > clean: 01-11 ?',
      'old > load: 01-10 10',
      'raw > load: 01-11 ?',
      'sundays > load: 01-08 ?',
    ])
    expect(edgesOf(await ask({ facts: 'false' }))[0]).toBe('load > clean: 01-20 ?')
  })

  test('as of a moment between two times in which an edge was said, it was stale', async () => {
    await catalog.add(days(1, 20).map((day) => load(day, day <= 4 || day > 18 ? [table('raw'), table('on and off')] : [table('raw')])))
    const staleAt = async (query: object): Promise<string[]> =>
      (await ask(query)).edges.filter((e) => e.stale === true).map((e) => e.from.name)
    expect(await staleAt({ asOf: at(5) })).toEqual([])
    expect(await staleAt({ asOf: at(15) })).toEqual(['on and off'])
    expect(await staleAt({})).toEqual([])
  })

  test('what only job events say has no runs and is never stale', async () => {
    catalog.clock.now = Date.parse(at(26))
    await catalog.add([
      jobEvent(0, { job: jobNamed('load'), inputs: [table('designed')], outputs: [table('clean')] }),
      ...days(21, 25).map((day) => load(day, [table('raw')])),
    ])
    expect(edgesOf(await ask({}))).toEqual(['designed > load: 20-20 0', 'load > clean: 20-25 5', 'raw > load: 21-25 5'])
  })

  test('ids of one dataset, and both ends of a circle, are counted once', async () => {
    const alias = { symlinks: { identifiers: [{ namespace: 'db', name: 'clean', type: 'TABLE' }] } }
    await catalog.add([
      ...days(1, 3).map((day) => load(day, [table('clean')])),
      ...days(4, 5).map((day) => load(day, [], { outputs: [table('/path/clean', alias)] })),
    ])
    expect(edgesOf(await ask({ depth: 3 }))).toEqual(['clean > load: 01-03 3', 'load > clean: 01-05 5'])
  })

  test('a run that names two ids of one dataset is one run', async () => {
    const alias = { symlinks: { identifiers: [{ namespace: 'db', name: 'clean', type: 'TABLE' }] } }
    const both = [table('clean'), table('/path/clean', alias)]
    await catalog.add([
      ...days(1, 3).map((day) => load(day, [table('raw')], { outputs: both })),
      ...days(4, 5).map((day) => load(day, [table('raw')], { outputs: [table('/path/clean')] })),
      load(6, [table('raw')]),
      // Of another job, through the same ids.
      load(7, [table('clean'), table('/path/clean')], { job: jobNamed('again'), outputs: [table('far')] }),
    ])
    expect(edgesOf(await ask({}))).toEqual([
      'again > far: 07-07 1',
      'clean > again: 07-07 1',
      'load > clean: 01-06 6',
      'raw > load: 01-06 6',
    ])
    expect(edgesOf(await ask({ fold: 'true', asOf: at(6) }))).toEqual(['load > clean: 01-06 6', 'raw > load: 01-06 6'])
    const ends = { fromType: 'job', fromNamespace: 'etl', fromName: 'load', toType: 'dataset', toNamespace: 'db', toName: 'clean' }
    const why = await catalog.reader.why({ ...WhyQuery.parse(ends), after: null })
    expect([why?.runs, why?.items.length, why?.sayings.map((s) => s.runs)]).toEqual([6, 6, [4, 5]])
    const job = (await catalog.lines()).map((line) => JSON.parse(line)).find((line) => line.kind === 'job' && line.name === 'load')
    expect(job.outputs).toMatchObject([{ name: 'clean', runs: 6 }])
  })

  test('owners, tags and parents', async () => {
    const words = (name: string): object => ({
      ownership: { owners: [{ name: `team ${name}` }] },
      tags: {
        tags: [
          { key: 'pii', value: '' },
          { key: 'tier', value: name },
          { key: 'of a column', value: 'x', field: 'id' },
        ],
      },
    })
    await catalog.add([load(20, [table('raw', words('raw'))], { jobFacets: words('load'), facets: parentOf('dag', 'd') })])
    const answer = await ask({})
    expect(nodeOf(answer, 'load')).toMatchObject({
      owners: ['team load'],
      tags: ['pii', 'tier:load'],
      parent: { namespace: 'etl', name: 'dag' },
      dueAt: null,
    })
    expect(nodeOf(answer, 'raw')).toMatchObject({ owners: ['team raw'], tags: ['pii', 'tier:raw'], quality: null })
    expect(nodeOf(answer, 'raw')).not.toHaveProperty('parent')
    expect(nodeOf(await ask({ facts: 'false' }), 'raw')).not.toHaveProperty('owners')
  })

  test('quality: failed while any assertion does, as of any moment', async () => {
    const tested = (day: number, results: readonly [string, boolean][]): object =>
      load(day, [
        table('raw', undefined, {
          inputFacets: { dataQualityAssertions: { assertions: results.map(([assertion, success]) => ({ assertion, success })) } },
        }),
      ])
    await catalog.add([
      tested(17, [['not_null', true]]),
      tested(18, [['not_null', false]]),
      tested(19, [
        ['not_null', true],
        ['unique', false],
      ]),
      tested(20, [
        ['not_null', true],
        ['unique', true],
      ]),
    ])
    const qualityAt = async (query: object) => nodeOf(await ask(query), 'raw')?.quality
    expect(await qualityAt({})).toBe('pass')
    expect(await Promise.all([17, 18, 19].map((day) => qualityAt({ asOf: at(day) })))).toEqual(['pass', 'fail', 'fail'])
    expect(nodeOf(await ask({}), 'clean')?.quality).toBe(null)
  })

  test('due: a job that has not run again, and a dataset that no writer keeps up', async () => {
    await catalog.add(days(1, 8).map((day) => load(day, [table('raw')])))
    const late = await ask({})
    expect([nodeOf(late, 'load')?.dueAt, nodeOf(late, 'clean')?.dueAt, nodeOf(late, 'raw')?.dueAt]).toEqual([at(9), at(9), null])
    const then = await ask({ asOf: at(8) })
    expect([nodeOf(then, 'load')?.dueAt, nodeOf(then, 'clean')?.dueAt]).toEqual([null, null])
    await catalog.add(days(9, 20).map((day) => load(day, [table('raw')], { job: jobNamed('load again') })))
    const kept = await ask({})
    expect([nodeOf(kept, 'load')?.dueAt, nodeOf(kept, 'clean')?.dueAt]).toEqual([at(9), null])
  })

  test('columns carry when they were said, also where a field is the root', async () => {
    const out = (from: string): object => ({ outputs: [table('clean', columnsFrom({ id: `${from}.id` }))] })
    await catalog.add([
      ...days(1, 3).map((day) => load(day, [table('old')], out('old'))),
      ...days(4, 9).map((day) => load(day, [table('raw')], out('raw'))),
    ])
    for (const query of [{ columns: 'true' }, { field: 'id' }]) {
      const answer = await ask(query)
      expect(answer.columns.map((c) => [c.from.name, c.firstSeenAt, c.lastSeenAt]).toSorted()).toEqual([
        ['old', at(1), at(3)],
        ['raw', at(4), at(9)],
      ])
      expect(edgesOf(answer)).toEqual(['load > clean: 01-09 9', 'old > load: 01-03 3 stale', 'raw > load: 04-09 6'])
    }
  })

  test('reach counts what is not drawn, root and circles aside', async () => {
    const step = (from: string, to: string): object =>
      runEvent('COMPLETE', 0, {
        job: jobNamed(`to ${to}`),
        runId: to,
        inputs: [table(from)],
        outputs: [table(to, columnsFrom({ id: `${from}.id` }))],
      })
    await catalog.add([
      step('a', 'clean'),
      ...['b', 'c', 'd'].map((to) => step('clean', to)),
      step('d', 'e'),
      step('e', 'clean'),
      ...days(1, 9).map((n) => step(n === 1 ? 'b' : `far ${n - 1}`, `far ${n}`)),
    ])
    const reach = { hops: 5, upstream: { datasets: 3, atLeast: false }, downstream: { datasets: 8, atLeast: false } }
    for (const query of [{ depth: 1 }, { depth: 0 }, { fold: 'true' }, { field: 'id' }]) expect((await ask(query)).reach).toEqual(reach)
    expect((await ask({ type: 'job', namespace: 'etl', name: 'to b' })).reach).toMatchObject({
      upstream: { datasets: 4 },
      downstream: { datasets: 5 },
    })
    expect(await ask({ facts: 'false' })).not.toHaveProperty('reach')
  })

  test('the last run of each job', async () => {
    const out = (from: string): object => ({ outputs: [table('clean', columnsFrom({ id: `${from}.id` }))] })
    await catalog.add([
      ...days(1, 3).map((day) => load(day, [table('old')], out('old'))),
      ...days(4, 6).map((day) => load(day, [table('raw')], out('raw'))),
      // It failed before it could name anything, which says nothing.
      runEvent('FAIL', 0, { job: jobNamed('load'), runId: 'failed', eventTime: at(7) }),
      jobEvent(0, { job: jobNamed('design'), inputs: [table('clean')], outputs: [table('plan')] }),
    ])
    const names = async (query: object): Promise<string[]> => (await ask({ window: 'last', ...query })).nodes.map((n) => n.name).toSorted()
    expect(await names({})).toEqual(['clean', 'design', 'load', 'plan', 'raw'])
    expect(await names({ asOf: at(2) })).toEqual(['clean', 'load', 'old'])
    expect(await names({ field: 'id' })).toEqual(['clean', 'load', 'raw'])
    expect(await names({ field: 'id', asOf: at(5) })).toEqual(['clean', 'load', 'raw'])
  })

  test('columns by dependency, subtype and masking', async () => {
    const of = (name: string, transformation?: object): object =>
      inputField(`${name}.id`, transformation === undefined ? undefined : [transformation])
    const inputFields = [
      of('copied', { type: 'DIRECT', subtype: 'IDENTITY' }),
      of('hidden', { type: 'DIRECT', subtype: 'TRANSFORMATION', masking: true }),
      of('filtered', { type: 'INDIRECT', subtype: 'FILTER' }),
      of('joined', { type: 'INDIRECT', subtype: 'JOIN' }),
      of('unknown'),
    ]
    await catalog.add([load(20, [], { outputs: [table('clean', { columnLineage: { fields: { id: { inputFields } } } })] })])
    const from = async (query: object): Promise<string[]> =>
      (await ask({ field: 'id', ...query })).columns.map((c) => c.from.name).toSorted()
    expect(await from({})).toHaveLength(5)
    expect(await from({ dependency: 'direct' })).toEqual(['copied', 'hidden', 'unknown'])
    expect(await from({ dependency: 'indirect' })).toEqual(['filtered', 'joined'])
    expect(await from({ subtypes: 'filter, IDENTITY' })).toEqual(['copied', 'filtered'])
    expect(await from({ masking: 'true' })).toEqual(['hidden'])
    expect(await from({ masking: 'false', dependency: 'direct', subtypes: 'identity', asOf: at(20), window: '3' })).toEqual(['copied'])
  })
})
