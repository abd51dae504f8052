import { DatabaseSync } from 'node:sqlite'
import { assert, must } from '../lib/assert.ts'
import type { Database, Executor, Row, SqlValue } from './contract.ts'
import { compareKeys, quoted } from './table.ts'
import type { Table } from './table.ts'
import { Statement } from './sqlite-statement.ts'
import { WalSync } from './wal-sync.ts'

/** Older versions can corrupt a WAL database when two connections checkpoint at once. */
const oldestSafeVersion = '3.51.3'

export interface SqliteOptions {
  readonly readOnly?: boolean
  /** `full` waits for the disk after each commit (the log); `normal` may lose the last commits in a power cut, never consistency (a catalog can be rebuilt); `off` is for a catalog that is being built beside the live one. */
  readonly synchronous?: 'full' | 'normal' | 'off'
  /** With `full`: whether the thread has something else to do while the disk is waited for. */
  readonly hasMore?: () => boolean
  readonly cacheKb?: number
  /** Pages of the write-ahead log at which a commit also moves them to the file: more for a file that is written in bursts. */
  readonly checkpointPages?: number
}

/** Opens (and unless read-only creates) a SQLite file. One writer per file: callers keep to it. */
export function openSqlite(file: string, options: SqliteOptions = {}): SqliteDatabase {
  return new SqliteDatabase(file, options)
}

/** node:sqlite is synchronous: use it off the thread that answers HTTP. Methods are async only to share one contract with PostgreSQL. */
export class SqliteDatabase implements Database {
  readonly dialect = 'sqlite'
  readonly raw: DatabaseSync
  readonly #statements = new Map<string, Statement>()
  #tail: Promise<unknown> = Promise.resolve()
  readonly #sync: WalSync | null

  constructor(file: string, options: SqliteOptions) {
    this.raw = new DatabaseSync(file, { readOnly: options.readOnly ?? false, timeout: 10_000, enableForeignKeyConstraints: false })
    const version = String(this.raw.prepare('SELECT sqlite_version() AS v').get()?.['v'])
    assert(isAtLeast(version, oldestSafeVersion), `SQLite ${version} is older than ${oldestSafeVersion}, which can corrupt a database`)
    this.raw.exec(`PRAGMA cache_size=-${options.cacheKb ?? 16_384}; PRAGMA temp_store=MEMORY`)
    const isDurable = !options.readOnly && (options.synchronous ?? 'full') === 'full' && file !== ':memory:'
    this.#sync = isDurable ? new WalSync(`${file}-wal`, options.hasMore ?? (() => false)) : null
    if (options.readOnly) return
    this.raw.exec('PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864')
    // With `full` SQLite would wait itself, and always hold up this thread: WalSync does, before anyone is told of the commit.
    const synchronous = options.synchronous === 'off' ? 'off' : 'normal'
    this.raw.exec(`PRAGMA synchronous=${synchronous}; PRAGMA wal_autocheckpoint=${options.checkpointPages ?? 1_000}`)
  }

  async all<T = Row>(sql: string, params: readonly SqlValue[] = []): Promise<T[]> {
    return this.#statement(sql).all<T>(params)
  }

  async get<T = Row>(sql: string, params: readonly SqlValue[] = []): Promise<T | undefined> {
    return this.#statement(sql).get<T>(params)
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    const changes = this.#statement(sql).run(params)
    if (!this.raw.isTransaction) await this.#sync?.settled()
    return changes
  }

  async load<T = Row>(table: Table, keys: readonly (readonly SqlValue[])[], by = table.key): Promise<T[]> {
    if (keys.length === 0) return []
    const where = by.map((k) => `"${k}" = ?`).join(' AND ')
    const statement = this.#statement(`SELECT * FROM "${table.name}" WHERE ${where}`)
    const found: T[] = []
    for (const key of keys) {
      const row = statement.get<T>(key)
      if (row !== undefined) found.push(row)
    }
    return found
  }

  async upsert(table: Table, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    const columns = Object.keys(table.columns)
    const rest = columns.filter((c) => !table.key.includes(c))
    const action = rest.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${rest.map((c) => `"${c}" = excluded."${c}"`).join(', ')}`
    const marks = columns.map(() => '?').join(', ')
    const statement = this.#statement(
      `INSERT INTO "${table.name}" (${quoted(columns)}) VALUES (${marks}) ON CONFLICT (${quoted(table.key)}) ${action}`,
    )
    for (const row of sortedByKey(table, rows)) statement.run(columns.map((c) => row[c] ?? null))
  }

  async remove(table: Table, keys: readonly (readonly SqlValue[])[]): Promise<void> {
    const statement = this.#statement(`DELETE FROM "${table.name}" WHERE ${table.key.map((k) => `"${k}" = ?`).join(' AND ')}`)
    for (const key of keys) statement.run(key)
  }

  /** Transactions on this connection follow one another; BEGIN IMMEDIATE avoids SQLITE_BUSY_SNAPSHOT on a later write. */
  async transaction<T>(work: (tx: Executor) => Promise<T>, committed?: (result: T) => void): Promise<T> {
    const turn = this.#tail.then(async () => {
      this.#sync?.check()
      this.raw.exec('BEGIN IMMEDIATE')
      try {
        const result = await work(this)
        this.raw.exec('COMMIT')
        committed?.(result)
        return result
      } catch (error) {
        if (this.raw.isTransaction) this.raw.exec('ROLLBACK')
        throw error
      }
    })
    this.#tail = turn.catch(() => undefined)
    const result = await turn
    await this.#sync?.settled()
    return result
  }

  async script(sql: string): Promise<void> {
    this.raw.exec(sql)
  }

  async close(): Promise<void> {
    await this.#sync?.close()
    this.#statements.clear()
    this.raw.close()
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = new Statement(this.raw.prepare(sql))
      if (this.#statements.size > 500) this.#statements.clear()
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

function sortedByKey(table: Table, rows: readonly Row[]): readonly Row[] {
  if (rows.length < 2) return rows
  const keyOf = (row: Row): SqlValue[] => table.key.map((k) => row[k] ?? null)
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map((r) => r.row)
}

function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((v) => v.split('.').map(Number))
  return compareKeys(must(a, 'a version has parts'), must(b, 'a version has parts')) >= 0
}
