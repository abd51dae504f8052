import type { RunState } from '../contract/common.ts'
import { instantMs, instantOfMs } from '../openlineage/time.ts'
import { instantOf } from '../openlineage/order-key.ts'
import type { ReadContext } from './context.ts'

export interface StateRow {
  readonly state: string
  readonly state_streaming: string
  readonly last_event: string | null
  readonly started: string
  readonly ended: string
  readonly ended_streaming: string
}

/** Instant before which the last word of a running run makes it lost. */
export const lostBefore = (context: ReadContext): string => instantOfMs(context.now() - context.lostAfterMs)

export const isStreaming = (processingType: string | null): boolean => processingType?.toUpperCase() === 'STREAMING'

/** The state to show: that of its kind of job, and LOST where a batch run has been silent for too long. */
export function shownState(row: StateRow, processingType: string | null, lostInstant: string): RunState {
  if (isStreaming(processingType)) return row.state_streaming as RunState
  const silent = row.state === 'RUNNING' && row.last_event !== null && instantOf(row.last_event) < lostInstant
  return silent ? 'LOST' : (row.state as RunState)
}

/** Instant text, '' unknown. */
export const shownEnd = (row: StateRow, processingType: string | null): string =>
  (isStreaming(processingType) ? row.ended_streaming : row.ended) ?? ''

/** Milliseconds between two instants, or null where one is unknown. */
export const durationOf = (started: string | null, ended: string | null): number | null =>
  !started || !ended ? null : Math.max(0, instantMs(ended) - instantMs(started))

/**
 * SQL that holds for a job `j` whose last run is running when that run is lost; both parameters are `lostBefore`. A job that no event
 * has named since spares the look at its run.
 */
export const lostSql = `(upper(coalesce(j.processing_type, '')) <> 'STREAMING' AND (substr(j.last_key, 2, 21) < ?
  OR EXISTS (SELECT 1 FROM run r WHERE r.id = j.last_run_id AND substr(r.last_event, 2, 21) < ?)))`
