import { decoded, memberIds } from '../catalog/names.ts'
import { among, groupBy, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { parseInstant } from '../openlineage/time.ts'
import { jobsOf, runsNear } from './run-times.ts'

interface VersionRow {
  readonly group_id: number
  readonly dataset_id: number
  readonly hash: string
  readonly first_key: string
  readonly last_key: string
}

/** That a dataset has other columns than before. `at`: instant text. `isBack`: it had had these before. */
export interface SchemaTurn {
  readonly id: number
  readonly at: string
  readonly isBack: boolean
  readonly now: VersionRow
  readonly before: VersionRow
}

/** Datasets of which it is looked up when they went back to a schema, by so many jobs; of more it is taken to be when that was said last. */
const backAtMost = 20
/** Jobs of one of them on one side: of a few many, of many a few. */
const jobsLooked = { inAll: 100, ofOne: 25 }
const sidesAtMost = 20_000
const eventsLooked = 200

/**
 * The latest change of schema of each of these datasets that had one since then (instant text; null: ever), in the order of the history that the
 * dataset's page shows: by when each schema was said last. So a dataset that goes back to a schema changes once more.
 */
export async function schemaTurns(db: Executor, groups: readonly number[], since: string | null): Promise<SchemaTurn[]> {
  const said = since === null ? '' : 'AND substr(g.schema_key, 2, 21) >= ?'
  // Two of each id: the two that any of them said last are among these. What it has now any of them may have said before.
  const lastTwo = `SELECT hash FROM (SELECT y.hash FROM schema_version y WHERE y.dataset_id = d.id ORDER BY y.last_key DESC, y.hash LIMIT 2) AS two UNION SELECT g.schema_hash`
  const from =
    db.dialect === 'sqlite'
      ? `dataset_group g CROSS JOIN dataset d ON d.group_id = g.id CROSS JOIN schema_version s ON s.dataset_id = d.id AND s.hash IN (${lastTwo})`
      : `dataset_group g JOIN dataset d ON d.group_id = g.id CROSS JOIN LATERAL (${lastTwo}) AS l JOIN schema_version s ON s.dataset_id = d.id AND s.hash = l.hash`
  const sql = `SELECT g.id AS group_id, s.dataset_id, s.hash, s.first_key, s.last_key FROM ${from} WHERE g.id ${among(db)} AND g.schema_key IS NOT NULL ${said}`
  const rows = await db.all<VersionRow>(sql, [idList(db, groups), ...(since === null ? [] : [since])])
  const turns = [...groupBy(rows, (r) => r.group_id).values()].flatMap(turnOf)
  const back = turns.filter((t) => t.isBack).toSorted((a, b) => (a.now.last_key < b.now.last_key ? 1 : -1))
  const times = await timesBack(db, back.slice(0, backAtMost))
  return turns.map((t) => ({ ...t, at: times.get(t.id) ?? t.at })).filter((t) => since === null || t.at >= since)
}

/** Schemas that one event says at once are no change. */
function turnOf(rows: readonly VersionRow[]): SchemaTurn[] {
  const [now, ...rest] = rows.toSorted((a, b) =>
    a.last_key === b.last_key ? (a.hash < b.hash ? -1 : 1) : a.last_key < b.last_key ? 1 : -1,
  )
  const before = rest.find((r) => r.hash !== now?.hash)
  if (now === undefined || before === undefined || before.last_key === now.last_key) return []
  const firsts = rows.filter((r) => r.hash === now.hash && r.first_key > before.last_key).map((r) => r.first_key)
  const isBack = rows.some((r) => r.hash === now.hash && r.first_key <= before.last_key)
  return [{ id: now.group_id, at: instantOf(firsts.toSorted()[0] ?? now.last_key), isBack, now, before }]
}

/**
 * By dataset, when it was first named after its other schema was said for the last time: by then it was back. Of schemas only the first and the last
 * time are kept, so that is looked for among the runs round that time, and the newest DatasetEvents.
 */
async function timesBack(db: Executor, turns: readonly SchemaTurn[]): Promise<Map<number, string>> {
  if (turns.length === 0) return new Map()
  const [runs, events] = await Promise.all([saidByRuns(db, turns), Promise.all(turns.map((t) => saidByEvents(db, t.id)))])
  return new Map(
    turns.flatMap(({ id, before, now }, i) => {
      const [from, to] = [instantOf(before.last_key), instantOf(now.last_key)]
      const later = [...(runs.get(id) ?? []), ...(events[i] ?? [])].filter((at) => at > from && at <= to)
      return later.length === 0 ? [] : [[id, later.reduce((a, b) => (a < b ? a : b))] as const]
    }),
  )
}

/** When runs named these datasets, round the time that the schema before was said last; instant texts. */
async function saidByRuns(db: Executor, turns: readonly SchemaTurn[]): Promise<Map<number, string[]>> {
  const groups = turns.map((t) => t.id)
  const each = Math.min(jobsLooked.ofOne, Math.floor(jobsLooked.inAll / turns.length))
  const jobs = await Promise.all(([0, 1] as const).map((side) => jobsOf(db, groups, side)))
  const asked = turns.flatMap((t) =>
    jobs.flatMap(({ byGroup }) => byGroup.get(t.id)?.slice(0, each) ?? []).map((job) => ({ job, at: instantOf(t.before.last_key) })),
  )
  const near = await Promise.all((['before', 'after'] as const).map((way) => runsNear(db, asked, way)))
  const runs = near.flatMap((found) => [...found.values()].flat().map((r) => r.id))
  const sql = `SELECT d.group_id, x.said_key FROM run_dataset x JOIN dataset d ON d.id = x.dataset_id WHERE x.run_id ${among(db)} AND d.group_id ${among(db)} AND x.said_key IS NOT NULL LIMIT ${sidesAtMost}`
  const said = await db.all<{ group_id: number; said_key: string }>(sql, [idList(db, new Set(runs)), idList(db, groups)])
  return new Map([...groupBy(said, (r) => r.group_id)].map(([id, rows]) => [id, rows.map((r) => instantOf(r.said_key))]))
}

async function saidByEvents(db: Executor, group: number): Promise<string[]> {
  const sql = `SELECT event_time FROM event WHERE dataset_id ${among(db)} ORDER BY position DESC LIMIT ${eventsLooked}`
  const rows = await db.all<{ event_time: string | null }>(sql, [idList(db, await memberIds(db, group))])
  return rows.flatMap((r) => parseInstant(decoded(r.event_time) ?? '') ?? [])
}
