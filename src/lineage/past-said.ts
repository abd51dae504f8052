import { among, groupBy, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf, later } from '../openlineage/order-key.ts'
import type { EdgeSaid } from './walk.ts'

/** Runs of a job before a moment among which one that said an edge is looked for, and edges of one answer that are looked up. */
const runsLooked = 10
const edgesLooked = 5_000
/** Edges of datasets that are looked at for when those were written. */
const writersAtMost = 10_000

export type Asked = Pick<EdgeSaid, 'job' | 'side' | 'dataset' | 'lastKey'>

const keyOf = ({ job, side, dataset }: Asked): string => `${job} ${side} ${dataset}`

/**
 * When edges were last said up to a moment (instant text), as order keys; null where that is not known: in a run that was under way and had more
 * to say, or too long ago.
 */
export async function lastSaidThen(db: Executor, edges: Iterable<Asked>, asOf: string): Promise<(said: readonly Asked[]) => string | null> {
  const open = new Map([...edges].filter((e) => isOpen(e, asOf)).map((e) => [keyOf(e), e]))
  const found = await newestRuns(db, [...open.values()].slice(0, edgesLooked), asOf)
  const keyThen = (one: Asked): string | null => (isOpen(one, asOf) ? (found.get(keyOf(one)) ?? null) : one.lastKey)
  return (said) => {
    const keys = said.map(keyThen)
    return keys.includes(null) ? null : keys.reduce(later, null)
  }
}

const isOpen = ({ lastKey }: Asked, asOf: string): boolean => lastKey !== null && instantOf(lastKey) > asOf

/** What the newest run by then that names each of these said last of it, where that was by then. */
async function newestRuns(db: Executor, edges: readonly Asked[], asOf: string): Promise<Map<string, string>> {
  if (edges.length === 0) return new Map()
  const isSqlite = db.dialect === 'sqlite'
  const at = (n: number): string => (isSqlite ? `(k.value ->> ${n})` : `(k.value ->> ${n})::bigint`)
  const runs = `SELECT r.id, r.started, r.run_id FROM run r WHERE r.job_id = ${at(0)} AND r.started <> '' AND r.started <= ? ORDER BY r.started DESC, r.run_id DESC LIMIT ${runsLooked}`
  const said = `SELECT x.said_key FROM (${runs}) AS n JOIN run_dataset x ON x.run_id = n.id AND x.direction = ${at(1)} AND x.dataset_id = ${at(2)} ORDER BY n.started DESC, n.run_id DESC LIMIT 1`
  const from = isSqlite ? 'json_each(?) AS k' : 'jsonb_array_elements(?::jsonb) AS k(value)'
  const sql = `SELECT ${at(0)} AS job, ${at(1)} AS side, ${at(2)} AS dataset, (${said}) AS said_key FROM ${from}`
  const rows = await db.all<{ job: number; side: 0 | 1; dataset: number; said_key: string | null }>(sql, [
    asOf,
    JSON.stringify(edges.map((e) => [e.job, e.side, e.dataset])),
  ])
  const known = rows.flatMap(({ said_key, ...e }) =>
    said_key === null || instantOf(said_key) > asOf ? [] : [[keyOf({ ...e, lastKey: null }), said_key] as const],
  )
  return new Map(known)
}

/** By dataset, when it was last written up to a moment (instant text), as an instant; '' where that is not known, or it was not. */
export async function writtenThen(db: Executor, groups: readonly number[], asOf: string): Promise<Map<number, string>> {
  const rows = await db.all<{ id: number; written: string }>(`SELECT id, written FROM dataset_group WHERE id ${among(db)}`, [
    idList(db, groups),
  ])
  const known = new Map(rows.filter((r) => r.written <= asOf).map((r) => [r.id, r.written]))
  const later = rows.filter((r) => r.written > asOf).map((r) => r.id)
  if (later.length === 0) return known
  const sql = `SELECT e.group_id, e.job_id AS job, 1 AS side, e.dataset_id AS dataset, e.last_key AS "lastKey" FROM edge e
    WHERE e.group_id ${among(db)} AND e.direction = 1 AND substr(e.first_key, 2, 21) <= ? LIMIT ${writersAtMost}`
  const writers = await db.all<Asked & { group_id: number }>(sql, [idList(db, later), asOf])
  const saidThen = await lastSaidThen(db, writers, asOf)
  for (const [group, own] of groupBy(writers, (w) => w.group_id)) {
    const key = writers.length < writersAtMost ? saidThen(own) : null
    if (key !== null) known.set(group, instantOf(key))
  }
  return known
}
