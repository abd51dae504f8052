import type { JobsQuery } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import type { ReadContext } from './context.ts'
import { bounded } from './list.ts'
import type { Filter } from './list.ts'
import { jobIdOf, namespaceIdOf } from './names.ts'
import { candidates } from './candidates.ts'
import { leads, whole } from './ways.ts'
import { stateFilter } from './job-states.ts'
import { among, countUpTo, exactUpTo, idList, rowByRow, unindexed } from './sql.ts'

export type JobsFilter = Pick<
  JobsQuery,
  'q' | 'namespace' | 'source' | 'integration' | 'state' | 'view' | 'parentNamespace' | 'parentName' | 'fold'
>

/** The conditions of a list of jobs, or null when one names what is not there. */
export async function jobFilters(context: ReadContext, query: JobsFilter): Promise<Filter[] | null> {
  const { db } = context
  const filters: Filter[] = []
  if (query.namespace !== undefined) {
    const id = await namespaceIdOf(db, query.namespace)
    if (id === null) return null
    filters.push(equals(db, 'j.namespace_id', id, ['j.name_sort', 'j.last_started']))
  }
  if (query.integration !== undefined) filters.push(equals(db, 'j.integration', encodeText(query.integration), ['j.last_started']))
  if (query.state !== undefined) filters.push(await stateFilter(context, query.state))
  if (query.source !== undefined) filters.push(await sourceFilter(db, query.source))
  if (query.q !== undefined && query.q.trim() !== '') filters.push(matching(db, 'j.id', (await candidates(db, 'job', query.q)).ids))
  return withParent(db, query, filters)
}

/** A search or a filter is flat; without one `roots` hides the children. */
async function withParent(db: Executor, query: JobsFilter, filters: Filter[]): Promise<Filter[] | null> {
  const sorts = ['j.name_sort', 'j.last_started']
  if (query.parentName !== undefined) {
    const id = await jobIdOf(db, { namespace: query.parentNamespace ?? '', name: query.parentName })
    return id === null ? null : [...filters, folded(equals(db, 'j.parent_id', id, sorts), query, leads('o.parent_id = j.parent_id'))]
  }
  if (filters.length > 0) return query.q === undefined ? filters.map((f, i) => (i === 0 ? folded(f, query, whole) : f)) : filters
  if (query.view === 'roots') return [folded(equals(db, 'j.parent_id', 0, sorts), query, leads('o.parent_id = j.parent_id'))]
  return query.fold === true ? [{ drive: `${whole} AND ${leads()}`, check: `${whole} AND ${leads()}`, params: [], ordered: sorts }] : []
}

/** The filter with one more condition, counted anew: jobs that stand for others are few beside those that stand alone. */
function folded({ drive, check, params, ordered }: Filter, query: JobsFilter, condition: string): Filter {
  const plain = { drive, check, params, ordered }
  return query.fold === true ? { ...plain, drive: `${drive} AND ${condition}`, check: `${check} AND ${condition}` } : plain
}

export const equals = (db: Executor, column: string, value: string | number, ordered: readonly string[]): Filter => ({
  drive: `${column} = ?`,
  check: `${unindexed(db, column)} = ?`,
  params: [value],
  ordered,
})

/** Rows with one of these ids. */
export const matching = (db: Executor, column: string, ids: readonly number[]): Filter => ({
  drive: `${column} ${among(db)}`,
  check: `${unindexed(db, column)} ${among(db)}`,
  params: [idList(db, ids)],
  ordered: [],
  counted: { n: ids.length, exact: true },
})

/** Few jobs of a source are listed first; of many, each row of the list is checked. */
export async function sourceFilter(db: Executor, source: number): Promise<Filter> {
  const counted = bounded(await countUpTo(db, exactUpTo + 1, 'FROM job_source WHERE source_id = ?', [source]))
  const listed = 'j.id IN (SELECT job_id FROM job_source WHERE source_id = ?)'
  const check = `EXISTS (SELECT 1 FROM job_source s WHERE s.job_id = j.id AND s.source_id = ? ${rowByRow})`
  return {
    drive: counted.exact ? listed : check,
    check,
    params: [source],
    ordered: counted.exact ? [] : ['j.name_sort', 'j.last_started'],
    counted,
  }
}
