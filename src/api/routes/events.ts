import { z } from 'zod'
import { paged } from '../../contract/common.ts'
import { EventDetail, EventItem, EventsQuery } from '../../contract/events.ts'
import type { ApiContext } from '../context.ts'
import { startOf, withCursor } from '../pages.ts'
import { ApiError, notFound } from '../problem.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

/** A position, or the event's id (the SHA-256 of its bytes), as the answer to its sender has it. */
const Position = z.object({
  position: z.string().regex(/^(?:[1-9]\d{0,14}|[\da-fA-F]{64})$/, 'A position in the log, or the 64 digits of an event id'),
})
const noEvent = () => notFound('event at this position of the log', 'Positions are whole numbers from 1 to the end of the log.')

async function positionIn({ position }: z.output<typeof Position>, context: ApiContext): Promise<number> {
  if (position.length < 64) return Number(position)
  const sourceIds = (await context.control.listSources({})).map((source) => source.id)
  const found = await context.log.positionOf({ hash: position.toLowerCase(), sourceIds })
  if (found === null)
    throw notFound('event with this id', 'An id is the SHA-256 of the bytes of the event, as the answer to its sender has it.')
  return found
}

export const eventRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/events',
    access: 'viewer',
    summary: 'Events, newest in the log first; without a filter also those that wait for a sync',
    query: EventsQuery,
    response: paged(EventItem),
    handler: async ({ query: { cursor, ...query } }, context) => {
      if (query.runId !== undefined && query.jobName === undefined) {
        throw new ApiError(
          400,
          'job_missing',
          'A run is one of a job: runId alone does not name it.',
          'Send jobNamespace and jobName as well.',
          { pointer: '/query/runId' },
        )
      }
      const list = query.datasetName === undefined ? 'events' : 'events:dataset'
      return withCursor(
        list,
        await context.catalog.events({ ...query, after: startOf(list, query.datasetName === undefined ? 1 : 3, cursor) }),
      )
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/events/:position',
    access: 'viewer',
    summary: 'One event, by position or id, with its receipt',
    params: Position,
    response: EventDetail,
    handler: async ({ params }, context) => {
      const event = await context.catalog.event({ position: await positionIn(params, context) })
      if (event === null) throw noEvent()
      return event
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/events/:position/body',
    access: 'viewer',
    summary: 'The bytes of one event as they came',
    params: Position,
    response: { media: ['application/json'], description: 'The body, byte for byte.' },
    handler: async ({ params }, context) => {
      const bytes = await context.catalog.eventBody({ position: await positionIn(params, context) })
      if (bytes === null) throw noEvent()
      return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'application/json; charset=utf-8' } })
    },
  }),
]
