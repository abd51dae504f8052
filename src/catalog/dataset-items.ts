import type { DatasetItem } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import type { ReadContext } from './context.ts'
import { facetRows, facetValue, latest, ownersIn, tagsIn } from './facets.ts'
import type { FacetRow } from './facets.ts'
import { identityIn, shown, shownKey } from './names.ts'
import { among, eachId, groupBy, idList } from './sql.ts'

export interface GroupRow {
  readonly id: number
  readonly canonical_id: number
  readonly namespace: string
  readonly name: string
  readonly size: number
  readonly last_key: string | null
  readonly written: string
  readonly schema_dataset_id: number
  readonly schema_hash: string | null
  readonly field_count: number | null
}

/** Counts of jobs beside a dataset stop here. */
const jobsAtMost = 10_000

const columns =
  'g.id, g.canonical_id, d.namespace, d.name, g.size, g.last_key, g.written, g.schema_dataset_id, g.schema_hash, s.field_count'
const joins =
  'JOIN dataset d ON d.id = g.canonical_id LEFT JOIN schema_version s ON s.dataset_id = g.schema_dataset_id AND s.hash = g.schema_hash'

export const groupRows = (db: Executor, groups: readonly number[]): Promise<GroupRow[]> =>
  db.all<GroupRow>(`SELECT ${columns} FROM dataset_group g ${joins} WHERE g.id ${among(db)}`, [idList(db, groups)])

/** These datasets as lists show them, in this order. */
export async function datasetItems(context: ReadContext, groups: readonly number[]): Promise<DatasetItem[]> {
  if (groups.length === 0) return []
  const rows = new Map((await groupRows(context.db, groups)).map((r) => [r.id, r]))
  const ids = [...rows.keys()]
  const [counts, facets] = await Promise.all([jobCounts(context.db, ids), memberFacets(context.db, ids, ['ownership', 'tags'])])
  return groups.flatMap((id) => {
    const row = rows.get(id)
    return row === undefined ? [] : [itemOf(row, counts.get(id), latest(facets.get(id) ?? []))]
  })
}

function itemOf(row: GroupRow, counts: { producers: number; consumers: number } | undefined, facets: readonly FacetRow[]): DatasetItem {
  return {
    ...identityIn(row),
    aliasCount: Math.max(0, row.size - 1),
    fieldCount: row.field_count ?? 0,
    producers: counts?.producers ?? 0,
    consumers: counts?.consumers ?? 0,
    lastWrittenAt: shown(row.written),
    lastSeenAt: shownKey(row.last_key),
    owners: ownersIn(facetValue(facets, 'ownership')),
    tags: tagsIn(facetValue(facets, 'tags')).filter((t) => t.field === null),
  }
}

/** How many jobs write and read each of these datasets. */
export async function jobCounts(db: Executor, groups: readonly number[]): Promise<Map<number, { producers: number; consumers: number }>> {
  const jobs = (direction: 0 | 1): string =>
    `(SELECT count(*) FROM (SELECT DISTINCT e.job_id FROM edge e WHERE e.group_id = k.value AND e.direction = ${direction} LIMIT ${jobsAtMost}) AS counted)`
  const sql = `SELECT k.value AS id, ${jobs(1)} AS producers, ${jobs(0)} AS consumers FROM ${eachId(db)}`
  const rows = await db.all<{ id: number; producers: number; consumers: number }>(sql, [idList(db, groups)])
  return new Map(rows.map((r) => [r.id, r]))
}

/** Facets by these keys of all the ids of each dataset, by group. */
async function memberFacets(db: Executor, groups: readonly number[], keys: readonly string[]): Promise<Map<number, FacetRow[]>> {
  const members = await db.all<{ id: number; group_id: number }>(`SELECT id, group_id FROM dataset WHERE group_id ${among(db)}`, [
    idList(db, groups),
  ])
  const groupOf = new Map(members.map((m) => [m.id, m.group_id]))
  return groupBy(await facetRows(db, 'dataset', groupOf.keys(), keys), (f) => groupOf.get(f.owner_id) ?? 0)
}
