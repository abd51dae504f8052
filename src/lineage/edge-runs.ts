import { groupBy } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import type { EdgeSaid } from './walk.ts'

/** Runs that are looked at for one job that names several ids of one dataset, and for all of them in one answer. */
const runsOfOne = { atLeast: 20, atMost: 5_000 }
const runsOfAll = 20_000

/**
 * Counts the runs that said an edge. A run that names two ids of one dataset is one run; where a job has more runs than are looked at, the number
 * is the least that it can be.
 */
export async function runCounts(db: Executor, edges: Iterable<readonly EdgeSaid[]>): Promise<(said: readonly EdgeSaid[]) => number> {
  const doubled = [...edges].flatMap((said) => byJob(said).filter((own) => own.length > 1))
  const counted = await distinctRuns(db, new Map(doubled.map((own) => [keyOf(own), own])))
  return (said) => byJob(said).reduce((sum, own) => sum + Math.max(counted.get(keyOf(own)) ?? 0, ...own.map((one) => one.runs)), 0)
}

/** The ids that runs of each job named. */
const byJob = (said: readonly EdgeSaid[]): EdgeSaid[][] => [
  ...groupBy(
    said.filter((one) => one.runs > 0),
    (one) => one.job,
  ).values(),
]

const keyOf = (own: readonly EdgeSaid[]): string => `${own[0]?.job} ${own[0]?.side} ${own.map((one) => one.dataset).join(' ')}`

async function distinctRuns(db: Executor, doubled: ReadonlyMap<string, readonly EdgeSaid[]>): Promise<Map<string, number>> {
  if (doubled.size === 0) return new Map()
  const each = Math.min(runsOfOne.atMost, Math.max(runsOfOne.atLeast, Math.floor(runsOfAll / doubled.size)))
  const asked = [...doubled].map(([key, own]) => [key, own[0]?.job, own[0]?.side, own.map((one) => one.dataset)])
  const isSqlite = db.dialect === 'sqlite'
  const at = (n: number): string => (isSqlite ? `(k.value ->> ${n})` : `(k.value ->> ${n})::bigint`)
  const ids = isSqlite
    ? 'IN (SELECT value FROM json_each(k.value -> 3))'
    : '= ANY(ARRAY(SELECT jsonb_array_elements_text(k.value -> 3)::bigint))'
  const newest = `SELECT r.id FROM run r WHERE r.job_id = ${at(1)} ORDER BY r.started DESC, r.id DESC LIMIT ${each}`
  const says = `SELECT 1 FROM run_dataset x WHERE x.run_id = n.id AND x.direction = ${at(2)} AND x.dataset_id ${ids}`
  const from = isSqlite ? 'json_each(?) AS k' : 'jsonb_array_elements(?::jsonb) AS k(value)'
  const sql = `SELECT k.value ->> 0 AS asked, (SELECT count(*) FROM (${newest}) AS n WHERE EXISTS (${says})) AS runs FROM ${from}`
  const rows = await db.all<{ asked: string; runs: number }>(sql, [JSON.stringify(asked)])
  return new Map(rows.map((r) => [r.asked, r.runs]))
}
