import type { DatasetFacets, DatasetItem, DatasetsQuery } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { candidates } from './candidates.ts'
import type { ReadContext } from './context.ts'
import { datasetItems } from './dataset-items.ts'
import { equals, matching } from './job-filters.ts'
import { bounded, idPage, totals } from './list.ts'
import type { Filter } from './list.ts'
import { decoded, namespaceIdOf } from './names.ts'
import { exactUpTo, rowByRow, unindexed } from './sql.ts'
import type { KeyPage, PageKey } from './sql.ts'

export type DatasetsQuestion = Omit<DatasetsQuery, 'cursor'> & { readonly after: PageKey | null }

/** A page of datasets. */
export async function listDatasets(context: ReadContext, query: DatasetsQuestion): Promise<KeyPage<DatasetItem>> {
  const filters = await datasetFilters(context.db, query)
  if (filters === null) return { items: [], next: null, ...totals(bounded(0)) }
  const byName = query.sort === 'name'
  const sort = byName ? 'g.name_sort' : 'g.written'
  const page = await idPage(context.db, {
    table: 'dataset_group g',
    id: 'g.id',
    sort,
    descending: !byName,
    filters,
    after: query.after,
    limit: query.limit,
  })
  return { items: await datasetItems(context, page.ids), next: page.next, ...totals(page.counted) }
}

async function datasetFilters(db: Executor, query: DatasetsQuestion): Promise<Filter[] | null> {
  const filters: Filter[] = []
  if (query.namespace !== undefined) {
    const id = await namespaceIdOf(db, query.namespace)
    if (id === null) return null
    filters.push(equals(db, 'g.namespace_id', id, ['g.name_sort', 'g.written']))
  }
  if (query.source !== undefined) filters.push(await sourceFilter(db, query.source))
  if (query.q !== undefined && query.q.trim() !== '') filters.push(matching(db, 'g.id', (await candidates(db, 'dataset', query.q)).ids))
  return filters
}

/** Edges of one source that are looked at to see how many datasets it touches. */
const touchesAtMost = 20_000

/** Datasets that the jobs of a source read or write. Few are listed first; of many, each row of the list is checked. */
export async function sourceFilter(db: Executor, source: number): Promise<Filter> {
  const touched = 'SELECT e.group_id FROM job_source s JOIN edge e ON e.job_id = s.job_id WHERE s.source_id = ?'
  const seen = await db.get<{ touches: number; datasets: number }>(
    `SELECT count(*) AS touches, count(DISTINCT group_id) AS datasets FROM (${touched} LIMIT ${touchesAtMost}) AS t`,
    [source],
  )
  const [touches, datasets] = [seen?.touches ?? 0, seen?.datasets ?? 0]
  const counted = touches < touchesAtMost ? bounded(datasets) : { n: Math.min(datasets, exactUpTo), exact: false }
  const check = `EXISTS (SELECT 1 FROM edge e JOIN job_source s ON s.job_id = e.job_id AND s.source_id = ? WHERE e.group_id = g.id ${rowByRow})`
  return counted.exact
    ? { drive: `g.id IN (${touched})`, check: `${unindexed(db, 'g.id')} IN (${touched})`, params: [source], ordered: [], counted }
    : { drive: check, check, params: [source], ordered: ['g.name_sort', 'g.written'], counted }
}

const namespacesAtMost = 1_000

/** What the filters of the list of datasets may be set to. */
export async function datasetFacets(context: ReadContext): Promise<DatasetFacets> {
  const { db } = context
  const [namespaces, total] = await Promise.all([
    db.all<{ value: string; count: number }>(
      `SELECT namespace AS value, datasets AS count FROM namespace WHERE datasets > 0 ORDER BY datasets DESC, id LIMIT ${namespacesAtMost}`,
    ),
    db.get<{ n: number }>('SELECT CAST(coalesce(sum(datasets), 0) AS bigint) AS n FROM namespace'),
  ])
  return { namespaces: namespaces.map((n) => ({ value: decoded(n.value) ?? '', count: n.count })), total: total?.n ?? 0 }
}
