import type { ColumnEdge } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import type { Identity } from '../openlineage/event.ts'
import { earlier } from '../openlineage/order-key.ts'
import { decoded, groupNames, jobNames, shownKey } from './names.ts'
import { among, idList } from './sql.ts'

/** Which job makes which field of which. */
export interface ColumnLink {
  readonly id: number
  readonly job_id: number
  readonly from_group: number
  readonly from_hash: string
  readonly to_group: number
  readonly to_hash: string
}

export interface ColumnEdgeRow extends ColumnLink {
  readonly from_field: string | null
  readonly to_field: string | null
  readonly type: string | null
  readonly subtype: string | null
  readonly masking: number
  readonly first_key: string | null
  /** 1: an id that symlinks join to others says it; they may say it as well. */
  readonly joined: number
  /** 1: read out of SQL, said by nobody. */
  readonly inferred?: number
}

/** What the indexes of `column_edge` by its ends hold: with a filter by anything else the rows themselves are read. */
export const columnLinkColumns = 'e.id, e.job_id, e.from_group, e.from_hash, e.to_group, e.to_hash'

const joined = 'CASE WHEN e.from_id = e.from_group AND e.to_id = e.to_group THEN 0 ELSE 1 END AS joined'

export const columnEdgeColumns = `${columnLinkColumns}, e.from_field, e.to_field, e.type, e.subtype, e.masking, e.first_key, ${joined}`

/** The same of rows `e` of `inferred_edge`, which are in no facet. */
export const inferredEdgeColumns = `0 AS id, e.job_id, e.from_group, e.from_field, e.from_hash, e.to_group, e.to_field, e.to_hash, e.type, e.subtype, 0 AS masking, NULL AS first_key, ${joined}, 1 AS inferred`

/** Edges of both kinds between the same fields: what was said stands, and what was inferred adds nothing. */
export function saidFirst<T extends ColumnLink>(said: readonly T[], inferred: readonly T[]): T[] {
  const ends = (r: T): string => `${r.from_group} ${r.from_hash} ${r.to_group} ${r.to_hash}`
  const known = new Set(said.map(ends))
  return [...said, ...inferred.filter((r) => !known.has(ends(r)))]
}

/** What makes an edge one edge: ids of one dataset that symlinks join count as the same. */
export const columnEdgeKey = (r: ColumnEdgeRow): string =>
  `${r.job_id} ${r.from_group} ${r.from_hash} ${r.to_group} ${r.to_hash} ${r.type ?? ''} ${r.masking} ${r.subtype ?? ''}`

/** Edges without those that canonical names make equal; the first stands, with the earliest of their first keys. */
export function distinctEdges(rows: readonly ColumnEdgeRow[]): ColumnEdgeRow[] {
  const byKey = new Map<string, ColumnEdgeRow>()
  for (const row of rows) {
    const key = columnEdgeKey(row)
    const known = byKey.get(key)
    byKey.set(key, known === undefined ? row : { ...known, first_key: earlier(known.first_key, row.first_key) })
  }
  return [...byKey.values()]
}

interface Said {
  readonly description: string | null
  readonly last_key: string
}

/** What the latest facet with each edge says of it. */
export async function edgeWords(db: Executor, ids: readonly number[]): Promise<Map<number, Said>> {
  const sql = `SELECT c.edge_id, c.set_id, c.description FROM column_set_edge c WHERE c.edge_id ${among(db)}`
  const members = await db.all<{ edge_id: number; set_id: number; description: string | null }>(sql, [idList(db, ids)])
  // Sets are few, and each has many edges.
  const sets = await db.all<{ id: number; last_key: string }>(`SELECT s.id, s.last_key FROM column_set s WHERE s.id ${among(db)}`, [
    idList(db, new Set(members.map((m) => m.set_id))),
  ])
  const bySet = new Map<number, Said>(sets.map((s) => [s.id, { description: null, last_key: s.last_key }]))
  const latest = new Map<number, Said>()
  for (const { edge_id, set_id, description } of members) {
    const [known, said] = [latest.get(edge_id), bySet.get(set_id)]
    if (said === undefined || (known !== undefined && said.last_key <= known.last_key)) continue
    latest.set(edge_id, description === null ? said : { ...said, description })
  }
  return latest
}

/** Edges as answers show them: canonical names, first and last seen. */
export async function shownEdges(db: Executor, rows: readonly ColumnEdgeRow[]): Promise<ColumnEdge[]> {
  const distinct = distinctEdges(rows)
  const [groups, jobs, said] = await Promise.all([
    groupNames(
      db,
      distinct.flatMap((r) => [r.from_group, r.to_group]),
    ),
    jobNames(
      db,
      distinct.map((r) => r.job_id),
    ),
    edgeWords(
      db,
      distinct.map((r) => r.id),
    ),
  ])
  return distinct.flatMap((row) => {
    const from = groups.get(row.from_group)
    const to = groups.get(row.to_group)
    return from === undefined || to === undefined ? [] : [shownEdge(row, from, to, jobs.get(row.job_id) ?? null, said.get(row.id))]
  })
}

function shownEdge(row: ColumnEdgeRow, from: Identity, to: Identity, job: Identity | null, said: Said | undefined): ColumnEdge {
  return {
    job,
    from: { ...from, field: decoded(row.from_field) },
    to: { ...to, field: decoded(row.to_field) },
    type: row.type as ColumnEdge['type'],
    subtype: decoded(row.subtype),
    masking: row.masking === 1,
    description: decoded(said?.description ?? null),
    firstSeenAt: shownKey(row.first_key),
    lastSeenAt: shownKey(said?.last_key ?? null),
    ...(row.inferred === 1 ? { inferred: true } : {}),
  }
}
