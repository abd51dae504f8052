/** Refused requests as people get them back: their answer, retries of one and of all, downloads; on each store. */
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rejection, RejectionDetail, RejectionGroups } from '../../src/contract/rejections.ts'
import { eventually } from '../harness/eventually.ts'
import { onOtherPostgres } from '../harness/databases.ts'
import { freshDatabase } from '../harness/postgres.ts'
import { eventText, startIntake } from './running.ts'
import type { IntakeServer, MadeSource } from './running.ts'

const batchUrl = '/api/v1/lineage/batch'
const allStores = [
  { name: 'sqlite', place: async () => ({ settings: {}, drop: async () => undefined }) },
  {
    name: 'postgres',
    place: async () => {
      const { url, drop } = await freshDatabase()
      return { settings: { databaseUrl: url }, drop }
    },
  },
]

const stores = allStores.filter(({ name }) => !onOtherPostgres || name === 'postgres')

describe.each(stores)('refused requests on $name', ({ place }) => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-test-'))
  let server: IntakeServer
  let settings: Record<string, unknown>
  let drop: () => Promise<unknown>
  beforeAll(async () => {
    ;({ settings, drop } = await place())
    server = await startIntake({ ...settings, maxBatchEvents: 2 }, dataDir)
  })
  afterAll(async () => {
    await server.close()
    await drop()
    fs.rmSync(dataDir, { recursive: true, force: true })
  })

  const groupOf = async (source: number | 'none', code: string) =>
    (await server.api<RejectionGroups>('GET', `/api/v2/rejections/groups?source=${source}&code=${code}`)).items[0]
  const kept = (source: number | 'none', code: string, count: number) =>
    eventually(async () => ((await groupOf(source, code))?.kept ?? 0) >= count, { what: `${count} requests refused as ${code}` })
  const listOf = async (source: number | 'none', code: string): Promise<Rejection[]> =>
    (await server.api<{ items: Rejection[] }>('GET', `/api/v2/rejections?source=${source}&code=${code}&limit=500`)).items
  const detailOf = (id: number): Promise<RejectionDetail> => server.api('GET', `/api/v2/rejections/${id}`)
  const send = (source: MadeSource, body: string, url = '/api/v1/lineage') => server.post(body, { url, token: source.token })
  const stored = async (): Promise<string[]> => (await server.text('/api/v2/export/events')).trimEnd().split('\n')
  /** What a restart with other settings does after a fix. */
  const restart = async (change: Record<string, unknown>): Promise<void> => {
    await server.close()
    server = await startIntake({ ...settings, ...change }, dataDir)
  }

  test('the answer that was given is kept, and the head without its secrets', async () => {
    const source = await server.addSource('answers')
    const told = await server.post('{', {
      token: source.token,
      headers: { 'x-forwarded-for': '10.1.2.3', cookie: 'session=hunter2', 'x-api-key': 'hunter2' },
    })
    await kept(source.id, 'not_json', 1)
    const [item] = await listOf(source.id, 'not_json')
    const detail = await detailOf(item?.id ?? 0)
    expect(detail.answer).toEqual({ status: 400, reason: told.statusText, text: await told.text() })
    expect(detail.headers).toMatchObject({ 'x-forwarded-for': '10.1.2.3', cookie: '…', 'x-api-key': '…' })
    expect(JSON.stringify(detail)).not.toMatch(new RegExp(`hunter2|${source.token}`))
  })

  test('an element of a batch has its line of the report; a connection that ended had no answer', async () => {
    const source = await server.addSource('elements')
    const report = (await (await send(source, `[${eventText()},{}]`, batchUrl)).json()) as { failed_events: unknown[] }
    await kept(source.id, 'no_identity', 1)
    const [element] = await listOf(source.id, 'no_identity')
    const { answer } = await detailOf(element?.id ?? 0)
    expect([answer?.status, JSON.parse(answer?.text ?? '')]).toEqual([200, { failed_events: report.failed_events }])
    const socket = net.connect(server.port, '127.0.0.1', () => {
      socket.write(
        server.headOf(`POST /api/v1/lineage?cut HTTP/1.1\nContent-Length: 100\nAuthorization: Bearer ${source.token}`) + '{"a":',
        () => socket.destroy(),
      )
    })
    await kept(source.id, 'body_incomplete', 1)
    const [cut] = await listOf(source.id, 'body_incomplete')
    expect(await detailOf(cut?.id ?? 0)).toMatchObject({ answer: null, retriable: false })
  })

  test('those of nobody known are a list of their own, with what they sent for a token', async () => {
    await server.post('{}', { token: 'hws_mistyped', headers: { 'user-agent': 'airflow/2' } })
    await kept('none', 'token_malformed', 1)
    const [item] = await listOf('none', 'token_malformed')
    expect(item).toMatchObject({ sourceId: null, from: '127.0.0.1', client: 'airflow/2', retriable: false })
    const answer = await server.get(`/api/v2/rejections/${item?.id ?? 0}/body`)
    expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: 'not_found' })])
  })

  test('a body comes back byte for byte, as a file that no browser runs', async () => {
    const source = await server.addSource('files')
    const bodies = [Buffer.from('<script>alert(1)</script>'), Buffer.from([0x7b, 0xff, 0xfe, 0x00])]
    for (const body of bodies) await server.post(body, { token: source.token })
    await kept(source.id, 'not_json', 1)
    await kept(source.id, 'not_utf8', 1)
    const [script] = await listOf(source.id, 'not_json')
    const answer = await server.get(`/api/v2/rejections/${script?.id ?? 0}/body`)
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bodies[0])
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="refused-${script?.id ?? 0}.json"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    })
    const all = await server.get(`/api/v2/rejections/download?source=${source.id}`)
    expect(all.headers.get('content-disposition')).toBe(`attachment; filename="refused-source-${source.id}.ndjson"`)
    const lines = (await all.text()).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { code: 'not_json', method: 'POST', path: '/api/v1/lineage', whole: true, body: String(bodies[0]), bodyEncoding: 'utf-8' },
      { code: 'not_utf8', headers: { host: expect.any(String) as string }, body: bodies[1]?.toString('base64'), bodyEncoding: 'base64' },
    ])
  })

  test('a retry of all that are still wrong says why, and leaves them as they are', async () => {
    const source = await server.addSource('wrong')
    for (const body of ['{', '[1', eventText().slice(0, -3)]) await send(source, body)
    await kept(source.id, 'not_json', 3)
    const [part] = await server.retryAll('not_json', source.id)
    expect(part).toMatchObject({ total: 3, accepted: 0, duplicates: 0, refused: 3, gone: 0, next: null, stopped: null })
    expect(part?.causes).toMatchObject([{ code: 'not_json', count: 3 }])
    expect(await groupOf(source.id, 'not_json')).toMatchObject({ kept: 3, waiting: 3 })
    expect((await listOf(source.id, 'not_json'))[0]).toMatchObject({ acceptedAt: null, retryCode: 'not_json' })
    await server.api('PATCH', `/api/v2/sources/${source.id}`, { paused: true })
    expect((await server.retryAll('not_json', source.id))[0]?.causes).toMatchObject([{ code: 'source_paused', count: 3 }])
    await server.api('DELETE', `/api/v2/sources/${source.id}`)
    expect((await server.retryAll('not_json', source.id))[0]?.causes).toMatchObject([{ code: 'token_revoked', count: 3 }])
  })

  test('after a fix all of a cause are taken in, part by part, and none twice', async () => {
    const source = await server.addSource('fixed')
    const other = await server.addSource('other')
    const twin = eventText()
    expect((await send(source, twin)).status).toBe(201)
    const good = Array.from({ length: 118 }, () => `[${eventText()},${eventText()},${eventText()}]`)
    for (const body of [...good, `[${eventText()},{"a":1},${twin}]`, `[${twin},${twin},${twin}]`]) await send(source, body, batchUrl)
    await send(other, good[0] ?? '', batchUrl)
    await kept(source.id, 'batch_too_large', 120)
    await kept(other.id, 'batch_too_large', 1)
    await restart({})
    const before = (await stored()).length
    const parts = await server.retryAll('batch_too_large', source.id)
    expect(parts.length).toBeGreaterThan(2)
    const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((all, part) => all + of(part), 0)
    expect([sum((p) => p.accepted), sum((p) => p.duplicates), sum((p) => p.refused), sum((p) => p.gone)]).toEqual([119, 1, 0, 0])
    expect([parts[0]?.total, sum((p) => p.refusedElements)]).toEqual([120, 1])
    expect((await stored()).length).toBe(before + 118 * 3 + 1)
    expect(await groupOf(source.id, 'batch_too_large')).toMatchObject({ kept: 120, whole: 120, waiting: 0 })
    expect(await groupOf(other.id, 'batch_too_large')).toMatchObject({ waiting: 1 })
    await kept(source.id, 'no_identity', 1)
    expect((await detailOf((await listOf(source.id, 'no_identity'))[0]?.id ?? 0)).body).toBe('{"a":1}')
    const [last] = await listOf(source.id, 'batch_too_large')
    expect(last).toMatchObject({ acceptedAt: expect.any(String) as string, position: expect.any(Number) as number, retryCode: null })
    expect((await server.retryAll('batch_too_large', source.id))[0]).toMatchObject({ total: 0, accepted: 0, next: null })
    expect(await server.retry(last?.id ?? 0)).toMatchObject({ status: 200, accepted: 0, duplicates: 3 })
    await eventually(
      async () => (await server.api<{ accepted: number }>('GET', `/api/v2/sources/${source.id}`)).accepted === 1 + 118 * 3 + 1,
    )
  })

  test('retries in any order and number store each body once, and every one of them', async () => {
    const worlds = fc.sample(
      fc.record({
        bodies: fc.array(fc.array(fc.nat(6), { minLength: 3, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        retries: fc.array(fc.oneof(fc.nat(4), fc.constant('all' as const)), { maxLength: 8 }),
      }),
      8,
    )
    await restart({ maxBatchEvents: 2 })
    const made = []
    for (const [i, world] of worlds.entries()) {
      const source = await server.addSource(`world ${i}`)
      const names = Array.from({ length: 7 }, () => eventText())
      for (const batch of world.bodies) await send(source, `[${batch.map((n) => names[n]).join(',')}]`, batchUrl)
      await kept(source.id, 'batch_too_large', world.bodies.length)
      made.push({ ...world, source, expected: new Set(world.bodies.flat().map((n) => names[n])) })
    }
    await restart({})
    for (const { source, retries } of made) {
      const ids = (await listOf(source.id, 'batch_too_large')).map((item) => item.id)
      for (const retry of [...retries, 'all' as const]) {
        if (retry === 'all')
          await Promise.all([server.retryAll('batch_too_large', source.id), server.retryAll('batch_too_large', source.id)])
        else await server.retry(ids[retry % ids.length] ?? 0)
      }
      expect(await groupOf(source.id, 'batch_too_large')).toMatchObject({ waiting: 0 })
    }
    const log = await stored()
    for (const { expected } of made) expect(log.filter((body) => expected.has(body)).length).toBe(expected.size)
  })

  test('a body beyond a bound that is lower now is refused for that', async () => {
    const source = await server.addSource('bound')
    const body = `${eventText().slice(0, -1)},"pad":"${'a'.repeat(30_000)}"`
    await server.post(gzipSync(body), { token: source.token, headers: { 'content-encoding': 'gzip' } })
    await kept(source.id, 'not_json', 1)
    await restart({ maxBodyBytes: 10_000 })
    expect((await server.retryAll('not_json', source.id))[0]?.causes).toMatchObject([{ code: 'too_large', count: 1 }])
    await restart({})
  })
})
