import type { JobDetail } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { decoded } from './names.ts'

/** What came of reading the SQL of a job; null where it was not read. */
export async function inferenceOf(db: Executor, job: number): Promise<JobDetail['inference']> {
  const row = await db.get<{ dialect: string; edges: number; problem: string | null }>(
    'SELECT dialect, edges, problem FROM inference WHERE job_id = ?',
    [job],
  )
  return row === undefined ? null : { dialect: row.dialect, edges: row.edges, problem: decoded(row.problem) }
}
