import type { ReadContext } from '../catalog/context.ts'
import { decoded, identityIn, jobNames } from '../catalog/names.ts'
import { among, idList } from '../catalog/sql.ts'
import { lostBefore } from '../catalog/states.ts'
import { truncate } from '../lib/text.ts'
import { instantOfMs } from '../openlineage/time.ts'
import type { CauseKind } from '../contract/causes.ts'
import { must } from '../lib/assert.ts'
import { lateJobs } from './rhythm.ts'

interface JobCause {
  readonly id: number
  readonly kind: CauseKind
  readonly namespace: string
  readonly name: string
  readonly at: string
  readonly says: string
  readonly runId: string | null
}

interface RunRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly processing_type: string | null
  readonly run_id: string
  readonly usual_ms: number | null
  readonly last_state: string
  readonly started: string
  readonly ended: string
  readonly heard: string | null
  readonly error: string | null
}

/** Jobs whose last run did not end well. */
export async function lastRuns(context: ReadContext, jobs: readonly number[]): Promise<JobCause[]> {
  const { db } = context
  const sql = `SELECT j.id, j.namespace, j.name, j.processing_type, r.run_id, j.usual_ms, j.last_state, r.started, r.ended, substr(r.last_event, 2, 21) AS heard, r.error
    FROM job j JOIN run r ON r.id = j.last_run_id WHERE j.id ${among(db)} AND j.last_state IN ('FAIL', 'ABORT', 'RUNNING')`
  const lost = lostBefore(context)
  return (await db.all<RunRow>(sql, [idList(db, jobs)])).flatMap((row) => {
    const cause = endOf(row, lost(row.usual_ms))
    return cause === null ? [] : [{ id: row.id, ...identityIn(row), runId: decoded(row.run_id), ...cause }]
  })
}

function endOf(row: RunRow, lost: string): { kind: CauseKind; at: string; says: string } | null {
  if (row.last_state === 'FAIL') {
    const error = decoded(row.error)?.trim().split('\n', 1)[0]
    return {
      kind: 'failed',
      at: row.ended,
      says: error === undefined ? 'Its last run failed' : `Its last run failed: ${truncate(error, 300)}`,
    }
  }
  if (row.last_state === 'ABORT') return { kind: 'aborted', at: row.ended, says: 'Its last run was aborted' }
  const isStreaming = row.processing_type?.toUpperCase() === 'STREAMING'
  if (isStreaming || row.heard === null || row.heard >= lost) return null
  return { kind: 'lost', at: row.heard, says: 'Its last run says nothing any more' }
}

/** Jobs that started at about equal intervals and then did not. */
export async function lateCauses(context: ReadContext, jobs: readonly number[]): Promise<JobCause[]> {
  const late = await lateJobs(context, jobs)
  const names = await jobNames(context.db, late.keys())
  return [...late].map(([id, due]) => ({
    id,
    kind: 'late',
    ...must(names.get(id), 'what has runs has a name'),
    at: instantOfMs(due.last + due.interval),
    says: `It ran every ${spanWords(due.interval)}, and has not for ${spanWords(context.now() - due.last)}`,
    runId: null,
  }))
}

const spans = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

function spanWords(ms: number): string {
  const [unit, size] = spans.find(([, s]) => ms >= s) ?? ['second', 1_000]
  const n = Math.max(1, Math.round(ms / size))
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}
