import type { DatasetRef, JobDetail } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { groupNames, shownKey } from './names.ts'
import { among, idList } from './sql.ts'

const levelsAtMost = 20
export const insideAtMost = 2_000
const datasetsAtMost = 1_000
const edgesAtMost = 20_000

/** Jobs below a job, level by level, without it; bounded. A circle of parents ends. */
export async function jobsInside(db: Executor, job: number): Promise<{ ids: number[]; truncated: boolean }> {
  const known = new Set([job])
  let frontier = [job]
  for (let level = 0; level < levelsAtMost && frontier.length > 0; level++) {
    const sql = `SELECT id FROM job WHERE parent_id ${among(db)} ORDER BY parent_id, id LIMIT ${insideAtMost + 1}`
    const rows = await db.all<{ id: number }>(sql, [idList(db, frontier)])
    frontier = rows.map((r) => r.id).filter((id) => !known.has(id))
    for (const id of frontier) known.add(id)
    if (known.size > insideAtMost) break
  }
  known.delete(job)
  return { ids: [...known].slice(0, insideAtMost), truncated: known.size > insideAtMost }
}

interface EdgeRow {
  readonly direction: number
  readonly group_id: number
  readonly last_key: string | null
}

/** What a job and all jobs below it read and wrote; null where none is below it. */
export async function rollUp(db: Executor, job: number): Promise<JobDetail['inside']> {
  const { ids, truncated } = await jobsInside(db, job)
  if (ids.length === 0) return null
  const edges = `SELECT direction, group_id, last_key FROM edge WHERE job_id ${among(db)} LIMIT ${edgesAtMost}`
  const sql = `SELECT direction, group_id, max(last_key) AS last_key FROM (${edges}) AS e GROUP BY direction, group_id ORDER BY direction, group_id LIMIT ${2 * datasetsAtMost}`
  const rows = await db.all<EdgeRow>(sql, [idList(db, [job, ...ids])])
  const names = await groupNames(
    db,
    rows.map((r) => r.group_id),
  )
  const side = (direction: number): DatasetRef[] =>
    rows
      .flatMap((r) => {
        const name = r.direction === direction ? names.get(r.group_id) : undefined
        return name === undefined ? [] : [{ ...name, lastSeenAt: shownKey(r.last_key) }]
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, datasetsAtMost)
  return { jobs: ids.length, truncated: truncated || rows.length === 2 * datasetsAtMost, inputs: side(0), outputs: side(1) }
}
