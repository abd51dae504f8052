import { columnEdgeColumns, columnEdgeKey, inferredEdgeColumns, saidFirst } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import { among, idList, storedList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { Budget } from './budget.ts'
import { columnsHold, columnsParams, inferredHold, inferredParams } from './column-filter.ts'
import type { ColumnScope } from './column-filter.ts'
import type { Direction } from './walk.ts'

/** A field of a dataset (its group), by the hash of its path; '' is the whole dataset. */
export interface FieldRef {
  readonly dataset: number
  readonly hash: string
}

export interface ColumnGraph {
  /** Edges that end at (upstream) or start from (downstream) these fields. Edges of a whole dataset hold for each field of it. */
  edgesOf(fields: readonly FieldRef[], direction: Direction, limit: number): Promise<readonly ColumnEdgeRow[]>
}

export interface ColumnWalkOptions {
  readonly root: FieldRef
  readonly directions: readonly Direction[]
  readonly depth: number
  readonly nodesAtMost: number
  readonly edgesAtMost: number
  /** Asked before each step but the first. */
  readonly budget?: Budget
}

export interface ColumnsWalked {
  readonly datasets: ReadonlyMap<number, number>
  readonly jobs: ReadonlyMap<number, number>
  /** With those that ids of one dataset say again. */
  readonly edges: readonly ColumnEdgeRow[]
  /** There are none of these. */
  readonly areDistinct: boolean
  readonly leftOut: number
  readonly truncated: boolean
  /** Within the depth more was left out than `leftOut` counts. */
  readonly leftOutAtLeast: boolean
  /** The time ended it. */
  readonly isLate: boolean
}

export async function walkColumns(graph: ColumnGraph, options: ColumnWalkOptions): Promise<ColumnsWalked> {
  const walk = new ColumnWalk(graph, options)
  const frontiers = new Map(options.directions.map((d) => [d, [options.root]]))
  const { budget = new Budget(Number.POSITIVE_INFINITY) } = options
  for (let layer = 0; layer < options.depth && [...frontiers.values()].some((fields) => fields.length > 0); layer++) {
    if (layer > 0 && budget.isSpent) {
      walk.late()
      break
    }
    for (const direction of options.directions)
      frontiers.set(direction, await budget.of(() => walk.step(direction, layer, frontiers.get(direction) ?? [])))
  }
  for (const direction of options.directions) await walk.lookBeyond(direction, frontiers.get(direction) ?? [])
  return walk.result()
}

class ColumnWalk {
  readonly #graph: ColumnGraph
  readonly #options: ColumnWalkOptions
  readonly #datasets = new Map<number, number>()
  readonly #jobs = new Map<number, number>()
  readonly #edges = new Map<string, ColumnEdgeRow>()
  /** What other ids of the same datasets say of the same edges, by row. */
  readonly #again = new Map<number, ColumnEdgeRow>()
  readonly #leftOut = new Set<string>()
  readonly #seen = new Map<Direction, Set<string>>()
  #truncated = false
  #isCut = false
  #isLate = false

  constructor(graph: ColumnGraph, options: ColumnWalkOptions) {
    this.#graph = graph
    this.#options = options
    this.#datasets.set(options.root.dataset, 0)
    for (const direction of options.directions) this.#seen.set(direction, new Set([keyOf(options.root)]))
  }

  /** From fields at `layer` to those one edge further; these are returned. */
  async step(direction: Direction, layer: number, fields: readonly FieldRef[]): Promise<FieldRef[]> {
    if (fields.length === 0) return []
    const sign = direction === 'upstream' ? -1 : 1
    const room = this.#options.edgesAtMost - this.#edges.size
    const edges = await this.#graph.edgesOf(fields, direction, room + 1)
    if (edges.length > room) this.#isCut = true
    const next: FieldRef[] = []
    for (const edge of edges.slice(0, room)) {
      const far =
        direction === 'upstream' ? { dataset: edge.from_group, hash: edge.from_hash } : { dataset: edge.to_group, hash: edge.to_hash }
      if (!this.#take(this.#datasets, 'dataset', far.dataset, sign * (layer + 1))) {
        if (edge.job_id !== 0 && !this.#jobs.has(edge.job_id)) this.#leftOut.add(`job ${edge.job_id}`)
        continue
      }
      if (edge.job_id !== 0 && !this.#take(this.#jobs, 'job', edge.job_id, layer === 0 ? 0 : sign * layer)) continue
      this.#add(edge)
      if (this.#isNew(direction, far)) next.push(far)
    }
    return next
  }

  /** Whether depth ended the walk, rather than the graph. */
  async lookBeyond(direction: Direction, fields: readonly FieldRef[]): Promise<void> {
    if (fields.length === 0 || this.#truncated || this.#isCut) return
    const edges = await this.#graph.edgesOf(fields, direction, this.#edges.size + 1_000)
    this.#truncated ||= edges.some((e) => !this.#edges.has(columnEdgeKey(e)))
  }

  late(): void {
    this.#isCut = true
    this.#isLate = true
  }

  result(): ColumnsWalked {
    const leftOut = this.#leftOut.size
    return {
      datasets: this.#datasets,
      jobs: this.#jobs,
      edges: [...this.#edges.values(), ...this.#again.values()],
      areDistinct: this.#again.size === 0,
      leftOut,
      truncated: this.#truncated || this.#isCut || leftOut > 0,
      leftOutAtLeast: this.#isCut,
      isLate: this.#isLate,
    }
  }

  #take(nodes: Map<number, number>, kind: string, id: number, depth: number): boolean {
    const known = nodes.get(id)
    if (known === undefined && this.#datasets.size + this.#jobs.size >= this.#options.nodesAtMost) {
      this.#leftOut.add(`${kind} ${id}`)
      this.#isCut ||= kind === 'job' || Math.abs(depth) < this.#options.depth
      return false
    }
    if (known === undefined || Math.abs(depth) < Math.abs(known)) nodes.set(id, depth)
    return true
  }

  #add(edge: ColumnEdgeRow): void {
    const key = columnEdgeKey(edge)
    const known = this.#edges.get(key)
    if (known === undefined) this.#edges.set(key, edge)
    else if (known.id !== edge.id) this.#again.set(edge.id, edge)
  }

  #isNew(direction: Direction, field: FieldRef): boolean {
    const seen = this.#seen.get(direction)
    const key = keyOf(field)
    if (seen === undefined || seen.has(key)) return false
    seen.add(key)
    return true
  }
}

const keyOf = (field: FieldRef): string => `${field.dataset} ${field.hash}`

/** Where column edges stand: those that were said, or those that were inferred. */
interface Shelf {
  readonly table: string
  readonly columns: string
  readonly holds: string
  readonly params: readonly string[]
}

const saidShelf = (db: Executor, scope: ColumnScope): Shelf => ({
  table: 'column_edge',
  columns: columnEdgeColumns,
  holds: columnsHold(db, scope),
  params: columnsParams(scope),
})
const inferredShelf = (db: Executor, scope: ColumnScope): Shelf => ({
  table: 'inferred_edge',
  columns: inferredEdgeColumns,
  holds: inferredHold(db, scope),
  params: inferredParams(scope),
})

/** Edges from both shelves where they are asked for. What is inferred is so from what the SQL is now: at other moments there is none. */
async function fromShelves(db: Executor, scope: ColumnScope, take: (shelf: Shelf) => Promise<ColumnEdgeRow[]>): Promise<ColumnEdgeRow[]> {
  const said = await take(saidShelf(db, scope))
  return scope.inferred === true && scope.asOf === null ? saidFirst(said, await take(inferredShelf(db, scope))) : said
}

/** The catalog's column edges as a graph; with those inferred from SQL if asked. */
export function catalogColumns(db: Executor, scope: ColumnScope): ColumnGraph {
  return {
    async edgesOf(fields, direction, limit) {
      const end = direction === 'upstream' ? 'to' : 'from'
      const whole = new Set(fields.filter((f) => f.hash === '').map((f) => f.dataset))
      const single = fields.filter((f) => !whole.has(f.dataset))
      const found = await fromShelves(db, scope, async (shelf) => [
        ...(whole.size > 0 ? await edgesOfDatasets(db, end, [...whole], limit, shelf) : []),
        ...(single.length > 0 ? await edgesOfFields(db, end, single, limit, shelf) : []),
      ])
      return found.slice(0, limit)
    },
  }
}

function edgesOfDatasets(
  db: Executor,
  end: 'from' | 'to',
  datasets: readonly number[],
  limit: number,
  { table, columns, holds, params }: Shelf,
): Promise<ColumnEdgeRow[]> {
  const sql = `SELECT ${columns} FROM ${table} e WHERE e.${end}_group ${among(db)} ${holds} LIMIT ?`
  return db.all<ColumnEdgeRow>(sql, [idList(db, datasets), ...params, limit])
}

/** Pairs of dataset and field, each with the pair of the whole dataset, as one question. */
function edgesOfFields(
  db: Executor,
  end: 'from' | 'to',
  fields: readonly FieldRef[],
  limit: number,
  { table, columns, holds, params }: Shelf,
): Promise<ColumnEdgeRow[]> {
  const pairs = new Set(fields.flatMap((f) => [keyOf(f), `${f.dataset} `]))
  // Cut from one text: a list in a list would be parsed anew for each of its members.
  const from =
    db.dialect === 'sqlite'
      ? `json_each(?) AS k CROSS JOIN ${table} e ON e.${end}_group = CAST(k.value AS INTEGER) AND e.${end}_hash = substr(k.value, instr(k.value, ' ') + 1)`
      : `unnest(?::text[]) AS k(value) JOIN ${table} e ON e.${end}_group = split_part(k.value, ' ', 1)::bigint AND e.${end}_hash = split_part(k.value, ' ', 2)`
  const sql = `SELECT ${columns} FROM ${from} WHERE true ${holds} LIMIT ?`
  return db.all<ColumnEdgeRow>(sql, [db.dialect === 'sqlite' ? storedList(pairs) : `{"${[...pairs].join('","')}"}`, ...params, limit])
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
  const rows = await fromShelves(db, scope, ({ table, columns, holds, params }) => {
    const sql = `SELECT ${columns} FROM ${table} e WHERE e.to_group ${among(db)} AND ${far} ${among(db)} ${holds} LIMIT ${limit + 1}`
    return db.all<ColumnEdgeRow>(sql, [list, list, ...params])
  })
  return { edges: rows.slice(0, limit), truncated: rows.length > limit }
}
