/** The catalogs of all recorded events are as the repository remembers them. `npm run golden` writes down what they are now. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Step } from '../property/case.ts'
import { Stand } from '../property/stand.ts'
import { openDatabases } from '../property/stores.ts'
import { Random } from '../property/random.ts'
import { exported } from '../property/world.ts'
import { changes, corpora, corpusEvents, readGolden, summaryOf } from './summary.ts'

let stand: Stand
beforeAll(async () => {
  stand = await Stand.make(await openDatabases('memory'), exported)
})
afterAll(() => stand.close())

/** Mixed, in batches of some hundred. */
function mixed(count: number): Step[] {
  const order = new Random(count).shuffled(Array.from({ length: count }, (_, i) => i))
  const steps: Step[] = []
  while (order.length > 0) steps.push({ kind: 'arrive', events: order.splice(0, 400) }, { kind: 'fold' })
  return steps
}

const events = new Map(corpora.map((name) => [name, corpusEvents(name)]))
const [there, missing] = [corpora.filter((name) => events.get(name) !== null), corpora.filter((name) => events.get(name) === null)]

test.each(there)(
  '%s: the catalog is as it was, in order and mixed',
  async (name) => {
    const all = events.get(name) ?? []
    const catalog = await stand.atOnce({ seed: 0, events: all, steps: [] })
    expect(changes(catalog, summaryOf(catalog, all.length), readGolden(name))).toBe('')
    expect((await stand.streamed({ seed: 0, events: all, steps: mixed(all.length) })) === catalog, 'mixed, the same bytes').toBe(true)
  },
  120_000,
)

/** What is not on this machine is said, not passed over. */
test.each(missing)('left out: the events of %s are not beside the clone', (name) => expect(readGolden(name)).not.toBeNull())
