import type { ReadContext } from '../catalog/context.ts'
import { decoded, identityIn, jobNames } from '../catalog/names.ts'
import { among, eachId, idList } from '../catalog/sql.ts'
import { lostBefore } from '../catalog/states.ts'
import type { CauseKind } from '../contract/causes.ts'
import type { Executor } from '../db/contract.ts'
import { isEndless } from '../graph/endless.ts'
import { truncate } from '../lib/text.ts'
import { formatInstant, instantOfMs } from '../openlineage/time.ts'
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
  readonly state: string
  readonly started: string
  readonly ended: string
  readonly heard: string | null
  readonly error: string | null
}

const columns = `j.id, j.namespace, j.name, j.processing_type, r.run_id, j.usual_ms, r.started, r.ended, substr(r.last_event, 2, 21) AS heard, r.error`
/** Runs of a job before the one that is running that are looked at for one that ended. */
const runsLooked = 20

/** Jobs whose last run did not end well; where that one is running, whose last run before it did not. */
export async function lastRuns(context: ReadContext, jobs: readonly number[]): Promise<JobCause[]> {
  const { db } = context
  const sql = `SELECT ${columns}, j.last_state AS state FROM job j JOIN run r ON r.id = j.last_run_id WHERE j.id ${among(db)} AND j.last_state IN ('FAIL', 'ABORT', 'RUNNING')`
  const rows = await db.all<RunRow>(sql, [idList(db, jobs)])
  const lost = lostBefore(context)
  const isLost = (row: RunRow): boolean => row.heard !== null && row.heard < lost(row.usual_ms)
  // Streams and services were started again when they failed, and run since then.
  const running = rows.filter((row) => row.state === 'RUNNING' && !isEndless(row.processing_type))
  const before = new Map((await lastEnded(db, running)).map((row) => [row.id, row]))
  return [
    ...rows.filter((row) => row.state !== 'RUNNING').map((row) => ended(row, 'Its last run')),
    ...running.flatMap((row) => {
      const last = before.get(row.id)
      if (isLost(row)) return [silent(row, last)]
      const again = `It has been running again since ${formatInstant(row.started) ?? row.started}; its last run before that`
      return last === undefined ? [] : [ended(last, again)]
    }),
  ]
}

/** Of jobs that are running the run that ended last, where it did not end well. */
async function lastEnded(db: Executor, running: readonly RunRow[]): Promise<RunRow[]> {
  if (running.length === 0) return []
  const newest = `SELECT x.id, x.run_id, x.started, x.state FROM run x WHERE x.job_id = k.value AND x.started <> '' ORDER BY x.started DESC, x.run_id DESC LIMIT ${runsLooked}`
  const ended = `(SELECT n.id FROM (${newest}) AS n WHERE n.state IN ('COMPLETE', 'FAIL', 'ABORT') ORDER BY n.started DESC, n.run_id DESC LIMIT 1)`
  // Job by job: left to itself SQLite starts from every run that ever failed.
  const sql = `SELECT ${columns}, r.state FROM ${eachId(db)} CROSS JOIN run r CROSS JOIN job j WHERE r.id = ${ended} AND j.id = r.job_id AND r.state IN ('FAIL', 'ABORT')`
  const ids = running.map((row) => row.id)
  return db.all<RunRow>(sql, [idList(db, ids)])
}

const placeOf = (row: RunRow): Pick<JobCause, 'id' | 'namespace' | 'name' | 'runId'> => ({
  id: row.id,
  ...identityIn(row),
  runId: decoded(row.run_id),
})

/** `run`: which of its runs, as a sentence begins. */
const ended = (row: RunRow, run: string): JobCause => ({
  ...placeOf(row),
  kind: row.state === 'ABORT' ? 'aborted' : 'failed',
  at: row.ended,
  says: `${run} ${endWords(row)}`,
})

function silent(row: RunRow, last: RunRow | undefined): JobCause {
  const before = last === undefined ? '' : `; the one before it ${endWords(last)}`
  return { ...placeOf(row), kind: 'lost', at: row.heard ?? '', says: `Its last run says nothing any more${before}` }
}

function endWords(row: RunRow): string {
  if (row.state === 'ABORT') return 'was aborted'
  const error = decoded(row.error)?.trim().split('\n', 1)[0]
  return error === undefined ? 'failed' : `failed: ${truncate(error, 300)}`
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
