import { eachId, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import type { Moment } from './moment.ts'

type Side = 0 | 1

/** Edges of one side of a node: how many were looked at, how many of them held, and whether any is of an id that symlinks join to others. */
export interface PlainSide {
  readonly looked: number
  readonly held: number
  readonly isJoined: boolean
}

/** The three numbers of a side as one, since a column of a query is one value. */
const [lookedUnit, joinedUnit] = [1e6, 1e12]

/**
 * Edges on both sides of jobs or datasets (groups), of all times or as of a moment: in one pass over each, where those of equal neighbours are not
 * looked for. Without ids that are joined there are none. `looks`: edges of one side that are looked at, below 1,000,000.
 */
export async function plainNeighbours(
  db: Executor,
  own: 'group_id' | 'job_id',
  ids: readonly number[],
  { asOf }: Moment,
  looks: number,
): Promise<Map<number, readonly [PlainSide, PlainSide]>> {
  // Trusted keys start with 1 and are compared as they are: a part of a text costs as much as the rest of the look.
  const held = asOf === null ? '' : `FILTER (WHERE e.first_key <= ? AND (e.first_key >= '1' OR substr(e.first_key, 2, 21) <= ?))`
  const side = (of: Side): string => `(SELECT count(*) * ${lookedUnit} + count(*) ${held}
      + CASE WHEN max(CASE WHEN e.dataset_id = e.group_id THEN 0 ELSE 1 END) = 1 THEN ${joinedUnit} ELSE 0 END
    FROM (SELECT e.first_key, e.dataset_id, e.group_id FROM edge e WHERE e.${own} = k.value AND e.direction = ${of} LIMIT ${looks}) AS e)`
  const sql = `SELECT k.value AS id, ${side(0)} AS reading, ${side(1)} AS writing FROM ${eachId(db)}`
  const params = asOf === null ? [] : [`1${asOf}~`, asOf]
  const rows = await db.all<{ id: number; reading: number; writing: number }>(sql, [...params, ...params, idList(db, ids)])
  return new Map(rows.map((r) => [r.id, [sideOf(r.reading), sideOf(r.writing)]]))
}

const sideOf = (packed: number): PlainSide => ({
  held: packed % lookedUnit,
  looked: Math.floor((packed % joinedUnit) / lookedUnit),
  isJoined: packed >= joinedUnit,
})
