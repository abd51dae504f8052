import { afterAll, beforeAll, expect, test } from 'vitest'
import { onOtherPostgres } from '../harness/databases.ts'
import { freshDatabase } from '../harness/postgres.ts'
import type { FreshDatabase } from '../harness/postgres.ts'
import { proved, testSeed } from './workers.ts'

const cases = 500
/** On another PostgreSQL other histories, and SQLite not again. */
const stores = onOtherPostgres ? (['postgres'] as const) : (['sqlite', 'postgres'] as const)
const seed = testSeed + (onOtherPostgres ? cases : 0)

let postgres: FreshDatabase
beforeAll(async () => {
  postgres = await freshDatabase()
})
afterAll(() => postgres.drop())

test.each(stores)(
  `${cases} histories on %s give the catalog that they give in memory`,
  async (store) => {
    const failures = await proved({ store, cases, seed, threads: 1, url: postgres.url })
    expect(failures.map((f) => f.says).join('\n\n')).toBe('')
  },
  600_000,
)
