import { instantMs, instantOfMs, parseInstant } from '../openlineage/time.ts'

/**
 * The time of which a graph is asked. `asOf`: instant text, only what events up to then said; null: all. `since`: instant text, only what was
 * said again from then on, so that what has stopped is left out; null: ever.
 */
export interface Moment {
  readonly asOf: string | null
  readonly since: string | null
}

export const ever: Moment = { asOf: null, since: null }

const dayMs = 86_400_000

/** `windowDays` ends at `asOf`, or now. Throws RangeError when `asOf` is no time. */
export function momentOf(asOf: string | undefined, windowDays: number | undefined, nowMs: number): Moment {
  const at = asOf === undefined ? null : parseInstant(asOf)
  if (asOf !== undefined && at === null) throw new RangeError('asOf is no time')
  const since = windowDays === undefined ? null : instantOfMs((at === null ? nowMs : instantMs(at)) - windowDays * dayMs)
  return { asOf: at, since }
}

/** SQL that holds for rows `e` of `edge` at a moment; its parameters are `momentParams`. */
export const edgeHolds = ({ asOf, since }: Moment): string =>
  `${asOf === null ? '' : 'AND substr(e.first_key, 2, 21) <= ?'} ${since === null ? '' : 'AND substr(e.last_key, 2, 21) >= ?'}`

/** The same for rows `e` of `column_edge`, which was last said when the latest set with it was. */
export const columnHolds = ({ asOf, since }: Moment): string =>
  `${asOf === null ? '' : 'AND substr(e.first_key, 2, 21) <= ?'} ${since === null ? '' : `AND EXISTS (${latestSets})`}`

const latestSets =
  'SELECT 1 FROM column_set_edge c JOIN column_set s ON s.id = c.set_id WHERE c.edge_id = e.id AND substr(s.last_key, 2, 21) >= ?'

export const momentParams = ({ asOf, since }: Moment): string[] => [asOf, since].filter((t) => t !== null)
