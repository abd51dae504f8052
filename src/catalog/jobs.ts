import type { JobFacets, JobItem, JobsQuery } from '../contract/catalog.ts'
import type { RunState } from '../contract/common.ts'
import type { Executor } from '../db/contract.ts'
import type { ReadContext } from './context.ts'
import { jobFilters } from './job-filters.ts'
import { jobItems } from './job-items.ts'
import { countInState } from './job-states.ts'
import { bounded, idPage, totals } from './list.ts'
import { decoded } from './names.ts'
import { countUpTo, exactUpTo } from './sql.ts'
import type { KeyPage, PageKey } from './sql.ts'

export type JobsQuestion = Omit<JobsQuery, 'cursor'> & { readonly after: PageKey | null }

/** A page of jobs. */
export async function listJobs(context: ReadContext, query: JobsQuestion): Promise<KeyPage<JobItem>> {
  const filters = await jobFilters(context, query)
  if (filters === null) return { items: [], next: null, ...totals(bounded(0)) }
  const byName = query.sort === 'name'
  const sort = byName ? 'j.name_sort' : 'j.last_started'
  const page = await idPage(context.db, {
    table: 'job j',
    id: 'j.id',
    sort,
    descending: !byName,
    filters,
    after: query.after,
    limit: query.limit,
  })
  return { items: await jobItems(context, page.ids), next: page.next, ...totals(page.counted) }
}

const valuesAtMost = 1_000
const states: readonly RunState[] = ['NEW', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'LOST']

/** What the filters of the list of jobs may be set to. Counts stop at 10,000. */
export async function jobFacets(context: ReadContext): Promise<JobFacets> {
  const { db } = context
  const [namespaces, integrations, counted, total] = await Promise.all([
    db.all<{ value: string; count: number }>(
      `SELECT namespace AS value, jobs AS count FROM namespace WHERE jobs > 0 ORDER BY jobs DESC, id LIMIT ${valuesAtMost}`,
    ),
    integrationsOf(db),
    Promise.all(states.map(async (value) => ({ value, count: (await countInState(context, value)).n }))),
    db.get<{ n: number }>('SELECT CAST(coalesce(sum(jobs), 0) AS bigint) AS n FROM namespace'),
  ])
  const named = namespaces.map((n) => ({ value: decoded(n.value) ?? '', count: n.count }))
  return { namespaces: named, integrations, states: counted.filter((s) => s.count > 0), total: total?.n ?? 0 }
}

/** Steps from one value of the index to the next: the cost follows the number of integrations, not of jobs. */
async function integrationsOf(db: Executor): Promise<{ value: string; count: number }[]> {
  const found: { value: string; count: number }[] = []
  let last = ''
  while (found.length < 100) {
    const row = await db.get<{ value: string }>('SELECT integration AS value FROM job WHERE integration > ? ORDER BY integration LIMIT 1', [
      last,
    ])
    if (row === undefined) break
    last = row.value
    found.push({ value: decoded(last) ?? '', count: await countUpTo(db, exactUpTo, 'FROM job WHERE integration = ?', [last]) })
  }
  return found.sort((a, b) => b.count - a.count)
}
