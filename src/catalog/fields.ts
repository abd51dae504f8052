import type { FieldItem, FieldLineage } from '../contract/catalog.ts'
import type { Executor, SqlValue } from '../db/contract.ts'
import { encodeText, truncate } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import { afterPrefix } from './candidates.ts'
import { columnEdgeColumns, inferredEdgeColumns, saidFirst, shownEdges } from './column-edges.ts'
import type { ColumnEdgeRow } from './column-edges.ts'
import type { ReadContext } from './context.ts'
import { fieldHash } from './keys.ts'
import { decoded, groupIdOf, groupNames } from './names.ts'
import { bounded, totals } from './list.ts'
import { parseFields } from './schemas.ts'
import { among, countUpTo, exactUpTo, idList } from './sql.ts'
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

/** Fields with the type that the last schema of their dataset gives them; one path of several ids of a dataset is one field. */
export async function fieldItems(db: Executor, rows: readonly FieldRow[]): Promise<FieldItem[]> {
  const datasets = await db.all<DatasetRow>(
    `SELECT d.id, d.group_id, g.schema_dataset_id, g.schema_hash FROM dataset d JOIN dataset_group g ON g.id = d.group_id WHERE d.id ${among(db)}`,
    [idList(db, new Set(rows.map((r) => r.dataset_id)))],
  )
  const byId = new Map(datasets.map((d) => [d.id, d]))
  const [names, types] = await Promise.all([
    groupNames(
      db,
      datasets.map((d) => d.group_id),
    ),
    typesOf(db, datasets),
  ])
  const items = new Map<string, FieldItem>()
  for (const row of rows) {
    const dataset = byId.get(row.dataset_id)
    const name = dataset && names.get(dataset.group_id)
    if (dataset === undefined || name === undefined) continue
    const path = decoded(row.path) ?? ''
    items.set(`${dataset.group_id} ${path}`, { dataset: name, path, type: types.get(dataset.group_id)?.get(path) ?? null })
  }
  return [...items.values()]
}

interface DatasetRow {
  readonly id: number
  readonly group_id: number
  readonly schema_dataset_id: number
  readonly schema_hash: string | null
}

async function typesOf(db: Executor, datasets: readonly DatasetRow[]): Promise<Map<number, Map<string, string | null>>> {
  const holders = new Map(datasets.map((d) => [d.schema_dataset_id, d]))
  const sql = `SELECT s.dataset_id, s.hash, s.fields FROM schema_version s JOIN dataset_group g ON g.schema_dataset_id = s.dataset_id AND g.schema_hash = s.hash WHERE g.id ${among(db)} AND s.field_count <= 2000`
  const rows = await db.all<{ dataset_id: number; hash: string; fields: string }>(sql, [
    idList(db, new Set(datasets.map((d) => d.group_id))),
  ])
  return new Map(
    rows.map((r) => [holders.get(r.dataset_id)?.group_id ?? 0, new Map(parseFields(r.fields).map(([path, type]) => [path, type]))]),
  )
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
