import type { Executor, SqlValue } from '../db/contract.ts'

/** Rows of one statement of a scan: short enough that other questions hardly wait. */
const chunk = 2_000

export interface ScanLimits {
  readonly rows: number
  readonly ms: number
}

/** How much one question may still look at. `stopped`: it would have looked at more. */
export class Budget {
  stopped = false
  #rows: number
  readonly #until: number

  constructor({ rows, ms }: ScanLimits) {
    this.#rows = rows
    this.#until = performance.now() + ms
  }

  /** Rows of the next step; 0 and `stopped` when nothing is left. */
  next(): number {
    const rows = performance.now() > this.#until ? 0 : Math.min(this.#rows, chunk)
    if (rows === 0) this.stopped = true
    return rows
  }

  spend(rows: number): void {
    this.#rows -= rows
  }
}

/**
 * Rows of a table in the order of `key`, an indexed whole number above 0, in short steps between which others are answered. `select` ends in
 * a condition; `key` is a column of its rows.
 */
export async function* scan<K extends string, T extends Readonly<Record<K, number>>>(
  db: Executor,
  select: string,
  key: K,
  params: readonly SqlValue[],
  budget: Budget,
): AsyncGenerator<T[]> {
  for (let after = 0; ;) {
    const most = budget.next()
    if (most === 0) return
    const rows = await db.all<T>(`${select} AND ${key} > ? ORDER BY ${key} LIMIT ${most}`, [...params, after])
    budget.spend(rows.length)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < most) return
    after = last[key]
    await new Promise(setImmediate)
  }
}
