import { columnEdgeKey, distinctEdges, edgeWords } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import { among, idList } from '../catalog/sql.ts'
import type { ChangesQuery } from '../contract/changes.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { nearestFirst } from './change-spans.ts'
import type { Span, Spans } from './change-spans.ts'
import { catalogColumns, edgesBetween, walkColumns } from './columns.ts'
import type { FieldRef } from './columns.ts'
import { ever } from './moment.ts'

const columnsAtMost = 5_000

/** The column edges that one field is made of and goes into. */
export async function columnSpans(db: Executor, query: ChangesQuery, root: FieldRef): Promise<Spans> {
  const walked = await walkColumns(catalogColumns(db, ever), {
    root,
    directions: query.direction === 'both' ? ['upstream', 'downstream'] : [query.direction],
    depth: query.depth,
    nodesAtMost: query.limit,
    edgesAtMost: columnsAtMost,
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
  const { edges, truncated } = await edgesBetween(db, datasets, columnsAtMost, ever)
  return { spans: await spansOf(db, edges, shown), truncated }
}

/** `shown`: by job, the job that it is shown as. */
async function spansOf(db: Executor, edges: readonly ColumnEdgeRow[], shown: ReadonlyMap<number, number> = new Map()): Promise<Span[]> {
  const as = (job: number): number => shown.get(job) ?? job
  const asShown = (e: ColumnEdgeRow): ColumnEdgeRow => ({ ...e, job_id: as(e.job_id) })
  const rows = distinctEdges(edges.map(asShown))
  const [words, sets] = await Promise.all([
    edgeWords(
      db,
      edges.map((e) => e.id),
    ),
    latestSets(db, edges),
  ])
  // Ids of one dataset, and jobs that are shown as one, say one edge: the one that was said last tells when, and by which job.
  const newest = new Map<string, { readonly job: number; readonly last: string }>()
  for (const edge of edges) {
    const key = columnEdgeKey(asShown(edge))
    const last = words.get(edge.id)?.last_key ?? edge.first_key ?? ''
    if (last >= (newest.get(key)?.last ?? '')) newest.set(key, { job: edge.job_id, last })
  }
  const lastWord = new Map<string, string>()
  for (const { job_id, group_id, last_key } of sets) {
    const into = `${as(job_id)} ${group_id}`
    if (last_key > (lastWord.get(into) ?? '')) lastWord.set(into, last_key)
  }
  return rows.map((row) => {
    const { job, last } = newest.get(columnEdgeKey(row)) ?? { job: row.job_id, last: '' }
    return {
      from: { kind: 'dataset', id: row.from_group },
      to: { kind: 'dataset', id: row.to_group },
      fields: [row.from_field, row.to_field],
      first: instantOf(row.first_key ?? ''),
      last: instantOf(last),
      // A facet says all columns of a dataset at once: what the job's next one leaves out has gone.
      ranOn: last < (lastWord.get(`${row.job_id} ${row.to_group}`) ?? ''),
      saidBy: job,
      direction: 1,
      dataset: row.to_group,
    }
  })
}

interface SetRow {
  readonly job_id: number
  readonly group_id: number
  readonly last_key: string
}

/** When jobs said columns of datasets for the last time, whichever columns. */
function latestSets(db: Executor, edges: readonly ColumnEdgeRow[]): Promise<SetRow[]> {
  const [jobs, groups] = [new Set(edges.map((e) => e.job_id)), new Set(edges.map((e) => e.to_group))]
  const sql = `SELECT s.job_id, d.group_id, max(s.last_key) AS last_key FROM dataset d JOIN column_set s ON s.dataset_id = d.id
    WHERE d.group_id ${among(db)} AND s.job_id ${among(db)} GROUP BY s.job_id, d.group_id`
  return db.all<SetRow>(sql, [idList(db, groups), idList(db, jobs)])
}
