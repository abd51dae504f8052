/** Lineage, impact and causes of random graphs against a plain search over the exported catalog. More of them: npm run prove:lineage. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onOtherPostgres } from '../../harness/databases.ts'
import { freshDatabase } from '../../harness/postgres.ts'
import type { FreshDatabase } from '../../harness/postgres.ts'
import { openDatabases } from '../stores.ts'
import type { StoreName } from '../stores.ts'
import { testSeed } from '../workers.ts'
import { firstWrong } from './prove.ts'
import { lineageProved } from './workers.ts'
import * as wrong from './wrong-walks.ts'

let postgres: FreshDatabase
beforeAll(async () => void (postgres = await freshDatabase()))
afterAll(() => postgres.drop())

const allRounds: readonly (readonly [StoreName, number])[] = [
  ['memory', 1_500],
  ['sqlite', 500],
  ['postgres', 200],
]
const rounds = allRounds.filter(([store]) => !onOtherPostgres || store === 'postgres')

test.each(rounds)(
  'in %s, %i graphs: every answer is that of a plain search',
  async (store, graphs) => {
    const failures = await lineageProved({ store, graphs, seed: testSeed, threads: 2, url: postgres.url })
    expect(failures.map((f) => f.says).join('\n\n')).toBe('')
  },
  600_000,
)

describe('a walk that is wrong is found out', () => {
  test.each(Object.entries(wrong))('%s', async (_, around) => {
    const databases = await openDatabases('memory')
    const failure = await firstWrong(databases, { seed: 1, graphs: 200, around })
    expect(failure?.says).toMatch(/^- by plain search, \+ as answered$/m)
    await databases.close()
  })
})
