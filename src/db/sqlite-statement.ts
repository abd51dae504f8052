import type { StatementSync } from 'node:sqlite'
import type { SqlValue } from './contract.ts'

/**
 * A prepared statement. node:sqlite makes each row an object in the engine's slow form, which costs twice as much to make and to read as
 * an object of a known shape: so rows come as lists, and are made objects here.
 */
export class Statement {
  readonly #raw: StatementSync
  #names: readonly string[] = []

  constructor(raw: StatementSync) {
    this.#raw = raw
    raw.setReturnArrays(true)
  }

  all<T>(params: readonly SqlValue[]): T[] {
    const rows = this.#raw.all(...(params as SqlValue[])) as unknown as SqlValue[][]
    return rows.map((row) => this.#row(row) as T)
  }

  get<T>(params: readonly SqlValue[]): T | undefined {
    const row = this.#raw.get(...(params as SqlValue[])) as unknown as SqlValue[] | undefined
    return row === undefined ? undefined : (this.#row(row) as T)
  }

  /** How many rows were changed. */
  run(params: readonly SqlValue[]): number {
    return Number(this.#raw.run(...(params as SqlValue[])).changes)
  }

  #row(values: readonly SqlValue[]): Record<string, SqlValue> {
    // Of `SELECT *` a migration may change the columns.
    if (values.length !== this.#names.length) this.#names = this.#raw.columns().map((c) => c.name)
    const row: Record<string, SqlValue> = {}
    for (let i = 0; i < values.length; i++) row[this.#names[i] ?? ''] = values[i] ?? null
    return row
  }
}
