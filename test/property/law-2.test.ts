import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../harness/postgres.ts'
import type { FreshDatabase } from '../harness/postgres.ts'
import { delivery, history } from './histories.ts'
import type { HistoryEvent } from './histories.ts'
import { World, inMemory, inSchemas } from './world.ts'
import type { Opener } from './world.ts'

/** HEADWATER_TEST_CASES raises the number of histories, for a night's run. */
const cases = Number(process.env['HEADWATER_TEST_CASES'] ?? 250)

let postgres: FreshDatabase
beforeAll(async () => {
  postgres = await freshDatabase()
})
afterAll(() => postgres.drop())

const inOrder = (events: readonly HistoryEvent[]) => ({ order: events.map((_, i) => i), cuts: [events.length], crashes: [] })

/** Law 2: the catalog is a function of the set of events, whatever their order, repeats, batches and crashes on the way. */
async function holds(open: Opener, length: number, runs: number): Promise<void> {
  const arbitrary = history(length).chain((events) => fc.record({ events: fc.constant(events), delivery: delivery(events) }))
  await fc.assert(
    fc.asyncProperty(arbitrary, async ({ events, delivery: way }) => {
      const [plain, mixed] = [await World.make(inMemory), await World.make(open)]
      const expected = await plain.stream(events, inOrder(events))
      expect(await mixed.stream(events, way)).toBe(expected)
      expect(await mixed.rebuild()).toBe(expected)
      await Promise.all([plain.close(), mixed.close()])
    }),
    { numRuns: runs },
  )
}

test(
  'any order, repeats, batches and crashes give the same catalog, streamed and rebuilt, on SQLite',
  () => holds(inMemory, 14, cases),
  600_000,
)

test('the same on PostgreSQL, compared with SQLite', () => holds(inSchemas(postgres.url), 10, Math.ceil(cases / 12)), 600_000)
