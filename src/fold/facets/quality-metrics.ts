import { objectMember } from '../../lib/json.ts'
import { counted, described, joined } from './described.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import type { JsonObject } from '../../lib/json.ts'
import { noteMetrics } from './quality-facts.ts'
import { integer, mapOf, need, number, object, shown, time } from './shape.ts'

const members = {
  rowCount: shown(integer),
  bytes: shown(integer),
  fileCount: shown(integer),
  lastUpdated: shown(time),
  columnMetrics: shown(
    need(
      mapOf(
        object({
          nullCount: integer,
          distinctCount: integer,
          sum: number,
          count: number,
          min: number,
          max: number,
          quantiles: mapOf(number),
        }),
      ),
    ),
  ),
}

function says(facet: JsonObject, scope: Scope): string | null {
  noteMetrics(facet, scope)
  const rows = scope.integer('rowCount')
  const columns = Object.keys(objectMember(facet, 'columnMetrics') ?? {}).length
  return joined(rows === null ? undefined : `${rows} rows`, counted(columns, 'measured column') ?? undefined)
}

const common = { key: 'dataQualityMetrics', yields: 'row counts and measures of columns; their history', members } as const

/** DataQualityMetricsDatasetFacet 1-0-0. */
export const qualityMetrics: FacetReader = described(
  { ...common, container: 'dataset', className: 'DataQualityMetricsDatasetFacet', versions: '1-0-0' },
  says,
)

/** DataQualityMetricsInputDatasetFacet 1-0-0 to 1-0-3: what a run measured of what it read. */
export const inputQualityMetrics: FacetReader = described(
  { ...common, container: 'input', className: 'DataQualityMetricsInputDatasetFacet', versions: '1-0-0 to 1-0-3' },
  says,
)
