import type { FieldItem, FieldLineage } from '../contract/catalog.ts'
import type { Executor, SqlValue } from '../db/contract.ts'
import { encodeText, truncate } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import { columnEdgeColumns, inferredEdgeColumns, saidFirst, shownEdges } from './column-edges.ts'
import type { ColumnEdgeRow } from './column-edges.ts'
import type { ReadContext } from './context.ts'
import { fieldHash } from './keys.ts'
import { decoded, groupIdOf, groupNames } from './names.ts'
import { bounded, totals } from './list.ts'
import { parseFields } from './schemas.ts'
import { afterPrefix, among, countUpTo, exactUpTo, idList } from './sql.ts'
import type { KeyPage, PageKey } from './sql.ts'

export interface FieldsQuestion {
  readonly q: string
  readonly after: PageKey | null
  readonly limit: number
}

interface FieldRow {
  readonly dataset_id: number
  readonly path_hash: string
  readonly path: string
  readonly name_sort: string
}

const edgesAtMost = 2_000

/** Fields whose own name (the last part of the path) starts with `q`, over all datasets, by name. */
export async function listFields(context: ReadContext, query: FieldsQuestion): Promise<KeyPage<FieldItem>> {
  const { db } = context
  const wanted = fieldPrefix(query.q)
  const range = 'FROM field f WHERE f.name_sort >= ? AND f.name_sort < ?'
  const after = query.after === null ? '' : 'AND (f.name_sort, f.dataset_id, f.path_hash) > (?, ?, ?)'
  const sql = `SELECT f.dataset_id, f.path_hash, f.path, f.name_sort ${range} ${after} ORDER BY f.name_sort, f.dataset_id, f.path_hash LIMIT ${query.limit + 1}`
  const bounds: SqlValue[] = [wanted, afterPrefix(wanted)]
  const [rows, counted] = await Promise.all([
    db.all<FieldRow>(sql, [...bounds, ...(query.after ?? [])]),
    countUpTo(db, exactUpTo + 1, range, bounds),
  ])
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const next = rows.length > query.limit && last !== undefined ? [last.name_sort, last.dataset_id, last.path_hash] : null
  return { items: await fieldItems(db, page), next, ...totals(bounded(counted)) }
}

export const fieldPrefix = (q: string): string => truncate(encodeText(q.trim().toLowerCase()), 120)

/** A field under the name of its dataset. `group` of the dataset. */
export interface NamedField {
  readonly dataset: Identity
  readonly path: string
  readonly group: number
}

/** Fields with the type that the last schema of their dataset gives them; one path of several ids of a dataset is one field. */
export async function fieldItems(db: Executor, rows: readonly FieldRow[]): Promise<FieldItem[]> {
  const fields = await namedFields(db, rows)
  const last = await lastSaid(db, fields)
  return fields.map(({ dataset, path, group }) => ({ dataset, path, type: last(group, path).type }))
}

/** Fields under the canonical names of their datasets, each once. */
export async function namedFields(db: Executor, rows: readonly Pick<FieldRow, 'dataset_id' | 'path'>[]): Promise<NamedField[]> {
  const datasets = await db.all<{ id: number; group_id: number }>(`SELECT id, group_id FROM dataset WHERE id ${among(db)}`, [
    idList(db, new Set(rows.map((r) => r.dataset_id))),
  ])
  const groupOf = new Map(datasets.map((d) => [d.id, d.group_id]))
  const names = await groupNames(db, new Set(groupOf.values()))
  const fields = new Map<string, NamedField>()
  for (const row of rows) {
    const group = groupOf.get(row.dataset_id)
    const dataset = group === undefined ? undefined : names.get(group)
    if (group === undefined || dataset === undefined) continue
    const path = decoded(row.path) ?? ''
    fields.set(`${group} ${path}`, { dataset, path, group })
  }
  return [...fields.values()]
}

/** Schemas with more fields are not read for the types of a few. */
const typedUpTo = 2_000

/** What the last schema of their datasets says of fields; nulls where it does not have one (any more). */
export async function lastSaid(
  db: Executor,
  fields: readonly NamedField[],
): Promise<(group: number, path: string) => { type: string | null; description: string | null }> {
  const sql = `SELECT g.id, s.fields FROM schema_version s JOIN dataset_group g ON g.schema_dataset_id = s.dataset_id AND g.schema_hash = s.hash
    WHERE g.id ${among(db)} AND s.field_count <= ${typedUpTo}`
  const rows = await db.all<{ id: number; fields: string }>(sql, [idList(db, new Set(fields.map((f) => f.group)))])
  const schemas = new Map(rows.map((r) => [r.id, new Map(parseFields(r.fields).map((field) => [field[0], field]))]))
  return (group, path) => {
    const [, type, description] = schemas.get(group)?.get(path) ?? [path, null, null]
    return { type, description }
  }
}

export interface FieldLineageQuestion extends Identity {
  /** Left out: of all fields. */
  readonly field?: string | undefined
  /** Those inferred from SQL as well. */
  readonly inferred?: boolean | undefined
}

/** The column edges into and out of one field, or of all fields of a dataset; null when no event names the dataset. */
export async function fieldLineage(context: ReadContext, query: FieldLineageQuestion): Promise<FieldLineage | null> {
  const { db } = context
  const group = await groupIdOf(db, query)
  if (group === null) return null
  const [into, out] = await Promise.all([edgesAt(db, 'to', group, query), edgesAt(db, 'from', group, query)])
  const [upstream, downstream] = await Promise.all([shownEdges(db, into.slice(0, edgesAtMost)), shownEdges(db, out.slice(0, edgesAtMost))])
  return { upstream, downstream, truncated: into.length > edgesAtMost || out.length > edgesAtMost }
}

/** An edge of the whole dataset holds for each of its fields. */
async function edgesAt(db: Executor, end: 'from' | 'to', group: number, query: FieldLineageQuestion): Promise<ColumnEdgeRow[]> {
  const only = query.field === undefined ? '' : `AND e.${end}_hash IN (?, '')`
  const params = query.field === undefined ? [group] : [group, fieldHash(encodeText(query.field))]
  const of = (table: string, columns: string): Promise<ColumnEdgeRow[]> =>
    db.all<ColumnEdgeRow>(`SELECT ${columns} FROM ${table} e WHERE e.${end}_group = ? ${only} LIMIT ${edgesAtMost + 1}`, params)
  const said = await of('column_edge', columnEdgeColumns)
  return query.inferred === true ? saidFirst(said, await of('inferred_edge', inferredEdgeColumns)) : said
}
