import { among, eachId, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import type { Counts } from './graph.ts'
import { edgeHolds, ever, isAsOfOnly, isEver, momentParams } from './moment.ts'
import type { Moment } from './moment.ts'

/** Neighbours of one node are counted up to here. */
const neighboursAtMost = 1_000
/** Where it takes more than an index to tell whether an edge holds, so many are looked at. */
const looksAtMost = 200

type Side = 0 | 1
type Column = 'group_id' | 'job_id'
interface CountRow extends Counts {
  readonly id: number
}

/** Jobs that read and that write these datasets (groups). */
export const neighboursOfDatasets = (db: Executor, groups: readonly number[], moment: Moment): Promise<Map<number, Counts>> =>
  isEver(moment) ? neighboursEver(db, groups) : neighboursThen(db, 'group_id', groups, moment)

/** Datasets that these jobs read and write. */
export const neighboursOfJobs = (db: Executor, jobs: readonly number[], moment: Moment): Promise<Map<number, Counts>> =>
  neighboursThen(db, 'job_id', jobs, moment)

async function neighboursThen(db: Executor, own: Column, ids: readonly number[], moment: Moment): Promise<Map<number, Counts>> {
  const sql = `SELECT k.value AS id, ${distinct(own, 0, moment)} AS reading, ${distinct(own, 1, moment)} AS writing FROM ${eachId(db)}`
  return byId(await db.all<CountRow>(sql, [...momentParams(moment), ...momentParams(moment), idList(db, ids)]))
}

const byId = (rows: readonly CountRow[]): Map<number, Counts> => new Map(rows.map((r) => [r.id, r]))

const edges = (own: Column, side: Side): string => `edge e WHERE e.${own} = k.value AND e.direction = ${side}`

const counted = (what: string, from: string): string =>
  `(SELECT count(*) FROM (SELECT ${what} FROM ${from} LIMIT ${neighboursAtMost}) AS counted)`

function distinct(own: Column, side: Side, moment: Moment): string {
  const other = own === 'group_id' ? 'job_id' : 'group_id'
  const columns = isAsOfOnly(moment) ? `e.${other}, e.first_key` : 'e.*'
  // Of a moment the first so many edges are looked at: where few of them hold, a hub would be read to its end.
  const some = `(SELECT ${columns} FROM ${edges(own, side)} LIMIT ${isAsOfOnly(moment) ? neighboursAtMost : looksAtMost}) AS e`
  return counted(`DISTINCT e.${other}`, isEver(moment) ? edges(own, side) : `${some} WHERE true ${edgeHolds(moment)}`)
}

/** Datasets that were seen to have as many readers (0) or writers (1) as are counted, by store. */
const hubs = new WeakMap<Executor, readonly [Set<number>, Set<number>]>()
const hubsAtMost = 50_000

function hubsOf(db: Executor): readonly [Set<number>, Set<number>] {
  const known = hubs.get(db)
  if (known !== undefined && known[0].size + known[1].size < hubsAtMost) return known
  const fresh = [new Set<number>(), new Set<number>()] as const
  hubs.set(db, fresh)
  return fresh
}

/**
 * Of a dataset with one id no job has two edges on one side, and it never has fewer: an edge stays as long as its catalog. So its edges are counted
 * without looking for equal ones, and where they are too many to count only once.
 */
async function neighboursEver(db: Executor, groups: readonly number[]): Promise<Map<number, Counts>> {
  const known = hubsOf(db)
  const count = (side: Side): string =>
    `CASE WHEN k.value ${among(db)} THEN ${neighboursAtMost} WHEN g.size = 1 THEN ${counted('1', edges('group_id', side))} ELSE ${distinct('group_id', side, ever)} END`
  const sql = `SELECT k.value AS id, g.size, ${count(0)} AS reading, ${count(1)} AS writing FROM ${eachId(db)} JOIN dataset_group g ON g.id = k.value`
  const lists = known.map((side) =>
    idList(
      db,
      groups.filter((id) => side.has(id)),
    ),
  )
  const rows = await db.all<CountRow & { size: number }>(sql, [...lists, idList(db, groups)])
  for (const row of rows) {
    if (row.size !== 1) continue
    if (row.reading >= neighboursAtMost) known[0].add(row.id)
    if (row.writing >= neighboursAtMost) known[1].add(row.id)
  }
  return byId(rows)
}
