import { afterEach, beforeEach, expect, test } from 'vitest'
import { browserHeaders, joinAs, testApi, testOrigin, testPassword } from './test-context.ts'
import type { TestApi } from './test-context.ts'

let api: TestApi
beforeEach(async () => {
  api = await testApi()
})
afterEach(() => api.close())

const statusOf = async (headers: Record<string, string>): Promise<number> =>
  (await api.request('GET', '/api/v2/session', { headers })).status
const problem = async (response: Response): Promise<{ status: number; code: string; detail: string; fix: string; requestId: string }> =>
  (await response.json()) as never

test('from the first link to the end of the session', async () => {
  const link = await api.context.control.firstAdminLink({})
  const invite = await api.request('GET', `/api/v2/invite?token=${link?.token}`)
  expect(await invite.json()).toMatchObject({ purpose: 'first-admin', email: null })
  const joined = await api.request('POST', '/api/v2/invite', {
    json: { token: link?.token, name: 'Ann', email: 'ann@example.com', password: testPassword },
  })
  expect(joined.status).toBe(200)
  expect(await joined.clone().json()).toMatchObject({ role: 'admin', via: 'cookie', person: { name: 'Ann' } })
  const headers = browserHeaders(joined)
  expect(await statusOf(headers)).toBe(200)
  const left = await api.request('DELETE', '/api/v2/session', { headers })
  expect(left.status).toBe(204)
  expect(left.headers.get('set-cookie')).toMatch(/Max-Age=0/)
  expect(await statusOf(headers)).toBe(401)
  const again = await api.request('POST', '/api/v2/invite', {
    json: { token: link?.token, name: 'Eve', email: 'eve@example.com', password: testPassword },
  })
  expect(await problem(again)).toMatchObject({ status: 404, code: 'link_not_valid' })
})

test('the cookie is out of reach of scripts and of other sites, and of plain http where https is used', async () => {
  await joinAs(api, 'viewer')
  const signIn = await api.request('POST', '/api/v2/session', { json: { email: 'viewer@example.com', password: testPassword } })
  const cookie = signIn.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(
    new RegExp(`^headwater_${api.context.instanceId}=[A-Za-z0-9_-]{43}; HttpOnly; SameSite=Lax; Path=/; Max-Age=604800$`),
  )
  await api.local('PATCH', '/api/v2/server', { publicUrl: 'https://headwater.example.com' })
  const secure = await api.request('POST', '/api/v2/session', { json: { email: 'viewer@example.com', password: testPassword } })
  expect(secure.headers.get('set-cookie')).toMatch(/; Secure$/)
  expect(secure.headers.get('strict-transport-security')).toMatch(/^max-age=/)
})

test('each sign-in has a session of its own; signing out everywhere ends them all', async () => {
  const first = await joinAs(api, 'viewer')
  const second = browserHeaders(
    await api.request('POST', '/api/v2/session', { json: { email: 'viewer@example.com', password: testPassword } }),
  )
  expect(second['cookie']).not.toBe(first['cookie'])
  const all = await api.request('DELETE', '/api/v2/session/all', { headers: first })
  expect(await all.json()).toEqual({ ended: 2 })
  expect([await statusOf(first), await statusOf(second)]).toEqual([401, 401])
})

test('a new password ends the other sessions and keeps this one going under a new id', async () => {
  const first = await joinAs(api, 'viewer')
  const other = browserHeaders(
    await api.request('POST', '/api/v2/session', { json: { email: 'viewer@example.com', password: testPassword } }),
  )
  const changed = await api.request('PUT', '/api/v2/account/password', {
    json: { current: testPassword, next: 'another-ochre-river-7' },
    headers: first,
  })
  expect(changed.status).toBe(200)
  expect([await statusOf(first), await statusOf(other), await statusOf(browserHeaders(changed))]).toEqual([401, 401, 200])
  const wrong = await api.request('PUT', '/api/v2/account/password', {
    json: { current: 'x', next: 'another-ochre-river-8' },
    headers: browserHeaders(changed),
  })
  expect(await problem(wrong)).toMatchObject({ status: 403, code: 'wrong_password' })
})

test('guessing is slowed down, and an unknown person is answered like a known one', async () => {
  await joinAs(api, 'viewer')
  const guess = (email: string) => api.request('POST', '/api/v2/session', { json: { email, password: 'wrong-wrong-wrong' } })
  const known = await problem(await guess('viewer@example.com'))
  const unknown = await problem(await guess('nobody@example.com'))
  expect({ ...known, requestId: '' }).toEqual({ ...unknown, requestId: '' })
  for (let i = 0; i < 4; i++) await guess('viewer@example.com')
  const limited = await guess('viewer@example.com')
  expect(limited.status).toBe(429)
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await problem(limited)).toMatchObject({ code: 'too_many_tries', fix: expect.stringMatching(/Try again in \d+ s/) })
})

