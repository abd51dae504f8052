import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { buildApi } from './app.ts'
import { defineRoute } from './route.ts'
import type { Access, Route } from './route.ts'
import { allRoutes } from './routes.ts'
import { joinAs, testApi } from './test-context.ts'
import type { TestApi } from './test-context.ts'

/** The credentials of everyone who may knock. */
type Actor =
  | 'anonymous'
  | 'viewer'
  | 'admin'
  | 'viewer token'
  | 'admin token'
  | 'local'
  | 'source token'
  | 'expired token'
  | 'removed token'
  | 'signed out'
  | 'expired session'
  | 'disabled'
  | 'nonsense'

const anyone: readonly Actor[] = [
  'anonymous',
  'viewer',
  'admin',
  'viewer token',
  'admin token',
  'local',
  'source token',
  'expired token',
  'removed token',
  'signed out',
  'expired session',
  'disabled',
  'nonsense',
]
const allowed: Readonly<Record<Access, readonly Actor[]>> = {
  public: anyone,
  viewer: ['viewer', 'admin', 'viewer token', 'admin token', 'local'],
  account: ['viewer', 'admin', 'viewer token', 'admin token'],
  admin: ['admin', 'admin token', 'local'],
}

let api: TestApi
const headers = new Map<Actor, Record<string, string>>()
/** Each route is reached, and nothing behind it happens: these tests are about the door. */
const reached = Symbol('reached')
const doors: Route[] = allRoutes({ openMetrics: false }).map((route) => ({
  ...route,
  handler: async () => Promise.reject(Object.assign(new Error('reached'), { [reached]: true })),
}))

beforeAll(async () => {
  api = await testApi()
  const admin = await joinAs(api, 'admin')
  const viewer = await joinAs(api, 'viewer')
  headers.set('anonymous', {}).set('admin', admin).set('viewer', viewer).set('nonsense', { authorization: 'Bearer nonsense' })
  headers.set('local', { authorization: `Bearer ${api.context.localToken}` })
  headers.set('viewer token', await tokenOf(viewer, 'viewer')).set('admin token', await tokenOf(admin, 'admin'))
  const removed = await tokenOf(admin, 'admin')
  const { items } = (await (await api.request('GET', '/api/v2/tokens', { headers: admin })).json()) as { items: { id: number }[] }
  await api.request('DELETE', `/api/v2/tokens/${items[0]?.id}`, { headers: admin })
  headers.set('removed token', removed)
  const { apiToken } = await api.context.control.addSource({
    type: 'openlineage',
    name: 'x',
    baseUrl: null,
    syncMode: 'continuous',
    createdBy: null,
  })
  headers.set('source token', { authorization: `Bearer ${apiToken}` })
  headers.set('signed out', await signedOut())
  const disabled = await joinAs(api, 'admin', 'gone@example.com')
  const people = await api.context.control.listPeople({})
  await api.context.control.changePerson({ id: people.find((p) => p.email === 'gone@example.com')?.id ?? 0, disabled: true })
  headers.set('disabled', disabled)
  await expireSome(admin)
})
afterAll(() => api.close())

async function tokenOf(of: Record<string, string>, role: 'admin' | 'viewer', expiresInDays = 30): Promise<Record<string, string>> {
  const made = await api.request('POST', '/api/v2/tokens', { json: { name: 'test', role, expiresInDays }, headers: of })
  return { authorization: `Bearer ${((await made.json()) as { token: string }).token}` }
}

async function signedOut(): Promise<Record<string, string>> {
  const left = await joinAs(api, 'admin', 'left@example.com')
  expect((await api.request('DELETE', '/api/v2/session', { headers: left })).status).toBe(204)
  return left
}

