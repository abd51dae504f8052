import type { Executor } from '../db/contract.ts'
import type { Identity } from '../openlineage/event.ts'
import { columnEdgeColumns } from './column-edges.ts'
import type { ColumnEdgeRow } from './column-edges.ts'
import type { ExportLine } from './export-line.ts'
import { decoded, groupNames, jobNames, shownKey } from './names.ts'
import { among, idList } from './sql.ts'

const chunkSize = 1_000

/** Every column edge, under canonical names. Two raw edges may come out as equal lines. */
export async function* columnEdgeLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for (let last = 0; ;) {
    const rows = await db.all<ColumnEdgeRow>(
      `SELECT ${columnEdgeColumns} FROM column_edge e WHERE e.id > ? ORDER BY e.id LIMIT ${chunkSize}`,
      [last],
    )
    if (rows.length === 0) return
    const joined = await joinedGroups(
      db,
      rows.flatMap((r) => [r.from_group, r.to_group]),
    )
    const groups = await groupNames(
      db,
      rows.flatMap((r) => [r.from_group, r.to_group]),
    )
    const jobs = await jobNames(
      db,
      rows.map((r) => r.job_id),
    )
    yield rows.map((row) => {
      const value = valueOf(row, groups, jobs)
      const unique = !joined.has(row.from_group) && !joined.has(row.to_group)
      return unique ? { value: { ...value, firstSeen: shownKey(row.first_key) } } : { value, firstKey: row.first_key }
    })
    last = rows.at(-1)?.id ?? last
  }
}

/** Datasets with more than one id: only their edges can come out equal. */
async function joinedGroups(db: Executor, groups: readonly number[]): Promise<Set<number>> {
  const rows = await db.all<{ id: number }>(`SELECT id FROM dataset_group WHERE id ${among(db)} AND size > 1`, [
    idList(db, new Set(groups)),
  ])
  return new Set(rows.map((r) => r.id))
}

const valueOf = (row: ColumnEdgeRow, groups: ReadonlyMap<number, Identity>, jobs: ReadonlyMap<number, Identity>): object => ({
  kind: 'columnEdge',
  job: jobs.get(row.job_id) ?? null,
  from: { ...groups.get(row.from_group), field: decoded(row.from_field) },
  to: { ...groups.get(row.to_group), field: decoded(row.to_field) },
  type: row.type,
  subtype: decoded(row.subtype),
  masking: row.masking === 1,
})
