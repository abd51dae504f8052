import { z } from 'zod'
import { paged } from '../../contract/common.ts'
import { EventDetail, EventItem, EventsQuery } from '../../contract/events.ts'
import { startOf, withCursor } from '../pages.ts'
import { ApiError, notFound } from '../problem.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const Position = z.object({ position: z.coerce.number().int().min(1) })
const noEvent = () => notFound('event at this position of the log', 'Positions are whole numbers from 1 to the end of the log.')

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
    summary: 'One event with its receipt',
    params: Position,
    response: EventDetail,
    handler: async ({ params }, context) => {
      const event = await context.catalog.event(params)
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
      const bytes = await context.catalog.eventBody(params)
      if (bytes === null) throw noEvent()
      return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'application/json; charset=utf-8' } })
    },
  }),
]
