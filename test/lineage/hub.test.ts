/** A hub is read in part where a moment leaves few of its edges, and the answer says so. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalogGraph } from '../../src/lineage/graph.ts'
import { momentOf } from '../../src/lineage/moment.ts'
import { walk } from '../../src/lineage/walk.ts'
import { catalogOf, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const readers = 12
const options = { directions: ['downstream'], depth: 1, nodesAtMost: 100, linksAtMost: 100 } as const

describe.each(stores)('a hub on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    const at = (i: number): string => `2026-11-${String(i + 1).padStart(2, '0')}T00:00:00Z`
    await catalog.add(Array.from({ length: readers }, (_, i) => run({ job: `j${i}`, time: at(i), inputs: ['hub'] })))
  })
  afterEach(() => catalog.close())

  const walked = async (looksAtMost: number, window: number, bare: boolean) => {
    const hub = await catalog.database.get<{ id: number }>("SELECT group_id AS id FROM dataset WHERE name = 'hub'")
    const graph = catalogGraph(catalog.database, momentOf('2026-11-12T00:00:00Z', window, 0), { looksAtMost, bare })
    return walk(graph, { ...options, root: { kind: 'dataset', id: hub?.id ?? 0 } })
  }

  test.each([[true], [false]])('no question looks at more edges than it may (bare: %s)', async (bare) => {
    expect(await walked(readers, 3, bare)).toMatchObject({ truncated: false, jobs: { size: 4 } })
    expect(await walked(5, 3, bare)).toMatchObject({ truncated: true })
  })

  test('asked for all there ever was, it is read whole', async () => {
    expect((await walked(readers, 400, true)).jobs.size).toBe(readers)
  })
})
