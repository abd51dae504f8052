import { columnEdgeColumns, columnLinkColumns, inferredEdgeColumns, saidFirst } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow, ColumnLink } from '../catalog/column-edges.ts'
import { among, idList, storedList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { columnsHold, columnsParams, inferredHold, inferredParams } from './column-filter.ts'
import type { ColumnScope } from './column-filter.ts'
import type { Direction } from './walk.ts'

/** A field of a dataset (its group), by the hash of its path; '' is the whole dataset. */
export interface FieldRef {
  readonly dataset: number
  readonly hash: string
}

export const fieldKey = (field: FieldRef): string => `${field.dataset} ${field.hash}`

export interface ColumnGraph {
  /** Edges that end at (upstream) or start from (downstream) these fields. Edges of a whole dataset hold for each field of it. */
  edgesOf(fields: readonly FieldRef[], direction: Direction, limit: number): Promise<readonly ColumnEdgeRow[]>
  /** The same without what is said of them, which is all that a walk goes by; inferred ones whole, as they have no id. */
  linksOf(fields: readonly FieldRef[], direction: Direction, limit: number): Promise<readonly (ColumnLink | ColumnEdgeRow)[]>
  /** Edges that were said, by id. */
  edgesById(ids: Iterable<number>): Promise<ReadonlyMap<number, ColumnEdgeRow>>
}

/** Where column edges stand: those that were said, or those that were inferred. */
interface Shelf {
  readonly table: string
  readonly columns: string
  readonly holds: string
  readonly params: readonly string[]
}

const saidShelf = (db: Executor, scope: ColumnScope, columns: string): Shelf => ({
  table: 'column_edge',
  columns,
  holds: columnsHold(db, scope),
  params: columnsParams(scope),
})
const inferredShelf = (db: Executor, scope: ColumnScope): Shelf => ({
  table: 'inferred_edge',
  columns: inferredEdgeColumns,
  holds: inferredHold(db, scope),
  params: inferredParams(scope),
})

/**
 * Edges from both shelves where they are asked for; `columns`: of those that were said. What is inferred is so from what the SQL is now: at other
 * moments there is none.
 */
async function fromShelves<T extends ColumnLink>(
  db: Executor,
  scope: ColumnScope,
  columns: string,
  take: (shelf: Shelf) => Promise<T[]>,
): Promise<T[]> {
  const said = await take(saidShelf(db, scope, columns))
  return scope.inferred === true && scope.asOf === null ? saidFirst(said, await take(inferredShelf(db, scope))) : said
}

/** The catalog's column edges as a graph; with those inferred from SQL if asked. */
export function catalogColumns(db: Executor, scope: ColumnScope): ColumnGraph {
  const touching = async <T extends ColumnLink>(
    columns: string,
    fields: readonly FieldRef[],
    direction: Direction,
    limit: number,
  ): Promise<T[]> => {
    const end = direction === 'upstream' ? 'to' : 'from'
    const whole = new Set(fields.filter((f) => f.hash === '').map((f) => f.dataset))
    const single = fields.filter((f) => !whole.has(f.dataset))
    const found = await fromShelves<T>(db, scope, columns, async (shelf) => [
      ...(whole.size > 0 ? await edgesOfDatasets<T>(db, end, [...whole], limit, shelf) : []),
      ...(single.length > 0 ? await edgesOfFields<T>(db, end, single, limit, shelf) : []),
    ])
    return found.slice(0, limit)
  }
  return {
    edgesOf: (...question) => touching<ColumnEdgeRow>(columnEdgeColumns, ...question),
    linksOf: (...question) => touching<ColumnLink>(columnLinkColumns, ...question),
    async edgesById(ids) {
      const sql = `SELECT ${columnEdgeColumns} FROM column_edge e WHERE e.id ${among(db)}`
      return new Map((await db.all<ColumnEdgeRow>(sql, [idList(db, ids)])).map((row) => [row.id, row]))
    },
  }
}

function edgesOfDatasets<T>(
  db: Executor,
  end: 'from' | 'to',
  datasets: readonly number[],
  limit: number,
  { table, columns, holds, params }: Shelf,
): Promise<T[]> {
  const sql = `SELECT ${columns} FROM ${table} e WHERE e.${end}_group ${among(db)} ${holds} LIMIT ?`
  return db.all<T>(sql, [idList(db, datasets), ...params, limit])
}

/** Pairs of dataset and field, each with the pair of the whole dataset, as one question. */
function edgesOfFields<T>(
  db: Executor,
  end: 'from' | 'to',
  fields: readonly FieldRef[],
  limit: number,
  { table, columns, holds, params }: Shelf,
): Promise<T[]> {
  const pairs = new Set(fields.flatMap((f) => [fieldKey(f), `${f.dataset} `]))
  // Cut from one text: a list in a list would be parsed anew for each of its members.
  const from =
    db.dialect === 'sqlite'
      ? `json_each(?) AS k CROSS JOIN ${table} e ON e.${end}_group = CAST(k.value AS INTEGER) AND e.${end}_hash = substr(k.value, instr(k.value, ' ') + 1)`
      : `unnest(?::text[]) AS k(value) JOIN ${table} e ON e.${end}_group = split_part(k.value, ' ', 1)::bigint AND e.${end}_hash = split_part(k.value, ' ', 2)`
  const sql = `SELECT ${columns} FROM ${from} WHERE true ${holds} LIMIT ?`
  return db.all<T>(sql, [db.dialect === 'sqlite' ? storedList(pairs) : `{"${[...pairs].join('","')}"}`, ...params, limit])
}

/** Column edges between datasets of the answer, and whether there are more. */
export async function edgesBetween(
  db: Executor,
  datasets: ReadonlySet<number>,
  limit: number,
  scope: ColumnScope,
): Promise<{ edges: ColumnEdgeRow[]; truncated: boolean }> {
  const list = idList(db, datasets)
  const far = db.dialect === 'sqlite' ? '+e.from_group' : 'e.from_group'
  const rows = await fromShelves<ColumnEdgeRow>(db, scope, columnEdgeColumns, ({ table, columns, holds, params }) => {
    const sql = `SELECT ${columns} FROM ${table} e WHERE e.to_group ${among(db)} AND ${far} ${among(db)} ${holds} LIMIT ${limit + 1}`
    return db.all<ColumnEdgeRow>(sql, [list, list, ...params])
  })
  return { edges: rows.slice(0, limit), truncated: rows.length > limit }
}
