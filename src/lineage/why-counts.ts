import { among, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { groupBy } from '../catalog/sql.ts'
import type { EdgeSaid } from './walk.ts'

/** Runs of a job that are looked at, and jobs that say one edge. */
const lookedAtMost = 5_000
const jobsAtMost = 20

/** A stretch of time as instant text; null: open. */
export interface Stretch {
  readonly from: string | null
  readonly upTo: string | null
}

/** Runs that said an edge in a stretch of time; where a job has more runs than are looked at, the least that it can be. */
export async function runsIn(db: Executor, said: readonly EdgeSaid[], { from, upTo }: Stretch): Promise<number> {
  const jobs = [
    ...groupBy(
      said.filter((s) => s.runs > 0),
      (s) => s.job,
    ),
  ].slice(0, jobsAtMost)
  const counts = await Promise.all(
    jobs.map(async ([job, own]) => {
      const newest = `SELECT r.id FROM run r WHERE r.job_id = ? AND r.started <= ? ORDER BY r.started DESC, r.id DESC LIMIT ${lookedAtMost}`
      const says = `SELECT 1 FROM run_dataset x WHERE x.run_id = n.id AND x.direction = ? AND x.dataset_id ${among(db)} AND coalesce(substr(x.said_key, 2, 21), '~') >= ?`
      const datasets = own.map((s) => s.dataset)
      const sql = `SELECT count(*) AS n FROM (${newest}) AS n WHERE EXISTS (${says})`
      return (await db.get<{ n: number }>(sql, [job, upTo ?? '~', own[0]?.side ?? 0, idList(db, datasets), from ?? '']))?.n ?? 0
    }),
  )
  return counts.reduce((sum, n) => sum + n, 0)
}
