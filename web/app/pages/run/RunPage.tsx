import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { RunDetail } from '../../../../src/contract/catalog.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { useGo } from '../../ui/Link.tsx'
import { NotFound, Region } from '../../ui/Regions.tsx'
import { TabLinks } from '../../ui/Tabs.tsx'
import type { Tab } from '../../ui/Tabs.tsx'
import { formatInstant } from '../../ui/Time.tsx'
import { testsIn } from '../facets/checks.ts'
import { ExtractionNote } from '../facets/ExtractionNote.tsx'
import { findFacet } from '../facets/known.ts'
import { RunDetails, hasRunDetails } from '../facets/RunDetails.tsx'
import { TestsTab } from '../facets/TestsTab.tsx'
import { lastPart, shortRunId } from '../format.ts'
import { FacetList } from '../job/FacetList.tsx'
import { WaitingTitle } from '../WaitingTitle.tsx'
import { isTyping } from '../keys.ts'
import { Gantt } from './Gantt.tsx'
import { LostNote } from './LostNote.tsx'
import { RunDatasets } from './RunDatasets.tsx'
import { RunError } from './RunError.tsx'
import { RunEvents } from './RunEvents.tsx'
import { RunHead } from './RunHead.tsx'
import { RunLineage } from './RunLineage.tsx'
import '../job/job.css'
import './run.css'

const route = getRouteApi('/run')
const EVERY = 15_000

function tabsOf(run: RunDetail): readonly Tab[] {
  const tests = testsIn(findFacet(run.facets, 'test'))
  return [
    { key: 'timeline', label: 'Timeline', count: run.family.length > 1 ? run.family.length : undefined },
    { key: 'datasets', label: 'Inputs and outputs', count: run.inputs.length + run.outputs.length },
    { key: 'lineage', label: 'Lineage' },
    ...(tests === null ? [] : [{ key: 'tests', label: 'Tests', count: tests.total, bad: tests.counts.failed > 0 }]),
    ...(hasRunDetails(run) ? [{ key: 'details', label: 'Details' }] : []),
    { key: 'facets', label: 'Facets', count: run.facets.length },
    { key: 'events', label: 'Events', count: run.events.length },
  ]
}

/** `[` and `]` go to the earlier and the later run of the job, unless the Gantt has the focus. */
function useNeighbourKeys(run: RunDetail | undefined): void {
  const go = useGo()
  useEffect(() => {
    const listen = (key: KeyboardEvent): void => {
      if (run === undefined || isTyping(key)) return
      const to = key.key === '[' ? run.earlier : key.key === ']' ? run.later : null
      if (to !== null) go(paths.run(run.job, to))
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}

/** One run: how it stands, why it failed, where its time went, what it read and wrote. */
export function RunPage() {
  const { namespace, name, runId, tab } = route.useSearch()
  const answer = useApi<RunDetail>('/api/v2/run', { namespace, name, runId }, { every: EVERY })
  const run = answer.data
  useNeighbourKeys(run)
  useCrumbs([
    { label: 'Jobs', to: paths.jobs() },
    ...(run?.parent === null || run?.parent === undefined ? [] : [{ label: lastPart(run.parent.job.name), to: paths.job(run.parent.job) }]),
    { label: lastPart(name), to: paths.job({ namespace, name }) },
    { label: run?.startedAt === null || run?.startedAt === undefined ? shortRunId(runId) : formatInstant(run.startedAt) },
  ])
  return (
    <div className="page full run">
      <WaitingTitle answer={answer} title={`Run of ${name}`} />
      <Region
        answer={answer}
        what="the run"
        rows={12}
        missing={
          <NotFound
            what={`No run ${runId} of ${name}`}
            why="Its events may not be in the catalog yet, or they named another job."
            to={paths.job({ namespace, name })}
            toLabel="Go to the job"
          />
        }
      >
        {(found) => {
          const tabs = tabsOf(found)
          const open = tabs.some((one) => one.key === tab) ? (tab ?? 'timeline') : 'timeline'
          return (
            <>
              <RunHead run={found} />
              <LostNote run={found} />
              {(found.errorMessage !== null || found.state === 'FAIL') && <RunError run={found} />}
              <ExtractionNote facets={found.facets} />
              <TabLinks tabs={tabs} value={open} to={(key) => paths.run(found.job, found.runId, key === 'timeline' ? undefined : key)} />
              <TabBody run={found} tab={open} />
            </>
          )
        }}
      </Region>
    </div>
  )
}

function TabBody({ run, tab }: { readonly run: RunDetail; readonly tab: string }) {
  if (tab === 'datasets') return <RunDatasets run={run} />
  if (tab === 'lineage') return <RunLineage run={run} />
  if (tab === 'tests') return <TestsTab facets={run.facets} />
  if (tab === 'details') return <RunDetails run={run} />
  if (tab === 'facets') return <FacetList facets={run.facets} of="run" to={(to) => paths.run(run.job, run.runId, to)} />
  if (tab === 'events') return <RunEvents run={run} />
  return <Gantt run={run} />
}
