import type { ReadContext } from '../catalog/context.ts'
import { eachId, idList } from '../catalog/sql.ts'
import { endsSql } from '../catalog/states.ts'
import type { Executor, SqlValue } from '../db/contract.ts'
import { instantMs } from '../openlineage/time.ts'

/** How a job starts: its last start, the interval between starts in ms, and whether it should have started again. */
export interface Rhythm {
  readonly last: number
  readonly interval: number
  readonly isLate: boolean
}

/** Starts that tell a rhythm, and how many times its interval a job may take before it is late. */
const startsRead = 12
const startsNeeded = 4
const patience = 2

/** Jobs that started at about equal intervals and then did not. `asOf`: instant text, only starts up to then, and late at that moment. */
export async function lateJobs(context: ReadContext, jobs: Iterable<number>, asOf: string | null = null): Promise<Map<number, Rhythm>> {
  return new Map([...(await rhythms(context, jobs, asOf))].filter(([, rhythm]) => rhythm.isLate))
}

/** Of jobs that have a rhythm; streams and services have none. */
export async function rhythms(context: ReadContext, jobs: Iterable<number>, asOf: string | null): Promise<Map<number, Rhythm>> {
  const { db } = context
  const now = asOf === null ? context.now() : Math.min(context.now(), instantMs(asOf))
  const upTo = asOf === null ? '' : 'AND r.started <= ?'
  const starts = `SELECT r.started FROM run r WHERE r.job_id = k.value AND r.started <> '' ${upTo} ORDER BY r.started DESC, r.id DESC LIMIT ${startsRead}`
  const sql = `SELECT j.id, ${listed(db, 'started', starts)} AS starts FROM ${eachId(db)} JOIN job j ON j.id = k.value WHERE ${endsSql}`
  const params: SqlValue[] = [...(asOf === null ? [] : [asOf]), idList(db, new Set(jobs))]
  const rows = await db.all<{ id: number; starts: string | null }>(sql, params)
  return new Map(
    rows.flatMap((row) => {
      const found = rhythmOf(
        (JSON.parse(row.starts ?? '[]') as string[]).map(instantMs).sort((a, b) => b - a),
        now,
      )
      return found === null ? [] : [[row.id, found]]
    }),
  )
}

/** One column of a query as JSON text. */
export const listed = (db: Executor, column: string, query: string): string =>
  db.dialect === 'sqlite'
    ? `(SELECT json_group_array(${column}) FROM (${query}))`
    : `(SELECT json_agg(${column}) FROM (${query}) AS s)::text`

/** `starts`: the latest first; ms since 1970. Null where there is no rhythm to go by. */
function rhythmOf(starts: readonly number[], now: number): Rhythm | null {
  const last = starts[0]
  if (last === undefined || starts.length < startsNeeded) return null
  const gaps = starts.slice(1).map((s, i) => (starts[i] ?? s) - s)
  const sorted = gaps.toSorted((a, b) => a - b)
  const interval = sorted[Math.floor(sorted.length / 2)] ?? 0
  const widest = sorted.at(-1) ?? 0
  // Where gaps differ widely, such as over weekends, the widest one is what it takes at times.
  return interval <= 0 ? null : { last, interval, isLate: now >= last + Math.max(interval * patience, widest + interval) }
}
