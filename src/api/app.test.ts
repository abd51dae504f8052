import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { defineRoute } from './route.ts'
import { allRoutes } from './routes.ts'
import { testApi } from './test-context.ts'
import type { TestApi } from './test-context.ts'

let api: TestApi
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-dist-'))
const script = `export const x = ${JSON.stringify('a'.repeat(5000))}`

const echo = defineRoute({
  method: 'POST',
  path: '/api/v2/test/echo',
  access: 'viewer',
  summary: 'x',
  query: z.object({ n: z.coerce.number().int().optional(), cursor: z.string().optional() }),
  body: z.object({ text: z.string().max(10).optional(), list: z.array(z.object({ a: z.number() })).optional() }),
  response: z.object({ body: z.unknown() }),
  handler: async ({ body, query }) => {
    decodeCursor('echo', z.tuple([z.number()]), query.cursor)
    return { body }
  },
})
const fails = defineRoute({
  method: 'GET',
  path: '/api/v2/test/fails',
  access: 'viewer',
  summary: 'x',
  response: z.object({}),
  handler: async () => Promise.reject(new Error('secret detail /var/lib/x SELECT')),
})

beforeAll(async () => {
  fs.mkdirSync(path.join(root, 'assets'))
  fs.writeFileSync(
    path.join(root, 'index.html'),
    '<!doctype html><html><head><meta name="csp-nonce" content="__CSP_NONCE__" /></head><body></body></html>',
  )
  fs.writeFileSync(path.join(root, 'assets/main-Ab3dEf9h.js'), script)
  fs.writeFileSync(path.join(root, 'logo.svg'), '<svg/>')
  fs.writeFileSync(path.join(root, '.secret'), 'x')
  api = await testApi({ routes: [...allRoutes({ openMetrics: false }), echo, fails], context: { webRoot: root } })
})
afterAll(async () => {
  await api.close()
  fs.rmSync(root, { recursive: true })
})

describe('every answer, errors too', () => {
  const everything: readonly (readonly [string, string])[] = [
    ['GET', '/'],
    ['GET', '/jobs'],
    ['GET', '/assets/main-Ab3dEf9h.js'],
    ['GET', '/assets/none.js'],
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/metrics'],
    ['GET', '/api/openapi.json'],
    ['GET', '/api/v2/session'],
    ['GET', '/api/v2/nothing'],
    ['POST', '/api/v2/session'],
    ['DELETE', '/nothing'],
    ['GET', '/%E0%A4%A'],
    ['OPTIONS', '/api/v2/session'],
    ['GET', '/api/v2/invite?token=x'],
  ]
  test.each(everything)('%s %s has the headers that keep a browser safe', async (method, url) => {
    const { headers } = await api.request(method, url)
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ])
      expect(policy).toContain(part)
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).not.toBeNull()
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{12}$/)
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('an error of ours tells the caller nothing but where to look', async () => {
    const answer = await api.local('GET', '/api/v2/test/fails')
    const body = await answer.text()
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(body).not.toMatch(/secret|SELECT|\/var|at .*\.ts/)
    const { requestId } = JSON.parse(body) as { requestId: string }
    expect(requestId).toBe(answer.headers.get('x-request-id'))
    expect(api.log.find((line) => line.includes(requestId))).toContain('secret detail')
  })
})

