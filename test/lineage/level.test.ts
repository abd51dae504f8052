/** Lineage at other granularities. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LevelLineage, LevelRef } from '../../src/contract/level.ts'
import { LevelQuery } from '../../src/contract/level.ts'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { columnsFrom, datasetEvent, jobNamed, parentOf, runEvent, table } from '../harness/events.ts'

const step = (job: string, parent: string, from: readonly string[], to: readonly string[]): object =>
  runEvent('COMPLETE', 0, {
    job: jobNamed(job),
    runId: job,
    facets: parentOf(parent, parent),
    inputs: from.map((name) => table(name)),
    outputs: to.map((name) => table(name)),
  })

describe.each(stores)('levels on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    await catalog.add([
      runEvent('COMPLETE', 0, { job: jobNamed('dag.load'), runId: 'g', facets: parentOf('dag', 'dag') }),
      step('dag.load.one', 'dag.load', ['lake.raw.a', 'lake.raw.b'], ['shop.stage.t']),
      step('dag.load.two', 'dag.load', ['lake.raw.a'], ['shop.stage.t']),
      step('mart', 'other', ['shop.stage.t'], ['shop.mart.m']),
      step('upkeep', 'upkeep', ['shop.stage.t'], ['shop.stage.t']),
    ])
  })
  afterEach(() => catalog.close())

  const ask = async (query: object): Promise<LevelLineage> => {
    const answer = await catalog.reader.levelLineage(LevelQuery.parse({ namespace: 'db', name: 'shop.stage.t', depth: 3, ...query }))
    if (answer === null) throw new Error('the root is known')
    return answer
  }
  const edges = (answer: LevelLineage): string[] => answer.edges.map((e) => `${e.from.name} > ${e.to.name} ${e.count}`).toSorted()
  const nodes = (answer: LevelLineage): string[] => answer.nodes.map((n) => `${n.depth} ${n.type} ${n.name} ${n.members}`).toSorted()

  test('datasets alone, over the jobs between them', async () => {
    const answer = await ask({ level: 'dataset' })
    expect(edges(answer)).toEqual([
      'lake.raw.a > shop.stage.t 2',
      'lake.raw.b > shop.stage.t 1',
      'shop.stage.t > shop.mart.m 1',
      'shop.stage.t > shop.stage.t 1',
    ])
    expect(
      answer.edges
        .find((e) => e.from.name === 'lake.raw.a')
        ?.via.map((j) => j.name)
        .toSorted(),
    ).toEqual(['dag.load.one', 'dag.load.two'])
    expect(nodes(answer)).toEqual([
      '-1 dataset lake.raw.a 1',
      '-1 dataset lake.raw.b 1',
      '0 dataset shop.stage.t 1',
      '1 dataset shop.mart.m 1',
    ])
    expect(answer).toMatchObject({ root: { type: 'dataset', name: 'shop.stage.t' }, truncated: false, leftOut: 0, leftOutAtLeast: false })
  })

  test('jobs alone, over the datasets between them', async () => {
    const answer = await ask({ level: 'job', type: 'job', namespace: 'etl', name: 'mart' })
    expect(edges(answer)).toEqual([
      'dag.load.one > mart 1',
      'dag.load.one > upkeep 1',
      'dag.load.two > mart 1',
      'dag.load.two > upkeep 1',
      'upkeep > mart 1',
      'upkeep > upkeep 1',
    ])
    expect(answer.root).toMatchObject({ type: 'job', name: 'mart' })
    expect((await ask({ level: 'job' })).root).toBe(null)
  })

  test('jobs by what they are in at the top, datasets by schema or namespace', async () => {
    const answer = await ask({ level: 'group' })
    expect(edges(answer)).toEqual([
      'dag > shop.stage 2',
      'lake.raw > dag 3',
      'other > shop.mart 1',
      'shop.stage > other 1',
      'shop.stage > upkeep 1',
      'upkeep > shop.stage 1',
    ])
    expect(nodes(answer)).toEqual([
      '-1 schema lake.raw 2',
      '0 job dag 2',
      '0 job other 1',
      '0 job upkeep 1',
      '0 schema shop.stage 1',
      '1 schema shop.mart 1',
    ])
    const root: LevelRef = { type: 'namespace', namespace: 'db', name: '' }
    const wide = await ask({ level: 'group', datasetsBy: 'namespace' })
    expect(wide.root).toEqual(root)
    expect(wide.nodes.filter((n) => n.type === 'namespace')).toEqual([{ ...root, depth: 0, members: 4 }])
  })

  test('a field; columns that no job makes; a root that nobody names', async () => {
    await catalog.add([datasetEvent(1, table('view', columnsFrom({ id: 'shop.id' })))])
    expect(edges(await ask({ level: 'dataset', name: 'view', field: 'id' }))).toEqual(['shop > view 1'])
    expect(await catalog.reader.levelLineage(LevelQuery.parse({ namespace: 'db', name: 'nobody', level: 'job' }))).toBe(null)
  })
})
