import { getRouteApi } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { useCrumbs } from '../../shell/crumbs.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { FilterBar, FilterChip } from '../../ui/Chip.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useGo } from '../../ui/Link.tsx'
import { Empty } from '../../ui/Regions.tsx'
import { SearchField } from '../../ui/SearchField.tsx'
import { shortRunId } from '../format.ts'
import { EventList } from './EventList.tsx'
import { useSources } from './use-sources.ts'
import '../datasets/datasets.css'
import './events.css'

const route = getRouteApi('/events')
const EVERY = 5_000
const KINDS = ['RunEvent', 'JobEvent', 'DatasetEvent'] as const
const TYPES = ['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER'] as const

type Search = {
  readonly source?: number | undefined
  readonly kind?: (typeof KINDS)[number] | undefined
  readonly eventType?: string | undefined
  readonly jobNamespace?: string | undefined
  readonly jobName?: string | undefined
  readonly runId?: string | undefined
  readonly datasetNamespace?: string | undefined
  readonly datasetName?: string | undefined
}

/** A filter that came with a link, such as one job's events: it can only be taken away. */
function Fixed({ label, value, onRemove }: { readonly label: string; readonly value: string; readonly onRemove: () => void }) {
  return (
    <span className="chip on" title={value}>
      <span className="cut">
        {label}:{' '}
        <b>
          <bdi>{value}</bdi>
        </b>
      </span>
      <button type="button" className="plain x" aria-label={`Remove filter ${label}`} onClick={onRemove}>
        <Icon name="x" />
      </button>
    </span>
  )
}

/** The log: every event that was accepted, newest first. */
export function EventsPage() {
  useCrumbs([{ label: 'Events' }])
  const search: Search = route.useSearch()
  const go = useGo()
  const sources = useSources()
  const set = (change: Partial<Search>): void => go(paths.events({ ...search, ...change }), { replace: true })
  const filtered = Object.values(search).some((value) => value !== undefined)
  const clear = filtered ? () => go(paths.events(), { replace: true }) : undefined
  return (
    <div className="page full events">
      <h1 className="sr">Events</h1>
      <FilterBar onClear={clear} right={<span className="s12 t3 hide-m">The log, newest first. It looks for new ones every 5 s.</span>}>
        <SearchField
          value={search.runId ?? ''}
          onChange={(runId) => set({ runId: runId === '' ? undefined : runId.trim() })}
          placeholder="A run id"
          width={280}
        />
        <FilterChip
          label="Type"
          value={search.eventType}
          choices={TYPES.map((value) => ({ value }))}
          onChange={(eventType) => set({ eventType })}
        />
        <FilterChip
          label="Kind"
          value={search.kind}
          choices={KINDS.map((value) => ({ value }))}
          onChange={(kind) => set({ kind: KINDS.find((one) => one === kind) })}
        />
        <FilterChip
          label="Source"
          value={search.source === undefined ? undefined : String(search.source)}
          choices={[...sources.values()].map((one) => ({ value: String(one.id), label: one.name }))}
          onChange={(value) => set({ source: value === undefined ? undefined : Number(value) })}
        />
        {search.jobName !== undefined && (
          <Fixed label="job" value={search.jobName} onRemove={() => set({ jobName: undefined, jobNamespace: undefined })} />
        )}
        {search.datasetName !== undefined && (
          <Fixed label="dataset" value={search.datasetName} onRemove={() => set({ datasetName: undefined, datasetNamespace: undefined })} />
        )}
      </FilterBar>
      <EventList
        query={search}
        shown="all"
        every={EVERY}
        empty={
          filtered ? (
            <Empty
              title={search.runId === undefined ? 'No event matches these filters' : `No event of a run ${shortRunId(search.runId)}`}
              why="The log may hold events of other kinds, sources or runs."
            >
              <Button small onClick={clear}>
                Clear all filters
              </Button>
            </Empty>
          ) : (
            <Empty
              title="No events yet"
              why="Nothing has been accepted so far. Connect a data source; its page shows live what arrives, and why a request was refused."
            >
              <ButtonLink small to={paths.addSource()}>
                Connect a data source
              </ButtonLink>
            </Empty>
          )
        }
      />
    </div>
  )
}
