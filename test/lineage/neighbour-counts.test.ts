/** Neighbours that were counted to a bound say so, and are never none. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LineageQuery } from '../../src/contract/lineage.ts'
import type { LineageNode } from '../../src/contract/lineage.ts'
import { catalogOf, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const many = 1_100
const early = 50

describe.each(stores)('counts of neighbours on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeAll(async () => {
    catalog = await catalogOf(await open())
    const reads = (n: number, at: string, from: string, to = 0): object[] =>
      Array.from({ length: n }, (_, i) => run({ job: `${from}${i}`, time: at, inputs: to === 0 ? ['hub'] : ['hub', 'few'] }))
    await catalog.add([run({ job: 'make', time: '2026-11-01T00:00:00Z', inputs: ['src'], outputs: ['hub'] })])
    await catalog.add(reads(many, '2026-11-15T00:00:00Z', 'late'))
    await catalog.add(reads(early, '2026-11-05T00:00:00Z', 'early', 1))
  }, 60_000)
  afterAll(() => catalog.close())

  const counts = async (name: string, of: string, query: object = {}) => {
    const asked = LineageQuery.parse({ namespace: 'db', name, limit: 5_000, ...query })
    const node = (await catalog.reader.lineage(asked))?.nodes.find((n: LineageNode) => n.name === of)
    return node && { n: node.downstream, atLeast: node.downstreamAtLeast ?? false }
  }

  test.each([['true'], ['false']])('a hub is counted to a bound, and whole where the answer has all of it (fold: %s)', async (fold) => {
    expect(await counts('src', 'hub', { fold })).toEqual({ n: 1_000, atLeast: true })
    expect(await counts('hub', 'hub', { fold })).toEqual({ n: many + early, atLeast: false })
    expect(await counts('hub', 'hub', { fold, limit: 1_120, direction: 'downstream' })).toEqual({ n: 1_119, atLeast: true })
    expect(await counts('hub', 'hub', { fold, limit: 20 })).toEqual({ n: 1_000, atLeast: true })
    expect(await counts('few', 'few', { fold, depth: 0 })).toEqual({ n: early, atLeast: false })
  })

  test('in a window the first edges are looked at', async () => {
    expect(await counts('src', 'hub', { window: 30 })).toEqual({ n: 1_000, atLeast: true })
    expect(await counts('hub', 'hub', { window: 30 })).toEqual({ n: many + early, atLeast: false })
    expect(await counts('few', 'few', { window: 30, depth: 0 })).toEqual({ n: early, atLeast: false })
  })

  test.each([['true'], ['false']])('as of a moment that came before the first edges a hub is no dead end (fold: %s)', async (fold) => {
    const asOf = '2026-11-10T00:00:00Z'
    for (const window of [{}, { window: 30 }, { window: 'last' }])
      expect(await counts('src', 'hub', { asOf, fold, ...window })).toEqual({ n: early, atLeast: false })
    expect(await counts('hub', 'hub', { asOf, fold })).toEqual({ n: early, atLeast: false })
    for (const window of [{}, { window: 30 }, { window: 'last' }])
      expect(await counts('few', 'few', { asOf, fold, depth: 0, ...window })).toEqual({ n: early, atLeast: false })
  })
})
