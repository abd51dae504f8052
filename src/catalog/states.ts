import type { RunState } from '../contract/common.ts'
import { endless, isEndless } from '../graph/endless.ts'
import { instantMs, instantOfMs } from '../openlineage/time.ts'
import { instantOf } from '../openlineage/order-key.ts'
import type { ReadContext } from './context.ts'
import { rowByRow } from './sql.ts'

export interface StateRow {
  readonly state: string
  readonly state_streaming: string
  readonly last_event: string | null
  readonly started: string
  readonly ended: string
  readonly ended_streaming: string
}

/** Silence is normal for so long, whatever the usual duration; and for so many times the longest of the last runs. */
const patienceMs = 600_000
const patienceTimes = 4

/** How long a run of a job may be silent before it is shown as lost, by the duration of its last runs (`job.usual_ms`); ms. */
const patienceOf = (context: ReadContext, usualMs: number | null): number =>
  usualMs === null ? context.lostAfterMs : Math.max(patienceMs, patienceTimes * usualMs)

/**
 * By the usual duration of the runs of its job: the instant before which the last word of a running run makes it lost. Lost is worked out
 * here each time and stored nowhere: the next event of the run may come at any moment. `now`: ms since 1970.
 */
export function lostBefore(context: ReadContext, now = context.now()): (usualMs: number | null) => string {
  return (usualMs) => instantOfMs(now - patienceOf(context, usualMs))
}

/** A run that started after this instant is not lost, whatever its job. */
export const lostNotAfter = (context: ReadContext): string => instantOfMs(context.now() - Math.min(patienceMs, context.lostAfterMs))

export const isStreaming = (processingType: string | null): boolean => processingType?.toUpperCase() === 'STREAMING'
/** SQL that holds for a job `j` whose runs end by themselves (`isEndless`). */
export const endsSql = `upper(coalesce(j.processing_type, '')) NOT IN (${endless.map((type) => `'${type}'`).join(', ')})`

/** The state to show: that of its kind of job, and LOST where a batch run has been silent for too long. */
export function shownState(row: StateRow, processingType: string | null, lostInstant: string): RunState {
  if (isStreaming(processingType)) return row.state_streaming as RunState
  const silent = row.state === 'RUNNING' && row.last_event !== null && instantOf(row.last_event) < lostInstant
  return silent && !isEndless(processingType) ? 'LOST' : (row.state as RunState)
}

/** Instant text, '' unknown. */
export const shownEnd = (row: StateRow, processingType: string | null): string =>
  (isStreaming(processingType) ? row.ended_streaming : row.ended) ?? ''

/** Milliseconds between two instants, or null where one is unknown. */
export const durationOf = (started: string | null, ended: string | null): number | null =>
  !started || !ended ? null : Math.max(0, instantMs(ended) - instantMs(started))

/**
 * SQL that holds for a run `r` of a job `j`, running, when it is shown as lost: the same rule as `lostBefore` with `shownState`, so that filters
 * find what lists show. Parameters: `lostParams`.
 */
export const lostRunSql = `(${endsSql}
  AND CAST(substr(r.last_event, 2, 15) AS bigint) < ? - CASE WHEN j.usual_ms IS NULL THEN ?
    WHEN j.usual_ms * ${patienceTimes} > ${patienceMs} THEN j.usual_ms * ${patienceTimes} ELSE ${patienceMs} END)`

/** The first 15 digits of an instant are its milliseconds. */
export const lostParams = (context: ReadContext): readonly number[] => [
  Number(instantOfMs(context.now()).slice(0, 15)),
  context.lostAfterMs,
]

/** The same for the last run of a job `j` whose last run is running. */
export const lostSql = `EXISTS (SELECT 1 FROM run r WHERE r.id = j.last_run_id AND ${lostRunSql} ${rowByRow})`
