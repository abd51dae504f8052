/** DataQualityMetricsDatasetFacet: what a producer measured in a dataset. Pure. */
import type { FacetValue } from '../../../../src/contract/common.ts'
import { numberText, shareText } from './number-text.ts'
import { MOST, memberOf, rowOf, textAt } from './read.ts'
import type { Some } from './read.ts'

export type Quantile = { readonly at: string; readonly value: string }
export type ColumnMetric = {
  readonly column: string
  readonly nulls: string | null
  /** Of all rows, where both are known. */
  readonly nullShare: string | null
  readonly distinct: string | null
  readonly count: string | null
  readonly sum: string | null
  readonly min: string | null
  readonly max: string | null
  readonly quantiles: readonly Quantile[]
}
export type Metrics = {
  readonly rows: string | null
  /** As it was sent, for a size in words and its exact number. */
  readonly bytes: string | null
  readonly files: string | null
  readonly updated: string | null
  readonly columns: Some<ColumnMetric>
}

const MOST_QUANTILES = 30

function quantilesOf(value: unknown): readonly Quantile[] {
  const all = Object.entries(rowOf(value) ?? {})
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .slice(0, MOST_QUANTILES)
  return all.flatMap(([at, said]) => {
    const text = numberText(said)
    return text === null ? [] : [{ at, value: text }]
  })
}

function columnOf(column: string, value: unknown, rows: unknown): ColumnMetric | null {
  if (rowOf(value) === null) return null
  const at = (key: string): string | null => numberText(memberOf(value, key))
  const nulls = memberOf(value, 'nullCount')
  return {
    column,
    nulls: numberText(nulls),
    nullShare: numberText(nulls) === null || numberText(rows) === null ? null : shareText(nulls, rows),
    distinct: at('distinctCount'),
    count: at('count'),
    sum: at('sum'),
    min: at('min'),
    max: at('max'),
    quantiles: quantilesOf(memberOf(value, 'quantiles')),
  }
}

function columnsOf(value: unknown, rows: unknown): Some<ColumnMetric> {
  const all = Object.entries(rowOf(value) ?? {})
  const shown = all.slice(0, MOST)
  const items = shown.flatMap(([column, said]) => columnOf(column, said, rows) ?? [])
  const odd = shown.length - items.length + (value === undefined || value === null || rowOf(value) !== null ? 0 : 1)
  return { items, more: all.length - shown.length, odd }
}

const digits = (value: unknown): string | null =>
  typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value)) ? String(value) : null

/** Null where nothing of it can be read. */
export function metricsIn(facet: FacetValue | null): Metrics | null {
  if (facet === null) return null
  const at = (key: string): unknown => memberOf(facet.value, key)
  const found = {
    rows: numberText(at('rowCount')),
    bytes: digits(at('bytes')),
    files: numberText(at('fileCount')),
    updated: textAt(facet.value, 'lastUpdated'),
    columns: columnsOf(at('columnMetrics'), at('rowCount')),
  }
  const empty = [found.rows, found.bytes, found.files, found.updated].every((one) => one === null)
  return empty && found.columns.items.length + found.columns.odd === 0 ? null : found
}

/** The measures that at least one column has; the others are left out of the table. */
export function measuresIn(columns: readonly ColumnMetric[]): ReadonlySet<keyof ColumnMetric> {
  const found = new Set<keyof ColumnMetric>()
  for (const column of columns) {
    for (const key of ['nulls', 'distinct', 'count', 'sum', 'min', 'max'] as const) if (column[key] !== null) found.add(key)
    if (column.quantiles.length > 0) found.add('quantiles')
  }
  return found
}
