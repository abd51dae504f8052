import { stillSaid } from '../catalog/run-sides.ts'
import { rowByRow } from '../catalog/sql.ts'
import type { WindowOrLast } from '../contract/common.ts'
import { instantMs, instantOfMs, parseInstant } from '../openlineage/time.ts'

/**
 * The time of which a graph is asked. `asOf`: instant text, only what events up to then said; null: all. `since`: instant text, only what was
 * said again from then on, so that what has stopped is left out; null: ever. `isLastRun`: only what the last good run of each job said.
 */
export interface Moment {
  readonly asOf: string | null
  readonly since: string | null
  readonly isLastRun?: boolean
}

export const ever: Moment = { asOf: null, since: null }
/** Now, by the last good run of each job. */
export const byLastRuns: Moment = { asOf: null, since: null, isLastRun: true }

export const isEver = ({ asOf, since, isLastRun }: Moment): boolean => asOf === null && since === null && isLastRun !== true
/** Nothing but the first time of an edge decides. */
export const isAsOfOnly = ({ asOf, since, isLastRun }: Moment): boolean => asOf !== null && since === null && isLastRun !== true

const dayMs = 86_400_000

/** A window in days ends at `asOf`, or now. Throws RangeError when `asOf` is no time. */
export function momentOf(asOf: string | undefined, window: WindowOrLast | undefined, nowMs: number): Moment {
  const at = asOf === undefined ? null : parseInstant(asOf)
  if (asOf !== undefined && at === null) throw new RangeError('asOf is no time')
  if (window === 'last') return { asOf: at, since: null, isLastRun: true }
  const since = window === undefined ? null : instantOfMs((at === null ? nowMs : instantMs(at)) - window * dayMs)
  return { asOf: at, since }
}

/** SQL that holds for rows `e` of `edge` at a moment; its parameters are `momentParams`. */
export const edgeHolds = (moment: Moment): string =>
  `${firstBy(moment)} ${saidInWindow(moment)} ${moment.isLastRun === true ? `AND ${saidByLastRun(moment)}` : ''}`

/** The same for rows `e` of `column_edge`, which was last said when the latest set with it was; its parameters are `columnParams`. */
export const columnHolds = (moment: Moment): string =>
  `${firstBy(moment)} ${setInWindow(moment)} ${moment.isLastRun === true ? `AND ${saidSinceLastRun(moment)}` : ''}`

/** SQL that holds for rows `e` that were said by the moment; takes `asOf` as a parameter where there is one. */
export const firstBy = ({ asOf }: Pick<Moment, 'asOf'>): string => (asOf === null ? '' : 'AND substr(e.first_key, 2, 21) <= ?')

/** Runs of a job before a moment that are looked at for one that said an edge. */
const runsInWindow = 200

/**
 * Said again after the window's end tells nothing of the window itself: then a run that overlaps it must have said the edge. What is said without
 * runs stays.
 */
function saidInWindow({ asOf, since }: Moment): string {
  if (since === null) return ''
  const last = 'substr(e.last_key, 2, 21)'
  if (asOf === null) return `AND ${last} >= ?`
  const runs = `SELECT r.id, r.ended FROM run r WHERE r.job_id = e.job_id AND r.started <> '' AND r.started <= ? ORDER BY r.started DESC, r.run_id DESC LIMIT ${runsInWindow}`
  // From run to run: a hub is named by many more runs than a job has.
  const named = `SELECT 1 FROM run_dataset x WHERE x.run_id = n.id AND x.direction = e.direction AND x.dataset_id = e.dataset_id ${rowByRow}`
  const said = `SELECT 1 FROM (${runs}) AS n WHERE (n.ended = '' OR n.ended >= ?) AND EXISTS (${named}) ${rowByRow}`
  return `AND ${last} >= ? AND (${last} <= ? OR coalesce(e.runs, 0) = 0 OR EXISTS (${said}))`
}

const sets = 'SELECT 1 FROM column_set_edge c JOIN column_set s ON s.id = c.set_id WHERE c.edge_id = e.id'

function setInWindow({ asOf, since }: Moment): string {
  if (since === null) return ''
  return `AND EXISTS (${asOf === null ? sets : `${sets} AND substr(s.first_key, 2, 21) <= ?`} AND substr(s.last_key, 2, 21) >= ? ${rowByRow})`
}

