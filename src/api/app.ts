import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { BlockList } from 'node:net'
import { Hono } from 'hono'
import type { Context as HonoContext } from 'hono'
import { z } from 'zod'
import { assert, must } from '../lib/assert.ts'
import { clientAddress, networksOf } from '../lib/client-address.ts'
import { callerOf, checkAccess, checkSameSite } from './authenticate.ts'
import type { ApiContext } from './context.ts'
import { apiErrorOf } from './control-error.ts'
import { secure } from './headers.ts'
import { parseBody, parseParams, parseQuery } from './parse.ts'
import { ApiError, problemResponse } from './problem.ts'
import { publicUrlOf } from './public-url.ts'
import { Reply, isMedia } from './route.ts'
import type { Access, Route, RouteRequest } from './route.ts'
import { readStaticFiles } from './static-files.ts'

/** What the Node adapter hands over; absent when a test calls the app itself. */
interface Bindings {
  readonly incoming?: IncomingMessage
}
type Env = { Bindings: Bindings; Variables: { requestId: string; from: string; route?: string } }

export interface ApiOptions {
  /** Parses each answer by its schema, so that tests see where an answer breaks the contract. */
  readonly checkAnswers?: boolean
}

const accesses: readonly Access[] = ['public', 'viewer', 'admin', 'account']

/** The API and the web pages as one Hono app. Throws when a route does not say who may call it, or is there twice. */
export function buildApi(context: ApiContext, routes: readonly Route[], options: ApiOptions = {}): Hono<Env> {
  const app = new Hono<Env>()
  const trusted = must(networksOf(context.settings.trustedProxies), 'the settings were checked')
  app.use(async (c, next) => {
    c.set('from', senderOf(c, trusted))
    await surround(c, next, context)
  })
  const seen = new Set<string>()
  for (const route of routes) {
    const name = `${route.method} ${route.path}`
    assert(accesses.includes(route.access), `the route ${name} says who may call it`)
    assert(!seen.has(name), `the route ${name} is declared once`)
    seen.add(name)
    app.on(route.method, route.path, (c) => serve(c, route, context, options))
  }
  const files = readStaticFiles(context.webRoot)
  // A route, not app.notFound: an error that notFound throws passes by the middleware, and its answer would lack the headers.
  app.all('*', (c) => serveRest(c, context, routes, files))
  app.onError((error, c) => failed(c, error, context))
  return app
}

