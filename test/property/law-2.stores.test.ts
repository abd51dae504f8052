import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../harness/postgres.ts'
import type { FreshDatabase } from '../harness/postgres.ts'
import { proved, testSeed } from './workers.ts'

const cases = 500

let postgres: FreshDatabase
beforeAll(async () => {
  postgres = await freshDatabase()
})
afterAll(() => postgres.drop())

test.each(['sqlite', 'postgres'] as const)(
  `${cases} histories on %s give the catalog that they give in memory`,
  async (store) => {
    const failures = await proved({ store, cases, seed: testSeed, threads: 1, url: postgres.url })
    expect(failures.map((f) => f.says).join('\n\n')).toBe('')
  },
  600_000,
)
