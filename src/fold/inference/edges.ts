import { inferenceTable, inferredEdgeTable } from '../../catalog/inference-tables.ts'
import { fieldHash } from '../../catalog/keys.ts'
import type { Executor, Row } from '../../db/contract.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import type { SqlAnswer } from '../../sql/infer.ts'
import type { Inputs } from './inputs.ts'

const problemMax = 500

/** Puts what was read in the place of what the job had. */
export async function writeAnswer(tx: Executor, inputs: Inputs, answer: SqlAnswer): Promise<void> {
  await forget(tx, inputs.job)
  const rows = answer.edges.flatMap((edge): Row[] => {
    const [from, to] = [inputs.places[edge.from], inputs.places[edge.to]]
    if (from === undefined || to === undefined) return []
    const fromField = encodeText(edge.fromField)
    const toField = edge.toField === null ? null : encodeText(edge.toField)
    return [
      {
        job_id: inputs.job,
        from_id: from.dataset,
        from_group: from.group,
        from_field: fromField,
        from_hash: fieldHash(fromField),
        to_id: to.dataset,
        to_group: to.group,
        to_field: toField,
        to_hash: fieldHash(toField),
        type: edge.type,
        subtype: edge.subtype,
      },
    ]
  })
  await tx.upsert(inferredEdgeTable, rows)
  const problem = answer.problem === null ? null : encodeText(truncate(answer.problem, problemMax))
  const { job, content, dialect } = inputs
  const unread = problem === null ? 0 : 1
  await tx.upsert(inferenceTable, [{ job_id: job, content, dialect, edges: rows.length, problem, unread }])
}

/** Takes away all that was inferred from the job's SQL. */
export async function forget(tx: Executor, job: number): Promise<void> {
  await tx.run('DELETE FROM inferred_edge WHERE job_id = ?', [job])
  await tx.run('DELETE FROM inference WHERE job_id = ?', [job])
}
