/** Bodies that are large, packed, cut, slow or too many (reference: reliability, hostile and odd input). */
import net from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../harness/eventually.ts'
import { eventText, readAnswer, removeIntake, someEvent, startIntake } from './running.ts'
import type { IntakeServer } from './running.ts'

const mib = 1024 ** 2
const bodyTimeoutMs = 2_000
let server: IntakeServer

beforeAll(async () => {
  server = await startIntake({ headerTimeoutMs: 1_000, bodyTimeoutMs })
})
afterAll(() => removeIntake(server))

let asked = 0
const address = (): string => `/api/v1/lineage?bound=${++asked}`
const headOf = (url: string, ...headers: string[]): string =>
  [`POST ${url} HTTP/1.1`, 'Content-Type: application/json', ...headers].join('\n')

/** An event of exactly so many bytes. */
function eventOf(bytes: number): Buffer {
  const event = eventText({ producer: '' })
  return Buffer.from(event.replace('"producer":""', `"producer":"${'x'.repeat(bytes - event.length)}"`))
}

async function expectKept(url: string, code: string, more: { status: number; retriable?: boolean; source?: number | null }): Promise<void> {
  const { status, retriable = false, source = server.source.id } = more
  expect(await server.rejectionAt(url)).toMatchObject({ code, status, retriable, sourceId: source })
}

describe('size', () => {
  test('32 MiB are taken and kept byte for byte, one byte more is 413 without Retry-After, and the sender sees it', async () => {
    const most = eventOf(32 * mib)
    const taken = await server.post(most)
    const { position } = (await taken.json()) as { position: number }
    expect([taken.status, (await server.body(position)).equals(most)]).toEqual([201, true])

    const url = address()
    const tooMuch = eventOf(32 * mib + 1)
    const refused = await server.raw(headOf(url, `Content-Length: ${tooMuch.length}`), tooMuch)
    expect([refused.status, refused.headers['connection'], refused.headers['retry-after']]).toEqual([413, 'close', undefined])
    await expectKept(url, 'too_large', { status: 413 })

    const chunkedAt = address()
    const chunked = await server.raw(headOf(chunkedAt, 'Transfer-Encoding: chunked'), chunks(tooMuch, 4 * mib))
    expect([chunked.status, chunked.headers['connection'], chunked.headers['retry-after']]).toEqual([413, 'close', undefined])
    await expectKept(chunkedAt, 'too_large', { status: 413 })
  })

  test('a sender that reads only when all is sent sees the answer too', async () => {
    const body = eventOf(33 * mib)
    const socket = net.connect(server.port, '127.0.0.1')
    socket.pause()
    const answered = readAnswer(socket)
    socket.pause()
    socket.write(server.headOf(headOf(address(), `Content-Length: ${body.length}`)))
    await new Promise<void>((resolve, reject) => socket.write(body, (error) => (error ? reject(error) : resolve())))
    socket.resume()
    expect((await answered).status).toBe(413)
  })

  test('a head beyond 16 KiB is 431, and written down', async () => {
    const answer = await server.raw(headOf(address(), `X-Padding: ${'x'.repeat(20_000)}`, 'Content-Length: 0'))
    expect([answer.status, JSON.parse(answer.body)]).toEqual([431, expect.objectContaining({ code: 'headers_too_large' })])
    await eventually(async () => (await server.rejections()).some((r) => r.code === 'headers_too_large' && r.status === 431))
  })
})

