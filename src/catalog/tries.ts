import type { RunItem } from '../contract/catalog.ts'
import type { ReadContext } from './context.ts'
import { decoded } from './names.ts'
import { runItems } from './run-items.ts'
import type { RunRow } from './run-items.ts'

const triesAtMost = 50
const twinsAtMost = 20

/** All tries of the task instance that a run is a try of, by number; none where it is the only one. */
export async function triesOf(context: ReadContext, run: RunRow): Promise<RunItem[]> {
  if (run.tries_of === null) return []
  const sql = `SELECT id FROM run WHERE tries_of = ? ORDER BY try_number, id LIMIT ${triesAtMost}`
  const rows = await context.db.all<{ id: number }>(sql, [run.tries_of])
  const ids = rows.map((r) => r.id)
  return ids.length < 2 ? [] : runItems(context, ids)
}

/** Other ids under which the same run was sent: of the same job, with the same start and end. */
export async function sentAlsoAs({ db }: ReadContext, run: RunRow): Promise<string[]> {
  if (run.sent_again !== 1 || run.started === '' || run.ended === '' || run.started === run.ended) return []
  const sql = `SELECT run_id FROM run WHERE job_id = ? AND started = ? AND id <> ? AND ended = ? AND sent_again = 1 ORDER BY id LIMIT ${twinsAtMost}`
  const rows = await db.all<{ run_id: string }>(sql, [run.job_id, run.started, run.id, run.ended])
  return rows.map((r) => decoded(r.run_id) ?? '')
}
