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
import { catalogColumns, edgesBetween, walkColumns } from './columns.ts'
import type { FoldedGraph } from './fold.ts'
import { catalogGraph, linksBetween } from './graph.ts'
import { unknownHashes } from './known-fields.ts'
import type { Moment } from './moment.ts'
import { columnWordsOf } from './past-columns.ts'
import type { ColumnWords as RowWords } from './past-columns.ts'
import { walk } from './walk.ts'
import type { Direction, EdgeSaid, Walked } from './walk.ts'

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
/** What facets say of column edges: by row, and by what makes an edge one when it was last said. */
interface ColumnWords {
  readonly byRow: RowWords
  readonly last: ReadonlyMap<string, string | null>
}
export interface FoundEdge {
  readonly from: Place
  readonly to: Place
  readonly said: readonly EdgeSaid[]
}
export interface Place {
  readonly kind: 'job' | 'dataset'
  readonly id: number
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
    columns: distinctEdges(rows),
    columnWords: await wordsOf(db, rows, scope),
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
    columns: distinctEdges(rows),
    columnWords: await wordsOf(db, rows, scope),
    folded,
    truncated: walked.truncated,
    leftOut: walked.leftOut,
    leftOutAtLeast: walked.leftOutAtLeast,
    isLate: walked.isLate,
  }
}

/** Ids of one dataset say the same edge. */
async function wordsOf(db: Executor, rows: readonly ColumnEdgeRow[], { asOf }: Moment): Promise<ColumnWords> {
  const byRow = await columnWordsOf(
    db,
    rows.map((r) => r.id),
    asOf,
  )
  const last = new Map<string, string | null>()
  for (const row of rows) {
    const key = columnEdgeKey(row)
    last.set(key, later(last.get(key) ?? null, byRow.get(row.id)?.last_key ?? null))
  }
  return { byRow, last }
}

/**
 * The jobs and datasets that column edges run over, with what is said of them. Where no job is known, straight from dataset to dataset. `shown`:
 * the same rows, with the jobs that they are shown with.
 */
async function linksOf(
  db: Executor,
  rows: readonly ColumnEdgeRow[],
  shown: readonly ColumnEdgeRow[],
  moment: Moment,
): Promise<FoundEdge[]> {
  const pairs = new Map<string, readonly [number, 0 | 1, number]>()
  const ends = rows.map(({ job_id, from_group, to_group }) => {
    const [read, written] = [`${from_group} 0 ${job_id}`, `${to_group} 1 ${job_id}`]
    if (job_id !== 0) pairs.set(read, [from_group, 0, job_id]).set(written, [to_group, 1, job_id])
    return { read, written }
  })
  const said = Map.groupBy(await linksBetween(db, [...pairs.values()], moment), (l) => `${l.dataset} ${l.side} ${l.job}`)
  const links = new Map<string, { from: Place; to: Place; said: Map<string, EdgeSaid>; of: Set<string> }>()
  const add = (from: Place, to: Place, of: string): void => {
    const key = `${from.kind} ${from.id} ${to.kind} ${to.id}`
    const known = links.get(key) ?? { from, to, said: new Map<string, EdgeSaid>(), of: new Set<string>() }
    links.set(key, known)
    // Columns of one edge are many, and what was said of it the same.
    if (known.of.has(of)) return
    known.of.add(of)
    for (const link of said.get(of) ?? []) for (const one of link.said ?? []) known.said.set(`${one.job} ${one.dataset}`, one)
  }
  for (const [i, { job_id, from_group, to_group }] of rows.entries()) {
    const from = { kind: 'dataset', id: from_group } as const
    const to = { kind: 'dataset', id: to_group } as const
    const job = { kind: 'job', id: shown[i]?.job_id ?? job_id } as const
    if (job_id === 0) add(from, to, '')
    else {
      add(from, job, ends[i]?.read ?? '')
      add(job, to, ends[i]?.written ?? '')
    }
  }
  return [...links.values()].map(({ from, to, said: words }) => ({ from, to, said: [...words.values()] }))
}
