import pg from 'pg'
import type { Database, Executor, Row, SqlValue } from './contract.ts'
import { compareKeys, quoted } from './table.ts'
import type { ColumnType, Table } from './table.ts'

const arrayTypes: Record<ColumnType, string> = { int: 'bigint[]', text: 'text[]', blob: 'bytea[]' }
/** Rows of one statement: keeps a message to the server at a few MB. */
const rowsPerStatement = 5_000

const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format),
} as pg.CustomTypesConfig

export interface PostgresOptions {
  /** Where unqualified names are looked up and made, in this order. */
  readonly searchPath?: readonly string[]
  readonly connections?: number
  readonly readOnly?: boolean
  /** Keeps a connection that is not used, such as one that holds a lock. */
  readonly keepIdle?: boolean
}

/** Statements are short: starting workers or a compiler costs more than they win, and pages come from memory or an SSD. */
const plain = ['jit=off', 'max_parallel_workers_per_gather=0', 'random_page_cost=1.1']
/**
 * Questions are written as SQLite carries them out: ids first, then loops over indexes. Whatever statistics say, or where there are none yet,
 * nothing that reads a whole table or a whole index is better.
 */
const asWritten = [
  'default_transaction_read_only=on',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'enable_bitmapscan=off',
]

/** A pool of connections to PostgreSQL 15 or later. Nothing is sent before the first statement. */
export function openPostgres(url: string, options: PostgresOptions = {}): PostgresDatabase {
  return new PostgresDatabase(url, options)
}

type Queryable = Pick<pg.PoolClient, 'query'>

class PostgresExecutor implements Executor {
  readonly dialect = 'postgres'
  readonly client: Queryable

  constructor(client: Queryable) {
    this.client = client
  }

  async all<T = Row>(sql: string, params: readonly SqlValue[] = []): Promise<T[]> {
    const result = await this.client.query({ text: numbered(sql), values: params as SqlValue[] })
    return result.rows as T[]
  }

  async get<T = Row>(sql: string, params: readonly SqlValue[] = []): Promise<T | undefined> {
    return (await this.all<T>(sql, params))[0]
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<number> {
    const result = await this.client.query({ text: numbered(sql), values: params as SqlValue[] })
    return result.rowCount ?? 0
  }

  async load<T = Row>(table: Table, keys: readonly (readonly SqlValue[])[], by = table.key): Promise<T[]> {
    const found: T[] = []
    for (const part of chunks(keys)) {
      const { from, params } = unnest(by, table, part)
      const on = by.map((k) => `t."${k}" = k."${k}"`).join(' AND ')
      found.push(...(await this.all<T>(`SELECT t.* FROM "${table.name}" t JOIN ${from} AS k (${quoted(by)}) ON ${on}`, params)))
    }
    return found
  }

  async upsert(table: Table, rows: readonly Row[]): Promise<void> {
    const columns = Object.keys(table.columns)
    const rest = columns.filter((c) => !table.key.includes(c))
    const action = rest.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${rest.map((c) => `"${c}" = excluded."${c}"`).join(', ')}`
    const sorted = rows.toSorted((a, b) => compareKeys(keyOf(table, a), keyOf(table, b)))
    for (const part of chunks(sorted)) {
      const { from, params } = unnest(
        columns,
        table,
        part.map((row) => columns.map((c) => row[c] ?? null)),
      )
      await this.run(
        `INSERT INTO "${table.name}" (${quoted(columns)}) SELECT * FROM ${from} ON CONFLICT (${quoted(table.key)}) ${action}`,
        params,
      )
    }
  }

  async remove(table: Table, keys: readonly (readonly SqlValue[])[]): Promise<void> {
    for (const part of chunks(keys)) {
      const { from, params } = unnest(table.key, table, part)
      const on = table.key.map((k) => `t."${k}" = k."${k}"`).join(' AND ')
      await this.run(`DELETE FROM "${table.name}" t USING ${from} AS k (${quoted(table.key)}) WHERE ${on}`, params)
    }
  }
}

export class PostgresDatabase extends PostgresExecutor implements Database {
  readonly pool: pg.Pool

  constructor(url: string, options: PostgresOptions) {
    const path = options.searchPath?.map((s) => `"${s}"`).join(',') ?? 'public'
    const settings = [`search_path=${path}`, 'synchronous_commit=on', ...plain, ...(options.readOnly ? asWritten : [])]
    const pool = new pg.Pool({
      connectionString: url,
      max: options.connections ?? 4,
      options: settings.map((s) => `-c ${s}`).join(' '),
      types,
      idleTimeoutMillis: options.keepIdle ? 0 : 30_000,
      connectionTimeoutMillis: 10_000,
    })
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    pool.on('error', () => undefined)
    super(pool as unknown as Queryable)
    this.pool = pool
  }

  async transaction<T>(work: (tx: Executor) => Promise<T>, committed?: (result: T) => void): Promise<T> {
    const client = await this.pool.connect()
    // A connection that breaks fails its statement; without a listener it would end the process as well.
    client.on('error', ignore)
    let broken = false
    try {
      await client.query('BEGIN')
      const result = await work(new PostgresExecutor(client))
      await client.query('COMMIT')
      committed?.(result)
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch(() => (broken = true))
      throw error
    } finally {
      client.off('error', ignore)
      client.release(broken)
    }
  }

  async script(sql: string): Promise<void> {
    await this.pool.query(sql)
  }

  async close(): Promise<void> {
    await this.pool.end()
  }
}

const ignore = (): void => undefined

const keyOf = (table: Table, row: Row): SqlValue[] => table.key.map((k) => row[k] ?? null)

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < rows.length; i += rowsPerStatement) yield rows.slice(i, i + rowsPerStatement)
}

/** One array parameter per column, so that any number of rows is one statement. */
function unnest(columns: readonly string[], table: Table, rows: readonly (readonly SqlValue[])[]): { from: string; params: SqlValue[] } {
  const casts = columns.map((c) => `?::${arrayTypes[table.columns[c] ?? 'text']}`)
  const params = columns.map((_, i) => rows.map((row) => row[i] ?? null))
  return { from: `unnest(${casts.join(', ')})`, params: params as unknown as SqlValue[] }
}

/** `?` to `$1`, `$2` …; question marks inside quotes stay. */
const numberedSql = new Map<string, string>()
function numbered(sql: string): string {
  const known = numberedSql.get(sql)
  if (known !== undefined) return known
  let n = 0
  const text = sql.replace(/'[^']*'|"[^"]*"|\?/g, (m) => (m === '?' ? `$${++n}` : m))
  if (numberedSql.size > 2_000) numberedSql.clear()
  numberedSql.set(sql, text)
  return text
}
