import type { EventWarning } from '../catalog/warning-kinds.ts'
import { isObject } from '../lib/json.ts'
import { earlier, later } from '../openlineage/order-key.ts'
import type { OrderKey } from '../openlineage/order-key.ts'

/** Where a kind of warning was seen; the largest by order key are kept, so that they follow from the set of events. */
export interface WarningSample {
  readonly key: OrderKey
  readonly position: number
  /** Of the first warning of that kind in the event. */
  readonly pointer: string
  readonly says: string
}

/** One kind of warning of one source. `events` adds up: the checkpoint sees to it that each event comes once. */
export interface WarningFact {
  readonly sourceId: number
  readonly code: EventWarning
  events: number
  first: OrderKey
  last: OrderKey
  samples: readonly WarningSample[]
}

const samplesMax = 5

/** Adds what one batch saw to what was known. */
export function addWarning(into: WarningFact, from: WarningFact): void {
  into.events += from.events
  into.first = earlier(into.first, from.first) ?? into.first
  into.last = later(into.last, from.last) ?? into.last
  into.samples = largest([...into.samples, ...from.samples])
}

/** By order key, which is one event's: two sources may send the same bytes, one source cannot. */
function largest(samples: readonly WarningSample[]): WarningSample[] {
  const byKey = new Map(samples.map((sample) => [sample.key, sample]))
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? 1 : -1)).slice(0, samplesMax)
}

/** The samples as one column holds them. */
export const samplesText = (samples: readonly WarningSample[]): string => JSON.stringify(samples)

export function parseSamples(text: unknown): WarningSample[] {
  const list: unknown = typeof text === 'string' ? JSON.parse(text) : []
  return Array.isArray(list) ? list.filter((s): s is WarningSample => isObject(s)) : []
}
