/**
 * Tables of the demo estate, written as text: one field a line, with the columns that it is made of.
 *
 *     order_id     bigint                                   a field
 *     gross        numeric(12,2) = stg_orders.gross          taken over as it is
 *     net          numeric(12,2) ~ stg_orders.gross, stg_orders.discount   computed
 *     revenue      numeric(14,2) + fct_orders.net            aggregated
 *     email_hash   text          # stg_customers.email       masked
 *     @-9 coupon   text          = …                         there until 9 days ago
 *     @+16 tier    text          = …                         there since 16 days ago
 *     ! FILTER stg_orders.status                             decides which rows, not what is in them
 *
 * ` -- text` at the end describes a field.
 */
import { must } from '../lib/assert.ts'

export type Op = '=' | '~' | '+' | '#'
export type ColumnRef = { readonly table: string; readonly field: string }
export type DemoField = {
  readonly name: string
  readonly type: string
  readonly op: Op
  readonly from: readonly ColumnRef[]
  readonly description: string | null
  /** Days before now; null: always. */
  readonly since: number | null
  readonly until: number | null
}
export type Influence = { readonly subtype: string; readonly from: ColumnRef }
export type Symlink = { readonly namespace: string; readonly name: string }
export type Table = {
  readonly key: string
  readonly namespace: string
  readonly name: string
  readonly symlink: Symlink | null
  readonly format: 'parquet' | 'iceberg' | 'table' | 'csv' | 'topic'
  readonly description: string | null
  readonly owner: string | null
  /** Rows of an ordinary write. */
  readonly rows: number
  readonly fields: readonly DemoField[]
  readonly influences: readonly Influence[]
}

const LINE = /^(?:@([+-])([\d.]+)\s+)?(\S+)\s+(\S+)(?:\s+([=~+#])\s+(.+?))?(?:\s+--\s+(.+))?$/

function reference(text: string): ColumnRef {
  const dot = text.lastIndexOf('.')
  return { table: text.slice(0, dot).trim(), field: text.slice(dot + 1).trim() }
}

function parseField(line: string): DemoField {
  const [, sign, days, name, type, op, from, description] = must(LINE.exec(line), `a field of the demo: ${line}`)
  return {
    name: must(name, 'a field has a name'),
    type: must(type, 'a field has a type'),
    op: (op ?? '=') as Op,
    from: from === undefined ? [] : from.split(',').map(reference),
    description: description ?? null,
    since: sign === '+' ? Number(days) : null,
    until: sign === '-' ? Number(days) : null,
  }
}

/** Reads the text form; lines that start with `!` are influences. */
export function parseColumns(text: string): { fields: DemoField[]; influences: Influence[] } {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const influences = lines
    .filter((line) => line.startsWith('!'))
    .map((line) => {
      const [, subtype, from] = line.split(/\s+/)
      return { subtype: must(subtype, 'an influence has a kind'), from: reference(must(from, 'an influence has a column')) }
    })
  return { fields: lines.filter((line) => !line.startsWith('!')).map(parseField), influences }
}

/** The fields that a table has at an instant given as days before now. */
export function fieldsAt(table: Table, daysAgo: number): DemoField[] {
  return table.fields.filter((field) => (field.since === null || daysAgo < field.since) && (field.until === null || daysAgo >= field.until))
}

/** The keys of the tables that one is made of, in the order of first mention. */
export function sourcesOf(table: Table): string[] {
  const named = [...table.fields.flatMap((field) => field.from), ...table.influences.map((influence) => influence.from)]
  return [...new Set(named.map((ref) => ref.table))]
}