/** Makes a session and a token in the past, so that they have ended now while the others hold. */
async function expireSome(admin: Record<string, string>): Promise<void> {
  const now = api.clock.now
  api.clock.now = now - 8 * 24 * 3_600_000
  const control = api.context.control
  const { token } = await control.addToken({ personId: null, name: 'old', role: 'admin', expiresInDays: 1 })
  const link = await control.addPerson({ name: 'Old', email: 'old@example.com', role: 'admin' })
  const old = await control.acceptLink({
    token: link.token,
    name: 'Old',
    email: '',
    password: 'ochre-river-stones-41',
    from: 'x',
    client: null,
  })
  api.clock.now = now
  headers.set('expired token', { authorization: `Bearer ${token}` })
  headers.set('expired session', { ...admin, cookie: `headwater_${api.context.instanceId}=${old.token}` })
}

describe('each route lets in whom it says and nobody else', () => {
  test.each(anyone)('%s', async (actor) => {
    const app = buildApi({ ...api.context, logger: silent() }, doors)
    const wrong: string[] = []
    for (const route of doors) {
      const open = allowed[route.access].includes(actor)
      const status = await knock(app, route, headers.get(actor) ?? {})
      // A door that opened leads to the handler (500 here) or to a complaint about what was sent.
      const got = status === 401 || status === 403 ? 'closed' : 'open'
      const presentsBadToken = route.access === 'public' && route.method !== 'GET' && (headers.get(actor)?.['authorization'] ?? '') !== ''
      if (!presentsBadToken && got !== (open ? 'open' : 'closed')) wrong.push(`${route.method} ${route.path}: ${status}`)
    }
    expect(wrong).toEqual([])
  })
})

function silent(): TestApi['context']['logger'] {
  return api.context.logger.child({}, { level: 'silent' })
}

async function knock(app: ReturnType<typeof buildApi>, route: Route, credentials: Record<string, string>): Promise<number> {
  const path = route.path.replace(/:\w+/g, '1')
  const sends = route.method !== 'GET' && route.method !== 'DELETE'
  const own = { host: 'headwater.test', ...credentials, ...(sends ? { 'content-type': 'application/json' } : {}) }
  const response = await app.request(`http://headwater.test${path}`, {
    method: route.method,
    headers: own,
    ...(sends ? { body: '{}' } : {}),
  })
  await response.body?.cancel()
  return response.status
}

test('what answers without a credential is known by name', () => {
  const open = allRoutes({ openMetrics: false })
    .filter((route) => route.access === 'public')
    .map((route) => `${route.method} ${route.path}`)
  expect(open.toSorted()).toEqual([
    'GET /api/v2/invite',
    // these three want the signature of a link
    'GET /embed/lineage',
    'GET /embed/lineage.png',
    'GET /embed/lineage.svg',
    'GET /healthz',
    'GET /readyz',
    'POST /api/v2/invite',
    'POST /api/v2/session',
  ])
})

test('the server does not start with a route that does not say who may call it', () => {
  const route = defineRoute({
    method: 'GET',
    path: '/api/v2/x',
    access: 'viewer',
    summary: 'x',
    response: z.object({}),
    handler: async () => ({}),
  })
  const { access: _, ...without } = route
  expect(() => buildApi(api.context, [without as Route])).toThrow(/who may call it/)
  expect(() => buildApi(api.context, [route, route])).toThrow(/declared once/)
})

test('unknown addresses of the API say nothing to strangers, and help those who may ask', async () => {
  expect((await api.request('GET', '/api/v2/nothing')).status).toBe(401)
  expect((await api.request('PUT', '/api/v2/session', { json: {} })).status).toBe(401)
  const wrong = await api.local('PUT', '/api/v2/session', {})
  expect(wrong.status).toBe(405)
  expect(wrong.headers.get('allow')).toBe('GET, POST, DELETE')
  expect((await api.local('GET', '/api/v2/nothing')).status).toBe(404)
})

test.each([
  '/api/v2/people/',
  '/api/v2//people',
  '/API/v2/people',
  '/api/v2/people;x',
  '/api/v2/%70eople',
  '/api/v2/./people',
  '/x/../api/v2/people',
  '/api/v2/people%2f',
  '/api/v2/people%00',
])('%s is not a way round the door', async (path) => {
  const response = await api.request('GET', path)
  expect([401, 404]).toContain(response.status)
  expect(await response.text()).not.toContain('example.com')
})
