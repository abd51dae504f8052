import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eventually } from '../../test/harness/eventually.ts'
import { freePort } from '../../test/harness/net.ts'
import { closeStreams, streamEvents } from './sse.ts'
import { joinAs, testApi } from './test-context.ts'
import type { TestApi } from './test-context.ts'

let api: TestApi
beforeEach(async () => {
  api = await testApi({ env: { HEADWATER_MAX_STREAM_CLIENTS: '3' } })
})
afterEach(async () => {
  closeStreams()
  await api.close()
})

/** Reads a stream as it comes; `messages` grows. */
function follow(response: Response): { messages: { name: string; data: unknown }[]; ended: Promise<void>; cancel(): Promise<void> } {
  const messages: { name: string; data: unknown }[] = []
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader()
  let text = ''
  const read = async (): Promise<void> => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += Buffer.from(part.value).toString()
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
        if (name !== undefined && data !== undefined) messages.push({ name, data: JSON.parse(data) as unknown })
        text = text.slice(end + 2)
      }
    }
  }
  return { messages, ended: read(), cancel: () => reader.cancel() }
}

const addSource = async (): Promise<number> =>
  ((await (await api.local('POST', '/api/v2/sources', { name: 'x' })).json()) as { source: { id: number } }).source.id
const clients = async (): Promise<number> => (await api.context.metrics.streamClients.get()).values[0]?.value ?? 0

describe('the ladder', () => {
  test('comes at once and again with news, also to who comes back', async () => {
    const id = await addSource()
    const stream = follow(await api.local('GET', `/api/v2/sources/${id}/ladder/stream`))
    await eventually(() => stream.messages.length === 1)
    await api.context.control.recordProgress({
      items: [{ sourceId: id, step: 'request', at: Date.now(), detail: 'from 10.0.0.1', link: null }],
    })
    for (let i = 0; i < 20; i++) api.context.hub.publish(`ladder:${id}`)
    await eventually(() => stream.messages.length === 2)
    expect(stream.messages[1]).toMatchObject({
      name: 'ladder',
      data: { steps: [{ key: 'request', state: 'reached', detail: 'from 10.0.0.1' }, {}, {}, {}, {}, {}, {}, {}, {}] },
    })
    await stream.cancel()
    const again = follow(await api.local('GET', `/api/v2/sources/${id}/ladder/stream`))
    await eventually(() => again.messages.length === 1)
    expect(again.messages[0]).toMatchObject({ data: { steps: [{ state: 'reached' }, {}, {}, {}, {}, {}, {}, {}, {}] } })
    await again.cancel()
    expect(api.context.hub.listeners()).toBe(0)
  })

  test('ends when the source is removed', async () => {
    const id = await addSource()
    const stream = follow(await api.local('GET', `/api/v2/sources/${id}/ladder/stream`))
    await eventually(() => stream.messages.length === 1)
    await api.local('DELETE', `/api/v2/sources/${id}`)
    await stream.ended
    expect((await api.local('GET', `/api/v2/sources/${id}/ladder/stream`)).status).toBe(404)
  })
})

test('a sync is shown until it ends, also when another process runs it', async () => {
  const sync = await api.context.control.insertSync({ kind: 'metadata', sourceId: null, eventsTotal: 10, startedBy: null })
  const stream = follow(await api.local('GET', `/api/v2/syncs/${sync.id}/stream`))
  await eventually(() => stream.messages.length === 1)
  api.context.hub.publish(`sync:${sync.id}`, { ...sync, eventsDone: 5, phase: 'applying' })
  await eventually(() => stream.messages.length === 2)
  expect(stream.messages[1]).toMatchObject({ name: 'sync', data: { eventsDone: 5, phase: 'applying' } })
  await api.context.control.updateSync({ id: sync.id, state: 'complete', phase: 'done' })
  await stream.ended
  expect(stream.messages.at(-1)).toMatchObject({ data: { state: 'complete' } })
})

