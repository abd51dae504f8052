import { identityIn, decoded, shown } from '../catalog/names.ts'
import { among, eachId, idList } from '../catalog/sql.ts'
import { endsSql, lostBefore } from '../catalog/states.ts'
import type { ReadContext } from '../catalog/context.ts'
import type { LineageNode } from '../contract/lineage.ts'
import type { Executor, SqlValue } from '../db/contract.ts'
import { wayCounts } from '../catalog/ways.ts'
import { foldedDatasetCounts, foldedJobCounts } from './fold-counts.ts'
import type { FoldedGraph } from './fold.ts'
import { edgeHolds, isAsOfOnly, isEver, momentParams } from './moment.ts'
import type { Moment } from './moment.ts'
import type { Counts } from './graph.ts'

/** Neighbours of one node are counted up to here. */
const neighboursAtMost = 1_000
/** Where it takes more than an index to tell whether an edge holds, so many are looked at. */
const looksAtMost = 200

const hasEdge = (table: string): string =>
  `EXISTS (SELECT 1 FROM ${table} c WHERE c.to_group = g.id) OR EXISTS (SELECT 1 FROM ${table} c WHERE c.from_group = g.id)`

/** Datasets of an answer, by group. `depths`: their depths. */
export async function datasetNodes(
  context: ReadContext,
  depths: ReadonlyMap<number, number>,
  moment: Moment,
  folded: FoldedGraph | null,
): Promise<Map<number, LineageNode>> {
  const { db } = context
  const ids = [...depths.keys()]
  const sql = `SELECT g.id, d.namespace, d.name, g.written, s.field_count,
      ${['column_edge', 'inferred_edge'].map(hasEdge).join(' OR ')} AS has_columns
    FROM dataset_group g JOIN dataset d ON d.id = g.canonical_id LEFT JOIN schema_version s ON s.dataset_id = g.schema_dataset_id AND s.hash = g.schema_hash WHERE g.id ${among(db)}`
  const [rows, plain] = await Promise.all([db.all<DatasetRow>(sql, [idList(db, ids)]), neighbours(db, 'group_id', 'job_id', ids, moment)])
  const counts = folded === null ? plain : await foldedDatasetCounts(folded, plain)
  return new Map(rows.map((r) => [r.id, datasetNode(r, depths.get(r.id) ?? 0, counts.get(r.id))]))
}

interface DatasetRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly written: string
  readonly field_count: number | null
  readonly has_columns: number | boolean
}

const datasetNode = (row: DatasetRow, depth: number, count: Counts | undefined): LineageNode => ({
  type: 'dataset',
  ...identityIn(row),
  depth,
  fieldCount: row.field_count,
  upstream: count?.writing ?? 0,
  downstream: count?.reading ?? 0,
  integration: null,
  lastState: null,
  lastRunAt: shown(row.written),
  hasColumns: Boolean(row.has_columns),
})

interface JobRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly integration: string | null
  readonly last_state: string | null
  readonly last_started: string
  /** Only of a batch run that is running: whether it is lost. */
  readonly silent_since: string | null
  readonly usual_ms: number | null
}

export async function jobNodes(
  context: ReadContext,
  depths: ReadonlyMap<number, number>,
  moment: Moment,
  folded: FoldedGraph | null,
): Promise<Map<number, LineageNode>> {
  const { db } = context
  const ids = [...depths.keys()]
  const running = `CASE WHEN j.last_state = 'RUNNING' AND ${endsSql} THEN j.last_run_id END`
  const sql = `SELECT j.id, j.namespace, j.name, j.integration, j.last_state, j.last_started, j.usual_ms, substr(r.last_event, 2, 21) AS silent_since
    FROM job j LEFT JOIN run r ON r.id = ${running} WHERE j.id ${among(db)}`
  const [rows, counts, whole, ways] = await Promise.all([
    db.all<JobRow>(sql, [idList(db, ids)]),
    neighbours(db, 'job_id', 'group_id', ids, moment),
    folded === null ? new Map<number, Counts>() : foldedJobCounts(db, folded, ids, moment),
    folded === null ? new Map<number, number>() : wayCounts(db, ids),
  ])
  const lost = lostBefore(context)
  return new Map(
    rows.map((r) => {
      const node = jobNode(r, depths.get(r.id) ?? 0, whole.get(r.id) ?? counts.get(r.id), lost(r.usual_ms))
      const oneOf = ways.get(r.id) ?? 1
      return [r.id, folded === null ? node : { ...node, ways: oneOf, inside: Math.max(0, folded.membersOf(r.id).length - oneOf) }]
    }),
  )
}

const jobNode = (row: JobRow, depth: number, count: Counts | undefined, lost: string): LineageNode => ({
  type: 'job',
  ...identityIn(row),
  depth,
  fieldCount: null,
  upstream: count?.reading ?? 0,
  downstream: count?.writing ?? 0,
  integration: decoded(row.integration),
  lastState: row.silent_since !== null && row.silent_since < lost ? 'LOST' : (row.last_state as LineageNode['lastState']),
  lastRunAt: shown(row.last_started),
  hasColumns: false,
})

/** Neighbours over links that read and links that write: jobs of datasets, datasets of jobs. */
async function neighbours(
  db: Executor,
  own: 'group_id' | 'job_id',
  other: 'group_id' | 'job_id',
  ids: readonly number[],
  moment: Moment,
): Promise<Map<number, Counts>> {
  const columns = isAsOfOnly(moment) ? `e.${other}, e.first_key` : 'e.*'
  // Of a moment the first so many edges are looked at: where few of them hold, a hub would be read to its end.
  const from = (side: 0 | 1): string => {
    const edges = `edge e WHERE e.${own} = k.value AND e.direction = ${side}`
    return isEver(moment)
      ? edges
      : `(SELECT ${columns} FROM ${edges} LIMIT ${isAsOfOnly(moment) ? neighboursAtMost : looksAtMost}) AS e WHERE true ${edgeHolds(moment)}`
  }
  const count = (side: 0 | 1): string =>
    `(SELECT count(*) FROM (SELECT DISTINCT e.${other} FROM ${from(side)} LIMIT ${neighboursAtMost}) AS counted)`
  const sql = `SELECT k.value AS id, ${count(0)} AS reading, ${count(1)} AS writing FROM ${eachId(db)}`
  const time: SqlValue[] = [...momentParams(moment), ...momentParams(moment)]
  const rows = await db.all<Counts & { id: number }>(sql, [...time, idList(db, ids)])
  return new Map(rows.map((r) => [r.id, r]))
}
