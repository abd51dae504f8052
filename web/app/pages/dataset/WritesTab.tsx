import type { DatasetDetail, Write } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { formatBytes, formatInstant, formatNumber, plural } from '../../ui/Time.tsx'
import { WritesSection } from './WritesSection.tsx'

const unsaid = <span className="t3">not said</span>
const COLUMNS: readonly Column<Write>[] = [
  {
    key: 'at',
    head: 'Written',
    width: 140,
    cell: (write) => (
      <Link to={paths.run(write.job, write.runId)} title={write.at === null ? undefined : formatInstant(write.at, 'full')}>
        {write.at === null ? 'at no known time' : formatInstant(write.at)}
      </Link>
    ),
  },
  { key: 'state', head: 'State', width: 118, from: 720, cell: (write) => <StateBadge state={write.state} /> },
  { key: 'job', head: 'By', cell: (write) => <EntityName {...write.job} to={paths.job(write.job)} tile={false} /> },
  { key: 'rows', head: 'Rows', width: 120, num: true, cell: (write) => (write.rowCount === null ? unsaid : formatNumber(write.rowCount)) },
  {
    key: 'bytes',
    head: 'Size',
    width: 100,
    num: true,
    from: 720,
    cell: (write) => (write.bytes === null ? unsaid : formatBytes(write.bytes)),
  },
  {
    key: 'files',
    head: 'Files',
    width: 90,
    num: true,
    from: 960,
    cell: (write) => (write.fileCount === null ? unsaid : formatNumber(write.fileCount)),
  },
]

/** The last runs that wrote it, with what they said of how much. */
export function WritesTab({ dataset }: { readonly dataset: DatasetDetail }) {
  if (dataset.writes.length === 0) return <Empty title="No write was seen" why="No run event lists this dataset among its outputs." />
  return (
    <div className="first-sec">
      <WritesSection dataset={dataset} />
      <div className="writes-table">
        <Table
          columns={COLUMNS}
          rows={dataset.writes}
          rowKey={(write) => JSON.stringify([write.job, write.runId])}
          label={`The last ${plural(dataset.writes.length, 'write')}`}
        />
      </div>
    </div>
  )
}
