import type { ReadContext } from './context.ts'
import type { InferenceWaiting } from '../contract/sync.ts'
import type { JobDetail } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { decoded } from './names.ts'
import { countUpTo } from './sql.ts'

/** What came of reading the SQL of a job; null where it was not read. */
export async function inferenceOf(db: Executor, job: number): Promise<JobDetail['inference']> {
  const row = await db.get<{ dialect: string; edges: number; problem: string | null }>(
    'SELECT dialect, edges, problem FROM inference WHERE job_id = ?',
    [job],
  )
  return row === undefined ? null : { dialect: row.dialect, edges: row.edges, problem: decoded(row.problem) }
}

/** Jobs counted that wait for their SQL to be read. */
const countedAtMost = 1_000

/** How far inference is behind the catalog: it follows each sync, a moment later. */
export async function inferenceWaiting({ db }: ReadContext): Promise<InferenceWaiting> {
  const jobs = await countUpTo(db, countedAtMost + 1, "FROM inference_due WHERE kind = 'job'", [])
  // a dataset or source that changed stands for jobs that are not marked one by one yet
  const others = await countUpTo(db, 1, "FROM inference_due WHERE kind IN ('group', 'source')", [])
  return { jobs: Math.min(jobs, countedAtMost), atLeast: jobs > countedAtMost || others > 0, settled: jobs + others === 0 }
}
