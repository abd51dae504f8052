import type { Executor } from '../db/contract.ts'
import type { Identity } from '../openlineage/event.ts'
import { columnEdgeColumns } from './column-edges.ts'
import type { ColumnEdgeRow } from './column-edges.ts'
import type { ExportLine } from './export-line.ts'
import { decoded, groupNames, jobNames } from './names.ts'

const chunkSize = 5_000

/** Every column edge, under canonical names. Two raw edges may come out as equal lines. */
export async function* columnEdgeLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for (let last = 0; ;) {
    const rows = await db.all<ColumnEdgeRow>(
      `SELECT ${columnEdgeColumns} FROM column_edge e WHERE e.id > ? ORDER BY e.id LIMIT ${chunkSize}`,
      [last],
    )
    if (rows.length === 0) return
    const groups = await groupNames(
      db,
      rows.flatMap((r) => [r.from_group, r.to_group]),
    )
    const jobs = await jobNames(
      db,
      rows.map((r) => r.job_id),
    )
    yield rows.map((row) => lineOf(row, groups, jobs))
    last = rows.at(-1)?.id ?? last
  }
}

function lineOf(row: ColumnEdgeRow, groups: ReadonlyMap<number, Identity>, jobs: ReadonlyMap<number, Identity>): ExportLine {
  const value = {
    kind: 'columnEdge',
    job: jobs.get(row.job_id) ?? null,
    from: { ...groups.get(row.from_group), field: decoded(row.from_field) },
    to: { ...groups.get(row.to_group), field: decoded(row.to_field) },
    type: row.type,
    subtype: decoded(row.subtype),
    masking: row.masking === 1,
  }
  return { value, firstKey: row.first_key }
}
