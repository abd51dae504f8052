import type { Executor } from '../db/contract.ts'
import { eachId, idList, rowByRow } from './sql.ts'

export const waysAtMost = 50

/** In how many ways what each job runs is run; 1 where nothing else is known to run it. */
export async function wayCounts(db: Executor, ids: readonly number[]): Promise<Map<number, number>> {
  const ways = `SELECT 1 FROM job o WHERE o.kin = j.kin LIMIT ${waysAtMost}`
  const sql = `SELECT j.id, (SELECT count(*) FROM (${ways}) AS counted) AS n FROM ${eachId(db)} JOIN job j ON j.id = k.value WHERE j.kin <> ''`
  return new Map((await db.all<{ id: number; n: number }>(sql, [idList(db, ids)])).map((r) => [r.id, r.n]))
}

/** Holds for the job `j` that stands for all ways of running the same: the one that ran last, among all or (`among`) those that meet it. */
export const leads = (among = 'true'): string =>
  `(j.kin = '' OR NOT EXISTS (SELECT 1 FROM job o WHERE o.kin = j.kin AND ${among} AND (o.last_started, o.id) > (j.last_started, j.id) ${rowByRow}))`

/** Holds for the job `j` that is no step within its parent. */
export const whole = '(j.is_part = 0 OR j.parent_id = 0)'
