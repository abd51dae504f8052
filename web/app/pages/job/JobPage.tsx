import { getRouteApi } from '@tanstack/react-router'
import type { JobDetail } from '../../../../src/contract/catalog.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { Empty, NotFound, Region } from '../../ui/Regions.tsx'
import { TabLinks } from '../../ui/Tabs.tsx'
import type { Tab } from '../../ui/Tabs.tsx'
import { WaitingTitle } from '../WaitingTitle.tsx'
import { EventList } from '../events/EventList.tsx'
import { sourceCodeIn } from '../facets/job-facts.ts'
import { findFacet } from '../facets/known.ts'
import { SourceCodeTab } from '../facets/SourceCodeTab.tsx'
import { lastPart, withoutParent } from '../format.ts'
import { HistoryTab } from '../history/HistoryTab.tsx'
import { VersionsTab } from '../history/VersionsTab.tsx'
import { ChildJobs } from './ChildJobs.tsx'
import { DatasetsTab } from './DatasetsTab.tsx'
import { FacetList } from './FacetList.tsx'
import { JobHead } from './JobHead.tsx'
import { JobOverview } from './JobOverview.tsx'
import { ioOf } from './io.ts'
import { RunsTab } from './RunsTab.tsx'
import { SqlTab } from './SqlTab.tsx'
import { WaysTab } from './WaysTab.tsx'
import '../jobs/jobs.css'
import './job.css'

const route = getRouteApi('/job')
const EVERY = 15_000

function tabsOf(job: JobDetail): readonly Tab[] {
  return [
    { key: 'overview', label: 'Overview' },
    { key: 'runs', label: 'Runs', count: job.runCount },
    ...(job.children > 0 ? [{ key: 'children', label: 'Inside', count: job.children }] : []),
    ...(job.ways > 1 ? [{ key: 'ways', label: 'Ways of running', count: job.ways }] : []),
    { key: 'datasets', label: 'Inputs and outputs', count: ioOf(job).inputs.length + ioOf(job).outputs.length },
    ...(job.sql === null ? [] : [{ key: 'sql', label: 'SQL' }]),
    ...(sourceCodeIn(findFacet(job.facets, 'sourceCode')) === null ? [] : [{ key: 'code', label: 'Code' }]),
    { key: 'versions', label: 'Versions' },
    { key: 'history', label: 'History' },
    { key: 'facets', label: 'Facets', count: job.facets.length },
    { key: 'events', label: 'Events', count: job.eventCount },
  ]
}

/** One job: what it is, how its runs went, what it reads and writes. */
export function JobPage() {
  const { namespace, name, tab } = route.useSearch()
  const answer = useApi<JobDetail>('/api/v2/job', { namespace, name }, { every: EVERY })
  const parent = answer.data?.parent ?? null
  useCrumbs([
    { label: 'Jobs', to: paths.jobs() },
    ...(parent === null ? [] : [{ label: lastPart(parent.name), to: paths.job(parent) }]),
    { label: parent === null ? name : withoutParent(name, parent.name) },
  ])
  return (
    <div className="page job">
      <WaitingTitle answer={answer} title={name} />
      <Region
        answer={answer}
        what="the job"
        rows={12}
        missing={
          <NotFound
            what={`No job ${name} in ${namespace === '' ? 'the empty namespace' : namespace}`}
            why="It may have been renamed, its events may not be in the catalog yet, or no event has named it."
            to={paths.jobs({ q: lastPart(name) })}
            toLabel="Look for it in all jobs"
          />
        }
      >
        {(job) => {
          const tabs = tabsOf(job)
          const open = tabs.some((one) => one.key === tab) ? (tab ?? 'overview') : 'overview'
          return (
            <>
              <JobHead job={job} />
              <TabLinks tabs={tabs} value={open} to={(key) => paths.job(job, key === 'overview' ? undefined : key)} />
              <TabBody job={job} tab={open} />
            </>
          )
        }}
      </Region>
    </div>
  )
}

function TabBody({ job, tab }: { readonly job: JobDetail; readonly tab: string }) {
  if (tab === 'runs') return <RunsTab job={job} />
  if (tab === 'children') return <ChildJobs job={job} />
  if (tab === 'ways') return <WaysTab job={job} />
  if (tab === 'datasets') return <DatasetsTab job={job} />
  if (tab === 'sql' && job.sql !== null) return <SqlTab sql={job.sql.query} inference={job.inference} />
  if (tab === 'code') return <SourceCodeTab facets={job.facets} />
  if (tab === 'versions') return <VersionsTab job={job} />
  if (tab === 'history') return <HistoryTab of="job" namespace={job.namespace} name={job.name} />
  if (tab === 'facets') return <FacetList facets={job.facets} of="job" to={(to) => paths.job(job, to)} />
  if (tab === 'events')
    return (
      <EventList
        query={{ jobNamespace: job.namespace, jobName: job.name }}
        shown="job"
        empty={<Empty title="No events name this job" why="It is known only as the parent of other jobs." />}
      />
    )
  return <JobOverview job={job} />
}
