import { instantOf } from '../openlineage/order-key.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import { unreadableInstant } from '../openlineage/time.ts'

export interface RunKeys {
  readonly first_start: OrderKey | null
  readonly first_any: OrderKey | null
  readonly last_active: OrderKey | null
  readonly end_complete: OrderKey | null
  readonly end_abort: OrderKey | null
  readonly end_fail: OrderKey | null
  readonly spark: number
}

export interface RunOutcome {
  readonly state: 'NEW' | 'RUNNING' | 'COMPLETE' | 'ABORT' | 'FAIL'
  /** Instant text, '' unknown. */
  readonly ended: string
}

/**
 * The state of a run from the keys of its events (docs: design "Meaning", Run). The last of its ends decides. A START or RUNNING after
 * it reopens the run of a STREAMING job only: elsewhere it is a retry, a duplicate or a late arrival. Spark sends COMPLETE for a query
 * whose Spark job had failed: its FAIL stands.
 */
export function runOutcome(run: RunKeys, streaming: boolean): RunOutcome {
  const complete = run.spark === 1 && run.end_fail !== null ? null : run.end_complete
  const ends = { COMPLETE: complete, ABORT: run.end_abort, FAIL: run.end_fail } as const
  let state: 'COMPLETE' | 'ABORT' | 'FAIL' | null = null
  for (const kind of ['COMPLETE', 'ABORT', 'FAIL'] as const) {
    const key = ends[kind]
    if (key !== null && (state === null || key > (ends[state] ?? ''))) state = kind
  }
  if (state === null) return { state: run.last_active === null ? 'NEW' : 'RUNNING', ended: '' }
  const end = ends[state] ?? ''
  if (streaming && run.last_active !== null && run.last_active > end) return { state: 'RUNNING', ended: '' }
  return { state, ended: shown(end) }
}

/** When a run started: its first START, else its first event that is no OTHER. Instant text, '' unknown. */
export const runStarted = (run: RunKeys): string => shown(run.first_start ?? run.first_any)

function shown(key: OrderKey | null): string {
  if (key === null) return ''
  const instant = instantOf(key)
  return instant === unreadableInstant ? '' : instant
}
