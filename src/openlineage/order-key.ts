import { instantMs, unreadableInstant } from './time.ts'

/**
 * The total order of events, as text that sorts by bytes: class (1), instant (21), rank (1), start of the SHA-256 (16).
 * Class 0 holds events without a readable time and those that lie more than 24 h after their first arrival: they rank below all
 * others, among themselves by stated time and hash. Arrival plays no other part.
 */
export type OrderKey = string

/** How the keys of events without a readable time start. */
const timeless = `0${unreadableInstant}`
const clockToleranceMs = 24 * 3_600_000
const ranks: Readonly<Record<string, string>> = { START: '0', COMPLETE: '2', ABORT: '3', FAIL: '4' }

export function orderKey(instant: string | null, eventType: string | null, hash: string, receivedAtMs: number): OrderKey {
  const stated = instant ?? unreadableInstant
  if (instant === null || isFromFuture(instant, receivedAtMs)) return `0${stated}0${hash.slice(0, 16)}`
  return `1${stated}${ranks[eventType ?? ''] ?? '1'}${hash.slice(0, 16)}`
}

export const isFromFuture = (instant: string, receivedAtMs: number): boolean => instantMs(instant) > receivedAtMs + clockToleranceMs

const isTimeless = (key: OrderKey): boolean => key.startsWith(timeless)

export const instantOf = (key: OrderKey): string => key.slice(1, 22)

/** The later of two; null is before all. */
export const later = (a: OrderKey | null, b: OrderKey | null): OrderKey | null => (a === null || (b !== null && b > a) ? b : a)

/** The earlier of two, where a trusted time counts before an untrusted one, and that before none; null gives way. */
export function earlier(a: OrderKey | null, b: OrderKey | null): OrderKey | null {
  if (a === null || b === null) return a ?? b
  if (a[0] !== b[0] || isTimeless(a) !== isTimeless(b)) return a > b ? a : b
  return a < b ? a : b
}
