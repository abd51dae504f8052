/** What every part of the demo writes into: events with their time, built only when they are read. */
import type { Estate, Json } from './facets.ts'
import { between, draw, uuid7 } from './random.ts'
import type { Table } from './table.ts'

export type Producer = 'airflow' | 'spark' | 'dbt'
export type Pending = { readonly at: number; readonly order: number; readonly source: Producer; readonly build: () => Json }
export type Outcome = { readonly endedAt: number; readonly ok: boolean }

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** One generation: the clock, the chance and the events so far. Times are milliseconds since 1970. */
export class Scene {
  readonly estate: Estate
  readonly now: number
  readonly first: number
  readonly #seed: number
  readonly #events: Pending[] = []

  constructor(options: { estate: Estate; now: number; seed: number; days: number }) {
    this.estate = options.estate
    this.now = options.now
    this.first = options.now - options.days * DAY
    this.#seed = options.seed
  }

  /** Adds an event. What lies after now has not happened yet and is left out. */
  emit(at: number, source: Producer, build: () => Json): void {
    if (at <= this.now) this.#events.push({ at, order: this.#events.length, source, build })
  }

  /** By event time; of equal times in the order of emission. */
  inOrder(): Pending[] {
    return this.#events.sort((a, b) => a.at - b.at || a.order - b.order)
  }

  daysAgo(at: number): number {
    return (this.now - at) / DAY
  }

  runId(key: string, at: number): string {
    return uuid7(this.#seed, key, at)
  }

  number(key: string, low: number, high: number): number {
    return between(this.#seed, key, low, high)
  }

  /** A duration near `seconds`, in milliseconds; now and then a slow one. */
  lasting(key: string, seconds: number): number {
    const slow = draw(this.#seed, `${key}|slow`) < 0.04 ? 2.4 : 1
    return Math.round(seconds * SECOND * slow * (0.8 + 0.4 * draw(this.#seed, `${key}|took`)))
  }

  /** Rows of one write: weekends are quieter, the shop grows, nothing is exact. */
  rows(table: Table, at: number): number {
    const weekday = new Date(at).getUTCDay()
    const week = weekday === 0 || weekday === 6 ? 0.72 : 1
    const growth = 1 - 0.004 * this.daysAgo(at)
    return Math.round(table.rows * week * growth * (0.93 + 0.14 * draw(this.#seed, `${table.key}|${String(at)}`)))
  }
}

/** The instants of a daily schedule, at each of these hours (UTC, fractions allowed), within the scene. */
export function daily(scene: Scene, hours: readonly number[]): number[] {
  const midnight = Math.floor(scene.first / DAY) * DAY
  const all: number[] = []
  for (let day = midnight; day <= scene.now; day += DAY) all.push(...hours.map((hour) => day + hour * HOUR))
  return all.filter((at) => at >= scene.first && at <= scene.now)
}
