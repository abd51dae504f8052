import { inferenceDueTable, inferenceOffTable } from '../../catalog/inference-tables.ts'
import type { Database, Executor, Row } from '../../db/contract.ts'

/** Jobs marked in one step for a dataset or a source. */
const jobsAtOnce = 500

interface Mark {
  readonly kind: 'group' | 'source'
  readonly ref: number
  readonly after: number
}

/** Marks the next jobs with SQL of a dataset or source that changed; false: none is left. */
export async function spread(db: Database): Promise<boolean> {
  const mark = await db.get<Mark>("SELECT kind, ref, after FROM inference_due WHERE kind IN ('group', 'source') ORDER BY kind, ref LIMIT 1")
  if (mark === undefined) return false
  await db.transaction(async (tx) => {
    const jobs = await jobsOf(tx, mark)
    await tx.upsert(
      inferenceDueTable,
      jobs.map((ref) => ({ kind: 'job', ref, after: 0 })),
    )
    const last = jobs.at(-1)
    if (last === undefined || jobs.length < jobsAtOnce) await tx.remove(inferenceDueTable, [[mark.kind, mark.ref]])
    else await tx.upsert(inferenceDueTable, [{ ...mark, after: last }])
  })
  return true
}

async function jobsOf(tx: Executor, { kind, ref, after }: Mark): Promise<number[]> {
  const from = kind === 'group' ? 'edge e' : 'job_source e'
  const where = kind === 'group' ? 'e.group_id = ? AND e.direction IN (0, 1)' : 'e.source_id = ?'
  const sql = `SELECT DISTINCT e.job_id FROM ${from} JOIN facet f ON f.owner = 'job' AND f.owner_id = e.job_id AND f.key_hash = 'sql'
    WHERE ${where} AND e.job_id > ? ORDER BY e.job_id LIMIT ${jobsAtOnce}`
  return (await tx.all<{ job_id: number }>(sql, [ref, after])).map((r) => r.job_id)
}

export const dueJobs = async (db: Executor, limit: number): Promise<number[]> =>
  (await db.all<{ ref: number }>(`SELECT ref FROM inference_due WHERE kind = 'job' ORDER BY ref LIMIT ${limit}`)).map((r) => r.ref)

export const settleJob = (tx: Executor, job: number): Promise<void> => tx.remove(inferenceDueTable, [['job', job]])

/** The sources that this catalog leaves out, after taking over those that are switched off now; the jobs of others are marked. */
export async function leftOut(db: Database, off: readonly number[]): Promise<ReadonlySet<number>> {
  const known = new Set((await db.all<{ source_id: number }>('SELECT source_id FROM inference_off')).map((r) => r.source_id))
  const turned = [...off.filter((id) => !known.has(id)), ...[...known].filter((id) => !off.includes(id))]
  if (turned.length === 0) return known
  await db.transaction(async (tx) => {
    const marks = turned.map((ref): Row => ({ kind: 'source', ref, after: 0 }))
    await tx.upsert(inferenceDueTable, marks)
    await tx.remove(
      inferenceOffTable,
      [...known].map((id) => [id]),
    )
    await tx.upsert(
      inferenceOffTable,
      off.map((source_id) => ({ source_id })),
    )
  })
  return new Set(off)
}
