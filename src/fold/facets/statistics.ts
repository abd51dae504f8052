import { member } from '../../lib/json.ts'
import type { JsonObject } from '../../lib/json.ts'
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
  read: (facet, scope) => noteStatistics(facet, input, scope),
}

/** OutputStatisticsOutputDatasetFacet 1-0-0 to 1-0-2. */
export const outputStatistics: FacetReader = {
  container: 'output',
  key: 'outputStatistics',
  className: 'OutputStatisticsOutputDatasetFacet',
  versions: '1-0-0 to 1-0-2',
  yields: 'rows, bytes and files that the run wrote',
  members: counts,
  read: (facet, scope) => noteStatistics(facet, output, scope),
}

function noteStatistics(facet: JsonObject, side: Side, scope: Scope): string | null {
  if (scope.run === null || scope.dataset === null) return null
  const rows = count(facet, 'rowCount', scope)
  const bytes = count(facet, 'size', scope)
  const files = count(facet, 'fileCount', scope)
  if (rows === null && bytes === null && files === null) return null
  scope.changes.runDataset(scope.run, side, scope.dataset, { stats_key: scope.key, row_count: rows, bytes, file_count: files })
  return [rows === null ? '' : `${rows} rows`, bytes === null ? '' : `${bytes} bytes`, files === null ? '' : `${files} files`]
    .filter(Boolean)
    .join(', ')
}

function count(facet: JsonObject, name: string, scope: Scope): string | null {
  const stated = member(facet, name)
  const read = scope.integer(name)
  if (read === null && stated !== undefined && stated !== null)
    scope.warn(`${name} is no whole number; left out`, `/${name}`, 'facet_member_type')
  return read
}
