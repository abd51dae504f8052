import { z } from 'zod'
import type { Settings } from '../../settings/settings.ts'
import { openapiOf } from '../openapi.ts'
import { Reply, defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const Ready = z.object({ ready: z.boolean(), why: z.array(z.string()) })

/** What operators and programs ask: alive, ready, figures, the description of the API. */
export const serviceRoutes = (settings: Pick<Settings, 'openMetrics'>, others: readonly Route[]): Route[] => {
  const routes: Route[] = [
    defineRoute({
      method: 'GET',
      path: '/healthz',
      access: 'public',
      summary: 'The process answers',
      response: z.object({ status: z.literal('ok') }),
      handler: async () => ({ status: 'ok' as const }),
    }),
    defineRoute({
      method: 'GET',
      path: '/readyz',
      access: 'public',
      summary: 'Events can be stored and questions answered; 503 says why not',
      response: Ready,
      handler: async (_, context) => {
        const { ready, why } = await context.ready()
        return new Reply({ ready, why: [...why] }, { status: ready ? 200 : 503 })
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/metrics',
      access: settings.openMetrics ? 'public' : 'viewer',
      summary: 'Figures for Prometheus',
      response: { media: ['text/plain'], description: 'Text format of Prometheus.' },
      handler: async (_, context) =>
        new Response(await context.metrics.text(), { headers: { 'content-type': context.metrics.registry.contentType } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/openapi.json',
      access: 'viewer',
      summary: 'This description',
      response: { media: ['application/json'], description: 'OpenAPI 3.1.' },
      handler: async (_, context) => Response.json(openapiOf([...others, ...routes], context.version)),
    }),
  ]
  return routes
}
