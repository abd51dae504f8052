import { eachId, idList } from '../catalog/sql.ts'
import type { Executor, SqlValue } from '../db/contract.ts'
import { earlier, instantOf, later } from '../openlineage/order-key.ts'
import { instantMs } from '../openlineage/time.ts'
import { runCounts } from './edge-runs.ts'
import { goodParams, goodThen } from './moment.ts'
import type { Moment } from './moment.ts'
import { lastSaidThen } from './past-said.ts'
import { ranOn } from './ran-on.ts'
import { listed } from './rhythm.ts'
import type { EdgeSaid } from './walk.ts'

export interface Seen {
  readonly firstKey: string | null
  readonly lastKey: string | null
}
type LastSaid = (said: readonly EdgeSaid[]) => string | null

/** Runs are counted no further: an answer says "1,000 or more". */
const runsAtMost = 1_000

/** When an edge was first and last said, over all that say it. `lastSaid`: the latter, null where that is not known. */
export const seenOf = (said: readonly EdgeSaid[], lastSaid: LastSaid): Seen => ({
  firstKey: said.reduce<string | null>((first, one) => earlier(first, one.firstKey), null),
  lastKey: lastSaid(said),
})

/** When edges were last said up to a moment. `isExact` false: only of those that were not said again later. */
export async function lastSaidOf(
  db: Executor,
  edges: Iterable<readonly EdgeSaid[]>,
  { asOf }: Moment,
  isExact: boolean,
): Promise<LastSaid> {
  if (asOf === null) return (said) => said.reduce<string | null>((last, one) => later(last, one.lastKey), null)
  return lastSaidThen(db, isExact ? [...edges].flat() : [], asOf)
}

/** By how many runs edges were said; null: not known of the moment that was asked about. */
export async function runsOf(
  db: Executor,
  edges: Iterable<readonly EdgeSaid[]>,
  { asOf }: Moment,
): Promise<(said: readonly EdgeSaid[]) => number | null> {
  const isKnown = (said: readonly EdgeSaid[]): boolean => !said.some((one) => isAfter(one, asOf))
  const counted = await runCounts(db, [...edges].filter(isKnown))
  return (said) => (isKnown(said) ? Math.min(runsAtMost, counted(said)) : null)
}

/** Said again after the moment: then its counts are of later than that. */
const isAfter = (said: EdgeSaid, asOf: string | null): boolean => asOf !== null && said.lastKey !== null && instantOf(said.lastKey) > asOf

/** Runs of one job that are looked at, and those among them that ended well, newest first. */
const looked = 60
const endedAtMost = 20
/** So many runs of a job may leave an edge out before it is stale, and so many of the edge's own intervals may pass. */
const runsMissing = 3
const patience = 2

interface Ended {
  readonly id: number
  /** Instant text. */
  readonly started: string
}

/**
 * Tells of an edge whether its jobs ran on and no longer say it: each of them ended well three times since, and it was silent for longer than
 * twice its usual interval. What is said without runs is never stale.
 */
export async function staleness(
  db: Executor,
  edges: Iterable<readonly EdgeSaid[]>,
  moment: Moment,
): Promise<(said: readonly EdgeSaid[]) => boolean> {
  const all = [...edges]
  const jobs = moment.asOf === null ? await ranOn(db, all.flat(), runsMissing) : new Set(all.flat().map((one) => one.job))
  const ended = await endedRuns(db, jobs, moment.asOf)
  const again = await saidByThen(
    db,
    all.flatMap((said) => said.filter((one) => isAfter(one, moment.asOf))),
    ended,
  )
  return (said) =>
    said.length > 0 &&
    said.every((one) =>
      isAfter(one, moment.asOf) ? !again.has(keyOf(one)) && missed(one, ended).length >= runsMissing : isSilent(one, ended),
    )
}

const keyOf = ({ job, side, dataset }: EdgeSaid): string => `${job} ${side} ${dataset}`

