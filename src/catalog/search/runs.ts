import type { SearchHit } from '../../contract/search.ts'
import type { ReadContext } from '../context.ts'
import { runItems } from '../run-items.ts'
import { afterPrefix } from '../sql.ts'

const shortest = 6

/** Runs whose id is that text or starts so; of fewer than 6 characters none. */
export async function runsCalled(context: ReadContext, text: string, limit: number): Promise<{ hits: SearchHit[]; truncated: boolean }> {
  if (text.length < shortest) return { hits: [], truncated: false }
  const sql = `SELECT id FROM run WHERE run_id >= ? AND run_id < ? ORDER BY run_id, id LIMIT ${limit + 1}`
  const rows = await context.db.all<{ id: number }>(sql, [text, afterPrefix(text)])
  const items = await runItems(
    context,
    rows.slice(0, limit).map((r) => r.id),
  )
  const hits = items.map((run): SearchHit => {
    const how = run.runId.length === text.length ? ('exact' as const) : ('start' as const)
    const ranges: [number, number][] = run.runId.startsWith(text) ? [[0, text.length]] : []
    const why = { member: 'runId' as const, how, text: run.runId, ranges, off: 0, says: 'Run id' }
    return { kind: 'run', runId: run.runId, job: run.job, state: run.state, startedAt: run.startedAt, why }
  })
  return { hits, truncated: rows.length > limit }
}
