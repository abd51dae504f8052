import type { Executor } from '../db/contract.ts'
import { inferredEdgeColumns } from './column-edges.ts'
import type { ColumnEdgeRow } from './column-edges.ts'
import type { ExportLine } from './export-line.ts'
import { decoded, groupNames, jobNames } from './names.ts'
import { among, idList } from './sql.ts'

const jobsAtOnce = 50

/** Every column edge that was inferred from SQL, under canonical names, job by job. */
export async function* inferredEdgeLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for (let last = 0; ;) {
    const jobs = await db.all<{ job_id: number }>(`SELECT job_id FROM inference WHERE job_id > ? ORDER BY job_id LIMIT ${jobsAtOnce}`, [
      last,
    ])
    const ids = jobs.map((j) => j.job_id)
    if (ids.length === 0) return
    const rows = await db.all<ColumnEdgeRow>(`SELECT ${inferredEdgeColumns} FROM inferred_edge e WHERE e.job_id ${among(db)}`, [
      idList(db, ids),
    ])
    const groups = await groupNames(
      db,
      rows.flatMap((r) => [r.from_group, r.to_group]),
    )
    const names = await jobNames(db, ids)
    yield rows.map((row) => ({
      value: {
        kind: 'inferredColumnEdge',
        job: names.get(row.job_id) ?? null,
        from: { ...groups.get(row.from_group), field: decoded(row.from_field) },
        to: { ...groups.get(row.to_group), field: decoded(row.to_field) },
        type: row.type,
        subtype: row.subtype,
      },
    }))
    last = ids.at(-1) ?? last
  }
}
