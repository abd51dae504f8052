import type { SearchHit, SearchResult } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { facetsCalled } from './custom-facets.ts'
import { afterPrefix, candidates } from './candidates.ts'
import type { ReadContext } from './context.ts'
import { groupRows } from './dataset-items.ts'
import { fieldItems, fieldPrefix } from './fields.ts'
import { decoded, identityIn } from './names.ts'
import { among, idList } from './sql.ts'
import { lostBefore, shownState } from './states.ts'
import type { StateRow } from './states.ts'

export interface SearchQuestion {
  readonly q: string
  /** Hits of each kind. */
  readonly limit: number
}

/** Jobs, datasets, fields and facets that nothing reads, by name, best first within each kind. */
export async function search(context: ReadContext, query: SearchQuestion): Promise<SearchResult> {
  const started = performance.now()
  const { db } = context
  const [jobs, datasets, fields, facets] = await Promise.all([
    candidates(db, 'job', query.q),
    candidates(db, 'dataset', query.q),
    fieldsCalled(db, query),
    facetsCalled(db, query.q, query.limit + 1),
  ])
  const hits = [
    ...(await jobHits(context, jobs.ids.slice(0, query.limit))),
    ...(await datasetHits(db, datasets.ids.slice(0, query.limit))),
    ...fields.slice(0, query.limit),
    ...facets.slice(0, query.limit).map(facetHit),
  ]
  const truncated =
    jobs.truncated || datasets.truncated || [jobs.ids, datasets.ids, fields, facets].some((found) => found.length > query.limit)
  return { q: query.q, hits, truncated, tookMs: Math.round((performance.now() - started) * 10) / 10 }
}

const facetHit = (row: { container: string; key: string; events: number }): SearchHit => ({
  kind: 'facet',
  container: row.container,
  key: decoded(row.key) ?? '',
  events: row.events,
})

async function jobHits(context: ReadContext, ids: readonly number[]): Promise<SearchHit[]> {
  const { db } = context
  const sql = `SELECT j.id, j.namespace, j.name, j.integration, j.processing_type, j.usual_ms, r.state, r.state_streaming, r.last_event, r.started, r.ended, r.ended_streaming
    FROM job j LEFT JOIN run r ON r.id = j.last_run_id WHERE j.id ${among(db)}`
  type JobRow = {
    id: number
    namespace: string
    name: string
    integration: string | null
    processing_type: string | null
    usual_ms: number | null
    state: string | null
  }
  const rows = new Map((await db.all<JobRow & Omit<StateRow, 'state'>>(sql, [idList(db, ids)])).map((r) => [r.id, r]))
  const lost = lostBefore(context)
  return ids.flatMap((id): SearchHit[] => {
    const row = rows.get(id)
    if (row === undefined) return []
    const state = row.state === null ? null : shownState({ ...row, state: row.state }, row.processing_type, lost(row.usual_ms))
    return [{ kind: 'job', job: identityIn(row), state, integration: decoded(row.integration) }]
  })
}

async function datasetHits(db: Executor, groups: readonly number[]): Promise<SearchHit[]> {
  const rows = new Map((await groupRows(db, groups)).map((r) => [r.id, r]))
  return groups.flatMap((id): SearchHit[] => {
    const row = rows.get(id)
    return row === undefined ? [] : [{ kind: 'dataset', dataset: identityIn(row), fieldCount: row.field_count ?? 0 }]
  })
}

/** Fields of that name first, then those that start so. */
async function fieldsCalled(db: Executor, { q, limit }: SearchQuestion): Promise<SearchHit[]> {
  const wanted = fieldPrefix(q)
  if (wanted === '') return []
  const sql = `SELECT dataset_id, path_hash, path, name_sort FROM field WHERE name_sort >= ? AND name_sort < ? ORDER BY name_sort, dataset_id LIMIT ${limit * 3 + 1}`
  const rows: { dataset_id: number; path_hash: string; path: string; name_sort: string }[] = []
  // Words apart are most often a name with underscores.
  for (const start of new Set([wanted, wanted.replaceAll(/\s+/g, '_')]))
    rows.push(...(await db.all<(typeof rows)[number]>(sql, [start, afterPrefix(start)])))
  const items = await fieldItems(db, rows)
  return items.map((item) => ({ kind: 'field', ...item }))
}