describe('packed', () => {
  const gzipHead = (url: string, length: number): string => headOf(url, 'Content-Encoding: gzip', `Content-Length: ${length}`)

  test.each([['gzip'], ['GZIP'], ['x-gzip']])('%s, whole and in chunks, keeps the unpacked bytes', async (encoding) => {
    for (const framing of ['length', 'chunked'] as const) {
      const body = Buffer.from(eventText())
      const packed = gzipSync(body)
      const answer =
        framing === 'length'
          ? await server.raw(headOf('/api/v1/lineage', `Content-Encoding: ${encoding}`, `Content-Length: ${packed.length}`), packed)
          : await server.raw(headOf('/api/v1/lineage', `Content-Encoding: ${encoding}`, 'Transfer-Encoding: chunked'), chunks(packed, 7))
      const { position } = JSON.parse(answer.body) as { position: number }
      expect([answer.status, (await server.body(position)).equals(body)]).toEqual([201, true])
    }
  })

  test('packed and plain are the same event', async () => {
    const body = eventText()
    await server.post(body)
    const again = await server.post(gzipSync(body), { headers: { 'content-encoding': 'gzip' } })
    expect(await again.json()).toMatchObject({ duplicate: true })
  })

  test('more than 64 KiB packed, unpacked off the thread that answers', async () => {
    const pad = Array.from({ length: 40_000 }, (_, i) => Math.sin(i).toString(36)).join('')
    const body = Buffer.from(JSON.stringify({ ...someEvent(), pad }))
    const packed = gzipSync(body)
    expect(packed.length).toBeGreaterThan(64 * 1024)
    const answer = await server.post(packed, { headers: { 'content-encoding': 'gzip' } })
    const { position } = (await answer.json()) as { position: number }
    expect([answer.status, (await server.body(position)).equals(body)]).toEqual([201, true])
  })

  test('a bomb of 1 GiB in 1 MB is 413 and never lies in memory', async () => {
    const bomb = packedZeros(1024)
    expect(bomb.length).toBeLessThan(1.2 * mib)
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5)
    const url = address()
    const answer = await server.raw(gzipHead(url, bomb.length), bomb)
    clearInterval(watch)
    expect([answer.status, (JSON.parse(answer.body) as { code: string }).code]).toEqual([413, 'too_large'])
    expect(answer.headers['retry-after']).toBeUndefined()
    expect(most - before).toBeLessThan(2 * 32 * mib + 64 * mib)
    await expectKept(url, 'too_large', { status: 413, retriable: true })
  })

  test('more than 200 to 1 beyond 1 MiB is refused, up to it is taken', async () => {
    const tooDense = gzipSync(Buffer.from(`${eventText().slice(0, -1)},"pad":"${'a'.repeat(8 * mib)}"}`))
    const url = address()
    const refused = await server.raw(gzipHead(url, tooDense.length), tooDense)
    expect([refused.status, refused.headers['retry-after']]).toEqual([413, undefined])
    await expectKept(url, 'ratio_exceeded', { status: 413, retriable: true })
    const dense = gzipSync(Buffer.from(`${eventText().slice(0, -1)},"pad":"${'a'.repeat(mib - 1_000)}"}`))
    expect((await server.raw(gzipHead('/api/v1/lineage', dense.length), dense)).status).toBe(201)
  })

  test.each([
    ['cut', gzipSync(eventText()).subarray(0, -12)],
    ['damaged', damaged(gzipSync(eventText()))],
    ['not packed at all', Buffer.from(eventText())],
    ['empty', Buffer.alloc(0)],
    ['large and damaged', damaged(gzipSync(Buffer.from(Array.from({ length: 40_000 }, (_, i) => Math.sin(i).toString(36)).join(''))))],
  ])('gzip that is %s is 400', async (_, body) => {
    const url = address()
    const answer = await server.raw(gzipHead(url, body.length), body)
    expect([answer.status, (JSON.parse(answer.body) as { code: string }).code]).toEqual([400, 'corrupt_gzip'])
    await expectKept(url, 'corrupt_gzip', { status: 400, retriable: true })
  })

  test('packed twice is not read as if packed once', async () => {
    const url = address()
    const body = gzipSync(gzipSync(eventText()))
    expect((await server.raw(gzipHead(url, body.length), body)).status).toBe(400)
    await expectKept(url, 'not_utf8', { status: 400, retriable: true })
  })
})