/** Around every answer: request id, headers, time, log line. */
async function surround(c: HonoContext<Env>, next: () => Promise<void>, context: ApiContext): Promise<void> {
  const started = performance.now()
  const requestId = randomBytes(9).toString('base64url')
  c.set('requestId', requestId)
  await next()
  const { publicUrl } = await publicUrlOf(context)
  const framed = c.get('route')?.startsWith('/embed/') ?? false
  c.res = secure(new Response(c.res.body, c.res), { https: publicUrl.startsWith('https:'), requestId, framed })
  const seconds = (performance.now() - started) / 1000
  // The declared path, so that the label has few values.
  const route = c.get('route') ?? (c.req.path.startsWith('/api/') ? 'unknown' : 'static')
  context.metrics.http.observe({ method: knownMethod(c.req.method), route, status: String(c.res.status) }, seconds)
  const line = {
    requestId,
    method: c.req.method,
    path: c.req.path.slice(0, 500),
    status: c.res.status,
    ms: Math.round(seconds * 10_000) / 10,
    from: c.get('from'),
  }
  context.logger[c.res.status >= 500 ? 'warn' : 'debug'](line, 'request')
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const knownMethod = (method: string): string => (methods.has(method) ? method : 'other')

function senderOf(c: HonoContext<Env>, trusted: BlockList): string {
  return clientAddress(c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1', c.req.header('x-forwarded-for'), trusted)
}

async function serve(c: HonoContext<Env>, route: Route, context: ApiContext, options: ApiOptions): Promise<Response> {
  c.set('route', route.path)
  const raw = c.req.raw
  const from = c.get('from')
  const caller = route.access === 'public' && raw.method === 'GET' ? null : await callerOf(raw, from, context)
  checkAccess(route.access, caller)
  checkSameSite(raw, caller, await originOf(context))
  const request: RouteRequest = {
    query: parseQuery(route.query, raw.url),
    params: parseParams(route.params, c.req.param()),
    body: route.body === undefined || isMedia(route.body) ? undefined : await parseBody(route.body, raw, context.settings.maxApiBodyBytes),
    caller,
    from,
    requestId: c.get('requestId'),
    raw,
  }
  return answerOf(await route.handler(request, context), route, options)
}

async function originOf(context: ApiContext): Promise<string | null> {
  const { publicUrl } = await publicUrlOf(context)
  return URL.canParse(publicUrl) ? new URL(publicUrl).origin : null
}

function answerOf(result: unknown, route: Route, options: ApiOptions): Response {
  if (result instanceof Response) return result
  const reply = result instanceof Reply ? result : new Reply(result)
  const status = reply.status === 200 ? (route.status ?? 200) : reply.status
  if (route.response === null) return new Response(null, { status: 204, headers: reply.headers })
  if (options.checkAnswers && route.response instanceof z.ZodType) z.parse(route.response, JSON.parse(JSON.stringify(reply.value)))
  return new Response(JSON.stringify(reply.value), { status, headers: { 'content-type': 'application/json', ...reply.headers } })
}

function failed(c: HonoContext<Env>, error: Error, context: ApiContext): Response {
  const requestId = c.get('requestId')
  const known = apiErrorOf(error)
  if (known !== null) return problemResponse(known, requestId)
  context.logger.error({ requestId, method: c.req.method, path: c.req.path.slice(0, 500), err: error }, 'request failed')
  return problemResponse(
    new ApiError(
      500,
      'internal',
      'The server failed on this request.',
      `Look at the server log for the request id ${requestId}, and report it.`,
    ),
    requestId,
  )
}

/** What no route takes: the web pages and their files, a wrong method, an unknown address. */
async function serveRest(
  c: HonoContext<Env>,
  context: ApiContext,
  routes: readonly Route[],
  files: ReturnType<typeof readStaticFiles>,
): Promise<Response> {
  const path = c.req.path
  const reading = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (!path.startsWith('/api/') && reading) {
    const file = (await files.file(path, c.req.raw)) ?? (isPage(c.req.raw, path) ? files.page() : null)
    if (file !== null) return file
    if (path === '/')
      throw new ApiError(
        503,
        'pages_not_built',
        'The web pages are not built.',
        'Run npm ci or npm run build where Headwater is installed, and start it again.',
      )
  }
  // Whoever has no credential does not learn which addresses exist.
  if (path.startsWith('/api/')) checkAccess('viewer', await callerOf(c.req.raw, c.get('from'), context))
  const allowed = routes.filter((route) => matches(route.path, path)).map((route) => route.method)
  if (allowed.length > 0)
    throw new ApiError(405, 'wrong_method', `${knownMethod(c.req.method)} is not possible here.`, `Use ${allowed.join(' or ')}.`, {
      headers: { allow: allowed.join(', ') },
    })
  throw new ApiError(404, 'not_found', 'There is nothing at this address.', 'The API is described by /api/openapi.json.')
}

/** A navigation in a browser, not a file that is missing. */
function isPage(request: Request, path: string): boolean {
  return !/\.[a-z0-9]{1,8}$/i.test(path) && /text\/html|\*\/\*/.test(request.headers.get('accept') ?? '*/*')
}

function matches(pattern: string, path: string): boolean {
  const [a, b] = [pattern.split('/'), path.split('/')]
  return a.length === b.length && a.every((part, i) => (part.startsWith(':') ? b[i] !== '' : part === b[i]))
}