export const momentParams = ({ asOf, since, isLastRun }: Moment): string[] =>
  known([
    asOf,
    ...(since === null || asOf === null ? [since] : [since, asOf, asOf, since]),
    ...(isLastRun === true ? times(asOf, lastRunParams) : []),
  ])

export const columnParams = ({ asOf, since, isLastRun }: Moment): string[] =>
  known([asOf, ...(since === null ? [] : [asOf, since]), ...(isLastRun === true ? times(asOf, 1 + 2 * lastRunParams) : [])])

const times = <T>(value: T, n: number): T[] => Array.from({ length: n }, () => value)

const known = (params: readonly (string | null)[]): string[] => params.filter((p) => p !== null)

/** Runs of a job before a moment that are looked at for one that had ended well and named anything, and of those that did in the end. */
const runsLooked = 60
const toldLooked = 10

/**
 * 1 for a run `r` that had ended well by a moment, whatever it said later, else 0; takes the moment as a parameter `goodParams` times. An end that
 * was said twice counts from the second time: of each kind of end a run keeps the last.
 */
export const goodThen = `CASE WHEN substr(r.end_complete, 2, 21) <= ?
  AND NOT coalesce(substr(r.end_fail, 2, 21) <= ? AND (r.spark = 1 OR r.end_fail > r.end_complete), false)
  AND NOT coalesce(substr(r.end_abort, 2, 21) <= ? AND r.end_abort > r.end_complete, false) THEN 1 ELSE 0 END`
export const goodParams = 3

/**
 * `what`, never null, of the newest run `n` of the job of `e` that ended well and named anything: one that names nothing says nothing of lineage.
 * Each use takes `asOf` as a parameter `lastRunParams` times, where there is one.
 */
function lastRun(what: string, { asOf }: Moment): string {
  if (asOf === null) return `(SELECT ${what} FROM job j JOIN run n ON n.id = j.good_run_id WHERE j.id = e.job_id)`
  const runs = `SELECT r.id, r.started, r.run_id, ${goodThen} AS good, CASE WHEN substr(r.first_named, 2, 21) <= ? THEN 1 ELSE 0 END AS named FROM run r WHERE r.job_id = e.job_id`
  const newest = (of: string): string =>
    `(SELECT ${what} FROM (${runs} ${of}) AS n WHERE n.good = 1 AND n.named = 1 ORDER BY n.started DESC, n.run_id DESC LIMIT 1)`
  const near = newest(`AND r.started <> '' AND r.started <= ? ORDER BY r.started DESC, r.run_id DESC LIMIT ${runsLooked}`)
  // Behind very many that named nothing.
  const far = newest(`AND r.told <> '' AND r.told <= ? ORDER BY r.told DESC, r.run_id DESC LIMIT ${toldLooked}`)
  return `coalesce(${near}, ${far})`
}
const lastRunParams = 2 * (goodParams + 2)

/**
 * A job without such a run keeps its edges: nothing has said otherwise. An edge that no run's lists name was said by its time, as are all where the
 * run has no lists, but a facet that tells them.
 */
function saidByLastRun(moment: Moment): string {
  const said = `SELECT 1 FROM run_dataset x JOIN run w ON w.id = x.run_id WHERE x.run_id = n.id AND x.direction = e.direction AND x.dataset_id = e.dataset_id AND ${stillSaid('x', 'w')} ${rowByRow}`
  const hasNoList = `(coalesce(e.runs, 0) = 0 OR NOT EXISTS (SELECT 1 FROM run_dataset y WHERE y.run_id = n.id ${rowByRow}))`
  const byTime = `substr(e.last_key, 2, 21) >= n.started AND ${hasNoList}`
  return `coalesce(${lastRun(`CASE WHEN EXISTS (${said}) OR (${byTime}) THEN 1 ELSE 0 END`, moment)}, 1) = 1`
}

/** Columns are said by sets: the last run said those that were said since it started. */
function saidSinceLastRun(moment: Moment): string {
  const by = moment.asOf === null ? '' : `AND substr(s.first_key, 2, 21) <= ?`
  const said = `${sets} ${by} AND substr(s.last_key, 2, 21) >= ${lastRun('n.started', moment)}`
  return `(e.job_id = 0 OR EXISTS (${said} ${rowByRow}) OR ${lastRun('n.id', moment)} IS NULL)`
}