describe.concurrent('connections', () => {
  test('a body byte by byte is one event', async () => {
    const body = eventText()
    const socket = net.connect(server.port, '127.0.0.1')
    socket.setNoDelay(true)
    const answered = readAnswer(socket)
    socket.write(server.headOf(headOf('/api/v1/lineage', `Content-Length: ${body.length}`)))
    for (const byte of Buffer.from(body)) await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve))
    expect((await answered).status).toBe(201)
  })

  test('who closes his side after a whole request is answered', async () => {
    const body = eventText()
    const answer = await server.raw(headOf('/api/v1/lineage', `Content-Length: ${body.length}`), body, { end: true })
    expect(answer.status).toBe(201)
  })

  test('who closes it in the middle is written down, and nothing is stored', async () => {
    const url = address()
    const socket = net.connect(server.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.resume()
    socket.write(server.headOf(headOf(url, 'Content-Length: 1000')))
    socket.end('{"job":{"namespace":"n","name":"cut"}}')
    await expectKept(url, 'body_incomplete', { status: 400 })
  })

  test('who vanishes in the middle too', async () => {
    const url = address()
    const socket = net.connect(server.port, '127.0.0.1')
    await new Promise((resolve) => socket.write(`${server.headOf(headOf(url, 'Content-Length: 1000'))}{"job"`, resolve))
    await eventually(() => socket.bytesWritten > 0)
    socket.resetAndDestroy()
    await expectKept(url, 'body_incomplete', { status: 400 })
  })

  test('a body that does not come is 408, and the connection ends', async () => {
    const url = address()
    const started = performance.now()
    const answer = await server.raw(headOf(url, 'Content-Length: 1000'), '{"job":')
    expect([answer.status, answer.headers['connection'], JSON.parse(answer.body)]).toEqual([
      408,
      'close',
      expect.objectContaining({ code: 'body_timeout' }),
    ])
    expect(performance.now() - started).toBeGreaterThan(bodyTimeoutMs * 0.9)
    await expectKept(url, 'body_timeout', { status: 408 })
  })

  test('a head that does not come is 408', async () => {
    const text = await server.conversation('POST /api/v1/lineage HTTP/1.1\r\nHost: x\r\nX-Slow: ')
    expect(text).toMatch(/^HTTP\/1\.1 408 /)
  })

  test.each([
    ['HELLO\r\n\r\n', 400],
    ['GET / HTTP/9.9\r\n\r\n', 400],
    ['POST /api/v1/lineage HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n', 400],
    ['POST /api/v1/lineage HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['POST /api/v1/lineage HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
    ['POST /api/v1/lineage HTTP/1.1\r\n\r\n', 400],
    ['\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', 400],
  ])('what is no HTTP is a fixed answer: %j', async (text, status) => {
    const answer = await server.conversation(Buffer.from(text, 'latin1'))
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer).not.toMatch(/\.ts\b|node_modules|\n +at /)
  })

  test('a chunk that is broken is no event', async () => {
    const url = address()
    const text = await server.conversation(`${server.headOf(headOf(url, 'Transfer-Encoding: chunked'))}5\r\n{"job\r\nZZ\r\n`)
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('Expect: 100-continue is told to go on, and not when the head is refused already', async () => {
    const body = eventText()
    const went = await server.raw(headOf('/api/v1/lineage', `Content-Length: ${body.length}`, 'Expect: 100-continue'), body)
    expect(went.status).toBe(201)
    const refused = await server.raw(headOf(address(), 'Content-Length: 99999999', 'Expect: 100-continue'))
    expect(refused.status).toBe(413)
  })
})

describe('a server with little room', () => {
  let small: IntakeServer
  beforeAll(async () => {
    small = await startIntake({ maxBytesInFlight: mib, maxQueuedRequests: 4 })
  })
  afterAll(() => removeIntake(small))

  /** A request whose body has not come yet; resolves when the server knows of it. */
  async function opened(bytes: number): Promise<net.Socket> {
    const socket = net.connect(small.port, '127.0.0.1')
    socket.on('error', () => undefined)
    const going = new Promise((resolve) => socket.once('data', resolve))
    socket.write(small.headOf(headOf('/api/v1/lineage', `Content-Length: ${bytes}`, 'Expect: 100-continue')))
    await going
    return socket
  }

  test('a body larger than the room is taken where nothing else is under way', async () => {
    expect((await small.post(eventOf(3 * mib))).status).toBe(201)
  })

  test('bytes: 503 with Retry-After before the body is read; room again, and it is taken', async () => {
    const body = eventOf(700_000)
    const first = await opened(body.length)
    const url = address()
    const refused = await small.raw(headOf(url, 'Content-Length: 600000'))
    expect([refused.status, refused.headers['retry-after'], JSON.parse(refused.body)]).toEqual([
      503,
      '2',
      expect.objectContaining({ code: 'overloaded' }),
    ])
    expect(await small.rejectionAt(url)).toMatchObject({ code: 'overloaded', status: 503, retriable: false })
    // A small one still finds room.
    expect((await small.post(eventText())).status).toBe(201)
    const answered = readAnswer(first)
    first.write(body)
    expect((await answered).status).toBe(201)
    expect((await small.post(eventOf(600_000))).status).toBe(201)
  })

  test('bodies without a length count as they come', async () => {
    const socket = await openedChunked()
    const refused = await eventually(async () => {
      const answer = await small.post(eventOf(300_000))
      return answer.status === 503 ? answer : null
    })
    expect(refused.headers.get('retry-after')).toBe('2')
    socket.destroy()
    await eventually(async () => (await small.post(eventOf(300_000))).status === 201)
  })

  async function openedChunked(): Promise<net.Socket> {
    const socket = net.connect(small.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(small.headOf(headOf('/api/v1/lineage', 'Transfer-Encoding: chunked')))
    socket.write(`${(900_000).toString(16)}\r\n${' '.repeat(900_000)}\r\n`)
    return socket
  }

  test('requests: the fifth at one time is 503', async () => {
    const sockets = await Promise.all([1, 2, 3, 4].map(() => opened(10)))
    const refused = await small.post(eventText())
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
    for (const socket of sockets) socket.destroy()
    await eventually(async () => (await small.post(eventText())).status === 201)
  })
})

test('what a bound refused is taken in once the bound is raised', async () => {
  const strict = await startIntake({ maxBatchEvents: 2, maxCompressionRatio: 2, compressionRatioFromBytes: 100 })
  const dense = `${eventText().slice(0, -1)},"pad":"${'a'.repeat(10_000)}"}`
  const [batchAt, denseAt] = ['/api/v1/lineage/batch?retry=1', '/api/v1/lineage?retry=2']
  expect((await strict.post(`\ufeff [${eventText()},${eventText()},${eventText()}]`, { url: batchAt })).status).toBe(413)
  expect((await strict.post(gzipSync(dense), { url: denseAt, headers: { 'content-encoding': 'gzip' } })).status).toBe(413)
  const [batch, packed] = [await strict.rejectionAt(batchAt), await strict.rejectionAt(denseAt)]
  expect([batch.retriable, packed.retriable]).toEqual([true, true])
  expect(await strict.retry(packed.id)).toMatchObject({ status: 413, code: 'ratio_exceeded', position: null })
  await strict.close()
  const lenient = await startIntake({}, strict.dataDir)
  expect(await lenient.retry(packed.id)).toMatchObject({ status: 201, position: 1 })
  expect(await lenient.retry(batch.id)).toMatchObject({ status: 200, position: 2 })
  expect((await lenient.body(1)).toString()).toBe(dense)
  expect((await lenient.text('/api/v2/export/events')).trimEnd().split('\n')).toHaveLength(4)
  await removeIntake(lenient)
})

test('a server that stops finishes what is under way, and refuses what is new', async () => {
  const stopping = await startIntake()
  const body = eventText()
  const socket = net.connect(stopping.port, '127.0.0.1')
  let told = ''
  const ended = new Promise<void>((resolve) =>
    socket.on('data', (chunk: Buffer) => (told += chunk.toString())).once('close', () => resolve()),
  )
  socket.write(stopping.headOf(headOf('/api/v1/lineage', `Content-Length: ${body.length}`, 'Expect: 100-continue')))
  await eventually(() => told.includes('100 Continue'))
  const closed = stopping.close()
  // The next request follows on the same connection.
  socket.write(body + stopping.headOf(headOf('/api/v1/lineage', 'Content-Length: 0')))
  await ended
  const statuses = [...told.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1])
  expect(statuses).toEqual(['100', '201', '503'])
  expect(told).toMatch(/Retry-After: 2\r\n[^]*Connection: close\r\n[^]*shutting_down/)
  await closed
  await expect(fetch(`${stopping.url}/readyz`)).rejects.toThrow()

  const again = await startIntake({}, stopping.dataDir)
  expect(await (await again.post(body, { token: stopping.source.token })).json()).toMatchObject({ duplicate: true })
  expect(await again.rejections()).toContainEqual(expect.objectContaining({ code: 'shutting_down', status: 503 }))
  await removeIntake(again)
})

/** As `Transfer-Encoding: chunked` sends it. */
function chunks(body: Buffer, size: number): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size)
    parts.push(Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}

/** So many MiB of zeros as gzip, one member after the other. */
const packedZeros = (mebibytes: number): Buffer => {
  const member = gzipSync(Buffer.alloc(16 * mib), { level: 9 })
  return Buffer.concat(Array.from({ length: mebibytes / 16 }, () => member))
}

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const at = copy.length >> 1
  copy.writeUInt8((copy[at] ?? 0) ^ 0xff, at)
  return copy
}
