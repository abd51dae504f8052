import { among, eachId, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { boundsOf, standardBounds } from './bounds.ts'
import type { FirstLooks } from './bounds.ts'
import type { Counts } from './graph.ts'
import { edgeHolds, ever, isAsOfOnly, isEver, momentParams } from './moment.ts'
import type { Moment } from './moment.ts'
import { plainNeighbours } from './plain-neighbours.ts'

type Side = 0 | 1
type Column = 'group_id' | 'job_id'
/** `r_looked`, `w_looked`: edges that were looked at, one more than there was to look at where there are more. */
interface CountRow {
  readonly id: number
  readonly reading: number
  readonly writing: number
}
interface LookedRow extends CountRow {
  readonly r_looked: number
  readonly w_looked: number
}

/** Jobs that read and that write these datasets (groups). */
export const neighboursOfDatasets = (db: Executor, groups: readonly number[], moment: Moment): Promise<Map<number, Counts>> =>
  isEver(moment) ? neighboursEver(db, groups) : neighboursThen(db, 'group_id', groups, moment)

/** Datasets that these jobs read and write. */
export const neighboursOfJobs = (db: Executor, jobs: readonly number[], moment: Moment): Promise<Map<number, Counts>> =>
  neighboursThen(db, 'job_id', jobs, moment)

/** A node of which the first look found none is looked at further: none is what nobody opens. */
async function neighboursThen(db: Executor, own: Column, ids: readonly number[], moment: Moment): Promise<Map<number, Counts>> {
  const byRun = moment.asOf !== null && (moment.isLastRun === true || moment.since !== null)
  const bounds = boundsOf(db)
  const first = isEver(moment) ? bounds.neighbours : shareOf(byRun ? bounds.looksByRun : bounds.looks, ids.length)
  const counts = await lookedFirst(db, own, ids, moment, first)
  const none = [...counts]
    .filter(([, c]) => (c.readingAtLeast && c.reading === 0) || (c.writingAtLeast && c.writing === 0))
    .map(([id]) => id)
  if (none.length === 0) return counts
  const { inAll, ofOne } = moment.isLastRun === true || (moment.asOf !== null && moment.since !== null) ? bounds.deeperByRun : bounds.deeper
  const looks = Math.min(ofOne, Math.floor(inAll / none.length))
  if (looks <= first) return counts
  return new Map([...counts, ...(await lookedFirst(db, own, none, moment, looks))])
}

const shareOf = ({ ofEach, inAll, ofOne }: FirstLooks, nodes: number): number =>
  Math.max(ofEach, Math.min(ofOne, Math.floor(inAll / Math.max(1, nodes))))

/** Equal neighbours are looked for only where there can be any. */
async function lookedFirst(db: Executor, own: Column, ids: readonly number[], moment: Moment, looks: number): Promise<Map<number, Counts>> {
  if (!isEver(moment) && !isAsOfOnly(moment)) return looked(db, own, ids, moment, looks)
  const { neighbours: atMost } = boundsOf(db)
  const plain = [...(await plainNeighbours(db, own, ids, moment, looks + 1))]
  const joined = plain.filter(([, [r, w]]) => r.isJoined || w.isJoined).map(([id]) => id)
  const counts = plain.map(([id, [r, w]]) => {
    const held = { id, reading: Math.min(r.held, looks), writing: Math.min(w.held, looks) }
    return [id, countsOf(held, { reading: r.looked > looks, writing: w.looked > looks, atMost })] as const
  })
  return new Map([...counts, ...(joined.length === 0 ? [] : await looked(db, own, joined, moment, looks))])
}

async function looked(db: Executor, own: Column, ids: readonly number[], moment: Moment, looks: number): Promise<Map<number, Counts>> {
  const atMost = boundsOf(db).neighbours
  const side = (of: Side): string => `${distinct(own, of, moment, { looks, atMost })} AS ${of === 0 ? 'reading' : 'writing'}`
  // All that there ever was is counted from the index: every edge is looked at.
  const there = (of: Side): string =>
    isEver(moment) ? '0' : `(SELECT count(*) FROM (SELECT 1 FROM ${edges(own, of)} LIMIT ${looks + 1}) AS l)`
  const sql = `SELECT k.value AS id, ${side(0)}, ${side(1)}, ${there(0)} AS r_looked, ${there(1)} AS w_looked FROM ${eachId(db)}`
  const rows = await db.all<LookedRow>(sql, [...momentParams(moment), ...momentParams(moment), idList(db, ids)])
  return new Map(rows.map((r) => [r.id, countsOf(r, { reading: r.r_looked > looks, writing: r.w_looked > looks, atMost })]))
}

/** Sides of which more edges are there than were looked at, and what is counted at most. */
interface Cut {
  readonly reading: boolean
  readonly writing: boolean
  readonly atMost: number
}

/** As an answer has them. */
const countsOf = ({ reading, writing }: CountRow, { atMost, ...cut }: Cut): Counts => ({
  reading: Math.min(reading, atMost),
  writing: Math.min(writing, atMost),
  ...(cut.reading || reading > atMost ? { readingAtLeast: true } : {}),
  ...(cut.writing || writing > atMost ? { writingAtLeast: true } : {}),
})

const edges = (own: Column, side: Side): string => `edge e WHERE e.${own} = k.value AND e.direction = ${side}`

const counted = (what: string, from: string, atMost: number): string =>
  `(SELECT count(*) FROM (SELECT ${what} FROM ${from} LIMIT ${atMost + 1}) AS counted)`

/** `atMost`: counted up to there. `looks`: edges that are looked at where a moment decides: where few of them hold, a hub would be read to its end. */
function distinct(own: Column, side: Side, moment: Moment, { looks, atMost }: { looks: number; atMost: number }): string {
  const other = own === 'group_id' ? 'job_id' : 'group_id'
  const columns = isAsOfOnly(moment) ? `e.${other}, e.first_key` : 'e.*'
  const some = `(SELECT ${columns} FROM ${edges(own, side)} LIMIT ${looks}) AS e`
  return counted(`DISTINCT e.${other}`, isEver(moment) ? edges(own, side) : `${some} WHERE true ${edgeHolds(moment)}`, atMost)
}

/** Datasets that were seen to have as many readers (0) or writers (1) as are counted, by store. */
const hubs = new WeakMap<Executor, readonly [Set<number>, Set<number>]>()
const hubsAtMost = 50_000

function hubsOf(db: Executor): readonly [Set<number>, Set<number>] {
  if (boundsOf(db) !== standardBounds) return [new Set(), new Set()]
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
  const atMost = boundsOf(db).neighbours
  const count = (side: Side): string =>
    `CASE WHEN k.value ${among(db)} THEN ${atMost + 1} WHEN g.size = 1 THEN ${counted('1', edges('group_id', side), atMost)} ELSE ${distinct('group_id', side, ever, { looks: 0, atMost })} END`
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
    if (row.reading > atMost) known[0].add(row.id)
    if (row.writing > atMost) known[1].add(row.id)
  }
  return new Map(rows.map((r) => [r.id, countsOf(r, { reading: false, writing: false, atMost })]))
}
