import type { ReadContext } from '../catalog/context.ts'
import { runOutcome } from '../catalog/run-state.ts'
import type { RunKeys } from '../catalog/run-state.ts'
import { eachId, idList } from '../catalog/sql.ts'
import { isStreaming, lostBefore, shownState } from '../catalog/states.ts'
import type { RunState } from '../contract/common.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { instantMs } from '../openlineage/time.ts'

interface RunRow extends RunKeys {
  readonly job: number
  readonly processing_type: string | null
  readonly usual_ms: number | null
  readonly last_event: string | null
  readonly started: string
}

/** The last run of a job by a moment, as it was then: its start (instant text) and its state. */
export interface PastRun {
  readonly started: string
  readonly state: RunState
}

const columns =
  'r.first_start, r.first_any, r.last_active, r.end_complete, r.end_abort, r.end_fail, r.spark, r.last_event, r.started, j.processing_type, j.usual_ms'

/** By job, its last run that had started by `asOf` (instant text); a run that ended later was running then. */
export async function lastRunsThen(context: ReadContext, jobs: Iterable<number>, asOf: string): Promise<Map<number, PastRun>> {
  const { db } = context
  const newest = `SELECT x.id FROM run x WHERE x.job_id = k.value AND x.started <> '' AND x.started <= ? ORDER BY x.started DESC, x.run_id DESC LIMIT 1`
  const sql = `SELECT k.value AS job, ${columns} FROM ${eachId(db)} JOIN job j ON j.id = k.value JOIN run r ON r.id = (${newest})`
  const lost = lostBefore(context, Math.min(context.now(), instantMs(asOf)))
  const rows = await db.all<RunRow>(sql, [idList(db, new Set(jobs)), asOf])
  return new Map(rows.map((row) => [row.job, { started: row.started, state: stateThen(row, asOf, lost(row.usual_ms)) }]))
}

/** By what the events of the run up to then say. One that was heard of later was not lost. */
function stateThen(row: RunRow, asOf: string, lost: string): RunState {
  const type = row.processing_type
  const { state } = runOutcome(keysThen(row, asOf), isStreaming(type))
  return shownState({ ...row, state, state_streaming: state, ended: '', ended_streaming: '' }, type, lost)
}

/** Of the last time that a run was active only the first one before the moment is known: it tells as much. */
function keysThen(row: RunRow, asOf: string): RunKeys {
  const then = (key: string | null): string | null => (key === null || instantOf(key) > asOf ? null : key)
  return {
    first_start: then(row.first_start),
    first_any: then(row.first_any),
    last_active: then(row.last_active) ?? (row.last_active === null ? null : (then(row.first_start) ?? then(row.first_any))),
    end_complete: then(row.end_complete),
    end_abort: then(row.end_abort),
    end_fail: then(row.end_fail),
    spark: row.spark,
  }
}
