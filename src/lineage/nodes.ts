import { identityIn, decoded, shown } from '../catalog/names.ts'
import { among, idList, rowByRow } from '../catalog/sql.ts'
import { endsSql, lostBefore } from '../catalog/states.ts'
import type { ReadContext } from '../catalog/context.ts'
import type { LineageNode } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { wayCounts } from '../catalog/ways.ts'
import { foldedDatasetCounts, foldedJobCounts } from './fold-counts.ts'
import type { FoldedGraph } from './fold.ts'
import { firstBy } from './moment.ts'
import type { Moment } from './moment.ts'
import { lastRunsThen } from './past-runs.ts'
import { writtenThen } from './past-said.ts'
import { schemasThen } from './past-schemas.ts'
import type { Counts } from './graph.ts'
import { neighboursOfDatasets, neighboursOfJobs } from './neighbours.ts'

/** Column edges on one side of a dataset that are looked at for one that was said by a moment. */
const columnsLooked = 200

const hasEdge = (table: string): string =>
  `EXISTS (SELECT 1 FROM ${table} c WHERE c.to_group = g.id ${rowByRow}) OR EXISTS (SELECT 1 FROM ${table} c WHERE c.from_group = g.id ${rowByRow})`

/** Rows of `dataset_group` whose group is in the `idList` that is its first parameter need no look. */
function hasColumns(db: Executor, { asOf }: Moment): string {
  const known = `g.id ${among(db)}`
  if (asOf === null) return [known, ...['column_edge', 'inferred_edge'].map(hasEdge)].join(' OR ')
  const some = (end: 'to' | 'from'): string => `SELECT c.first_key FROM column_edge c WHERE c.${end}_group = g.id LIMIT ${columnsLooked}`
  const then = (['to', 'from'] as const).map((end) => `EXISTS (SELECT 1 FROM (${some(end)}) AS e WHERE true ${firstBy({ asOf })})`)
  return [known, ...then].join(' OR ')
}

/** Nodes of an answer with their depths. `elsewhere`: those that it only names: nothing is looked up of them. */
interface Asked {
  readonly depths: ReadonlyMap<number, number>
  readonly elsewhere?: ReadonlyMap<number, number> | undefined
}

const shownHere = ({ depths, elsewhere }: Asked): number[] => [...depths.keys()].filter((id) => elsewhere?.has(id) !== true)

/** Datasets of an answer, by group. `withColumns`: those of which the answer has column edges. */
export async function datasetNodes(
  context: ReadContext,
  { withColumns, ...asked }: Asked & { readonly withColumns: ReadonlySet<number> },
  moment: Moment,
  folded: FoldedGraph | null,
): Promise<Map<number, LineageNode>> {
  const { db } = context
  const { depths } = asked
  const ids = [...depths.keys()]
  const { asOf } = moment
  const sql = `SELECT g.id, d.namespace, d.name, g.written, g.schema_key, s.field_count, ${hasColumns(db, moment)} AS has_columns
    FROM dataset_group g JOIN dataset d ON d.id = g.canonical_id LEFT JOIN schema_version s ON s.dataset_id = g.schema_dataset_id AND s.hash = g.schema_hash WHERE g.id ${among(db)}`
  const [now, plain] = await Promise.all([
    db.all<DatasetRow>(sql, [
      idList(db, [...withColumns, ...(asked.elsewhere?.keys() ?? [])]),
      ...(asOf === null ? [] : [asOf, asOf]),
      idList(db, ids),
    ]),
    neighboursOfDatasets(db, shownHere(asked), moment),
  ])
  const counts = folded === null ? plain : await foldedDatasetCounts(folded, plain)
  const rows = asOf === null ? now : await rowsThen(db, now, asOf)
  return new Map(rows.map((r) => [r.id, datasetNode(r, depths.get(r.id) ?? 0, counts.get(r.id))]))
}

async function rowsThen(db: Executor, rows: readonly DatasetRow[], asOf: string): Promise<DatasetRow[]> {
  const changed = rows.filter((r) => r.schema_key !== null && instantOf(r.schema_key) > asOf)
  const [written, schemas] = await Promise.all([
    writtenThen(
      db,
      rows.map((r) => r.id),
      asOf,
    ),
    schemasThen(
      db,
      changed.map((r) => r.id),
      asOf,
    ),
  ])
  const later = new Set(changed)
  return rows.map((r) => ({
    ...r,
    written: written.get(r.id) ?? '',
    field_count: later.has(r) ? (schemas.get(r.id)?.field_count ?? null) : r.field_count,
  }))
}

interface DatasetRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly written: string
  readonly schema_key: string | null
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
  ...(count?.writingAtLeast === true ? { upstreamAtLeast: true } : {}),
  ...(count?.readingAtLeast === true ? { downstreamAtLeast: true } : {}),
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
  asked: Asked,
  moment: Moment,
  folded: FoldedGraph | null,
): Promise<Map<number, LineageNode>> {
  const { db } = context
  const { depths } = asked
  const ids = [...depths.keys()]
  const running = `CASE WHEN j.last_state = 'RUNNING' AND ${endsSql} THEN j.last_run_id END`
  const sql = `SELECT j.id, j.namespace, j.name, j.integration, j.last_state, j.last_started, j.usual_ms, substr(r.last_event, 2, 21) AS silent_since
    FROM job j LEFT JOIN run r ON r.id = ${running} WHERE j.id ${among(db)}`
  const [rows, then, counts, whole, ways] = await Promise.all([
    db.all<JobRow>(sql, [idList(db, ids)]),
    moment.asOf === null ? null : lastRunsThen(context, shownHere(asked), moment.asOf),
    neighboursOfJobs(db, shownHere(asked), moment),
    folded === null ? new Map<number, Counts>() : foldedJobCounts(db, folded, shownHere(asked), moment),
    folded === null ? new Map<number, number>() : wayCounts(db, ids),
  ])
  const lost = lostBefore(context)
  return new Map(
    rows.map((r) => {
      const now = jobNode(r, depths.get(r.id) ?? 0, whole.get(r.id) ?? counts.get(r.id), lost(r.usual_ms))
      const run = then?.get(r.id)
      const node = then === null ? now : { ...now, lastState: run?.state ?? null, lastRunAt: shown(run?.started ?? null) }
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
  ...(count?.readingAtLeast === true ? { upstreamAtLeast: true } : {}),
  ...(count?.writingAtLeast === true ? { downstreamAtLeast: true } : {}),
  integration: decoded(row.integration),
  lastState: row.silent_since !== null && row.silent_since < lost ? 'LOST' : (row.last_state as LineageNode['lastState']),
  lastRunAt: shown(row.last_started),
  hasColumns: false,
})
