import type { RunItem, RunsQuery } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import type { ReadContext } from './context.ts'
import { equals } from './job-filters.ts'
import { bounded, idPage, totals } from './list.ts'
import type { Filter } from './list.ts'
import { jobIdOf, namespaceIdOf } from './names.ts'
import { runItems } from './run-items.ts'
import { countUpTo, exactUpTo, rowByRow, unindexed } from './sql.ts'
import type { KeyPage, PageKey } from './sql.ts'
import { sortName } from './keys.ts'
import { lostNotAfter, lostParams, lostRunSql } from './states.ts'

export type RunsQuestion = Omit<RunsQuery, 'cursor'> & { readonly after: PageKey | null }

/** A page of runs, newest start first. */
export async function listRuns(context: ReadContext, query: RunsQuestion): Promise<KeyPage<RunItem>> {
  const filters = await runFilters(context, query)
  if (filters === null) return { items: [], next: null, ...totals(bounded(0)) }
  const page = await idPage(context.db, {
    table: 'run r',
    id: 'r.id',
    sort: 'r.started',
    descending: true,
    filters,
    after: query.after,
    limit: query.limit,
  })
  return { items: await runItems(context, page.ids), next: page.next, ...totals(page.counted) }
}

async function runFilters(context: ReadContext, query: RunsQuestion): Promise<Filter[] | null> {
  const filters: Filter[] = []
  if (query.state !== undefined) filters.push(await runStateFilter(context, query.state))
  const of = await jobsFilter(context.db, query)
  if (of === null) return null
  return of === undefined ? filters : [...filters, of]
}

/** Undefined: any job; null: none that is known. */
async function jobsFilter(db: Executor, query: RunsQuestion): Promise<Filter | null | undefined> {
  if (query.name !== undefined && query.namespace !== undefined) {
    const id = await jobIdOf(db, { namespace: query.namespace, name: query.name })
    return id === null ? null : equals(db, 'r.job_id', id, ['r.started'])
  }
  const { name } = query
  if (name !== undefined) return ofJobs(db, 'o.name_sort = ? AND o.name = ?', [sortName(encodeText(name)), encodeText(name)])
  if (query.namespace === undefined) return undefined
  const namespace = await namespaceIdOf(db, query.namespace)
  return namespace === null ? null : ofJobs(db, 'o.namespace_id = ?', [namespace])
}

const ofJobs = (db: Executor, where: string, params: readonly (string | number)[]): Filter => ({
  drive: `r.job_id IN (SELECT o.id FROM job o WHERE ${where})`,
  check: `${unindexed(db, 'r.job_id')} IN (SELECT o.id FROM job o WHERE ${where})`,
  params,
  ordered: [],
})

/** Runs that are counted one by one to tell their number exactly. */
const countedAtMost = 1_000

/** Runs that are shown in that state. Streaming jobs have a state of their own, which no index holds: rows that the index finds are checked for it. */
export async function runStateFilter(context: ReadContext, state: NonNullable<RunsQuery['state']>): Promise<Filter> {
  const { db } = context
  const stored = state === 'LOST' ? 'RUNNING' : state
  const streaming = `SELECT 1 FROM job j WHERE j.id = r.job_id AND upper(coalesce(j.processing_type, '')) = 'STREAMING'`
  const own = `NOT EXISTS (${streaming} AND r.state_streaming <> ? ${rowByRow})`
  const silent = `(r.started < ? AND EXISTS (SELECT 1 FROM job j WHERE j.id = r.job_id AND ${lostRunSql} ${rowByRow}))`
  const rest = state === 'LOST' ? silent : state === 'RUNNING' ? `${own} AND NOT ${silent}` : own
  const lost = [lostNotAfter(context), ...lostParams(context)]
  const params = { LOST: lost, RUNNING: [stored, ...lost] }[state as string] ?? [stored]
  const filter = {
    drive: `r.state = ? AND ${rest}`,
    check: `${unindexed(db, 'r.state')} = ? AND ${rest}`,
    params: [stored, ...params],
    ordered: ['r.started'],
  }
  const common = await countUpTo(db, exactUpTo + 1, 'FROM run r WHERE r.state = ?', [stored])
  if (common <= countedAtMost) return filter
  return { ...filter, counted: { n: state === 'RUNNING' || state === 'LOST' ? 0 : Math.min(common, exactUpTo), exact: false } }
}
