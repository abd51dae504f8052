import type { Ladder, LadderStep } from '../contract/sources.ts'
import { hintFor } from './hints.ts'
import { iso, isoOrNull } from './store.ts'

type StepKey = LadderStep['key']

/** A refused request that says where the ladder stopped. */
export interface LadderRefusal {
  readonly id: number
  readonly at: number
  readonly code: string
  readonly cause: string
  readonly fix: string
  readonly from_address: string
}

export interface LadderFacts {
  readonly since: number
  readonly producer: string | null
  readonly paused: boolean
  readonly manual: boolean
  readonly lastTestAt: number | null
  readonly reached: ReadonlyMap<StepKey, { readonly at: number; readonly detail: string | null; readonly link: LadderStep['link'] }>
  /** The last refused request of this source. */
  readonly refusal: LadderRefusal | null
  /** The last request since then whose sender is not known. */
  readonly stranger: LadderRefusal | null
}

const order: readonly StepKey[] = ['request', 'token', 'readable', 'stored', 'job', 'run', 'dataset', 'edge', 'column']
/** An event may have any of these and not the others, so each waits by itself once an event is stored. */
const afterStored = new Set<StepKey>(['job', 'run', 'dataset', 'edge', 'column'])

/** The steps from the first request to column lineage: what is reached, what is waited for and why it may not come. */
export function buildLadder(facts: LadderFacts): Ladder {
  const failure = failureOf(facts)
  let waitingSeen = false
  const steps = order.map((key): LadderStep => {
    const done = facts.reached.get(key)
    if (done !== undefined) return { key, state: 'reached', at: iso(done.at), detail: done.detail, link: done.link, hint: null }
    if (key === 'request' && failure !== null)
      return { key, state: 'reached', at: iso(failure.refusal.at), detail: `from ${failure.refusal.from_address}`, link: null, hint: null }
    if (failure?.step === key && !waitingSeen) {
      waitingSeen = true
      return failedStep(key, failure.refusal)
    }
    const later = waitingSeen && !(afterStored.has(key) && facts.reached.has('stored'))
    waitingSeen = true
    return { key, state: later ? 'later' : 'waiting', at: null, detail: null, link: null, hint: hintFor(key, facts) }
  })
  return { listeningSince: iso(facts.since), steps, lastTestEventAt: isoOrNull(facts.lastTestAt) }
}

const failedStep = (key: StepKey, refusal: LadderRefusal): LadderStep => ({
  key,
  state: 'failed',
  at: iso(refusal.at),
  detail: refusal.cause,
  link: { kind: 'rejection', id: refusal.id },
  hint: refusal.fix,
})

/** Only a step that was never reached can fail; what is refused later shows among the refused requests. */
function failureOf({ reached, refusal, stranger }: LadderFacts): { step: StepKey; refusal: LadderRefusal } | null {
  const last = refusal ?? (reached.has('token') ? null : stranger)
  if (last === null) return null
  const step = stepOf(last.code)
  return reached.has(step) ? null : { step, refusal: last }
}

function stepOf(code: string): StepKey {
  if (code === 'no_token' || code.startsWith('token_') || code === 'source_paused') return 'token'
  if (code === 'overloaded' || code === 'storage_failed' || code === 'shutting_down') return 'stored'
  return 'readable'
}
