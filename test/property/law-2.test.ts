import { expect, test } from 'vitest'
import { caseOf } from './case.ts'
import { allHistories } from './generator.ts'
import { forgotten } from './silence.ts'
import { Stand } from './stand.ts'
import { openDatabases } from './stores.ts'
import { exported } from './world.ts'
import { proved, testSeed } from './workers.ts'

/** The other half is in law-2.more.test.ts, which runs beside this one. */
const cases = 10_000
const silentCases = 1_000

test(`${cases} histories: any order, repeats, batches, crashes and syncs by hand give the catalog of all at once, and so does a full sync`, async () => {
  const failures = await proved({ store: 'memory', cases, seed: testSeed, threads: 1 })
  expect(failures.map((f) => f.says).join('\n\n')).toBe('')
}, 900_000)

test('what says nothing takes nothing away', async () => {
  const stand = await Stand.make(await openDatabases('memory'), exported)
  for (let seed = testSeed; seed < testSeed + silentCases; seed++)
    expect(await forgotten(caseOf(seed, allHistories), stand), `seed ${seed}`).toBeNull()
  await stand.close()
}, 120_000)
