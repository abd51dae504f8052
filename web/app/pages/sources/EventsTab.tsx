import type { EventItem } from '../../../../src/contract/events.ts'
import type { Source } from '../../../../src/contract/sources.ts'
import { itemsOf, useApiPages } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { EntityName } from '../../ui/EntityName.tsx'
import { Link } from '../../ui/Link.tsx'
import { Empty, Region } from '../../ui/Regions.tsx'
import { MoreRows, Table } from '../../ui/Table.tsx'
import type { Column } from '../../ui/Table.tsx'
import { Time, formatBytes, formatNumber } from '../../ui/Time.tsx'

function About({ event }: { readonly event: EventItem }) {
  if (event.test) return <span className="t3">test event</span>
  const subject = event.job ?? event.dataset
  return subject === null ? (
    <span className="t3">{event.kind}</span>
  ) : (
    <EntityName namespace={subject.namespace} name={subject.name} tile={false} />
  )
}

const COLUMNS: readonly Column<EventItem>[] = [
  {
    key: 'position',
    head: 'Event',
    width: 96,
    cell: (event) => <Link to={paths.event(event.position)}>{formatNumber(event.position)}</Link>,
  },
  { key: 'received', head: 'Received', width: 120, from: 720, cell: (event) => <Time iso={event.receivedAt} /> },
  { key: 'type', head: 'Type', width: 104, cell: (event) => event.eventType ?? event.kind },
  { key: 'about', head: 'Job or dataset', cell: (event) => <About event={event} /> },
  { key: 'size', head: 'Size', width: 90, num: true, from: 960, cell: (event) => formatBytes(event.bytes) },
  {
    key: 'warnings',
    head: 'Warnings',
    width: 90,
    num: true,
    from: 960,
    cell: (event) => (event.warnings === 0 ? <span className="t3">0</span> : formatNumber(event.warnings)),
  },
  {
    key: 'catalog',
    head: 'Catalog',
    width: 120,
    from: 960,
    cell: (event) => <span className="t3">{event.test ? 'kept out' : event.applied ? 'applied' : 'waiting'}</span>,
  },
]

/** What this source sent, newest first. */
export function EventsTab({ source }: { readonly source: Source }) {
  const answer = useApiPages<EventItem>('/api/v2/events', { source: source.id })
  const rows = itemsOf(answer)
  const page = answer.data?.pages[0]
  return (
    <Region answer={answer} what="the events" rows={10}>
      {() =>
        rows.length === 0 ? (
          <Empty title="No event yet" why="Paste a snippet of the Connect tab into the producer, or send a test event from there.">
            <ButtonLink to={paths.source(source.id, 'connect')} small>
              Connect it
            </ButtonLink>
          </Empty>
        ) : (
          <>
            <Table label={`Events of ${source.name}`} columns={COLUMNS} rows={rows} rowKey={(event) => String(event.position)} />
            <MoreRows
              shown={rows.length}
              total={page?.total ?? null}
              totalAtLeast={page?.totalAtLeast ?? null}
              noun="events"
              hasMore={answer.hasNextPage}
              busy={answer.isFetchingNextPage}
              onMore={() => void answer.fetchNextPage()}
            />
          </>
        )
      }
    </Region>
  )
}
