import type { ReadContext } from '../catalog/context.ts'
import { decoded, identityIn } from '../catalog/names.ts'
import { among, eachId, idList } from '../catalog/sql.ts'
import { lostBefore } from '../catalog/states.ts'
import { truncate } from '../lib/text.ts'
import { instantMs, instantOfMs } from '../openlineage/time.ts'
import type { CauseKind } from '../contract/causes.ts'

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
  readonly last_state: string
  readonly started: string
  readonly ended: string
  readonly heard: string | null
  readonly error: string | null
}

/** Jobs whose last run did not end well. */
export async function lastRuns(context: ReadContext, jobs: readonly number[]): Promise<JobCause[]> {
  const { db } = context
  const sql = `SELECT j.id, j.namespace, j.name, j.processing_type, r.run_id, j.last_state, r.started, r.ended, substr(r.last_event, 2, 21) AS heard, r.error
    FROM job j JOIN run r ON r.id = j.last_run_id WHERE j.id ${among(db)} AND j.last_state IN ('FAIL', 'ABORT', 'RUNNING')`
  const lost = lostBefore(context)
  return (await db.all<RunRow>(sql, [idList(db, jobs)])).flatMap((row) => {
    const cause = endOf(row, lost)
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

/** Starts that tell a rhythm, and how many times its interval a job may take before it is late. */
const startsRead = 12
const startsNeeded = 4
const patience = 2

/** Jobs that started at about equal intervals and then did not. */
export async function lateJobs(context: ReadContext, jobs: readonly number[]): Promise<JobCause[]> {
  const { db } = context
  const starts = `SELECT r.started FROM run r WHERE r.job_id = k.value AND r.started <> '' ORDER BY r.started DESC, r.id DESC LIMIT ${startsRead}`
  const list =
    db.dialect === 'sqlite'
      ? `(SELECT json_group_array(started) FROM (${starts}))`
      : `(SELECT json_agg(started) FROM (${starts}) AS s)::text`
  const sql = `SELECT j.id, j.namespace, j.name, ${list} AS starts FROM ${eachId(db)} JOIN job j ON j.id = k.value WHERE upper(coalesce(j.processing_type, '')) <> 'STREAMING'`
  const rows = await db.all<{ id: number; namespace: string; name: string; starts: string | null }>(sql, [idList(db, jobs)])
  return rows.flatMap((row) => {
    const due = dueAfter((JSON.parse(row.starts ?? '[]') as string[]).map(instantMs).sort((a, b) => b - a))
    if (due === null || context.now() < due.late) return []
    const says = `It ran every ${spanWords(due.interval)}, and has not for ${spanWords(context.now() - due.last)}`
    return [{ id: row.id, kind: 'late' as const, ...identityIn(row), at: instantOfMs(due.last + due.interval), says, runId: null }]
  })
}

/** `starts`: ms since 1970, the latest first. Null where there is no rhythm to go by. */
function dueAfter(starts: readonly number[]): { last: number; interval: number; late: number } | null {
  const last = starts[0]
  if (last === undefined || starts.length < startsNeeded) return null
  const gaps = starts.slice(1).map((s, i) => (starts[i] ?? s) - s)
  const sorted = gaps.toSorted((a, b) => a - b)
  const interval = sorted[Math.floor(sorted.length / 2)] ?? 0
  const widest = sorted.at(-1) ?? 0
  // Where gaps differ widely, such as over weekends, the widest one is what it takes at times.
  return interval <= 0 ? null : { last, interval, late: last + Math.max(interval * patience, widest + interval) }
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