test('there are only so many, and places come free', async () => {
  const id = await addSource()
  const streams = []
  for (let i = 0; i < 3; i++) streams.push(follow(await api.local('GET', `/api/v2/sources/${id}/ladder/stream`)))
  const refused = await api.local('GET', `/api/v2/sources/${id}/ladder/stream`)
  expect(refused.status).toBe(503)
  expect(await refused.json()).toMatchObject({ code: 'too_many_streams' })
  expect(await clients()).toBe(3)
  for (const stream of streams) await stream.cancel()
  expect(await clients()).toBe(0)
  const again = await api.local('GET', `/api/v2/sources/${id}/ladder/stream`)
  expect(again.status).toBe(200)
  await again.body?.cancel()
})

test('ends with the session, soon', async () => {
  const viewer = await joinAs(api, 'viewer')
  let allowed = true
  const response = streamEvents(api.context, {
    signal: new AbortController().signal,
    heartbeatMs: 5,
    stillAllowed: async () => allowed,
    open: () => () => undefined,
  })
  const stream = follow(response)
  allowed = (await api.request('GET', '/api/v2/session', { headers: viewer })).status === 401
  await stream.ended
  expect(await clients()).toBe(0)
})

test('a reader that has stopped reading is cut off', async () => {
  let sent = 0
  let closed = false
  const response = streamEvents(api.context, {
    signal: new AbortController().signal,
    open: (stream) => {
      for (; sent < 2_000; sent++) stream.send('x', 'y'.repeat(100))
      return () => {
        closed = true
      }
    },
  })
  await eventually(() => closed)
  expect(await clients()).toBe(0)
  await response.body?.cancel().catch(() => undefined)
})

describe('a test event', () => {
  let server: http.Server
  const seen: { authorization: string | undefined; body: string; url: string | undefined }[] = []
  let answer: { status: number; body: string; headers?: Record<string, string> }
  beforeEach(async () => {
    seen.length = 0
    answer = { status: 201, body: '{"status":"accepted","position":7}' }
    server = http.createServer(async (request, response) => {
      let body = ''
      for await (const part of request) body += String(part)
      seen.push({ authorization: request.headers.authorization, body, url: request.url })
      response.writeHead(answer.status, answer.headers).end(answer.body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  const port = (): number => (server.address() as AddressInfo).port
  const send = async (id: number) => (await (await api.local('POST', `/api/v2/sources/${id}/test-event`, {})).json()) as object

  test('goes to the address that producers are told, with a token of the source, marked as a test', async () => {
    const id = await addSource()
    await api.local('PATCH', '/api/v2/server', { publicUrl: `http://127.0.0.1:${port()}` })
    expect(await send(id)).toMatchObject({ ok: true, status: 201, url: `http://127.0.0.1:${port()}/api/v1/lineage`, position: 7 })
    expect(seen[0]?.url).toBe('/api/v1/lineage')
    expect(api.context.gate.check(seen[0]?.authorization)).toMatchObject({ ok: true, sourceId: id })
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ eventType: 'COMPLETE', run: { facets: { headwater_test: {} } } })
    api.clock.now += 61_000
    expect(api.context.gate.check(seen[0]?.authorization).ok).toBe(false)
  })

  test('says why when that address does not answer, and where it does', async () => {
    const id = await addSource()
    await api.local('PATCH', '/api/v2/server', { publicUrl: `http://127.0.0.1:${await freePort()}` })
    expect(await send(id)).toMatchObject({
      ok: false,
      answer: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1\/lineage cannot be reached from here \(nothing listens there\)/),
    })
  })

  test('a redirect is no success: producers lose events there', async () => {
    const id = await addSource()
    answer = { status: 301, body: '', headers: { location: 'https://elsewhere.example.com/' } }
    await api.local('PATCH', '/api/v2/server', { publicUrl: `http://127.0.0.1:${port()}` })
    expect(await send(id)).toMatchObject({ ok: false, status: 301, answer: expect.stringMatching(/^Redirected to https:\/\/elsewhere/) })
    expect(seen).toHaveLength(1)
  })
})
