import { z } from 'zod'
import { Page, paged } from '../../contract/common.ts'
import { StartSync, StartedSync, Sync, SyncState } from '../../contract/sync.ts'
import { callerOf } from '../authenticate.ts'
import type { ApiContext } from '../context.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'
import { streamEvents } from '../sse.ts'

const Id = z.object({ id: z.coerce.number().int().min(1) })
const Query = Page.extend({ source: z.coerce.number().int().optional() })
const Values = z.tuple([z.number().int()])

/** Sync metadata: start, watch, history. */
export const syncRoutes: readonly Route[] = [
  defineRoute({
    method: 'POST',
    path: '/api/v2/sync',
    access: 'admin',
    summary: 'Bring the catalog up to the end of the log; joins a running one of the same scope',
    body: StartSync,
    response: StartedSync,
    status: 202,
    handler: async ({ body, caller }, context) => {
      if (body.sourceId !== null) await context.control.getSource({ id: body.sourceId })
      return context.sync.start({ ...body, startedBy: caller.person?.name ?? (caller.via === 'local' ? 'command line' : null) })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/sync',
    access: 'viewer',
    summary: 'What is still to be done behind the syncs: jobs whose SQL waits to be read for column lineage',
    response: SyncState,
    handler: async (_, context) => ({ inference: await context.catalog.inferenceWaiting({}) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/syncs',
    access: 'viewer',
    summary: 'Syncs, newest first; of one source also those of all',
    query: Query,
    response: paged(Sync),
    handler: async ({ query }, context) => {
      const before = decodeCursor('syncs', Values, query.cursor)
      const { items, total } = await context.control.listSyncs({
        sourceId: query.source ?? null,
        beforeId: before?.[0] ?? null,
        limit: query.limit + 1,
      })
      const page = items.slice(0, query.limit)
      const last = page.at(-1)
      return {
        items: page,
        next: items.length > query.limit && last !== undefined ? encodeCursor('syncs', [last.id]) : null,
        total,
        totalAtLeast: null,
      }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/syncs/:id',
    access: 'viewer',
    summary: 'One sync',
    params: Id,
    response: Sync,
    handler: async ({ params }, context) => context.control.getSync(params),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/syncs/:id/cancel',
    access: 'admin',
    summary: 'End a running sync where it is; the catalog stays as it was before a full one',
    params: Id,
    response: z.object({ cancelled: z.boolean() }),
    handler: async ({ params }, context) => {
      await context.control.getSync(params)
      return { cancelled: await context.sync.cancel(params.id) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/syncs/:id/stream',
    access: 'viewer',
    summary: 'A sync at once and with each step, as `sync` messages, until it ends',
    params: Id,
    response: { media: ['text/event-stream'], description: 'Server-sent events named `sync`, each a Sync.' },
    handler: async ({ params, raw, from }, context) => {
      await context.control.getSync(params)
      return streamEvents(context, {
        signal: raw.signal,
        stillAllowed: async () => (await callerOf(raw, from, context)) !== null,
        open: (stream) => watch(context, params.id, stream),
      })
    },
  }),
]

type Stream = Parameters<Parameters<typeof streamEvents>[1]['open']>[0]

/** Messages of the hub are Syncs; another process may run the sync, so the store is asked as well. */
async function watch(context: ApiContext, id: number, stream: Stream): Promise<() => void> {
  const tell = (sync: Sync): void => {
    stream.send('sync', sync)
    if (sync.state !== 'running') stream.close()
  }
  const read = (): void => void context.control.getSync({ id }).then(tell, () => stream.close())
  const unsubscribe = context.hub.subscribe(`sync:${id}`, (message) => {
    const sync = Sync.safeParse(message)
    if (sync.success) tell(sync.data)
    else read()
  })
  const timer = setInterval(read, 1_000)
  read()
  return () => {
    clearInterval(timer)
    unsubscribe()
  }
}
