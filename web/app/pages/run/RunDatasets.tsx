import type { RunDataset, RunDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { formatBytes, formatNumber } from '../../ui/Time.tsx'

const unsaid = <span className="t3">not said</span>
const COLUMNS: readonly Column<RunDataset>[] = [
  { key: 'name', head: 'Dataset', cell: (dataset) => <EntityName {...dataset} to={paths.dataset(dataset)} copy /> },
  {
    key: 'namespace',
    head: 'Namespace',
    width: 300,
    from: 1200,
    cell: (dataset) => <bdi className="t2">{dataset.namespace}</bdi>,
    title: (dataset) => dataset.namespace,
  },
  {
    key: 'rows',
    head: 'Rows',
    width: 120,
    num: true,
    cell: (dataset) => (dataset.rowCount === null ? unsaid : formatNumber(dataset.rowCount)),
  },
  {
    key: 'bytes',
    head: 'Size',
    width: 100,
    num: true,
    from: 720,
    cell: (dataset) =>
      dataset.bytes === null ? unsaid : <span title={`${formatNumber(dataset.bytes)} bytes`}>{formatBytes(dataset.bytes)}</span>,
  },
  {
    key: 'files',
    head: 'Files',
    width: 90,
    num: true,
    from: 720,
    cell: (dataset) => (dataset.fileCount === null ? unsaid : formatNumber(dataset.fileCount)),
  },
]

function List({ title, datasets, none }: { readonly title: string; readonly datasets: readonly RunDataset[]; readonly none: string }) {
  return (
    <Section title={title} count={formatNumber(datasets.length)}>
      {datasets.length === 0 ? (
        <Empty title={none} why="No event of this run has listed one." />
      ) : (
        <Table columns={COLUMNS} rows={datasets} rowKey={(dataset) => `${dataset.namespace}\n${dataset.name}`} label={title} />
      )}
    </Section>
  )
}

/** What this run read and wrote, and how much, as the producer said. */
export function RunDatasets({ run }: { readonly run: RunDetail }) {
  return (
    <div className="first-sec">
      <List title="Inputs" datasets={run.inputs} none="Read no dataset" />
      <List title="Outputs" datasets={run.outputs} none="Wrote no dataset" />
    </div>
  )
}
