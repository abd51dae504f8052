import type { StatementSync } from 'node:sqlite'
import type { SqlValue } from './contract.ts'

/**
 * A prepared statement. node:sqlite makes each row an object in the engine's slow form, which costs twice as much to make and to read as
 * an object of a known shape: so rows come as lists, and are made objects here.
 */
export class Statement {
  readonly #raw: StatementSync
  #names: readonly string[] = []
  /** A row without values, made at its full width: a copy of it is filled without growing. */
  #blank: Record<string, SqlValue> = {}

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
    if (values.length !== this.#names.length) this.#learn()
    const row = { ...this.#blank }
    for (let i = 0; i < values.length; i++) row[this.#names[i] ?? ''] = values[i] ?? null
    return row
  }

  #learn(): void {
    this.#names = this.#raw.columns().map((c) => c.name)
    this.#blank = JSON.parse(JSON.stringify(Object.fromEntries(this.#names.map((name) => [name, null])))) as Record<string, null>
  }
}
