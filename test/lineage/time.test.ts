/** A walk that takes too long ends with what it found, and says so. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReader } from '../../src/api/reader.ts'
import type { ReaderHandlers } from '../../src/api/reader.ts'
import { CausesQuery } from '../../src/contract/causes.ts'
import { ImpactQuery } from '../../src/contract/impact.ts'
import { LevelQuery } from '../../src/contract/level.ts'
import { CompareQuery, LineageQuery } from '../../src/contract/lineage.ts'
import { LogReader } from '../../src/log/reader.ts'
import { catalogOf, dayMs, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const late = { truncated: true, cutBy: 'time' }
const inTime = { truncated: false }

describe.each(stores)('the time of a walk on $name', ({ open }) => {
  let catalog: TestCatalog
  let readers: Record<'none' | 'much', ReaderHandlers>
  beforeAll(async () => {
    catalog = await catalogOf(await open())
    await catalog.add(
      Array.from({ length: 5 }, (_, i) =>
        run({ job: `step ${i}`, inputs: [`d${i}`], outputs: [table(`d${i + 1}`, ['x'], { x: [`d${i}.x`] })] }),
      ),
    )
    const of = (walkMs: number): ReaderHandlers =>
      createReader({
        catalog: catalog.database,
        log: new LogReader(catalog.database),
        settings: { lostAfterMs: dayMs },
        now: () => catalog.clock.now,
        walkMs,
      })
    readers = { none: of(0), much: of(600_000) }
  })
  afterAll(() => catalog.close())

  const root = { namespace: 'db', name: 'd0', depth: 10 }

  test('tables and columns', async () => {
    const tables = LineageQuery.parse(root)
    expect(await readers.none.lineage(tables)).toMatchObject({ ...late, leftOutAtLeast: true, nodes: { length: 3 } })
    expect(await readers.much.lineage(tables)).toMatchObject({ ...inTime, nodes: { length: 11 } })
    expect((await readers.much.lineage(tables))?.cutBy).toBeUndefined()
    const columns = LineageQuery.parse({ ...root, field: 'x' })
    expect(await readers.none.lineage(columns)).toMatchObject({ ...late, leftOutAtLeast: true, nodes: { length: 3 } })
    expect(await readers.much.lineage(columns)).toMatchObject({ ...inTime, nodes: { length: 11 } })
  })

  test('one hop is always read', async () => {
    const near = await readers.none.lineage(LineageQuery.parse({ ...root, depth: 1 }))
    expect(near).toMatchObject({ truncated: true, leftOutAtLeast: false, nodes: { length: 3 } })
    expect(near?.cutBy).toBeUndefined()
  })

  test('levels, comparisons, causes', async () => {
    const level = LevelQuery.parse({ ...root, level: 'dataset' })
    expect(await readers.none.levelLineage(level)).toMatchObject({ ...late, nodes: { length: 2 } })
    expect(await readers.much.levelLineage(level)).toMatchObject({ ...inTime, nodes: { length: 6 } })
    const compared = CompareQuery.parse({ ...root, before: '2026-11-01T00:00:00Z' })
    expect(await readers.none.compareLineage(compared)).toMatchObject({ truncated: true, leftOutAtLeast: true })
    const causes = CausesQuery.parse({ namespace: 'db', name: 'd5' })
    expect(await readers.none.causes(causes)).toMatchObject({ ...late, lookedAt: 3 })
    expect(await readers.much.causes(causes)).toMatchObject({ ...inTime, lookedAt: 11 })
  })

  test('impact, in one answer and as it is found', async () => {
    const of = { cut: 2, all: 10 }
    for (const fields of [{}, { field: 'x' }]) {
      const query = ImpactQuery.parse({ namespace: 'db', name: 'd0', ...fields })
      expect(await readers.none.impact(query)).toMatchObject({ ...late, items: { length: of.cut } })
      expect(await readers.much.impact(query)).toMatchObject({ ...inTime, items: { length: of.all } })
      const lines = await readers.none.impactText({ query, format: 'ndjson' })
      const last = (await Array.fromAsync(lines ?? [])).slice(of.cut).map((line) => JSON.parse(line) as object)
      const told = { jobs: 1, atLeast: false, silent: 0, inferred: false }
      expect(last).toEqual([{ ...late, ...('field' in fields && { readers: told }) }])
    }
  })
})
