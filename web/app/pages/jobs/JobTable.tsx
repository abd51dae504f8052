import type { JobItem } from '../../../../src/contract/catalog.ts'
import { Table } from '../../ui/Table.tsx'
import { useJobColumns } from './job-columns.tsx'
import { jobKey, namesTwice } from './job-rows.ts'

const nothing = (): void => {}

/** A flat list of jobs. Names under `parent` drop its prefix. */
export function JobTable({
  jobs,
  label,
  parent,
  alone,
}: {
  readonly jobs: readonly JobItem[]
  readonly label: string
  readonly parent?: string
  readonly alone?: boolean
}) {
  const rows = jobs.map((job) => ({ kind: 'job' as const, key: jobKey(job), job, depth: 0, open: false, parent: null }))
  const columns = useJobColumns({ flat: true, toggle: nothing, under: parent, twice: namesTwice(rows), alone })
  return (
    <div className="jobs-list flat">
      <Table columns={columns} rows={rows} rowKey={(row) => row.key} label={label} />
    </div>
  )
}
