import fc from 'fast-check'
import { history } from './histories.ts'
import type { HistoryEvent } from './histories.ts'
import type { RuleBody } from '../../src/contract/rules.ts'
import { Rules, defaultRules } from '../../src/rules/rules.ts'
import { ruleBodies } from './pools.ts'
import { Random } from './random.ts'

/**
 * What happens to a catalog while a history comes in. A new kind of thing that may happen at any moment is a kind of step here and is taken in
 * `Stand`; where the catalog is to be as if it had been so from the start, `Stand.atOnce` has it from the start.
 */
export type Step =
  /** These events of the history reach the log, in this order; whoever sent them may send them again. */
  | { readonly kind: 'arrive'; readonly events: readonly number[] }
  /** The catalog is brought up to the end of the log. */
  | { readonly kind: 'fold' }
  /** The same, but the program dies before the commit and is started again. */
  | { readonly kind: 'crash' }
  /** The catalog forgets how far it was, and meets events again that it has: by a share of what it had. */
  | { readonly kind: 'rewind'; readonly share: number }
  /** Events of this source wait for a sync by hand, which comes with `release`. */
  | { readonly kind: 'hold' | 'release'; readonly source: number }
  /** From here on these are the rules: the catalog is made anew by them. */
  | { readonly kind: 'rules'; readonly rules: readonly RuleBody[] }

export interface Case {
  readonly seed: number
  readonly events: readonly HistoryEvent[]
  readonly steps: readonly Step[]
}

/** The rules that stand when all has come in. */
export const lastRules = (steps: readonly Step[]): Rules => {
  const last = steps.findLast((s) => s.kind === 'rules')
  return last === undefined ? defaultRules : new Rules(last.rules)
}

/** Draws the events of one history. */
export type Histories = (random: Random) => readonly HistoryEvent[]

/** The hand-written generator, in which what was once wrong is likely. */
export const handWritten: Histories = (random) => fc.sample(history(10), { seed: random.int(1, 2 ** 31 - 1), numRuns: 1 })[0] ?? []

/** The case of a seed, always the same one as long as the generators are. */
export function caseOf(seed: number, histories: Histories): Case {
  const random = new Random(seed)
  const events = histories(random)
  return { seed, events, steps: stepsFor(events, random) }
}

/** All events in any order, some of them again, cut into batches, with what can happen between. */
function stepsFor(events: readonly HistoryEvent[], random: Random): Step[] {
  const all = events.map((_, i) => i)
  const order = random.shuffled([...all, ...all.filter(() => random.chance(0.25))])
  const largest = random.pick([1, 2, 4, 20])
  const steps: Step[] = []
  while (order.length > 0) {
    if (random.chance(0.04)) steps.push({ kind: random.chance(0.5) ? 'hold' : 'release', source: random.int(1, 2) })
    steps.push({ kind: 'arrive', events: order.splice(0, random.int(1, largest)) })
    if (random.chance(0.1)) steps.push({ kind: 'crash' })
    if (random.chance(0.85)) steps.push({ kind: 'fold' })
    if (random.chance(0.06)) steps.push({ kind: 'rewind', share: random.next() })
    if (random.chance(0.08)) steps.push({ kind: 'rules', rules: random.list(0, 3, () => random.pick(ruleBodies)) })
  }
  return steps
}
