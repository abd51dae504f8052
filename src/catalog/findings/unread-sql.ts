import type { WarningGroup } from '../../contract/warnings.ts'
import type { ReadContext } from '../context.ts'
import { decoded, jobNames } from '../names.ts'
import { bySource, groupOf, lookedAtMost } from './finding.ts'
import type { WarningsQuestion } from './finding.ts'

interface Unread {
  readonly job_id: number
  readonly dialect: string
  readonly problem: string | null
}

/** Jobs of whose SQL some could not be read, so that column lineage that nobody says is not inferred either; the newest first. */
export async function findUnreadSql(context: ReadContext, query: WarningsQuestion): Promise<WarningGroup[]> {
  const sql = `SELECT job_id, dialect, problem FROM inference WHERE unread = 1 ORDER BY job_id DESC LIMIT ${lookedAtMost}`
  const looked = await context.db.all<Unread>(sql)
  const exact = looked.length < lookedAtMost
  const groups: WarningGroup[] = []
  for (const [sourceId, jobs] of await bySource(context, looked, (one) => one.job_id, query.source)) {
    const shown = jobs.slice(0, 5)
    const names = await jobNames(
      context.db,
      shown.map((one) => one.job_id),
    )
    const samples = shown.map((one) => ({
      job: names.get(one.job_id) ?? null,
      says: `read as ${one.dialect}: ${decoded(one.problem) ?? ''}`,
    }))
    groups.push(groupOf(query, { code: 'sql_unread', sourceId, of: 'job', count: jobs.length, exact, samples }))
  }
  return groups
}
