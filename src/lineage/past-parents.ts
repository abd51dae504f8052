import { eachId, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'

/** Runs of a job before a moment among which one that names a parent is looked for. */
const runsLooked = 25

/** By job, its parent at a moment (instant text): as it is now where that was said by then, else that of its last run that names one. */
export async function parentsThen(db: Executor, jobs: readonly number[], asOf: string): Promise<Map<number, number>> {
  const runs = `SELECT r.started, r.run_id, r.parent_run FROM run r WHERE r.job_id = k.value AND r.started <> '' AND r.started <= ? ORDER BY r.started DESC, r.run_id DESC LIMIT ${runsLooked}`
  const parents = `SELECT p.job_id FROM (${runs}) AS n JOIN run p ON p.id = n.parent_run WHERE n.parent_run <> 0 AND p.job_id <> k.value ORDER BY n.started DESC, n.run_id DESC LIMIT 1`
  const sql = `SELECT j.id, CASE WHEN substr(j.parent_key, 2, 21) <= ? THEN j.parent_id ELSE (${parents}) END AS parent
    FROM ${eachId(db)} JOIN job j ON j.id = k.value WHERE j.parent_id <> 0`
  const rows = await db.all<{ id: number; parent: number | null }>(sql, [asOf, asOf, idList(db, jobs)])
  return new Map(rows.flatMap((r) => (r.parent === null ? [] : [[r.id, r.parent] as const])))
}
