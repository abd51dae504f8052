import type { JobClaims } from '../contract/rules.ts'
import type { ReadContext } from './context.ts'
import { identityIn } from './names.ts'
import { Budget, scan } from './scan.ts'
import { among, groupBy, idList } from './sql.ts'

const shown = 20
const limits = { rows: 200_000, ms: 2_000 }

/** Jobs that this source and another one name: their runs are mixed. */
export async function collisions({ db }: ReadContext, { sourceId }: { sourceId: number }): Promise<JobClaims> {
  const budget = new Budget(limits)
  const found: number[] = []
  let total = 0
  for await (const rows of scan<'job_id', { job_id: number }>(
    db,
    'SELECT job_id FROM job_source WHERE source_id = ?',
    'job_id',
    [sourceId],
    budget,
  )) {
    const shared = await db.all<{ job_id: number }>(
      `SELECT DISTINCT job_id FROM job_source WHERE job_id ${among(db)} AND source_id <> ? ORDER BY job_id`,
      [
        idList(
          db,
          rows.map((r) => r.job_id),
        ),
        sourceId,
      ],
    )
    total += shared.length
    found.push(...shared.slice(0, shown - found.length).map((r) => r.job_id))
  }
  const list = idList(db, found)
  const [jobs, claims] = await Promise.all([
    db.all<{ id: number; namespace: string; name: string }>(`SELECT id, namespace, name FROM job WHERE id ${among(db)} ORDER BY id`, [
      list,
    ]),
    db.all<{ job_id: number; source_id: number }>(`SELECT job_id, source_id FROM job_source WHERE job_id ${among(db)} ORDER BY source_id`, [
      list,
    ]),
  ])
  const by = groupBy(claims, (c) => c.job_id)
  return {
    items: jobs.map((job) => ({ job: identityIn(job), sources: (by.get(job.id) ?? []).map((c) => c.source_id) })),
    total,
    atLeast: budget.stopped,
  }
}
