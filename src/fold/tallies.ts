import { earlier, instantOf, later } from '../openlineage/order-key.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import { instantMs } from '../openlineage/time.ts'

/** How many events of a source were so; it adds up like a warning. */
export interface TallyFact {
  readonly sourceId: number
  readonly kind: 'client' | 'late' | 'sent'
  readonly name: string
  events: number
  first: OrderKey
  last: OrderKey
}

export function addTally(into: TallyFact, from: Pick<TallyFact, 'events' | 'first' | 'last'>): void {
  into.events += from.events
  into.first = earlier(into.first, from.first) ?? into.first
  into.last = later(into.last, from.last) ?? into.last
}

/**
 * How long after its time an event arrived: '00' less than a minute, else the number of times that a minute doubles into it, as two digits
 * ('06': 32 minutes to 64). Null for an event without a believable time.
 */
export function latenessOf(key: OrderKey, receivedAtMs: number): string | null {
  if (!key.startsWith('1')) return null
  const minutes = (receivedAtMs - instantMs(instantOf(key))) / 60_000
  const bucket = minutes < 1 ? 0 : Math.min(99, Math.floor(Math.log2(minutes)) + 1)
  return String(bucket).padStart(2, '0')
}
