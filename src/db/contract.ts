import type { Table } from './table.ts'

/** What a column may hold. Integers stay below 2^53; text never holds NUL or a lone surrogate (see lib/text.ts). */
export type SqlValue = string | number | Uint8Array | null
export type Row = Record<string, SqlValue>

/**
 * Runs SQL of either engine. Statements are written once, with `?` for parameters; what differs between the engines stays
 * behind this contract or is chosen by `dialect`.
 */
export interface Executor {
  readonly dialect: 'sqlite' | 'postgres'
  all<T = Row>(sql: string, params?: readonly SqlValue[]): Promise<T[]>
  get<T = Row>(sql: string, params?: readonly SqlValue[]): Promise<T | undefined>
  /** Resolves to the number of rows changed. */
  run(sql: string, params?: readonly SqlValue[]): Promise<number>
  /** The rows of `table` with these keys (values in the order of `by`, which is `table.key` unless told), in no particular order; missing ones are left out. */
  load<T = Row>(table: Table, keys: readonly (readonly SqlValue[])[], by?: readonly string[]): Promise<T[]>
  /** Inserts whole rows, or replaces the other columns of those that exist. Rows are sorted by key first, so that writers never deadlock. */
  upsert(table: Table, rows: readonly Row[]): Promise<void>
  /** Deletes the rows with these keys. */
  remove(table: Table, keys: readonly (readonly SqlValue[])[]): Promise<void>
}

export interface Database extends Executor {
  /**
   * Runs `work` in one transaction; rolls back and rethrows when it throws. Resolves when the commit is durable, as far as this store
   * promises that. `committed` is called right after the commit, before any other transaction of this connection begins.
   */
  transaction<T>(work: (tx: Executor) => Promise<T>, committed?: (result: T) => void): Promise<T>
  /** Runs statements separated by semicolons, such as a migration. */
  script(sql: string): Promise<void>
  close(): Promise<void>
}
