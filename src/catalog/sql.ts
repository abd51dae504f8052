import type { Executor, SqlValue } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'

/** What sorts after every text that starts with `prefix`. */
export const afterPrefix = (prefix: string): string => `${prefix}\u{10ffff}\u{10ffff}`

/** Any number of ids as one parameter, so that a statement is prepared once whatever the length of the list. */
export const idList = (db: Executor, ids: Iterable<number>): string =>
  db.dialect === 'sqlite' ? `[${[...ids].join(',')}]` : `{${[...ids].join(',')}}`

/** `column ${among(db)}` holds where the column is in the `idList` given as parameter. */
export const among = (db: Executor): string => (db.dialect === 'sqlite' ? 'IN (SELECT value FROM json_each(?))' : '= ANY(?::bigint[])')

/** A table `k` with one column `value`: the ids of the `idList` given as parameter. */
export const eachId = (db: Executor): string => (db.dialect === 'sqlite' ? 'json_each(?) AS k' : 'unnest(?::bigint[]) AS k(value)')

/** Any number of texts as one parameter; they are encoded here. */
export const textList = (texts: Iterable<string>): string => JSON.stringify([...texts].map(encodeText))

/** The same for texts that are stored text already. */
export const storedList = (texts: Iterable<string>): string => JSON.stringify([...texts])

/** Like `among`, for a `textList`. */
export const amongTexts = (db: Executor): string =>
  db.dialect === 'sqlite' ? 'IN (SELECT value FROM json_each(?))' : '= ANY(ARRAY(SELECT jsonb_array_elements_text(?::jsonb)))'

/** Keeps SQLite from choosing the index of this column; PostgreSQL has statistics and chooses itself. */
export const unindexed = (db: Executor, column: string): string => (db.dialect === 'sqlite' ? `+${column}` : column)

/**
 * Ends the query of an EXISTS that is asked row by row. Without it PostgreSQL may turn the EXISTS round: read all that it could ever find, and
 * join the rows to that.
 */
export const rowByRow = 'LIMIT 1 OFFSET 0'

/** Counts rows, no further than `limit`. `from` is all that follows SELECT 1. */
export async function countUpTo(db: Executor, limit: number, from: string, params: readonly SqlValue[]): Promise<number> {
  const row = await db.get<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 ${from} LIMIT ${limit}) AS counted`, params)
  return row?.n ?? 0
}

/** Totals are exact up to here. */
export const exactUpTo = 10_000

/** A page whose `next` is still the sort values of its last row: the route makes the cursor of them. */
export interface KeyPage<T> {
  readonly items: T[]
  readonly next: PageKey | null
  readonly total: number | null
  readonly totalAtLeast: number | null
}
export type PageKey = readonly (string | number | null)[]

/** Groups rows by a number, in their order. */
export function groupBy<T>(rows: Iterable<T>, keyOf: (row: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
