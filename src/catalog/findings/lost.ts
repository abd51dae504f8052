import type { WarningGroup } from '../../contract/warnings.ts'
import type { ReadContext } from '../context.ts'
import { runItems } from '../run-items.ts'
import { lostNotAfter, lostParams, lostRunSql } from '../states.ts'
import { bySource, groupOf, lookedAtMost } from './finding.ts'
import type { WarningsQuestion } from './finding.ts'

/** Runs that are shown as lost, the latest first. */
export async function findLost(context: ReadContext, query: WarningsQuestion): Promise<WarningGroup[]> {
  const open = `SELECT * FROM run WHERE state = 'RUNNING' AND started < ? ORDER BY started DESC, id DESC LIMIT ${lookedAtMost}`
  const looked = await context.db.all<{ id: number; job_id: number; lost: number }>(
    `SELECT r.id, r.job_id, CASE WHEN ${lostRunSql} THEN 1 ELSE 0 END AS lost FROM (${open}) r JOIN job j ON j.id = r.job_id
      ORDER BY r.started DESC, r.id DESC`,
    [...lostParams(context), lostNotAfter(context)],
  )
  const lost = looked.filter((run) => run.lost === 1)
  const groups: WarningGroup[] = []
  for (const [sourceId, runs] of await bySource(context, lost, (run) => run.job_id, query.source)) {
    const items = await runItems(
      context,
      runs.slice(0, 5).map((run) => run.id),
    )
    const samples = items.map((item) => ({ job: item.job, runId: item.runId, at: item.lastEventAt, says: 'last heard' }))
    const exact = looked.length < lookedAtMost
    groups.push(groupOf(query, { code: 'no_end', sourceId, of: 'run', count: runs.length, exact, lastAt: items[0]?.lastEventAt, samples }))
  }
  return groups
}
