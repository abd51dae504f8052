import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fairLevel } from './rejection-room.ts'
import type { NewRejection } from './rejection-row.ts'
import { keptHead } from './request-head.ts'
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
    answer: { status: 401, reason: 'Unknown token', text: '{"status":"refused"}' },
    body: null,
    bodyBytes: 0,
    whole: false,
    ...change,
  })
  const whole = (sourceId: number, body: Uint8Array = Buffer.from('{}'), change: Partial<NewRejection> = {}): NewRejection =>
    refused({ sourceId, status: 400, code: 'no_identity', body, bodyBytes: body.length, whole: true, ...change })
  const list = (source?: number | 'none') => t.control.listRejections({ source, beforeId: null, limit: 100 })
  const record = async (...items: NewRejection[]): Promise<number[]> => (await t.control.recordRejections({ items })).ids
  const taken = (id: number, position = 7) => t.control.markRetried({ id, accepted: true, position, code: null, cause: null })

  /** The counts of the groups are those of the rows. */
  async function expectCountsRight(): Promise<void> {
    const rows = await t.database.all(
      `SELECT coalesce(source_id, 0) AS holder, code, count(*) AS kept, CAST(sum(kept_bytes) AS bigint) AS kept_bytes, CAST(sum(whole) AS bigint) AS whole,
        CAST(sum(CASE WHEN accepted_at IS NULL THEN whole ELSE 0 END) AS bigint) AS waiting FROM rejections GROUP BY coalesce(source_id, 0), code ORDER BY 1, 2`,
    )
    const groups = await t.database.all(
      'SELECT holder, code, kept, kept_bytes, whole, waiting FROM rejection_groups WHERE kept > 0 ORDER BY holder, code',
    )
    expect(groups).toEqual(rows)
    expect(await t.database.all('SELECT id FROM rejection_bodies WHERE id NOT IN (SELECT id FROM rejections)')).toEqual([])
  }

  test('are kept with their cause, their head, the answer, a body to look at, and no secrets', async () => {
    const { source: made } = await t.source()
    const body = Buffer.from(`{"a":"${'x'.repeat(200_000)}"`)
    const [id = 0] = await record(
      refused({
        sourceId: made.id,
        status: 400,
        code: 'not_json',
        body,
        bodyBytes: body.length,
        path: '/api/v1/lineage?api_key=hws_abcdefgh0123456789',
        answer: { status: 400, reason: 'Body is not JSON', text: '{"message":"Bearer hws_abcdefgh0123456789"}' },
      }),
    )
    const detail = await t.control.getRejection({ id })
    expect(detail).toMatchObject({
      status: 400,
      code: 'not_json',
      client: 'curl/8',
      from: '10.0.0.9',
      bodyBytes: body.length,
      keptBytes: 65_536,
      bodyIsText: true,
      retriable: false,
      answer: { status: 400, reason: 'Body is not JSON', text: '{"message":"Bearer hws_abcd…"}' },
      headers: { 'user-agent': 'curl/8', authorization: 'Bearer hws_abcd…', cookie: '…', 'x-other': 'c' },
    })
    expect(detail.body).toHaveLength(65_536)
    expect(detail.path).toBe('/api/v1/lineage?api_key=…')
    await expect(t.control.rejectionForRetry({ id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('whole ones under a valid token come back byte for byte', async () => {
    const { source: made } = await t.source()
    const body = randomBytes(50_000)
    const { ids, changed } = await t.control.recordRejections({ items: [whole(made.id, body, { status: 413, code: 'too_large' })] })
    const id = ids[0] ?? 0
    expect(changed).toEqual([made.id])
    expect(Buffer.from((await t.control.rejectionForRetry({ id })).body).equals(body)).toBe(true)
    expect(Buffer.from((await t.control.rejectionBody({ id })).body ?? []).equals(body)).toBe(true)
    expect(await t.control.getRejection({ id })).toMatchObject({ bodyIsText: false, keptBytes: 50_000 })
    await t.control.markRetried({ id, accepted: false, position: null, code: 'not_json', cause: 'No JSON.' })
    expect((await list(made.id)).items[0]).toMatchObject({
      retriable: true,
      retriedAt: '2026-01-15T12:00:00.000Z',
      acceptedAt: null,
      retryCode: 'not_json',
      retryCause: 'No JSON.',
    })
  })

  test('what was taken in once stays so, and does not wait any more', async () => {
    const { source: made } = await t.source()
    const [first = 0, second = 0] = await record(whole(made.id), whole(made.id))
    const choice = { source: made.id, code: 'no_identity' }
    const waiting = () => t.control.waitingRejections({ ...choice, afterId: 0, upToId: second, limit: 10 })
    expect(await waiting()).toEqual([
      { id: first, bytes: 2 },
      { id: second, bytes: 2 },
    ])
    await taken(first, 7)
    t.clock.now += hour
    await taken(first, 8)
    await t.control.markRetried({ id: first, accepted: false, position: null, code: 'overloaded', cause: 'x' })
    expect((await t.control.getRejection({ id: first })).position).toBe(7)
    expect((await t.control.getRejection({ id: first })).acceptedAt).toBe('2026-01-15T12:00:00.000Z')
    expect(await waiting()).toEqual([{ id: second, bytes: 2 }])
    expect(await t.control.countWaiting(choice)).toBe(1)
    await expectCountsRight()
  })

  test('cannot be tried again for a source that was removed, and it is said of one that is paused', async () => {
    const { source: made } = await t.source()
    const [id = 0] = await record(whole(made.id))
    const shut = async () => (await t.control.rejectionForRetry({ id })).shut
    expect(await shut()).toBeNull()
    await t.control.changeSource({ id: made.id, paused: true })
    expect(await shut()).toBe('paused')
    await t.control.removeSource({ id: made.id })
    expect(await shut()).toBe('removed')
  })

  test('are counted by source and cause', async () => {
    const { source: made } = await t.source()
    await record(whole(made.id), refused())
    t.clock.now += hour
    const [, id = 0] = await record(refused({ sourceId: made.id, status: 401, code: 'source_paused' }), whole(made.id))
    await taken(id)
    const groups = await t.control.rejectionGroups({})
    expect(groups).toMatchObject([
      { sourceId: made.id, code: 'no_identity', status: 400, kept: 2, whole: 2, waiting: 1, firstAt: '2026-01-15T12:00:00.000Z' },
      {
        sourceId: made.id,
        code: 'source_paused',
        kept: 1,
        whole: 0,
        waiting: 0,
        lastAt: '2026-01-15T13:00:00.000Z',
        letGo: 0,
        letGoAt: null,
      },
      { sourceId: null, code: 'token_unknown', kept: 1 },
    ])
    expect((await t.control.rejectionGroups({ source: 'none' })).map((group) => group.code)).toEqual(['token_unknown'])
    expect((await t.control.rejectionGroups({ source: made.id, code: 'no_identity' })).map((group) => group.kept)).toEqual([2])
    expect((await list('none')).total).toBe(1)
    expect((await list(made.id)).total).toBe(3)
    await expectCountsRight()
  })

  test('are bounded for each source, and how many were let go is known', async () => {
    const { source: made } = await t.source()
    const { letGo } = await t.control.recordRejections({ items: Array.from({ length: 80 }, () => whole(made.id)) })
    expect(letGo).toBe(50)
    expect((await list(made.id)).total).toBe(30)
    expect((await t.control.rejectionGroups({}))[0]).toMatchObject({
      kept: 30,
      waiting: 30,
      letGo: 50,
      letGoAt: '2026-01-15T12:00:00.000Z',
    })
    const large = () => whole(made.id, randomBytes(40_000), { status: 413, code: 'too_large' })
    await record(large(), large(), large())
    expect((await list(made.id)).items.map((r) => r.code)).toEqual(['too_large', 'too_large'])
    await expectCountsRight()
  })

  test('are bounded for all: whoever has most loses its oldest, who has few keeps them', async () => {
    const [{ source: quiet }, { source: loud }] = [await t.source('quiet'), await t.source('loud')]
    await record(...Array.from({ length: 5 }, () => whole(quiet.id)))
    await record(...Array.from({ length: 30 }, () => whole(loud.id)))
    await record(...Array.from({ length: 40 }, () => refused()))
    expect([(await list(quiet.id)).total, (await list(loud.id)).total, (await list('none')).total]).toEqual([5, 22, 22])
    await expectCountsRight()
  })

  test('go after some days', async () => {
    const { source: made } = await t.source()
    await record(whole(made.id), refused())
    t.clock.now += 8 * 24 * hour
    await record(refused())
    expect((await list()).total).toBe(1)
    expect(await t.control.rejectionGroups({})).toMatchObject([{ code: 'token_unknown', kept: 1, letGo: 0 }])
    await expectCountsRight()
  })

  test('those that could not be written down are counted', async () => {
    await t.control.recordRejections({
      items: [refused()],
      dropped: [{ sourceId: null, code: 'no_token', count: 90, at: t.clock.now }],
    })
    expect(await t.control.rejectionGroups({ code: 'no_token' })).toMatchObject([{ kept: 0, letGo: 90, firstAt: null }])
  })

  test('a body that alone takes more than a source may have is kept as its beginning', async () => {
    const { source: made } = await t.source()
    const [id = 0] = await record(whole(made.id, randomBytes(150_000)))
    expect(await t.control.getRejection({ id })).toMatchObject({ retriable: false, keptBytes: 65_536, bodyBytes: 150_000 })
  })

  test('come in pages for a download, the oldest first', async () => {
    const { source: made } = await t.source()
    const ids = await record(whole(made.id, randomBytes(30_000)), whole(made.id, randomBytes(30_000)), refused())
    const page = async (afterId: number) => (await t.control.rejectionsAfter({ afterId, bytes: 40_000 })).map(({ row }) => row.id)
    expect(await page(0)).toEqual([ids[0]])
    expect(await page(ids[0] ?? 0)).toEqual(ids.slice(1))
    expect(await t.control.lastRejection({ source: made.id })).toBe(ids[1])
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
    await record(refused({ sourceId: made.id, status: 400, code: 'not_json', cause: 'The body is not JSON.' }))
    expect((await ladder()).steps.slice(0, 4).map((s) => s.state)).toEqual(['reached', 'reached', 'failed', 'later'])
  })

  test('page by page, newest first', async () => {
    await record(...Array.from({ length: 5 }, () => refused()))
    const first = await t.control.listRejections({ beforeId: null, limit: 2 })
    const second = await t.control.listRejections({ beforeId: first.items[1]?.id ?? 0, limit: 2 })
    expect([...first.items, ...second.items].map((r) => r.id)).toEqual([5, 4, 3, 2])
  })

  test('odd characters of a sender do not break the store', async () => {
    await record(refused({ path: '/a\0b\ud800', cause: 'x\0y', headers: { 'x-odd': 'a\0b\ud800', __proto__: 'x' } }))
    expect((await list()).items[0]).toMatchObject({ path: '/a\u2400b\ufffd', cause: 'x\u2400y' })
  })
})

describe('the head of a request', () => {
  test.each([
    ['authorization', 'Basic dXNlcjpwYXNz', 'Basic …'],
    ['authorization', 'hws_abcdefgh0123456789', 'hws_abcd…'],
    ['authorization', '"Bearer hws_abcdefgh0123456789"', '… hws_abcd…'],
    ['authorization', 'hunter2', '…'],
    ['authorization', 'hunter2 hunter3', '… …'],
    ['authorization', 'Bearer null', 'Bearer null'],
    ['authorization', 'Bearer ${TOKEN}', 'Bearer ${TOKEN}'],
    ['x-api-key', 'hunter2', '…'],
    ['x-amz-security-token', 'hunter2', '…'],
    ['cookie', 'session=hunter2; b=c', '… …'],
    ['x-forwarded-for', '10.0.0.1, 10.0.0.2', '10.0.0.1, 10.0.0.2'],
  ])('%s: %s', (name, value, kept) => {
    const [[, shown] = []] = Object.entries(keptHead({ [name]: value }))
    expect(shown).toBe(kept)
  })

  test('is bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x-${i}`, 'y'.repeat(5_000)]))
    expect(JSON.stringify(keptHead(many)).length).toBeLessThan(20_000)
  })
})

test('a fair level: all have room, nobody gives more than needed, and who has less than it gives nothing', () => {
  const amounts = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 3_000 }), (has, each, total) => {
      const level = fairLevel(has, each, total)
      const sum = (at: number): number => has.reduce((all, amount) => all + Math.min(amount, at), 0)
      expect(level).toBeLessThanOrEqual(each)
      expect(sum(level)).toBeLessThanOrEqual(total)
      if (level < each) expect(sum(level + 1)).toBeGreaterThan(total)
    }),
  )
})
