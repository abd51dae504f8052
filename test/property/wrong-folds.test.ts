import { describe, expect, test } from 'vitest'
import { caseOf } from './case.ts'
import { allHistories } from './generator.ts'
import { firstFailure } from './prove.ts'
import { forgotten } from './silence.ts'
import { Stand } from './stand.ts'
import { openDatabases } from './stores.ts'
import { exported } from './world.ts'
import { arrivalOrder, countsTwice, emptySchemaErases, folding, lastOfEqualTimes } from './wrong-folds.ts'
import type { Mistake } from './wrong-folds.ts'

/** The properties are worth something only if they see what is wrong: each mistake must be seen in far fewer cases than are played in CI. */
const cases = 500

const standWith = async (mistake: Mistake): Promise<Stand> => Stand.make(await openDatabases('memory'), exported, folding(mistake))

describe.each([
  ['the order of arrival instead of event time', arrivalOrder],
  ['the last of two events of one time', lastOfEqualTimes],
  ['what is folded twice counted twice', countsTwice],
])('%s', (_, mistake) => {
  test('is seen, and told with the smallest history', async () => {
    const stand = await standWith(mistake)
    const failure = await firstFailure({ seed: 1, cases }, allHistories, stand, stand)
    expect(failure?.says).toMatch(/^The case of seed \d+ fails/)
    expect(failure?.says).toMatch(/^[-+] \{.*"kind"/m)
    await stand.close()
  })
})

test('a schema without fields that hides those that were known is seen', async () => {
  const stand = await standWith(emptySchemaErases)
  expect(await firstForgotten(stand)).toMatch(/^[-+] \["dataset"/)
  await stand.close()
})

test('the same way of folding without a mistake passes', async () => {
  const stand = await standWith({})
  expect(await firstFailure({ seed: 1, cases: 100 }, allHistories, stand, stand)).toBeNull()
  await stand.close()
})

async function firstForgotten(on: Stand): Promise<string | null> {
  for (let seed = 1; seed <= cases; seed++) {
    const what = await forgotten(caseOf(seed, allHistories), on)
    if (what !== null) return what
  }
  return null
}
