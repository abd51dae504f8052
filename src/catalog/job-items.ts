import type { JobItem, RunBar } from '../contract/catalog.ts'
import type { Identity } from '../openlineage/event.ts'
import type { Executor } from '../db/contract.ts'
import type { ReadContext } from './context.ts'
import { facetRows, facetValue, latest, ownersIn } from './facets.ts'
import type { FacetRow } from './facets.ts'
import { decoded, identityIn, jobNames, shown } from './names.ts'
import { among, eachId, groupBy, idList } from './sql.ts'
import { durationOf, lostBefore, shownEnd, shownState } from './states.ts'
import type { StateRow } from './states.ts'
import { wayCounts } from './ways.ts'

export interface JobRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly parent_id: number
  readonly processing_type: string | null
  readonly integration: string | null
  readonly job_type: string | null
  readonly last_run_id: number | null
  readonly usual_ms: number | null
  readonly kin_name: string | null
  readonly first_key: string | null
  readonly last_key: string | null
}

export interface LastRunRow extends StateRow {
  readonly id: number
  readonly job_id: number
  readonly run_id: string
  readonly nominal_start: string | null
  readonly error: string | null
}

interface Parts {
  readonly parents: Map<number, Identity>
  readonly children: Map<number, number>
  readonly ways: Map<number, number>
  readonly runs: Map<number, LastRunRow[]>
  readonly owners: Map<number, FacetRow[]>
  readonly sources: Map<number, { source_id: number }[]>
  readonly lost: (usualMs: number | null) => string
}

export const barsAtMost = 14
const childrenAtMost = 10_000

const jobColumns =
  'id, namespace, name, parent_id, processing_type, integration, job_type, last_run_id, usual_ms, first_key, last_key, kin_name'
const runColumns =
  'r.id, r.job_id, r.run_id, r.state, r.state_streaming, r.last_event, r.started, r.ended, r.ended_streaming, r.nominal_start, r.error'

export const jobRows = (db: Executor, ids: readonly number[]): Promise<JobRow[]> =>
  db.all<JobRow>(`SELECT ${jobColumns} FROM job WHERE id ${among(db)}`, [idList(db, ids)])

/** These jobs as lists show them, in this order; whatever is gone is left out. */
export async function jobItems(context: ReadContext, ids: readonly number[]): Promise<JobItem[]> {
  if (ids.length === 0) return []
  const rows = new Map((await jobRows(context.db, ids)).map((r) => [r.id, r]))
  const parts = await partsOf(context, [...rows.values()])
  return ids.flatMap((id) => {
    const row = rows.get(id)
    return row === undefined ? [] : [itemOf(row, parts)]
  })
}

async function partsOf(context: ReadContext, rows: readonly JobRow[]): Promise<Parts> {
  const { db } = context
  const ids = rows.map((r) => r.id)
  const [parents, children, ways, runs, owners, sources] = await Promise.all([
    jobNames(
      db,
      rows.map((r) => r.parent_id),
    ),
    childCounts(db, ids),
    wayCounts(db, ids),
    lastRuns(db, ids, barsAtMost),
    facetRows(db, 'job', ids, ['ownership']),
    db.all<{ job_id: number; source_id: number }>(
      `SELECT job_id, source_id FROM job_source WHERE job_id ${among(db)} ORDER BY job_id, source_id`,
      [idList(db, ids)],
    ),
  ])
  return {
    parents,
    children,
    ways,
    runs,
    owners: groupBy(owners, (o) => o.owner_id),
    sources: groupBy(sources, (s) => s.job_id),
    lost: lostBefore(context),
  }
}

async function childCounts(db: Executor, ids: readonly number[]): Promise<Map<number, number>> {
  const sql = `SELECT k.value AS id, (SELECT count(*) FROM (SELECT 1 FROM job c WHERE c.parent_id = k.value LIMIT ${childrenAtMost}) AS counted) AS n FROM ${eachId(db)}`
  const rows = await db.all<{ id: number; n: number }>(sql, [idList(db, ids)])
  return new Map(rows.map((r) => [r.id, r.n]))
}

/** The latest runs by start of each of these jobs, newest first. */
export async function lastRuns(db: Executor, ids: readonly number[], atMost: number): Promise<Map<number, LastRunRow[]>> {
  const newest = `FROM run x WHERE x.job_id = k.value ORDER BY x.started DESC, x.id DESC LIMIT ${atMost}`
  const sql =
    db.dialect === 'sqlite'
      ? `SELECT ${runColumns} FROM ${eachId(db)} CROSS JOIN run r ON r.id IN (SELECT x.id ${newest})`
      : `SELECT ${runColumns} FROM ${eachId(db)} CROSS JOIN LATERAL (SELECT x.* ${newest}) r`
  const rows = await db.all<LastRunRow>(sql, [idList(db, ids)])
  rows.sort((a, b) => (a.started === b.started ? b.id - a.id : a.started < b.started ? 1 : -1))
  return groupBy(rows, (r) => r.job_id)
}

function itemOf(row: JobRow, parts: Parts): JobItem {
  const runs = parts.runs.get(row.id) ?? []
  const last = runs.find((r) => r.id === row.last_run_id) ?? runs[0]
  const owners = latest(parts.owners.get(row.id) ?? [])
  const lost = parts.lost(row.usual_ms)
  return {
    ...identityIn(row),
    parent: parts.parents.get(row.parent_id) ?? null,
    children: parts.children.get(row.id) ?? 0,
    ways: parts.ways.get(row.id) ?? 1,
    integration: decoded(row.integration),
    jobType: decoded(row.job_type),
    processingType: decoded(row.processing_type),
    ...lastRunOf(last, row.processing_type, lost),
    bars: runs.map((r) => barOf(r, row.processing_type, lost)).reverse(),
    owners: ownersIn(facetValue(owners, 'ownership')),
    sourceIds: (parts.sources.get(row.id) ?? []).map((s) => s.source_id),
  }
}

type LastRun = Pick<JobItem, 'lastState' | 'says' | 'lastRunId' | 'lastStartedAt' | 'lastEndedAt' | 'lastDurationMs' | 'nominalTime'>

function lastRunOf(run: LastRunRow | undefined, processingType: string | null, lost: string): LastRun {
  if (run === undefined)
    return { lastState: null, says: null, lastRunId: null, lastStartedAt: null, lastEndedAt: null, lastDurationMs: null, nominalTime: null }
  const state = shownState(run, processingType, lost)
  const end = shownEnd(run, processingType)
  return {
    lastState: state,
    says: state === 'FAIL' ? firstLine(run.error) : null,
    lastRunId: decoded(run.run_id),
    lastStartedAt: shown(run.started),
    lastEndedAt: shown(end),
    lastDurationMs: durationOf(run.started, end),
    nominalTime: shown(run.nominal_start),
  }
}

/** The first line of an error that says something; tracebacks and the like stay out of lists. */
export function firstLine(error: string | null): string | null {
  if (error === null) return null
  return (
    decoded(error)
      ?.split('\n')
      .map((l) => l.trim())
      .find((l) => l !== '')
      ?.slice(0, 500) ?? null
  )
}

export const barOf = (run: StateRow & { readonly run_id: string }, processingType: string | null, lost: string): RunBar => ({
  runId: decoded(run.run_id) ?? '',
  state: shownState(run, processingType, lost),
  startedAt: shown(run.started),
  durationMs: durationOf(run.started, shownEnd(run, processingType)),
})
