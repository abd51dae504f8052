import { getRouteApi } from '@tanstack/react-router'
import type { DatasetDetail } from '../../../../src/contract/catalog.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { Empty, NotFound, Region } from '../../ui/Regions.tsx'
import { TabLinks } from '../../ui/Tabs.tsx'
import type { Tab } from '../../ui/Tabs.tsx'
import { WaitingTitle } from '../WaitingTitle.tsx'
import { EventList } from '../events/EventList.tsx'
import { assertionsIn } from '../facets/checks.ts'
import { findFacet } from '../facets/known.ts'
import { QualityTab } from '../facets/QualityTab.tsx'
import { lastPart } from '../format.ts'
import { FacetList } from '../job/FacetList.tsx'
import { HistoryTab } from '../history/HistoryTab.tsx'
import { JobTable } from '../jobs/JobTable.tsx'
import { DatasetHead } from './DatasetHead.tsx'
import { DatasetSide } from './DatasetSide.tsx'
import { FieldsTab } from './FieldsTab.tsx'
import { SchemaTab } from './SchemaTab.tsx'
import { WritesTab } from './WritesTab.tsx'
import { WritesSection } from './WritesSection.tsx'
import '../jobs/jobs.css'
import '../job/job.css'
import './dataset.css'

const route = getRouteApi('/dataset')
const EVERY = 15_000

function tabsOf(dataset: DatasetDetail): readonly Tab[] {
  return [
    { key: 'fields', label: 'Fields', count: dataset.fieldCount },
    { key: 'schema', label: 'Schema history', count: dataset.schemas.length },
    { key: 'history', label: 'History' },
    { key: 'producers', label: 'Producers', count: dataset.producers },
    { key: 'consumers', label: 'Consumers', count: dataset.consumers },
    { key: 'writes', label: 'Writes' },
    ...(hasQuality(dataset) ? [qualityTab(dataset)] : []),
    { key: 'facets', label: 'Facets', count: dataset.facets.length },
    { key: 'events', label: 'Events', count: dataset.eventCount },
  ]
}

const hasQuality = ({ facets, hasSeries }: DatasetDetail): boolean =>
  hasSeries || findFacet(facets, 'assertions') !== null || findFacet(facets, 'metrics') !== null

function qualityTab({ facets }: DatasetDetail): Tab {
  const checks = assertionsIn(findFacet(facets, 'assertions'))
  return { key: 'quality', label: 'Quality', count: checks?.total, bad: (checks?.counts.failed ?? 0) > 0 }
}

/** One dataset: its fields with their lineage, its schema over time, who writes and reads it. */
export function DatasetPage() {
  const { namespace, name, tab, field } = route.useSearch()
  const answer = useApi<DatasetDetail>('/api/v2/dataset', { namespace, name }, { every: EVERY })
  useCrumbs([{ label: 'Datasets', to: paths.datasets() }, { label: answer.data?.name ?? name }])
  return (
    <div className="page full dataset">
      <WaitingTitle answer={answer} title={name} />
      <Region
        answer={answer}
        what="the dataset"
        rows={12}
        missing={
          <NotFound
            what={`No dataset ${name} in ${namespace === '' ? 'the empty namespace' : namespace}`}
            why="It may go by another name now, its events may not be in the catalog yet, or no event has named it."
            to={paths.datasets({ q: lastPart(name) })}
            toLabel="Look for it in all datasets"
          />
        }
      >
        {(dataset) => {
          const tabs = tabsOf(dataset)
          const open = tabs.some((one) => one.key === tab) ? (tab ?? 'fields') : 'fields'
          return (
            <>
              <DatasetHead dataset={dataset} asked={{ namespace, name }} />
              <TabLinks tabs={tabs} value={open} to={(key) => paths.dataset(dataset, { tab: key === 'fields' ? undefined : key })} />
              <TabBody dataset={dataset} tab={open} field={field} />
            </>
          )
        }}
      </Region>
    </div>
  )
}

function TabBody({ dataset, tab, field }: { readonly dataset: DatasetDetail; readonly tab: string; readonly field: string | undefined }) {
  if (tab === 'schema') return <SchemaTab dataset={dataset} />
  if (tab === 'history') return <HistoryTab of="dataset" namespace={dataset.namespace} name={dataset.name} />
  if (tab === 'producers')
    return dataset.producerJobs.length === 0 ? (
      <Empty
        title="No job is known to write it"
        why="It may be a source outside of what the producers see, or its writer sends no events."
      />
    ) : (
      <JobTable jobs={dataset.producerJobs} label="Jobs that write this dataset" />
    )
  if (tab === 'consumers')
    return dataset.consumerJobs.length === 0 ? (
      <Empty title="No job is known to read it" why="Reports and notebooks that send no events may still read it." />
    ) : (
      <JobTable jobs={dataset.consumerJobs} label="Jobs that read this dataset" />
    )
  if (tab === 'writes') return <WritesTab dataset={dataset} />
  if (tab === 'quality') return <QualityTab dataset={dataset} />
  if (tab === 'facets') return <FacetList facets={dataset.facets} of="dataset" to={(to) => paths.dataset(dataset, { tab: to })} />
  if (tab === 'events')
    return (
      <EventList
        query={{ datasetNamespace: dataset.namespace, datasetName: dataset.name }}
        shown="all"
        empty={<Empty title="No events list this dataset" why="It is known only from column lineage or a symlink." />}
      />
    )
  return (
    <div className="g2">
      <div className="g2-main">
        <FieldsTab dataset={dataset} open={field} />
        <WritesSection dataset={dataset} />
      </div>
      <DatasetSide dataset={dataset} />
    </div>
  )
}
