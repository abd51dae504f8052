import type { EventsQuery } from '../contract/events.ts'
import type { SqlValue } from '../db/contract.ts'
import type { PageKey } from './sql.ts'

export type EventsQuestion = Omit<EventsQuery, 'cursor'> & { readonly after: PageKey | null }

/** Positions of one page, newest first, and where the next page starts; null at the end. */
export interface Positions {
  readonly positions: readonly number[]
  readonly next: PageKey | null
}

/** One condition on `event e`. */
export interface Condition {
  readonly sql: string
  readonly value: SqlValue
  /** An index gives its rows in the order of positions. */
  readonly indexed: boolean
}

/** After every position. */
export const lastPosition = Number.MAX_SAFE_INTEGER
