import type { DatasetRef } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatNumber } from '../../ui/Time.tsx'

const COLUMNS: readonly Column<DatasetRef>[] = [
  { key: 'name', head: 'Dataset', cell: (dataset) => <EntityName {...dataset} to={paths.dataset(dataset)} copy /> },
  {
    key: 'namespace',
    head: 'Namespace',
    width: 320,
    from: 960,
    cell: (dataset) => <bdi className="t2">{dataset.namespace}</bdi>,
    title: (dataset) => dataset.namespace,
  },
  { key: 'seen', head: 'Last named', width: 120, cell: (dataset) => <Time iso={dataset.lastSeenAt} /> },
]

function List({ title, datasets, none }: { readonly title: string; readonly datasets: readonly DatasetRef[]; readonly none: string }) {
  return (
    <Section title={title} count={formatNumber(datasets.length)}>
      {datasets.length === 0 ? (
        <Empty title={none} why="No event has listed one. Datasets that only the jobs inside it use stand on their own pages." />
      ) : (
        <Table columns={COLUMNS} rows={datasets} rowKey={(dataset) => `${dataset.namespace}\n${dataset.name}`} label={title} />
      )}
    </Section>
  )
}

/** Every dataset that the job is known to have read or written. */
export function DatasetsTab({ inputs, outputs }: { readonly inputs: readonly DatasetRef[]; readonly outputs: readonly DatasetRef[] }) {
  return (
    <div className="first-sec">
      <List title="Inputs" datasets={inputs} none="Reads no dataset" />
      <List title="Outputs" datasets={outputs} none="Writes no dataset" />
    </div>
  )
}