const foreign: readonly (readonly [string, Record<string, string>])[] = [
  ['another origin', { origin: 'https://evil.example.com' }],
  ['another origin that says same-site', { origin: 'https://evil.headwater.test', 'sec-fetch-site': 'same-site' }],
  ['cross-site', { origin: testOrigin, 'sec-fetch-site': 'cross-site' }],
  ['another port', { origin: 'http://headwater.test:81' }],
  ['null origin', { origin: 'null' }],
  ['a typed address', { 'sec-fetch-site': 'none' }],
  ['no word of where it comes from', {}],
]
test.each(foreign)('with a cookie, a change from %s is refused', async (_, headers) => {
  const { cookie } = await joinAs(api, 'admin')
  const before = await api.context.control.listSources({})
  const answer = await api.request('POST', '/api/v2/sources', { json: { name: 'x' }, headers: { cookie: cookie ?? '', ...headers } })
  expect(await problem(answer)).toMatchObject({ status: 403, code: 'foreign_origin' })
  expect(await api.context.control.listSources({})).toEqual(before)
})

test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', 'TEXT/PLAIN;charset=utf-8', ''])(
  'with a cookie, a body sent as "%s" is refused',
  async (type) => {
    const headers = await joinAs(api, 'admin')
    const answer = await api.request('POST', '/api/v2/sources', {
      headers: { ...headers, ...(type === '' ? {} : { 'content-type': type }) },
    })
    expect(answer.status).toBe(415)
  },
)

test('a foreign page cannot sign a browser in', async () => {
  await joinAs(api, 'viewer')
  const json = { email: 'viewer@example.com', password: testPassword }
  expect((await api.request('POST', '/api/v2/session', { json, headers: { origin: 'https://evil.example.com' } })).status).toBe(403)
  expect((await api.request('POST', '/api/v2/session', { json })).status).toBe(200)
})

test('behind a proxy that changes Host, the public URL is our own origin too', async () => {
  await api.local('PATCH', '/api/v2/server', { publicUrl: 'https://headwater.example.com' })
  const { cookie } = await joinAs(api, 'admin')
  const answer = await api.request('POST', '/api/v2/sources', {
    json: { name: 'x' },
    headers: { cookie: cookie ?? '', origin: 'https://headwater.example.com' },
  })
  expect(answer.status).toBe(201)
})

test('a bad token is refused even beside a good cookie', async () => {
  const headers = await joinAs(api, 'admin')
  const answer = await api.request('GET', '/api/v2/session', { headers: { ...headers, authorization: 'Bearer null' } })
  expect(await problem(answer)).toMatchObject({ status: 401, code: 'token_malformed' })
  expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
})

test('a token of a viewer cannot make tokens, and nobody makes one above their role', async () => {
  const viewer = await joinAs(api, 'viewer')
  const above = await api.request('POST', '/api/v2/tokens', { json: { name: 'x', role: 'admin' }, headers: viewer })
  expect(await problem(above)).toMatchObject({ status: 403, code: 'above_own_role' })
  const made = await api.request('POST', '/api/v2/tokens', { json: { name: 'x', role: 'viewer' }, headers: viewer })
  expect(made.status).toBe(201)
  const { token, item } = (await made.json()) as { token: string; item: { prefix: string } }
  expect(token.startsWith(item.prefix)).toBe(true)
  const chain = await api.request('POST', '/api/v2/tokens', {
    json: { name: 'y', role: 'viewer' },
    headers: { authorization: `Bearer ${token}` },
  })
  expect(await problem(chain)).toMatchObject({ status: 403, code: 'sign_in_first' })
})

test('nothing secret reaches the log', async () => {
  const admin = await joinAs(api, 'admin')
  const made = (await (await api.request('POST', '/api/v2/sources', { json: { name: 'x' }, headers: admin })).json()) as {
    apiToken: string
  }
  const own = (await (await api.request('POST', '/api/v2/tokens', { json: { name: 'x', role: 'admin' }, headers: admin })).json()) as {
    token: string
  }
  await api.request('POST', '/api/v2/session', { json: { email: 'admin@example.com', password: 'wrong-canary-password' } })
  await api.request('GET', `/api/v2/invite?token=${own.token}`)
  api.context.logger.error(
    {
      err: new Error(`connect postgresql://u:canary-dsn@h/db with Bearer ${made.apiToken}`),
      authorization: 'canary-header',
      headers: { cookie: 'canary-cookie' },
    },
    `body of ${own.token}`,
  )
  const text = api.log.join('\n')
  expect(api.log.length).toBeGreaterThan(5)
  for (const secret of [
    made.apiToken,
    own.token,
    own.token.slice(12),
    'canary',
    testPassword,
    admin['cookie']?.split('=')[1] ?? '?',
    api.context.localToken,
  ])
    expect(text).not.toContain(secret)
  expect(text).toContain(made.apiToken.slice(0, 8))
})

test('behind a trusted proxy each sender has tries of their own; others cannot pretend', async () => {
  const guess = (at: TestApi, email: string, forwarded: string) =>
    at.request('POST', '/api/v2/session', { json: { email, password: 'wrong-wrong-wrong' }, headers: { 'x-forwarded-for': forwarded } })
  const proxied = await testApi({ env: { HEADWATER_TRUSTED_PROXIES: '127.0.0.0/8' } })
  for (let i = 0; i < 22; i++) await guess(proxied, `a${i}@example.com`, '203.0.113.1')
  expect((await guess(proxied, 'b@example.com', '203.0.113.1')).status).toBe(429)
  expect((await guess(proxied, 'c@example.com', '203.0.113.2')).status).toBe(401)
  await proxied.close()
  for (let i = 0; i < 22; i++) await guess(api, `a${i}@example.com`, `203.0.113.${i}`)
  expect((await guess(api, 'c@example.com', '203.0.113.99')).status).toBe(429)
})
