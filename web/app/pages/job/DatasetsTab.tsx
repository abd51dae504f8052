import type { DatasetRef, JobDetail } from '../../../../src/contract/catalog.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Section } from '../../ui/PageHead.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { ioOf } from './io.ts'
import { Time, formatNumber, plural } from '../../ui/Time.tsx'

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
        <Empty title={none} why="No event has listed one." />
      ) : (
        <Table columns={COLUMNS} rows={datasets} rowKey={(dataset) => `${dataset.namespace}\n${dataset.name}`} label={title} />
      )}
    </Section>
  )
}

/** Every dataset that the job is known to have read or written, and those of the jobs inside it. */
export function DatasetsTab({ job }: { readonly job: JobDetail }) {
  const { inputs, outputs } = ioOf(job)
  return (
    <div className="first-sec">
      {job.inside !== null && (
        <p className="t2 lead">
          With {plural(job.inside.jobs, 'job')} inside it{job.inside.truncated ? ', and more that are not counted here' : ''}; itself it
          reads {formatNumber(job.inputs.length)} and writes {formatNumber(job.outputs.length)}.
        </p>
      )}
      <List title="Inputs" datasets={inputs} none="Reads no dataset" />
      <List title="Outputs" datasets={outputs} none="Writes no dataset" />
    </div>
  )
}
