import { input, output } from '../changes.ts'
import type { Side } from '../changes.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import { integer } from './shape.ts'

const counts = { rowCount: integer, size: integer, fileCount: integer }

/** InputStatisticsInputDatasetFacet 1-0-0. */
export const inputStatistics: FacetReader = {
  container: 'input',
  key: 'inputStatistics',
  className: 'InputStatisticsInputDatasetFacet',
  versions: '1-0-0',
  yields: 'rows, bytes and files that the run read',
  members: counts,
  read: (_, scope) => noteStatistics(input, scope),
}

/** OutputStatisticsOutputDatasetFacet 1-0-0 to 1-0-2. */
export const outputStatistics: FacetReader = {
  container: 'output',
  key: 'outputStatistics',
  className: 'OutputStatisticsOutputDatasetFacet',
  versions: '1-0-0 to 1-0-2',
  yields: 'rows, bytes and files that the run wrote',
  members: counts,
  read: (_, scope) => noteStatistics(output, scope),
}

function noteStatistics(side: Side, scope: Scope): string | null {
  const rows = scope.integer('rowCount')
  const bytes = scope.integer('size')
  const files = scope.integer('fileCount')
  if (rows === null && bytes === null && files === null) return null
  if (scope.run !== null && scope.dataset !== null)
    scope.changes.runDataset(scope.run, side, scope.dataset, { stats_key: scope.key, row_count: rows, bytes, file_count: files })
  return [rows === null ? '' : `${rows} rows`, bytes === null ? '' : `${bytes} bytes`, files === null ? '' : `${files} files`]
    .filter(Boolean)
    .join(', ')
}
