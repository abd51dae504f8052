import { z } from 'zod'
import {
  AddSource,
  ChangeSource,
  Ladder,
  RevokeToken,
  RotateToken,
  Source,
  SourceWithToken,
  TestEventResult,
} from '../../contract/sources.ts'
import { callerOf } from '../authenticate.ts'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { defineRoute } from '../route.ts'
import type { Route, RouteRequest } from '../route.ts'
import { viewSource, viewSources } from '../source-view.ts'
import { streamEvents } from '../sse.ts'
import { sendTestEvent } from '../test-event.ts'

const Id = z.object({ id: z.coerce.number().int().min(1) })
/** Whose configuration the person looks at: hints before the first event fit it. */
const LadderQuery = z.object({ producer: z.string().max(50).optional() })

/** Several news at once make one message. */
const gatherMs = 150

/** After each change of a source: the door must know it before the answer is out, and open pages soon. */
async function changed(context: ApiContext, id: number): Promise<void> {
  await context.refreshGate()
  context.hub.publish(`source:${id}`)
  context.hub.publish(`ladder:${id}`)
}

const ladderStream = (
  { params, query, raw, from }: RouteRequest<z.output<typeof LadderQuery>, z.output<typeof Id>>,
  context: ApiContext,
): Response =>
  streamEvents(context, {
    signal: raw.signal,
    stillAllowed: async () => (await callerOf(raw, from, context)) !== null,
    open: async (stream) => {
      const read = async (): Promise<void> =>
        stream.send('ladder', await context.control.ladderOf({ sourceId: params.id, producer: query.producer ?? null }))
      let timer: NodeJS.Timeout | undefined
      const unsubscribe = context.hub.subscribe(`ladder:${params.id}`, () => {
        timer ??= setTimeout(() => {
          timer = undefined
          // The source may have been removed: then the stream has nothing to say any more.
          read().catch(() => stream.close())
        }, gatherMs)
      })
      await read()
      return () => {
        clearTimeout(timer)
        unsubscribe()
      }
    },
  })

/** Data sources: set up, tokens, the way to the first event. */
export const sourceRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/sources',
    access: 'viewer',
    summary: 'All data sources',
    response: z.object({ items: z.array(Source) }),
    handler: async (_, context) => ({ items: await viewSources(context, await context.control.listSources({})) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/sources',
    access: 'admin',
    summary: 'Add a data source; its token is shown this once',
    body: AddSource,
    response: SourceWithToken,
    status: 201,
    handler: async ({ body, caller }, context) => {
      const { source, apiToken } = await context.control.addSource({ ...body, createdBy: caller.person?.name ?? null })
      await changed(context, source.id)
      return { source: await viewSource(context, source), apiToken }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/sources/:id',
    access: 'viewer',
    summary: 'One data source',
    params: Id,
    response: Source,
    handler: async ({ params }, context) => viewSource(context, await context.control.getSource(params)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v2/sources/:id',
    access: 'admin',
    summary: 'Change name, base URL or sync mode; pause or resume',
    params: Id,
    body: ChangeSource,
    response: Source,
    handler: async ({ params, body }, context) => {
      const source = await context.control.changeSource({ ...body, id: params.id })
      await changed(context, source.id)
      return viewSource(context, source)
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v2/sources/:id',
    access: 'admin',
    summary: 'Remove a data source; its tokens end, its events stay',
    params: Id,
    response: null,
    handler: async ({ params }, context) => {
      await context.control.removeSource(params)
      await changed(context, params.id)
      return null
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/sources/:id/rotate',
    access: 'admin',
    summary: 'A new token; the old one works until the overlap is over',
    params: Id,
    body: RotateToken,
    response: SourceWithToken,
    status: 201,
    handler: async ({ params, body }, context) => {
      const { source, apiToken } = await context.control.rotateToken({ id: params.id, ...body })
      await changed(context, source.id)
      return { source: await viewSource(context, source), apiToken }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/sources/:id/revoke',
    access: 'admin',
    summary: 'Revoke one token; it stops working at once',
    params: Id,
    body: RevokeToken,
    response: Source,
    handler: async ({ params, body }, context) => {
      const source = await context.control.revokeToken({ id: params.id, ...body })
      await changed(context, source.id)
      return viewSource(context, source)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/sources/:id/test-event',
    access: 'admin',
    summary: 'Send a test event the way a producer does',
    params: Id,
    response: TestEventResult,
    handler: async ({ params }, context) => {
      const result = await sendTestEvent(context, params.id)
      context.hub.publish(`ladder:${params.id}`)
      return result
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/sources/:id/ladder',
    access: 'viewer',
    summary: 'How far the first event has come, and why no further',
    params: Id,
    query: LadderQuery,
    response: Ladder,
    handler: async ({ params, query }, context) => context.control.ladderOf({ sourceId: params.id, producer: query.producer ?? null }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/sources/:id/ladder/stream',
    access: 'viewer',
    summary: 'The ladder at once and with each change, as `ladder` messages',
    params: Id,
    query: LadderQuery,
    response: { media: ['text/event-stream'], description: 'Server-sent events named `ladder`, each a Ladder.' },
    handler: async (request, context) => {
      await context.control.getSource(request.params)
      return ladderStream(request, context)
    },
  }),
]

/** For other routes that take the id of a source in a query. */
export async function knownSource(context: ApiContext, id: number): Promise<void> {
  const sources = await context.control.listSources({})
  if (!sources.some((source) => source.id === id))
    throw new ApiError(404, 'not_found', 'There is no such data source.', 'GET /api/v2/sources lists them.', { pointer: '/query/source' })
}