describe('the pages', () => {
  test('a page has a nonce of its own, in the header and where the styles find it', async () => {
    const [a, b] = [await api.request('GET', '/'), await api.request('GET', '/datasets?name=x', { headers: { accept: 'text/html' } })]
    const html = await a.text()
    const nonce = /<meta name="csp-nonce" content="([^"]+)">/.exec(html)?.[1] ?? '?'
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(a.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(a.headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(await b.text()).not.toContain(nonce)
    expect(html).not.toContain('__CSP_NONCE__')
  })

  test('assets with a hash in the name are kept for ever, the others are asked for again', async () => {
    const asset = await api.request('GET', '/assets/main-Ab3dEf9h.js')
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    const logo = await api.request('GET', '/logo.svg')
    expect(logo.headers.get('cache-control')).toBe('no-cache')
    const again = await api.request('GET', '/logo.svg', { headers: { 'if-none-match': logo.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('assets are sent as %s to who takes it', async (encoding, unpack) => {
    const asset = await api.request('GET', '/assets/main-Ab3dEf9h.js', { headers: { 'accept-encoding': `${encoding}, identity` } })
    expect(asset.headers.get('content-encoding')).toBe(encoding)
    expect(asset.headers.get('vary')).toBe('accept-encoding')
    expect(unpack(await asset.arrayBuffer()).toString()).toBe(script)
    expect(
      (await api.request('GET', '/assets/main-Ab3dEf9h.js', { headers: { 'accept-encoding': `${encoding};q=0` } })).headers.get(
        'content-encoding',
      ),
    ).toBeNull()
  })

  test.each([
    '/assets/none-Ab3dEf9h.js',
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/assets/..%5c..%5cx.js',
    '/.secret',
    '/assets/',
    '/index.html.map',
    '//etc/passwd.txt',
    '/assets/main-Ab3dEf9h.js%00.css',
  ])('%s is no file of ours', async (url) => {
    const answer = await api.request('GET', url, { headers: { accept: 'text/css' } })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  test('without built pages the start page says what to do', async () => {
    const bare = await testApi()
    const answer = await bare.request('GET', '/')
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('npm run build')
    await bare.close()
  })
})

describe('what is sent is checked', () => {
  const code = async (url: string, init: { json?: unknown; body?: string; type?: string }): Promise<unknown> => {
    const headers = { authorization: `Bearer ${api.context.localToken}` }
    const answer =
      init.body === undefined
        ? await api.request('POST', url, { json: init.json, headers })
        : await raw(url, init.body, init.type ?? 'application/json')
    const { status, code: name, pointer } = (await answer.json()) as { status?: number; code?: string; pointer?: string }
    return name === undefined ? answer.status : `${status} ${name}${pointer === undefined ? '' : ` ${pointer}`}`
  }
  const raw = async (url: string, body: string, type: string): Promise<Response> => {
    const { buildApi } = await import('./app.ts')
    return buildApi(api.context, api.routes).request(`http://headwater.test${url}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${api.context.localToken}`, 'content-type': type },
    })
  }

  test.each<[string, string, unknown, string | number]>([
    ['a right body', '', { text: 'x' }, 200],
    ['no body where none is needed', '', undefined, 200],
    ['an unknown member', '', { texd: 'x' }, '400 member_unknown /body/texd'],
    ['a value that is too long', '', { text: 'x'.repeat(11) }, '400 body_not_valid /body/text'],
    ['a wrong value deep inside', '', { list: [{ a: 1 }, { a: 'x' }] }, '400 body_not_valid /body/list/1/a'],
    ['an array', '', [], '400 body_not_valid /body'],
    ['NUL', '', { text: 'a\0' }, '400 text_not_valid'],
    ['half a character', '', { text: '\ud800' }, '400 text_not_valid'],
    ['an unknown parameter', '?m=1', {}, '400 query_unknown /query/m'],
    ['a parameter twice', '?n=1&n=2', {}, '400 query_repeated /query/n'],
    ['a wrong parameter', '?n=x', {}, '400 query_not_valid /query/n'],
    ['__proto__ as parameter', '?__proto__=1', {}, '400 query_unknown /query/__proto__'],
    ['a malformed cursor', '?cursor=%22', {}, '400 cursor_malformed /query/cursor'],
    ['a cursor of another list', `?cursor=${encodeCursor('jobs', [1])}`, {}, '400 cursor_malformed /query/cursor'],
    ['a cursor with other values', `?cursor=${encodeCursor('echo', ['x'])}`, {}, '400 cursor_malformed /query/cursor'],
    ['a right cursor', `?cursor=${encodeCursor('echo', [1])}`, {}, 200],
  ])('%s', async (_, query, json, expected) => {
    expect(await code(`/api/v2/test/echo${query}`, { json })).toBe(expected)
  })

  test.each<[string, string, string]>([
    ['not JSON', '{', '400 not_json'],
    ['not UTF-8', '\udc80{}', '400 not_json'],
    ['too large', `"${'x'.repeat(1024 * 1024)}"`, '413 too_large'],
    ['__proto__ as member', '{"__proto__":{"text":"x"}}', '400 member_unknown /body/__proto__'],
  ])('%s', async (_, body, expected) => {
    expect(await code('/api/v2/test/echo', { body })).toBe(expected)
    expect(({} as Record<string, unknown>)['text']).toBeUndefined()
  })

  test('other media types are refused by name', async () => {
    expect(await code('/api/v2/test/echo', { body: '<x/>', type: 'application/xml' })).toBe('415 json_only')
    expect(await code('/api/v2/test/echo', { body: '{}', type: 'Application/JSON; charset=UTF-8' })).toBe(200)
  })
})

test('cursors carry any name', () => {
  for (const value of ['', 'ü', '😀', 'a\0b', '__proto__', 'x'.repeat(2000), '\ud800']) {
    expect(decodeCursor('l', z.tuple([z.string(), z.null()]), encodeCursor('l', [value, null]))).toEqual([value, null])
  }
  expect(decodeCursor('l', z.tuple([z.string()]), undefined)).toBeNull()
})

describe('for operators', () => {
  test('alive and ready answer anyone, figures and the description do not', async () => {
    expect(await (await api.request('GET', '/healthz')).json()).toEqual({ status: 'ok' })
    expect((await api.request('GET', '/readyz')).status).toBe(200)
    expect((await api.request('GET', '/metrics')).status).toBe(401)
    const metrics = await api.local('GET', '/metrics')
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain/)
    expect((await metrics.text()).includes('headwater_http_seconds_count{method="GET",route="/healthz",status="200"}')).toBe(true)
  })

  test('not ready says why, with 503', async () => {
    const other = await testApi({
      context: { ready: async () => ({ ready: false, why: ['The event log cannot be written: disk full.'] }) },
      env: { HEADWATER_OPEN_METRICS: 'true' },
    })
    const answer = await other.request('GET', '/readyz')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ ready: false, why: ['The event log cannot be written: disk full.'] })
    expect((await other.request('GET', '/metrics')).status).toBe(200)
    await other.close()
  })

  test('the description has every route with what it takes, answers and who may call', async () => {
    const document = (await (await api.local('GET', '/api/openapi.json')).json()) as {
      openapi: string
      paths: Record<string, Record<string, { 'x-access': string; operationId: string; responses: object }>>
    }
    expect(document.openapi).toBe('3.1.0')
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(operations).toHaveLength(allRoutes({ openMetrics: false }).length)
    expect(new Set(operations.map((o) => o.operationId)).size).toBe(operations.length)
    expect(document.paths['/api/v2/sources/{id}/rotate']?.['post']).toMatchObject({
      'x-access': 'admin',
      parameters: [{ name: 'id', in: 'path', required: true }],
      requestBody: { content: { 'application/json': {} } },
    })
  })
})
