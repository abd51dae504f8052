import { useState } from 'react'
import type { ReactNode } from 'react'
import type { EventItem } from '../../../../src/contract/events.ts'
import { itemsOf, useApiPages } from '../../api/query.ts'
import type { Query } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import { EntityName } from '../../ui/EntityName.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Link } from '../../ui/Link.tsx'
import { ErrorRegion, Loading } from '../../ui/Regions.tsx'
import { MoreRows, Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatBytes, formatInstant, formatNumber, plural } from '../../ui/Time.tsx'
import { shortRunId } from '../format.ts'
import { useSources } from './use-sources.ts'
import './events.css'

/** What the event is about: the job, else the dataset. */
function About({ event }: { readonly event: EventItem }) {
  if (event.job !== null) return <EntityName {...event.job} to={paths.job(event.job)} tile={false} copy />
  if (event.dataset !== null) return <EntityName {...event.dataset} to={paths.dataset(event.dataset)} copy />
  return <span className="t3">nothing that could be read</span>
}

function Standing({ event }: { readonly event: EventItem }) {
  const words = event.test
    ? 'test event'
    : event.applied
      ? event.warnings > 0
        ? plural(event.warnings, 'warning')
        : 'applied'
      : 'not applied yet'
  const icon = event.warnings > 0 ? 'warn' : event.applied ? 'check' : 'clock'
  return (
    <span className={event.warnings > 0 ? 'standing st-ABORT' : 'standing'}>
      <Icon name={icon} size={14} /> {words}
    </span>
  )
}

type Shown = 'all' | 'job'
function useColumns(shown: Shown): readonly Column<EventItem>[] {
  const sources = useSources()
  const all: readonly (Column<EventItem> & { readonly only?: Shown })[] = [
    {
      key: 'position',
      head: 'Event',
      width: 92,
      num: true,
      cell: (event) => <Link to={paths.event(event.position)}>{formatNumber(event.position)}</Link>,
    },
    { key: 'type', head: 'Type', width: 112, cell: (event) => <>{event.eventType ?? <span className="t3">{event.kind}</span>}</> },
    { key: 'about', head: 'About', cell: (event) => <About event={event} />, only: 'all' },
    {
      key: 'run',
      head: 'Run',
      width: 152,
      from: 960,
      cell: (event) =>
        event.runId === null || event.job === null ? null : (
          <Link to={paths.run(event.job, event.runId)}>
            <code title={event.runId}>{shortRunId(event.runId)}</code>
          </Link>
        ),
    },
    {
      key: 'happened',
      head: 'Happened',
      width: 118,
      from: 720,
      cell: (event) =>
        event.eventTime === null ? (
          <span className="t3">not readable</span>
        ) : (
          <span title={formatInstant(event.eventTime, 'full')}>{formatInstant(event.eventTime)}</span>
        ),
    },
    { key: 'arrived', head: 'Arrived', width: 96, cell: (event) => <Time iso={event.receivedAt} /> },
    { key: 'standing', head: 'Receipt', width: 140, from: 960, cell: (event) => <Standing event={event} /> },
    {
      key: 'source',
      head: 'Source',
      width: 116,
      from: 1200,
      cell: (event) => (
        <Link to={paths.source(event.sourceId)} className="t2">
          {sources.get(event.sourceId)?.name ?? `source ${event.sourceId}`}
        </Link>
      ),
    },
    { key: 'bytes', head: 'Size', width: 74, num: true, from: 1200, cell: (event) => formatBytes(event.bytes) },
  ]
  return all.filter((column) => column.only === undefined || column.only === shown)
}

const PAGE = 100

/** Events of the log, newest first. `empty` is shown where there are none. */
export function EventList({
  query,
  shown,
  empty,
  every = false,
}: {
  readonly query: Query
  readonly shown: Shown
  readonly empty: ReactNode
  readonly every?: number | false
}) {
  const columns = useColumns(shown)
  // Asking again reads every page that is open: whoever reads on, reads in peace.
  const [further, setFurther] = useState(false)
  const list = useApiPages<EventItem>('/api/v2/events', { ...query, limit: PAGE }, { every: further ? false : every, keep: true })
  const events = itemsOf(list)
  const last = list.data?.pages.at(-1)
  if (list.data === undefined)
    return list.error === null ? (
      <Loading rows={12} what="the events" />
    ) : (
      <ErrorRegion error={list.error} retry={() => void list.refetch()} />
    )
  if (events.length === 0) return empty
  return (
    <>
      {list.error !== null && <ErrorRegion error={list.error} retry={() => void list.refetch()} />}
      <div className={`events-list of-${shown}`}>
        <Table columns={columns} rows={events} rowKey={(event) => String(event.position)} label="Events, newest first" />
      </div>
      <MoreRows
        shown={events.length}
        total={last?.total ?? null}
        totalAtLeast={last?.totalAtLeast ?? null}
        noun="events"
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        onMore={() => {
          setFurther(true)
          void list.fetchNextPage()
        }}
      />
    </>
  )
}