function isSilent(said: EdgeSaid, ended: ReadonlyMap<number, readonly Ended[]>): boolean {
  const runs = ended.get(said.job) ?? []
  const [newest, third] = [runs[0], runs[runsMissing - 1]]
  if (newest === undefined || third === undefined || said.lastKey === null || said.runs === 0) return false
  const last = instantOf(said.lastKey)
  return third.started > last && instantMs(newest.started) - instantMs(last) > patience * intervalOf(said)
}

/** Between two runs that say it, in ms; 0 where there was one only. */
const intervalOf = ({ runs, firstKey, lastKey }: EdgeSaid): number =>
  runs < 2 || firstKey === null || lastKey === null ? 0 : (instantMs(instantOf(lastKey)) - instantMs(instantOf(firstKey))) / (runs - 1)

/** The newest runs that would have said the edge by now if it still were. */
function missed(said: EdgeSaid, ended: ReadonlyMap<number, readonly Ended[]>): Ended[] {
  const runs = ended.get(said.job) ?? []
  const since = instantMs(runs[0]?.started ?? '') - patience * intervalOf(said)
  return runs.filter((run, i) => i < runsMissing || instantMs(run.started) >= since)
}

/** The newest runs of each job that ended well. */
async function endedRuns(db: Executor, jobs: ReadonlySet<number>, asOf: string | null): Promise<Map<number, Ended[]>> {
  if (jobs.size === 0) return new Map()
  const upTo = asOf === null ? '' : 'AND r.started <= ?'
  const good = asOf === null ? "CASE r.state WHEN 'COMPLETE' THEN 1 ELSE 0 END" : goodThen
  const newest = `SELECT r.id, r.started, ${good} AS good FROM run r WHERE r.job_id = k.value AND r.started <> '' ${upTo} ORDER BY r.started DESC, r.id DESC LIMIT ${looked}`
  const word = `SELECT n.started || ' ' || n.id AS word FROM (${newest}) AS n WHERE n.good = 1 ORDER BY n.started DESC, n.id DESC LIMIT ${endedAtMost}`
  const sql = `SELECT k.value AS id, ${listed(db, 'word', word)} AS runs FROM ${eachId(db)}`
  const moment: SqlValue[] = asOf === null ? [] : Array.from({ length: goodParams + 1 }, () => asOf)
  const params: SqlValue[] = [...moment, idList(db, jobs)]
  const rows = await db.all<{ id: number; runs: string | null }>(sql, params)
  return new Map(rows.map((r) => [r.id, (JSON.parse(r.runs ?? '[]') as string[]).map(endedIn)]))
}

function endedIn(word: string): Ended {
  const [started = '', id] = word.split(' ')
  return { id: Number(id), started }
}

/** Edges that one of the runs that were looked at said. */
async function saidByThen(db: Executor, said: readonly EdgeSaid[], ended: ReadonlyMap<number, readonly Ended[]>): Promise<Set<string>> {
  const jobOf = new Map([...ended].flatMap(([job, runs]) => runs.map((run) => [run.id, job] as const)))
  const asked = said.flatMap((one) => missed(one, ended).map((run) => [run.id, one.side, one.dataset]))
  if (asked.length === 0) return new Set()
  const [from, at] =
    db.dialect === 'sqlite'
      ? ['json_each(?) AS k CROSS JOIN run_dataset x', (n: number) => `k.value ->> ${n}`]
      : ['jsonb_array_elements(?::jsonb) AS k(value) JOIN run_dataset x', (n: number) => `(k.value ->> ${n})::bigint`]
  const sql = `SELECT x.run_id, x.direction, x.dataset_id FROM ${from} ON x.run_id = ${at(0)} AND x.direction = ${at(1)} AND x.dataset_id = ${at(2)}`
  const rows = await db.all<{ run_id: number; direction: number; dataset_id: number }>(sql, [JSON.stringify(asked)])
  return new Set(rows.map((r) => `${jobOf.get(r.run_id)} ${r.direction} ${r.dataset_id}`))
}
