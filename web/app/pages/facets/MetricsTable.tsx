import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { measuresIn } from './metrics.ts'
import type { ColumnMetric, Quantile } from './metrics.ts'

const unsaid = <span className="t3">none</span>
type Measure = 'nulls' | 'distinct' | 'count' | 'sum' | 'min' | 'max'
const measure = (key: Measure, head: string, width: number, from?: 720 | 960 | 1200): Column<ColumnMetric> => ({
  key,
  head,
  width,
  num: true,
  cell: (column) => column[key] ?? unsaid,
  title: (column) => column[key] ?? undefined,
  ...(from === undefined ? {} : { from }),
})
const quantileText = (quantiles: readonly Quantile[]): string => quantiles.map(({ at, value }) => `${at}: ${value}`).join('  ')

const COLUMNS: readonly Column<ColumnMetric>[] = [
  { key: 'column', head: 'Column', cell: ({ column }) => <bdi className="med">{column}</bdi>, title: ({ column }) => column },
  {
    ...measure('nulls', 'Nulls', 120),
    cell: (column) =>
      column.nulls === null ? (
        unsaid
      ) : (
        <>
          {column.nulls}
          {column.nullShare !== null && column.nulls !== '0' && <span className="t3"> {column.nullShare}</span>}
        </>
      ),
  },
  measure('distinct', 'Distinct', 110, 720),
  measure('count', 'Count', 110, 1200),
  measure('min', 'Min', 110),
  measure('max', 'Max', 110),
  measure('sum', 'Sum', 120, 1200),
  {
    key: 'quantiles',
    head: 'Quantiles',
    from: 960,
    cell: ({ quantiles }) =>
      quantiles.length === 0
        ? unsaid
        : quantiles.map(({ at, value }) => (
            <span key={at} className="quantile">
              <span className="t3">{at}</span> {value}
            </span>
          )),
    title: ({ quantiles }) => quantileText(quantiles),
  },
]

/** What was measured of each column; a measure that no column has is left out. */
export function MetricsTable({ columns }: { readonly columns: readonly ColumnMetric[] }) {
  const has = measuresIn(columns)
  const shown = COLUMNS.filter((column) => column.key === 'column' || has.has(column.key as keyof ColumnMetric))
  return <Table columns={shown} rows={columns} rowKey={(row) => row.column} label="Measured by column" />
}
