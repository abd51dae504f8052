import { compareUtf8 } from '../lib/text.ts'

/** What a key may hold; the same as SqlValue of the contract, which stands on this file. */
type KeyValue = string | number | Uint8Array | null

export type ColumnType = 'int' | 'text' | 'blob'

/** A table as data: both engines' DDL, bulk loads and upserts come from it. */
export interface Table {
  /** Plain name; the schema (PostgreSQL) or file (SQLite) comes from the connection. */
  readonly name: string
  readonly columns: Readonly<Record<string, ColumnType>>
  /** Primary key. `clustered: false` is for rows that are wide beside their key. */
  readonly key: readonly string[]
  readonly clustered?: boolean
  /** Column lists, each an index; a trailing ` unique` makes it unique, ` where …` an index of those rows alone. */
  readonly indexes?: readonly string[]
}

const typeNames = {
  sqlite: { int: 'INTEGER', text: 'TEXT', blob: 'BLOB' },
  postgres: { int: 'bigint', text: 'text COLLATE "C"', blob: 'bytea' },
}

/** The statements that make `table` and its indexes, for one engine. */
export function createTableSql(table: Table, dialect: 'sqlite' | 'postgres'): string {
  const columns = Object.entries(table.columns).map(([name, type]) => `"${name}" ${typeNames[dialect][type]}`)
  const parts = [...columns, `PRIMARY KEY (${quoted(table.key)})`]
  const rowid = table.key.length === 1 && table.columns[table.key[0] ?? ''] === 'int'
  const options = dialect === 'postgres' ? '' : rowid || table.clustered === false ? ' STRICT' : ' STRICT, WITHOUT ROWID'
  const indexes = (table.indexes ?? []).map((spec, n) => createIndexSql(table, spec, n))
  return [`CREATE TABLE IF NOT EXISTS "${table.name}" (${parts.join(', ')})${options}`, ...indexes].join(';\n')
}

function createIndexSql(table: Table, spec: string, n: number): string {
  const [list = '', rows] = spec.split(' where ')
  const unique = list.endsWith(' unique')
  const columns = (unique ? list.slice(0, -' unique'.length) : list).split(',').map((c) => c.trim())
  const where = rows === undefined ? '' : ` WHERE ${rows}`
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS "${table.name}_${n}" ON "${table.name}" (${columns.map((c) => `"${c}"`).join(', ')})${where}`
}

export const quoted = (columns: readonly string[]): string => columns.map((c) => `"${c}"`).join(', ')

/** Orders values as both engines do: null first, then numbers, then text by UTF-8 bytes. */
export function compareKeys(a: readonly KeyValue[], b: readonly KeyValue[]): number {
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? null
    const y = b[i] ?? null
    if (x === y) continue
    if (x === null) return -1
    if (y === null) return 1
    if (typeof x === 'number' && typeof y === 'number') return x - y
    const order = typeof x === 'string' && typeof y === 'string' ? compareUtf8(x, y) : Buffer.compare(bytesOf(x), bytesOf(y))
    if (order !== 0) return order
  }
  return 0
}

const bytesOf = (value: Exclude<KeyValue, null>): Uint8Array => (value instanceof Uint8Array ? value : Buffer.from(String(value)))
