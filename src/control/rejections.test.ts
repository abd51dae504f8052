import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { NewRejection } from './rejections.ts'
import { describeControl, hour } from './test-control.ts'

describeControl('refused requests', (t) => {
  const refused = (change: Partial<NewRejection> = {}): NewRejection => ({
    at: t.clock.now,
    sourceId: null,
    status: 401,
    code: 'token_unknown',
    cause: 'The token is not known here.',
    fix: 'Copy it again.',
    method: 'POST',
    path: '/api/v1/lineage',
    from: '10.0.0.9',
    headers: { 'user-agent': 'curl/8', authorization: 'Bearer hws_abcdefgh0123456789', cookie: 'a=b', 'x-other': 'c' },
    body: null,
    bodyBytes: 0,
    whole: false,
    ...change,
  })
  const list = (sourceId: number | null = null) => t.control.listRejections({ sourceId, beforeId: null, limit: 100 })

  test('are kept with their cause, a body to look at, and no secrets', async () => {
    const { source: made } = await t.source()
    const body = Buffer.from(`{"a":"${'x'.repeat(200_000)}"`)
    const { ids } = await t.control.recordRejections({
      items: [
        refused({
          sourceId: made.id,
          status: 400,
          code: 'not_json',
          body,
          bodyBytes: body.length,
          path: '/api/v1/lineage?api_key=hws_abcdefgh0123456789',
        }),
      ],
    })
    const detail = await t.control.getRejection({ id: ids[0] ?? 0 })
    expect(detail).toMatchObject({
      status: 400,
      code: 'not_json',
      client: 'curl/8',
      from: '10.0.0.9',
      bodyBytes: body.length,
      retriable: false,
    })
    expect(detail.body).toHaveLength(65_536)
    expect(detail.path).toBe('/api/v1/lineage?api_key=…')
    expect(Object.keys(detail.headers).toSorted()).toEqual(['authorization', 'user-agent'])
    expect(JSON.stringify(detail.headers)).not.toContain('0123456789')
    await expect(t.control.rejectionForRetry({ id: ids[0] ?? 0 })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('whole ones under a valid token come back byte for byte', async () => {
    const { source: made } = await t.source()
    const body = randomBytes(50_000)
    const { ids, changed } = await t.control.recordRejections({
      items: [refused({ sourceId: made.id, status: 413, code: 'too_large', body, bodyBytes: body.length, whole: true })],
    })
    expect(changed).toEqual([made.id])
    const again = await t.control.rejectionForRetry({ id: ids[0] ?? 0 })
    expect(Buffer.from(again.body).equals(body)).toBe(true)
    await t.control.markRetried({ id: ids[0] ?? 0 })
    expect((await list(made.id)).items[0]).toMatchObject({ retriable: true, retriedAt: '2026-01-15T12:00:00.000Z' })
  })

  test('are bounded in number, bytes and age; strangers cannot push out the others', async () => {
    const { source: made } = await t.source()
    await t.control.recordRejections({
      items: [refused({ sourceId: made.id, status: 400, code: 'no_identity', body: Buffer.from('{}'), bodyBytes: 2, whole: true })],
    })
    await t.control.recordRejections({ items: Array.from({ length: 80 }, () => refused()) })
    const { items, total } = await list()
    expect(total).toBe(11)
    expect(items.some((r) => r.sourceId === made.id)).toBe(true)
    const large = () =>
      refused({ sourceId: made.id, status: 413, code: 'too_large', body: randomBytes(40_000), bodyBytes: 40_000, whole: true })
    await t.control.recordRejections({ items: [large(), large(), large()] })
    expect((await list(made.id)).items.filter((r) => r.code === 'too_large')).toHaveLength(2)
    t.clock.now += 8 * 24 * hour
    await t.control.recordRejections({ items: [refused()] })
    expect((await list()).total).toBe(1)
  })

  test('show where the ladder stopped', async () => {
    const { source: made } = await t.source()
    t.clock.now += 1000
    const ladder = () => t.control.ladderOf({ sourceId: made.id, producer: null })
    const stranger = await t.control.recordRejections({ items: [refused()] })
    expect(stranger.changed).toEqual([made.id])
    expect((await ladder()).steps.slice(0, 3)).toMatchObject([
      { key: 'request', state: 'reached', detail: 'from 10.0.0.9' },
      {
        key: 'token',
        state: 'failed',
        detail: 'The token is not known here.',
        hint: 'Copy it again.',
        link: { kind: 'rejection', id: stranger.ids[0] },
      },
      { key: 'readable', state: 'later' },
    ])
    await t.control.recordRejections({
      items: [refused({ sourceId: made.id, status: 400, code: 'not_json', cause: 'The body is not JSON.' })],
    })
    expect((await ladder()).steps.slice(0, 4).map((s) => s.state)).toEqual(['reached', 'reached', 'failed', 'later'])
  })

  test('page by page, newest first', async () => {
    await t.control.recordRejections({ items: Array.from({ length: 5 }, () => refused()) })
    const first = await t.control.listRejections({ sourceId: null, beforeId: null, limit: 2 })
    const second = await t.control.listRejections({ sourceId: null, beforeId: first.items[1]?.id ?? 0, limit: 2 })
    expect([...first.items, ...second.items].map((r) => r.id)).toEqual([5, 4, 3, 2])
  })

  test('odd characters of a sender do not break the store', async () => {
    await t.control.recordRejections({ items: [refused({ path: '/a\0b\ud800', cause: 'x\0y' })] })
    expect((await list()).items[0]).toMatchObject({ path: '/a\u2400b\ufffd', cause: 'x\u2400y' })
  })
})
