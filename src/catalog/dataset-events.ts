import type { Executor } from '../db/contract.ts'
import { lastPosition } from './event-page.ts'
import type { Condition, EventsQuestion, Positions } from './event-page.ts'
import { among, idList } from './sql.ts'

/** Runs whose events are merged at a time. */
const runsAtMost = 1_000

/**
 * Events that speak of a dataset: DatasetEvents about any of its ids and all events of runs that read or wrote one. Newest first among
 * the runs that were seen last, then those of earlier runs: an order over all runs would cost reading them all. The cursor holds the
 * position among run events, the run below which the runs of this page begin, and the position among DatasetEvents.
 */
export async function eventsOfDataset(
  db: Executor,
  members: readonly number[],
  conditions: readonly Condition[],
  query: EventsQuestion,
): Promise<Positions> {
  const [at = lastPosition, below = lastPosition, own = lastPosition] = (query.after ?? []).map(Number)
  const runs = await runsOf(db, members, below)
  const [ofRuns, ofDataset] = await Promise.all([
    page(db, conditions, 'run_id', runs, at, query.limit),
    page(db, conditions, 'dataset_id', members, own, query.limit),
  ])
  const merged = [...ofRuns, ...ofDataset].sort((a, b) => b - a)
  const positions = merged.slice(0, query.limit)
  const taken = new Set(positions)
  const lowest = (found: readonly number[], before: number): number => Math.min(before, ...found.filter((p) => taken.has(p)))
  if (merged.length > query.limit) return { positions, next: [lowest(ofRuns, at), below, lowest(ofDataset, own)] }
  return { positions, next: runs.length === runsAtMost ? [lastPosition, runs.at(-1) ?? 0, lowest(ofDataset, own)] : null }
}

async function runsOf(db: Executor, members: readonly number[], below: number): Promise<number[]> {
  const sql = `SELECT DISTINCT run_id FROM run_dataset WHERE dataset_id ${among(db)} AND run_id < ? ORDER BY run_id DESC LIMIT ${runsAtMost}`
  const rows = await db.all<{ run_id: number }>(sql, [idList(db, members), below])
  return rows.map((r) => r.run_id)
}

async function page(
  db: Executor,
  conditions: readonly Condition[],
  column: 'run_id' | 'dataset_id',
  ids: readonly number[],
  before: number,
  limit: number,
): Promise<number[]> {
  if (ids.length === 0) return []
  const rest = conditions.map((c) => `AND ${c.sql}`).join(' ')
  const sql = `SELECT e.position FROM event e WHERE e.${column} ${among(db)} AND e.position < ? ${rest} ORDER BY e.position DESC LIMIT ${limit + 1}`
  const rows = await db.all<{ position: number }>(sql, [idList(db, ids), before, ...conditions.map((c) => c.value)])
  return rows.map((r) => r.position)
}
