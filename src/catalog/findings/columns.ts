import type { WarningGroup } from '../../contract/warnings.ts'
import type { ReadContext } from '../context.ts'
import { decoded, groupNames } from '../names.ts'
import { countUpTo, rowByRow } from '../sql.ts'
import { bySource, groupOf, lookedAtMost } from './finding.ts'
import type { WarningsQuestion } from './finding.ts'

interface LooseRow {
  readonly group_id: number
  readonly path: string
  readonly job_id: number
}

/** Edges by which the sources of unknown columns are found. */
const edgesMax = 10_000

/**
 * Columns that column lineage names and no schema of the dataset has, where a schema is known; of columns that only DatasetEvents name no source
 * is known. An id of the dataset may have the column that another lacks.
 */
export async function findColumns(context: ReadContext, query: WarningsQuestion): Promise<WarningGroup[]> {
  const looked = `SELECT dataset_id, path_hash, path FROM loose_column ORDER BY dataset_id DESC, path_hash LIMIT ${lookedAtMost}`
  const known = `g.schema_hash IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dataset m JOIN field f ON f.dataset_id = m.id
    WHERE m.group_id = d.group_id AND f.path_hash = l.path_hash ${rowByRow})`
  const loose = `SELECT d.group_id, l.path_hash, l.path FROM (${looked}) l JOIN dataset d ON d.id = l.dataset_id
    JOIN dataset_group g ON g.id = d.group_id WHERE ${known}`
  const end = (side: 'from' | 'to'): string =>
    `SELECT u.group_id, u.path, e.job_id FROM (${loose}) u JOIN column_edge e ON e.${side}_group = u.group_id AND e.${side}_hash = u.path_hash`
  const sql = `SELECT DISTINCT group_id, path, job_id FROM (SELECT * FROM (${end('from')} UNION ALL ${end('to')}) a LIMIT ${edgesMax}) b
    ORDER BY group_id DESC, path, job_id`
  const rows = await context.db.all<LooseRow>(sql)
  const exact = (await countUpTo(context.db, lookedAtMost, 'FROM loose_column', [])) < lookedAtMost
  const groups: WarningGroup[] = []
  for (const [sourceId, own] of await bySource(context, rows, (row) => row.job_id, query.source)) {
    const columns = [...new Map(own.map((row) => [`${row.group_id} ${row.path}`, row])).values()]
    const names = await groupNames(
      context.db,
      columns.slice(0, 5).map((row) => row.group_id),
    )
    const samples = columns
      .slice(0, 5)
      .map((row) => ({ dataset: names.get(row.group_id) ?? null, says: `no column ${decoded(row.path) ?? ''}` }))
    groups.push(groupOf(query, { code: 'column_lineage_unknown_column', sourceId, of: 'column', count: columns.length, exact, samples }))
  }
  return groups
}
