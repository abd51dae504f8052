import { eachId, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import type { EdgeSaid } from './walk.ts'

/**
 * Jobs that started so many times after they last said one of these edges. Told from an index alone: most jobs say all their edges with each
 * run, and then none of their runs has to be read.
 */
export async function ranOn(db: Executor, said: Iterable<EdgeSaid>, times: number): Promise<Set<number>> {
  const lastOf = new Map<number, string>()
  for (const { job, lastKey } of said) {
    const [known, last] = [lastOf.get(job), lastKey === null ? null : instantOf(lastKey)]
    if (last !== null && (known === undefined || last < known)) lastOf.set(job, last)
  }
  if (lastOf.size === 0) return new Set()
  const started = `SELECT r.started FROM run r WHERE r.job_id = k.value AND r.started <> '' ORDER BY r.started DESC, r.id DESC LIMIT 1 OFFSET ${times - 1}`
  const sql = `SELECT k.value AS id, (${started}) AS started FROM ${eachId(db)}`
  const rows = await db.all<{ id: number; started: string | null }>(sql, [idList(db, lastOf.keys())])
  return new Set(rows.filter((r) => r.started !== null && r.started > (lastOf.get(r.id) ?? '')).map((r) => r.id))
}
