import { stillSaid } from '../catalog/run-sides.ts'
import { among, groupBy, idList } from '../catalog/sql.ts'
import { isStreaming } from '../catalog/states.ts'
import type { Executor } from '../db/contract.ts'

/** A run as run-level lineage needs it. Instants are text, '' unknown. */
export interface RunTimes {
  readonly id: number
  readonly job_id: number
  readonly run_id: string
  readonly started: string
  readonly ended: string
  readonly state: string
  readonly processing_type: string | null
}

/** What a run reads (0) or writes (1): a group, under one raw id. */
export interface RunSide {
  readonly run_id: number
  readonly direction: number
  readonly dataset_id: number
  readonly group_id: number
  readonly said_key: string | null
}

/** A run read a dataset. */
export interface Read {
  readonly run: RunTimes
  readonly side: RunSide
}

export const keyOf = ({ run, side }: Read): string => `${run.id} ${side.group_id}`

/** Jobs of one dataset that are looked at, links of one question, and runs of a job on one side of a moment. */
const jobsAtMost = 50
const linksAtMost = 5_000
export const runsAtMost = 25
const sidesAtMost = 20_000

const columns = 'r.id, r.job_id, r.run_id, r.started, r.ended, r.state, j.processing_type'

export const runTimes = (db: Executor, ids: Iterable<number>): Promise<RunTimes[]> =>
  db.all<RunTimes>(`SELECT ${columns} FROM run r JOIN job j ON j.id = r.job_id WHERE r.id ${among(db)}`, [idList(db, new Set(ids))])

/** When what a run wrote was there: at its end; of a stream from its start. Null while it runs, and of a run that did not end well. */
export function writtenAt(run: RunTimes): string | null {
  if (isStreaming(run.processing_type)) return run.started === '' ? null : run.started
  return run.state !== 'COMPLETE' || run.ended === '' ? null : run.ended
}

export async function sidesOf(db: Executor, runs: Iterable<number>, direction: 0 | 1): Promise<RunSide[]> {
  const sql = `SELECT x.run_id, x.direction, x.dataset_id, d.group_id, x.said_key FROM run_dataset x JOIN dataset d ON d.id = x.dataset_id JOIN run ON run.id = x.run_id
    WHERE x.run_id ${among(db)} AND x.direction = ? AND ${stillSaid('x', 'run')} LIMIT ${sidesAtMost}`
  return db.all<RunSide>(sql, [idList(db, new Set(runs)), direction])
}

/** Jobs that read or write each of these datasets, those that did so last first; and whether some were left out. */
export async function jobsOf(
  db: Executor,
  groups: readonly number[],
  side: 0 | 1,
): Promise<{ byGroup: Map<number, number[]>; truncated: boolean }> {
  const sql = `SELECT e.group_id, e.job_id, max(e.last_key) AS last_key FROM edge e WHERE e.group_id ${among(db)} AND e.direction = ? GROUP BY e.group_id, e.job_id ORDER BY last_key DESC LIMIT ${linksAtMost}`
  const rows = await db.all<{ group_id: number; job_id: number }>(sql, [idList(db, groups), side])
  const groupsOf = groupBy(rows, (r) => r.group_id)
  return {
    byGroup: new Map([...groupsOf].map(([group, own]) => [group, own.slice(0, jobsAtMost).map((r) => r.job_id)])),
    truncated: rows.length === linksAtMost || [...groupsOf.values()].some((own) => own.length > jobsAtMost),
  }
}

/** Runs of jobs next to a moment: those that started up to it, or after it; the nearest first. */
export async function runsNear(
  db: Executor,
  asked: readonly { readonly job: number; readonly at: string }[],
  way: 'before' | 'after',
): Promise<Map<string, RunTimes[]>> {
  const pairs = new Map(asked.map(({ job, at }) => [`${job} ${at}`, [job, at]]))
  if (pairs.size === 0) return new Map()
  const [sign, order] = way === 'before' ? ['<=', 'DESC'] : ['>=', 'ASC']
  const [job, at] = db.dialect === 'sqlite' ? ['k.value ->> 0', 'k.value ->> 1'] : ['(k.value ->> 0)::bigint', 'k.value ->> 1']
  const some = `SELECT x.id FROM run x WHERE x.job_id = ${job} AND x.started <> '' AND x.started ${sign} ${at} ORDER BY x.started ${order}, x.id ${order} LIMIT ${runsAtMost}`
  const from =
    db.dialect === 'sqlite'
      ? `json_each(?) AS k CROSS JOIN run r ON r.id IN (${some})`
      : `jsonb_array_elements(?::jsonb) AS k(value) CROSS JOIN LATERAL (${some}) AS s JOIN run r ON r.id = s.id`
  const sql = `SELECT ${job} AS asked_job, ${at} AS asked_at, ${columns} FROM ${from} JOIN job j ON j.id = r.job_id`
  const rows = await db.all<RunTimes & { asked_job: number; asked_at: string }>(sql, [JSON.stringify([...pairs.values()])])
  const near = Map.groupBy(rows, (r) => `${r.asked_job} ${r.asked_at}`)
  const nearest = (a: RunTimes, b: RunTimes): number => (way === 'before' ? byStart(b, a) : byStart(a, b))
  return new Map([...near].map(([key, runs]) => [key, runs.toSorted(nearest)]))
}

const byStart = (a: RunTimes, b: RunTimes): number =>
  a.started === b.started ? (a.run_id < b.run_id ? -1 : 1) : a.started < b.started ? -1 : 1
