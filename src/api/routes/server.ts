import { z } from 'zod'
import { ChangeServer, ServerInfo } from '../../contract/sources.ts'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { forgetPublicUrl, publicUrlOf } from '../public-url.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const DemoResult = z.object({ sourceId: z.number().nullable(), events: z.number(), link: z.string() })

async function serverInfo(context: ApiContext): Promise<ServerInfo> {
  const [address, stats, activity, lagMs] = await Promise.all([
    publicUrlOf(context),
    context.log.stats(),
    context.control.activity({}),
    context.sync.lagMs(),
  ])
  const { origin: _, ...settings } = context.settings
  const limits = Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => typeof value === 'number' && name !== 'port'),
  ) as Record<string, number>
  return {
    version: context.version,
    store: context.store,
    ...address,
    startedAt: new Date(context.startedAt).toISOString(),
    uptimeSeconds: Math.floor((Date.now() - context.startedAt) / 1000),
    events: stats.events,
    logBytes: stats.bytes,
    catalogLagMs: lagMs,
    eventsPerMinute: activity.eventsPerMinute,
    limits,
  }
}

/** Kept as typed, less what cannot be right: a path would be lost or doubled by producers. */
function checkedPublicUrl(text: string | null): string | null {
  if (text === null || text === '') return null
  const wrong = (detail: string, fix: string): ApiError => new ApiError(400, 'body_not_valid', detail, fix, { pointer: '/body/publicUrl' })
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw wrong('This is not a web address.', 'Write it as https://headwater.example.com')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') throw wrong('The address holds a user name or password.', 'Leave them out.')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw wrong('The address has a path. Producers lose or double it.', `Use ${url.origin}`)
  return url.origin
}

/** The server itself. */
export const serverRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/server',
    access: 'viewer',
    summary: 'Version, address, size and limits of this server',
    response: ServerInfo,
    handler: async (_, context) => serverInfo(context),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v2/server',
    access: 'admin',
    summary: 'Set the address that producers and people are told; null takes the guessed one again',
    body: ChangeServer,
    response: ServerInfo,
    handler: async ({ body }, context) => {
      if (context.settings.publicUrl !== undefined)
        throw new ApiError(
          409,
          'set_elsewhere',
          'The public URL is given by the settings of the server.',
          'Change publicUrl there (flag, environment or file) and start the server again.',
        )
      await context.control.savePublicUrl({ url: checkedPublicUrl(body.publicUrl) })
      forgetPublicUrl(context)
      return serverInfo(context)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/demo',
    access: 'admin',
    summary: 'Load the demo estate under a source of its own',
    response: DemoResult,
    status: 201,
    handler: async ({ caller }, context) => {
      const result = await context.demo({ startedBy: caller.person?.name ?? null })
      await context.refreshGate()
      return result
    },
  }),
]
