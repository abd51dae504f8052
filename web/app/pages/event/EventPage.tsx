import { getRouteApi } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { EventDetail } from '../../../../src/contract/events.ts'
import { ApiProblem, api } from '../../api/client.ts'
import { useApi } from '../../api/query.ts'
import { paths } from '../../paths.ts'
import { ErrorRegion, Loading, NotFound } from '../../ui/Regions.tsx'
import { useGo } from '../../ui/Link.tsx'
import { formatNumber } from '../../ui/Time.tsx'
import { useCrumbs } from '../../shell/crumbs.ts'
import { WaitingTitle } from '../WaitingTitle.tsx'
import { isTyping } from '../keys.ts'
import { EventBody } from './EventBody.tsx'
import { EventHead } from './EventHead.tsx'
import './event.css'

const route = getRouteApi('/events/$position')
const MINUTES = 60_000

/** The bytes of an event never change: they are asked for once. */
function useBody(position: number) {
  return useQuery({
    queryKey: [`/api/v2/events/${position}/body`],
    queryFn: ({ signal }) => api.text(`/api/v2/events/${position}/body`, signal),
    staleTime: Infinity,
    gcTime: 2 * MINUTES,
  })
}

/** `[` and `]` go to the event before and after. */
function useNeighbourKeys(event: EventDetail | undefined): void {
  const go = useGo()
  useEffect(() => {
    const listen = (key: KeyboardEvent): void => {
      if (isTyping(key)) return
      const to = key.key === '[' ? event?.previous : key.key === ']' ? event?.next : null
      if (to !== null && to !== undefined) go(paths.event(to))
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}

/** One event: its JSON beside its receipt. */
export function EventPage() {
  const { position: asked } = route.useParams()
  const { pointer } = route.useSearch()
  const position = /^\d{1,15}$/.test(asked) ? Number(asked) : -1
  const event = useApi<EventDetail>(`/api/v2/events/${position}`, undefined, { enabled: position >= 0 })
  const body = useBody(position)
  useNeighbourKeys(event.data)
  useCrumbs([{ label: 'Events', to: paths.events() }, { label: position < 0 ? asked : formatNumber(position) }])
  if (position < 0 || (event.error instanceof ApiProblem && event.error.status === 404)) {
    return (
      <div className="page">
        <NotFound
          what={`No event ${position < 0 ? asked : formatNumber(position)}`}
          why="Events are numbered from 1 in the order in which they arrived. The log has none of this number."
          to={paths.events()}
          toLabel="All events"
        />
      </div>
    )
  }
  if (event.data === undefined) {
    return (
      <div className="page full">
        <WaitingTitle answer={event} title={`Event ${formatNumber(position)}`} />
        {event.error === null ? (
          <Loading rows={12} what="the event" />
        ) : (
          <ErrorRegion error={event.error} retry={() => void event.refetch()} />
        )}
      </div>
    )
  }
  return (
    <div className="ev">
      <EventHead event={event.data} body={body.data} />
      {body.data === undefined ? (
        <div className="page full">
          {body.error === null ? (
            <Loading rows={16} what={`the body (${formatNumber(event.data.bytes)} bytes)`} />
          ) : (
            <ErrorRegion error={body.error} retry={() => void body.refetch()} what="The body" />
          )}
        </div>
      ) : (
        <EventBody key={position} event={event.data} text={body.data} pointer={pointer} />
      )}
    </div>
  )
}
