import { columnEdgeKey, distinctEdges, edgeWords } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import { among, idList } from '../catalog/sql.ts'
import type { ChangesQuery } from '../contract/changes.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { boundsOf } from './bounds.ts'
import { walkBudget } from './budget.ts'
import { nearestFirst } from './change-spans.ts'
import type { Span, Spans } from './change-spans.ts'
import { catalogColumns, edgesBetween } from './column-graph.ts'
import type { FieldRef } from './column-graph.ts'
import { walkColumns } from './columns.ts'
import { byLastRuns, columnHolds, columnParams, ever } from './moment.ts'

/** The column edges that one field is made of and goes into. */
export async function columnSpans(db: Executor, query: ChangesQuery, root: FieldRef): Promise<Spans> {
  const walked = await walkColumns(catalogColumns(db, ever), {
    root,
    directions: query.direction === 'both' ? ['upstream', 'downstream'] : [query.direction],
    depth: query.depth,
    nodesAtMost: query.limit,
    edgesAtMost: boundsOf(db).changedColumns,
    budget: walkBudget({}),
  })
  return {
    spans: await spansOf(db, walked.edges),
    jobs: nearestFirst(walked.jobs),
    datasets: nearestFirst(walked.datasets),
    truncated: walked.truncated,
  }
}

/** The column edges between datasets. `shown`: by job, the job that it is shown as. */
export async function spansBetween(
  db: Executor,
  datasets: ReadonlySet<number>,
  shown: ReadonlyMap<number, number>,
): Promise<{ spans: Span[]; truncated: boolean }> {
  const { edges, truncated } = await edgesBetween(db, datasets, boundsOf(db).changedColumns, ever)
  return { spans: await spansOf(db, edges, shown), truncated }
}

/** `shown`: by job, the job that it is shown as. */
async function spansOf(db: Executor, edges: readonly ColumnEdgeRow[], shown: ReadonlyMap<number, number> = new Map()): Promise<Span[]> {
  const as = (job: number): number => shown.get(job) ?? job
  const asShown = (e: ColumnEdgeRow): ColumnEdgeRow => ({ ...e, job_id: as(e.job_id) })
  const rows = distinctEdges(edges.map(asShown))
  const [words, sets, held] = await Promise.all([
    edgeWords(
      db,
      edges.map((e) => e.id),
    ),
    latestSets(db, edges),
    heldByLastRuns(db, edges),
  ])
  // Ids of one dataset, and jobs that are shown as one, say one edge: the one that was said last tells when, and by which job.
  const newest = new Map<string, { readonly job: number; readonly last: string }>()
  const heldKeys = new Set<string>()
  for (const edge of edges) {
    const key = columnEdgeKey(asShown(edge))
    if (held.has(edge.id)) heldKeys.add(key)
    const last = words.get(edge.id)?.last_key ?? edge.first_key ?? ''
    if (last >= (newest.get(key)?.last ?? '')) newest.set(key, { job: edge.job_id, last })
  }
  const lastWord = new Map(sets.map((s) => [s.group_id, s.last_key]))
  return rows.map((row) => {
    const { job, last } = newest.get(columnEdgeKey(row)) ?? { job: row.job_id, last: '' }
    return {
      from: { kind: 'dataset', id: row.from_group },
      to: { kind: 'dataset', id: row.to_group },
      fields: [row.from_field, row.to_field],
      first: instantOf(row.first_key ?? ''),
      last: instantOf(last),
      // A facet says all columns of a dataset at once: what the next one of a dataset leaves out has gone.
      isHeld: row.job_id === 0 ? last >= (lastWord.get(row.to_group) ?? '') : heldKeys.has(columnEdgeKey(row)),
      saidBy: job,
      direction: 1,
      dataset: row.to_group,
    }
  })
}

interface SetRow {
  readonly group_id: number
  readonly last_key: string
}

async function heldByLastRuns(db: Executor, edges: readonly ColumnEdgeRow[]): Promise<Set<number>> {
  const sql = `SELECT e.id FROM column_edge e WHERE e.id ${among(db)} ${columnHolds(byLastRuns)}`
  const list = idList(
    db,
    edges.map((e) => e.id),
  )
  return new Set((await db.all<{ id: number }>(sql, [list, ...columnParams(byLastRuns)])).map((r) => r.id))
}

/** When datasets said their columns for the last time, whichever columns. */
function latestSets(db: Executor, edges: readonly ColumnEdgeRow[]): Promise<SetRow[]> {
  const groups = new Set(edges.filter((e) => e.job_id === 0).map((e) => e.to_group))
  const sql = `SELECT d.group_id, max(s.last_key) AS last_key FROM dataset d JOIN column_set s ON s.dataset_id = d.id
    WHERE d.group_id ${among(db)} AND s.job_id = 0 GROUP BY d.group_id`
  return db.all<SetRow>(sql, [idList(db, groups)])
}
