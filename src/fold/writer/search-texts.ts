import { documentationIn, ownersIn, sqlIn, tagsIn } from '../../catalog/facets.ts'
import { labelOf, labelSort, tagLabel, textWords } from '../../catalog/search/parts.ts'
import { labelTable, textWordTable } from '../../catalog/search-tables.ts'
import type { Executor, Row } from '../../db/contract.ts'
import type { Table } from '../../db/table.ts'
import { encodeText } from '../../lib/text.ts'
import type { SchemaFact } from '../changes.ts'
import type { Merged } from './rows.ts'

/** What the search knows from one facet: rows of one table, told apart by the rest of the key. */
interface Told {
  readonly table: Table
  rows(row: Row, facet: unknown): Row[]
}

const words = (kindOf: (owner: string) => string, textOf: (facet: unknown) => string): Told => ({
  table: textWordTable,
  rows: (row, facet) =>
    [...textWords(textOf(facet))].map((word) => ({ word, kind: kindOf(String(row['owner'])), ref: row['owner_id'] ?? 0 })),
})

const labels = (kind: string, labelsIn: (facet: unknown) => string[]): Told => ({
  table: labelTable,
  rows: (row, facet) =>
    labelsIn(facet)
      .filter((label) => label !== '')
      .slice(0, labelsAtMost)
      .map((label) => labelOf(encodeText(label)))
      .map((label) => ({ kind, sort: labelSort(label), label, owner: row['owner'] ?? '', owner_id: row['owner_id'] ?? 0 })),
})

/** Labels of one facet that are noted. */
const labelsAtMost = 200

const followed: Readonly<Record<string, Told>> = {
  documentation: words(
    (owner) => owner,
    (facet) => documentationIn(facet).description ?? '',
  ),
  sql: words(
    () => 'sql',
    (facet) => sqlIn(facet)?.query ?? '',
  ),
  ownership: labels('owner', (facet) => ownersIn(facet).map((o) => o.name)),
  tags: labels('tag', (facet) => tagsIn(facet).map((t) => tagLabel(t.key, t.value))),
}

/** Keys of facets are anybody's words: `constructor` is one as well. */
const toldBy = (key: string): Told | undefined => (Object.hasOwn(followed, key) ? followed[key] : undefined)

/** Brings words and labels up to facets that have just been merged. What says the same as before costs a comparison. */
export async function followFacets(tx: Executor, merged: readonly Merged[]): Promise<void> {
  const gone = new Map<Table, Row[]>()
  const come = new Map<Table, Row[]>()
  for (const { row, was } of merged) {
    const told = toldBy(String(row['key']))
    if (told === undefined || (was !== undefined && saidIn(was) === saidIn(row))) continue
    const now = byKey(told.table, rowsOf(told, row))
    const before = byKey(told.table, was === undefined ? [] : rowsOf(told, was))
    put(
      gone,
      told.table,
      [...before].filter(([key]) => !now.has(key)),
    )
    put(
      come,
      told.table,
      [...now].filter(([key]) => !before.has(key)),
    )
  }
  for (const [table, rows] of gone)
    await tx.remove(
      table,
      rows.map((row) => table.key.map((k) => row[k] ?? null)),
    )
  for (const [table, rows] of come) await tx.upsert(table, rows)
}

const saidIn = (row: Row): string | null => (row['deleted'] === 1 || typeof row['value'] !== 'string' ? null : row['value'])

function rowsOf(told: Told, row: Row): Row[] {
  const said = saidIn(row)
  return said === null ? [] : told.rows(row, JSON.parse(said))
}

const byKey = (table: Table, rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.map((row) => [table.key.map((k) => row[k]).join('\0'), row]))

function put(into: Map<Table, Row[]>, table: Table, rows: readonly (readonly [string, Row])[]): void {
  if (rows.length === 0) return
  const list = into.get(table) ?? []
  for (const [, row] of rows) list.push(row)
  into.set(table, list)
}

/** Words of the descriptions of fields, of schemas that were said for the first time. */
export async function writeColumnTexts(tx: Executor, merged: readonly Merged[], schemas: readonly SchemaFact[]): Promise<void> {
  const rows: Row[] = []
  for (const [i, { row, isNew }] of merged.entries()) {
    if (!isNew) continue
    const text = (schemas[i]?.fields ?? []).map(([, , description]) => description ?? '').join(' ')
    for (const word of textWords(text)) rows.push({ word, kind: 'column', ref: row['dataset_id'] ?? 0 })
  }
  await tx.upsert(textWordTable, rows)
}
