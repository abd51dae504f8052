import { columnEdgeKey, distinctEdges } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import { fieldHash } from '../catalog/keys.ts'
import type { LineageQuery } from '../contract/lineage.ts'
import type { RootQuestion } from '../contract/short.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import { later } from '../openlineage/order-key.ts'
import { boundsOf } from './bounds.ts'
import type { Budget } from './budget.ts'
import type { ColumnScope } from './column-filter.ts'
import { linksOf } from './column-links.ts'
import { catalogColumns, edgesBetween } from './column-graph.ts'
import { walkColumns } from './columns.ts'
import type { FoldedGraph } from './fold.ts'
import { catalogGraph } from './graph.ts'
import { unknownHashes } from './known-fields.ts'
import type { Moment } from './moment.ts'
import { columnWordsOf } from './past-columns.ts'
import type { ColumnWords as RowWords } from './past-columns.ts'
import type { FoundEdge, Place } from './place.ts'
import { walk } from './walk.ts'
import type { Direction, Walked } from './walk.ts'

/** What a question found, by ids; not yet named. */
export interface Found {
  readonly depths: { readonly jobs: ReadonlyMap<number, number>; readonly datasets: ReadonlyMap<number, number> }
  readonly edges: readonly FoundEdge[]
  readonly columns: readonly ColumnEdgeRow[]
  readonly columnWords: ColumnWords
  readonly folded: FoldedGraph | null
  readonly truncated: boolean
  readonly leftOut: number
  readonly leftOutAtLeast: boolean
  /** The time ended it. */
  readonly isLate: boolean
  /** So far everything was read: neighbours of datasets on these sides are all in the answer. */
  readonly whole?: RootQuestion | undefined
}
/** What facets say of column edges: by the id of the row, and of each row of an answer when it was last said. */
interface ColumnWords {
  readonly byRow: RowWords
  lastOf(row: ColumnEdgeRow): string | null
}

const directionsOf = (query: LineageQuery): readonly Direction[] =>
  query.direction === 'both' ? ['upstream', 'downstream'] : [query.direction]

export async function ofTables(
  db: Executor,
  query: LineageQuery,
  root: Place,
  scope: ColumnScope,
  folded: FoldedGraph | null,
  budget: Budget,
): Promise<Found> {
  const options = {
    root,
    directions: directionsOf(query),
    depth: query.depth,
    nodesAtMost: query.limit,
    linksAtMost: query.limit * boundsOf(db).linksPerNode,
    budget,
  }
  const walked = await walk(folded ?? catalogGraph(db, scope), options)
  const between = query.columns
    ? await edgesBetween(db, new Set(walked.datasets.keys()), boundsOf(db).columns, scope)
    : { edges: [], truncated: false }
  const rows = await foldedRows(between.edges, folded)
  return {
    depths: walked,
    edges: edgesOf(walked),
    ...(await saidOfColumns(db, rows, scope, folded === null)),
    folded,
    truncated: walked.truncated || between.truncated,
    leftOut: walked.leftOut,
    leftOutAtLeast: walked.leftOutAtLeast,
    isLate: walked.isLate,
    whole: walked.leftOut > 0 || walked.leftOutAtLeast ? undefined : { direction: query.direction, depth: query.depth },
  }
}

/** Column edges with the jobs that they are shown with. */
async function foldedRows(rows: readonly ColumnEdgeRow[], folded: FoldedGraph | null): Promise<readonly ColumnEdgeRow[]> {
  if (folded === null) return rows
  const shown = await folded.shownAs(rows.map((r) => r.job_id))
  return rows.map((row) => ({ ...row, job_id: shown.get(row.job_id) ?? row.job_id }))
}

/** The nearer depth stands where several jobs are shown as one. */
async function foldedDepths(jobs: ReadonlyMap<number, number>, folded: FoldedGraph | null): Promise<ReadonlyMap<number, number>> {
  if (folded === null) return jobs
  const shown = await folded.shownAs(jobs.keys())
  const depths = new Map<number, number>()
  for (const [id, depth] of jobs) {
    const as = shown.get(id) ?? id
    const known = depths.get(as)
    if (known === undefined || Math.abs(depth) < Math.abs(known)) depths.set(as, depth)
  }
  return depths
}

function edgesOf(walked: Walked): Found['edges'] {
  return walked.links.map((link) => {
    const job = { kind: 'job', id: link.job } as const
    const dataset = { kind: 'dataset', id: link.dataset } as const
    return link.side === 0 ? { from: dataset, to: job, said: link.said ?? [] } : { from: job, to: dataset, said: link.said ?? [] }
  })
}

/** Null when neither a schema nor a column edge knows the field. */
export async function ofField(
  db: Executor,
  query: LineageQuery,
  dataset: number,
  field: string,
  scope: ColumnScope,
  folded: FoldedGraph | null,
  budget: Budget,
): Promise<Found | null> {
  const hash = fieldHash(encodeText(field))
  const options = {
    root: { dataset, hash },
    directions: directionsOf(query),
    depth: query.depth,
    nodesAtMost: query.limit,
    edgesAtMost: boundsOf(db).columns,
    budget,
  }
  const walked = await walkColumns(catalogColumns(db, scope), options)
  if (walked.edges.length === 0 && walked.leftOut === 0 && (await unknownHashes(db, dataset, [hash])).length > 0) return null
  const rows = await foldedRows(walked.edges, folded)
  const depths = { datasets: walked.datasets, jobs: await foldedDepths(walked.jobs, folded) }
  return {
    depths,
    edges: await linksOf(db, walked.edges, rows, scope),
    ...(await saidOfColumns(db, rows, scope, folded === null)),
    folded,
    truncated: walked.truncated,
    leftOut: walked.leftOut,
    leftOutAtLeast: walked.leftOutAtLeast,
    isLate: walked.isLate,
  }
}

/**
 * Column edges, each once: ids of one dataset say the same edge, which was said last when any of them was. `isPlain`: the rows are of jobs as they
 * are, where only ids that are joined can say an edge twice.
 */
async function saidOfColumns(
  db: Executor,
  rows: readonly ColumnEdgeRow[],
  { asOf }: Moment,
  isPlain: boolean,
): Promise<Pick<Found, 'columns' | 'columnWords'>> {
  const byRow = await columnWordsOf(
    db,
    rows.map((r) => r.id),
    asOf,
  )
  const lastOf = (row: ColumnEdgeRow): string | null => byRow.get(row.id)?.last_key ?? null
  if (isPlain && rows.every((r) => r.joined === 0)) return { columns: rows, columnWords: { byRow, lastOf } }
  const last = new Map<string, string | null>()
  for (const row of rows) {
    const key = columnEdgeKey(row)
    last.set(key, later(last.get(key) ?? null, lastOf(row)))
  }
  return { columns: distinctEdges(rows), columnWords: { byRow, lastOf: (row) => last.get(columnEdgeKey(row)) ?? null } }
}
