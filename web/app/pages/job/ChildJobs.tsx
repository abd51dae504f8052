import type { JobDetail, JobItem } from '../../../../src/contract/catalog.ts'
import { itemsOf, useApiPages } from '../../api/query.ts'
import { Empty, ErrorRegion, Loading } from '../../ui/Regions.tsx'
import { JobTable } from '../jobs/JobTable.tsx'
import { MoreRows } from '../../ui/Table.tsx'

const PAGE = 100

/** The jobs that name this one as their parent. */
export function ChildJobs({ job }: { readonly job: JobDetail }) {
  const list = useApiPages<JobItem>('/api/v2/jobs', {
    parentNamespace: job.namespace,
    parentName: job.name,
    fold: true,
    sort: 'name',
    limit: PAGE,
  })
  const jobs = itemsOf(list)
  const last = list.data?.pages.at(-1)
  if (list.data === undefined)
    return list.error === null ? (
      <Loading rows={6} what="the jobs inside" />
    ) : (
      <ErrorRegion error={list.error} retry={() => void list.refetch()} />
    )
  if (jobs.length === 0) return <Empty title="No job names this one as its parent" />
  return (
    <div className="jobs-in">
      <JobTable jobs={jobs} label={`Jobs inside ${job.name}`} parent={job.name} />
      <MoreRows
        shown={jobs.length}
        total={last?.total ?? null}
        totalAtLeast={last?.totalAtLeast ?? null}
        noun="jobs"
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </div>
  )
}
