import type { SearchHit } from '../../contract/search.ts'
import type { Executor } from '../../db/contract.ts'
import type { ReadContext } from '../context.ts'
import { matching } from '../job-filters.ts'
import { idPage } from '../list.ts'
import type { Filter } from '../list.ts'
import { runItems } from '../run-items.ts'
import { afterPrefix } from '../sql.ts'
import type { FoundNodes } from './named.ts'

const shortest = 6

export interface FoundRuns {
  readonly hits: SearchHit[]
  readonly count: number
  readonly truncated: boolean
}

/** Runs whose id is that text or starts so; of fewer than 6 characters none. */
export async function runsCalled(context: ReadContext, text: string, filters: readonly Filter[], limit: number): Promise<FoundRuns> {
  if (text.length < shortest) return { hits: [], count: 0, truncated: false }
  const checks = filters.map((f) => `AND (${f.check})`).join(' ')
  const sql = `SELECT r.id FROM run r WHERE r.run_id >= ? AND r.run_id < ? ${checks} ORDER BY r.run_id, r.id LIMIT ${limit + 1}`
  const rows = await context.db.all<{ id: number }>(sql, [text, afterPrefix(text), ...filters.flatMap((f) => f.params)])
  const ids = rows.slice(0, limit).map((r) => r.id)
  const hits = (await hitsOf(context, ids)).map((hit): SearchHit => {
    const how = hit.runId.length === text.length ? ('exact' as const) : ('start' as const)
    const ranges: [number, number][] = hit.runId.startsWith(text) ? [[0, text.length]] : []
    return { ...hit, why: { member: 'runId' as const, how, text: hit.runId, ranges, off: 0, says: 'Run id' } }
  })
  return { hits, count: hits.length, truncated: rows.length > limit }
}

/** The latest runs that fulfil the filters; with `jobs` only those of these jobs. */
export async function runsListed(
  context: ReadContext,
  filters: readonly Filter[],
  jobs: FoundNodes | null,
  limit: number,
): Promise<FoundRuns> {
  const ids = jobs?.found.slice(0, jobsAtMost).map((job) => job.id)
  if (ids?.length === 0) return { hits: [], count: 0, truncated: false }
  const ofJobs = ids === undefined ? [] : [ofAny(context.db, ids)]
  const query = { table: 'run r', id: 'r.id', sort: 'r.started', descending: true, after: null, limit }
  const page = await idPage(context.db, { ...query, filters: [...ofJobs, ...filters] })
  const hits = await hitsOf(context, page.ids)
  const isCut = jobs !== null && (jobs.truncated || jobs.found.length > jobsAtMost)
  return { hits, count: Math.max(page.counted.n, hits.length), truncated: isCut || !page.counted.exact }
}

const jobsAtMost = 200

/** How many runs the jobs have is not known yet: `matching` counts what it was given. */
function ofAny(db: Executor, jobs: readonly number[]): Filter {
  const { drive, check, params, ordered } = matching(db, 'r.job_id', jobs)
  return { drive, check, params, ordered }
}

async function hitsOf(context: ReadContext, ids: readonly number[]): Promise<Extract<SearchHit, { kind: 'run' }>[]> {
  const items = await runItems(context, ids)
  return items.map(({ runId, job, state, startedAt }) => ({ kind: 'run', runId, job, state, startedAt }))
}
