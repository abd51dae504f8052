import type { WarningGroup } from '../../contract/warnings.ts'
import type { ReadContext } from '../context.ts'
import { jobNames } from '../names.ts'
import { bySource, groupOf, lookedAtMost, sourcesOfJobs } from './finding.ts'
import type { WarningsQuestion } from './finding.ts'

/** Jobs that two or more sources name, for each of these. */
export async function findCollisions(context: ReadContext, query: WarningsQuestion): Promise<WarningGroup[]> {
  const { db } = context
  const jobs = await db.all<{ job_id: number }>(`SELECT job_id FROM job_collision ORDER BY job_id DESC LIMIT ${lookedAtMost}`)
  if (jobs.length === 0) return []
  const claims = await sourcesOfJobs(
    context,
    jobs.map((job) => job.job_id),
  )
  const exact = jobs.length < lookedAtMost
  const groups: WarningGroup[] = []
  for (const [sourceId, own] of await bySource(context, jobs, (job) => job.job_id, query.source)) {
    const ids = own.slice(0, 5).map((job) => job.job_id)
    const names = await jobNames(db, ids)
    const samples = ids.flatMap((id) => {
      const job = names.get(id)
      return job === undefined ? [] : [{ job, says: `also claimed by ${others(claims.get(id) ?? [], sourceId, query)}` }]
    })
    groups.push(groupOf(query, { code: 'job_collision', sourceId, of: 'job', count: own.length, exact, samples }))
  }
  return groups
}

const others = (claims: readonly number[], own: number, { sources }: WarningsQuestion): string =>
  claims
    .filter((id) => id !== own)
    .map((id) => sources.find((s) => s.id === id)?.name ?? 'a removed source')
    .join(', ')
