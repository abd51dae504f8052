import { decoded } from '../catalog/names.ts'
import { eachId, idList, rowByRow } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf, later } from '../openlineage/order-key.ts'

/** What a job said last at a moment (instant text), of a dataset (its group) that it reads (0) or writes (1). */
export interface SaidLast {
  readonly job: number
  readonly at: string
  readonly direction: 0 | 1
  readonly dataset: number
}

/** A run that left out what its job had said before; `key` is of the event from which on it did, `at` the instant of that. */
export interface LeftOut {
  readonly id: number
  readonly runId: string
  readonly started: string
  readonly key: string
  readonly at: string
}

interface Row {
  readonly id: number
  readonly job: number
  readonly said: string
  readonly run_id: string
  readonly started: string
  readonly key: string | null
  readonly named: string | null
}

/**
 * When something ceased: the first run of the job after it was said last that ended well and named anything. A run that names nothing takes nothing
 * back. Undefined where there is none.
 */
export async function leftOutBy(db: Executor, asked: Iterable<SaidLast>): Promise<(of: SaidLast) => LeftOut | undefined> {
  const pairs = new Map([...asked].map((one) => [keyOf(one), [one.job, one.at, one.direction, one.dataset]]))
  if (pairs.size === 0) return () => undefined
  const isSqlite = db.dialect === 'sqlite'
  const number = (i: number): string => (isSqlite ? `(k.value ->> ${i})` : `(k.value ->> ${i})::bigint`)
  const [job, at, direction, dataset] = [number(0), '(k.value ->> 1)', number(2), number(3)]
  // A run may say that it began later than it ended: then it may be the one that said it.
  const names = `SELECT 1 FROM run_dataset y JOIN dataset m ON m.id = y.dataset_id WHERE y.run_id = x.id AND y.direction = ${direction} AND m.group_id = ${dataset} ${rowByRow}`
  const isIt = `substr(x.end_complete, 2, 21) < x.told AND EXISTS (${names})`
  const good = `SELECT x.id FROM run x WHERE x.job_id = ${job} AND x.told <> '' AND x.told > ${at} AND NOT (${isIt}) ORDER BY x.told, x.run_id LIMIT 1`
  const from = isSqlite ? 'json_each(?) AS k' : 'jsonb_array_elements(?::jsonb) AS k(value)'
  const sql = `SELECT r.id, ${job} AS job, ${at} AS said, ${direction} AS direction, ${dataset} AS dataset, r.run_id, r.started, coalesce(r.end_complete, r.last_event) AS key, r.first_named AS named FROM ${from} JOIN run r ON r.id = (${good})`
  const rows = await db.all<Row & Pick<SaidLast, 'direction' | 'dataset'>>(sql, [JSON.stringify([...pairs.values()])])
  const found = new Map(rows.map((r) => [keyOf({ ...r, at: r.said }), leftOutIn(r)]))
  return (of) => found.get(keyOf(of))
}

const keyOf = ({ job, at, direction, dataset }: SaidLast): string => `${job} ${at} ${direction} ${dataset}`

function leftOutIn({ id, run_id, started, key, named }: Row): LeftOut {
  // Until it names something it says nothing.
  const last = later(key, named) ?? ''
  const end = last === '' ? started : instantOf(last)
  // A run may say that it began later than it ended; then it counts from when it began.
  return { id, runId: decoded(run_id) ?? '', started, key: last, at: end < started ? started : end }
}

/** The last good run of each job that named anything, as the one that left out what it did not say. */
export async function lastGoodRuns(db: Executor, jobs: Iterable<number>): Promise<Map<number, LeftOut>> {
  const sql = `SELECT r.id, j.id AS job, '' AS said, r.run_id, r.started, coalesce(r.end_complete, r.last_event) AS key, r.first_named AS named FROM ${eachId(db)}
    JOIN job j ON j.id = k.value JOIN run r ON r.id = j.good_run_id`
  const rows = await db.all<Row>(sql, [idList(db, new Set(jobs))])
  return new Map(rows.map((r) => [r.job, leftOutIn(r)]))
}
