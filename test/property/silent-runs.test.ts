/** Law 2 for the last good run of a job that named anything, behind more runs that name nothing than a fold looks through. */
import { expect, test } from 'vitest'
import type { Histories } from './case.ts'
import { firstFailure } from './prove.ts'
import type { Random } from './random.ts'
import { Stand } from './stand.ts'
import { openDatabases } from './stores.ts'
import { testSeed } from './workers.ts'

const cases = 20

/** One run in two events; few of them name anything, some of those fail after all. */
function runOf(random: Random, n: number): object[] {
  const [minute, names] = [String(n).padStart(2, '0'), random.chance(0.08)]
  const sides = names ? { inputs: [{ namespace: 'db', name: random.pick(['a', 'b']) }], outputs: [{ namespace: 'db', name: 't' }] } : {}
  const said = { producer: 'https://example.com/silent', job: { namespace: 'etl', name: 'load' }, run: { runId: `run-${n}` } }
  return [
    { ...said, eventType: 'START', eventTime: `2026-01-01T10:${minute}:00Z`, ...(random.chance(0.3) ? sides : {}) },
    { ...said, eventType: random.pick(['COMPLETE', 'COMPLETE', 'FAIL']), eventTime: `2026-01-01T10:${minute}:30Z`, ...sides },
    ...(names && random.chance(0.5)
      ? [{ ...said, eventType: random.pick(['FAIL', 'COMPLETE']), eventTime: `2026-01-01T11:${minute}:00Z` }]
      : []),
  ]
}

const silent: Histories = (random) =>
  Array.from({ length: random.int(32, 50) }, (_, n) => runOf(random, n))
    .flat()
    .map((event) => ({ body: JSON.stringify(event), sourceId: 1, receivedAt: Date.UTC(2026, 0, 10) }))

test(`${cases} histories of mostly silent runs: any order, repeats, batches and crashes give the same last good run`, async () => {
  const stand = await Stand.make(await openDatabases('memory'))
  const failure = await firstFailure({ seed: testSeed, cases }, silent, stand, stand)
  expect(failure?.says ?? '').toBe('')
  await stand.close()
}, 120_000)
