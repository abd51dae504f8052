import { expect, test } from 'vitest'
import { TokenGate } from '../ingest/token-gate.ts'
import { describeControl, hour } from './test-control.ts'
import type { UsageDelta } from './usage.ts'

describeControl('sources', (t) => {
  const gateCode = async (header: string): Promise<string> => {
    const gate = new TokenGate(() => t.clock.now)
    gate.load(await t.control.gateRows({}))
    const answer = gate.check(header)
    return answer.ok ? 'ok' : answer.code
  }

  test('the life of a token: made, rotated with overlap, revoked, paused, removed', async () => {
    const made = await t.source()
    const [old, id] = [`Bearer ${made.apiToken}`, made.source.id]
    expect(made.source.tokens).toMatchObject([{ prefix: made.apiToken.slice(0, 12), expiresAt: null, lastUsedAt: null }])
    expect(await gateCode(old)).toBe('ok')
    const revision = await t.control.gateRevision({})
    const next = `Bearer ${(await t.control.rotateToken({ id, overlapHours: 24 })).apiToken}`
    expect(await t.control.gateRevision({})).not.toBe(revision)
    expect([await gateCode(old), await gateCode(next)]).toEqual(['ok', 'ok'])
    t.clock.now += 24 * hour
    expect([await gateCode(old), await gateCode(next)]).toEqual(['token_expired', 'ok'])
    await t.control.changeSource({ id, paused: true })
    expect([await gateCode(old), await gateCode(next)]).toEqual(['token_expired', 'source_paused'])
    await t.control.changeSource({ id, paused: false })
    const { tokens } = await t.control.getSource({ id })
    await t.control.revokeToken({ id, tokenId: tokens[0]?.id ?? 0 })
    expect(await gateCode(next)).toBe('token_revoked')
    const third = `Bearer ${(await t.control.rotateToken({ id, overlapHours: 0 })).apiToken}`
    expect(await gateCode(third)).toBe('ok')
    await t.control.removeSource({ id })
    expect(await gateCode(third)).toBe('token_revoked')
    await expect(t.control.getSource({ id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await t.control.sourceNames({})).toEqual([{ id, name: 'Airflow', removed: true }])
  })

  test('an overlap of nothing ends the old token at once, and a second rotation does not lengthen the first', async () => {
    const made = await t.source()
    await t.control.rotateToken({ id: made.source.id, overlapHours: 1 })
    await t.control.rotateToken({ id: made.source.id, overlapHours: 48 })
    t.clock.now += hour
    expect(await gateCode(`Bearer ${made.apiToken}`)).toBe('token_expired')
    const last = await t.control.rotateToken({ id: made.source.id, overlapHours: 0 })
    expect((await t.control.getSource({ id: made.source.id })).tokens.filter((t) => t.expiresAt === null)).toHaveLength(1)
    expect(await gateCode(`Bearer ${last.apiToken}`)).toBe('ok')
  })

  test('a token of another source cannot be revoked by mistake', async () => {
    const [a, b] = [await t.source('a'), await t.source('b')]
    await expect(t.control.revokeToken({ id: a.source.id, tokenId: b.source.tokens[0]?.id ?? 0 })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test.each([
    ['http://airflow.example.com/', 'http://airflow.example.com'],
    ['https://airflow.example.com/team-a/', 'https://airflow.example.com/team-a'],
    ['', null],
  ])('the base URL %s is kept as %s', async (given, kept) => {
    const made = await t.control.addSource({ type: 'openlineage', name: 'x', baseUrl: given, syncMode: 'manual', createdBy: null })
    expect(made.source).toMatchObject({ baseUrl: kept, syncMode: 'manual' })
  })

  test.each(['airflow.example.com', 'javascript://alert(1)', 'ftp://x', 'http://user:pass@x', 'http://', 'file:///etc/passwd'])(
    'the base URL %s is refused',
    async (baseUrl) => {
      await expect(
        t.control.addSource({ type: 'openlineage', name: 'x', baseUrl, syncMode: 'continuous', createdBy: null }),
      ).rejects.toMatchObject({ code: 'not_valid' })
      expect(await t.control.listSources({})).toEqual([])
    },
  )

  const delta = (sourceId: number, tokenId: number, change: Partial<UsageDelta> = {}): UsageDelta => ({
    sourceId,
    tokenId,
    accepted: 2,
    refused: 1,
    lastAt: t.clock.now,
    by: 'python-requests/2',
    from: '10.4.2.17',
    producer: 'https://github.com/apache/airflow/tree/providers-openlineage/2.20.3',
    position: 41,
    ...change,
  })

  test('use is counted by minute, and says who used which token', async () => {
    const { source: made } = await t.source()
    const token = made.tokens[0]?.id ?? 0
    expect(await t.control.recordUsage({ deltas: [delta(made.id, token)] })).toEqual({ changed: [made.id] })
    expect(await t.control.recordUsage({ deltas: [delta(made.id, token)] })).toEqual({ changed: [] })
    t.clock.now += 60_000
    await t.control.recordUsage({ deltas: [delta(made.id, token, { accepted: 5 })] })
    const after = await t.control.getSource({ id: made.id })
    expect(after).toMatchObject({
      accepted: 9,
      refused: 3,
      producer: 'airflow',
      producerVersion: '2.20.3',
      firstEventAt: '2026-01-15T12:00:00.000Z',
      lastEventAt: '2026-01-15T12:01:00.000Z',
    })
    expect(after.perMinute.slice(-2)).toEqual([4, 5])
    expect(after.perMinute).toHaveLength(60)
    expect(after.tokens[0]).toMatchObject({
      lastUsedFrom: '10.4.2.17',
      lastUsedBy: 'python-requests/2',
      lastUsedAt: '2026-01-15T12:01:00.000Z',
    })
    t.clock.now += 60_000
    const activity = await t.control.activity({})
    expect(activity).toMatchObject({ eventsPerMinute: 5, firstEventAt: Date.UTC(2026, 0, 15, 12) })
    expect(activity.perTenMinutes.reduce((a, b) => a + b)).toBe(9)
    t.clock.now += 26 * hour
    await t.control.recordUsage({ deltas: [] })
    expect(await t.database.all('SELECT * FROM source_minutes')).toEqual([])
  })

  test("the server's own test events count nowhere", async () => {
    const { source: made } = await t.source()
    await t.control.makeTestToken({ id: made.id })
    const internal = (await t.control.gateRows({})).find((row) => row.tokenId !== made.tokens[0]?.id)
    await t.control.recordUsage({ deltas: [delta(made.id, internal?.tokenId ?? 0)] })
    const after = await t.control.getSource({ id: made.id })
    expect(after).toMatchObject({ accepted: 0, firstEventAt: null })
    expect(after.tokens).toHaveLength(1)
    const ladder = await t.control.ladderOf({ sourceId: made.id, producer: null })
    expect(ladder.lastTestEventAt).not.toBeNull()
    expect(ladder.steps[0]?.state).toBe('waiting')
  })

  test('the ladder goes up step by step, keeps what came first, and says what is missing', async () => {
    const { source: made } = await t.source()
    const states = async () => (await t.control.ladderOf({ sourceId: made.id, producer: 'airflow' })).steps.map((s) => s.state)
    expect(await states()).toEqual(['waiting', ...Array<string>(8).fill('later')])
    expect((await t.control.ladderOf({ sourceId: made.id, producer: 'airflow' })).steps[0]?.hint).toMatch(
      /Airflow logs "Successfully emitted"/,
    )
    await t.control.recordUsage({ deltas: [delta(made.id, made.tokens[0]?.id ?? 0)] })
    expect(await states()).toEqual(['reached', 'reached', 'reached', 'reached', ...Array<string>(5).fill('waiting')])
    const job = { namespace: 'prod', name: 'dag' }
    const item = { sourceId: made.id, step: 'job' as const, at: t.clock.now, detail: 'dag', link: { kind: 'job' as const, job } }
    expect(await t.control.recordProgress({ items: [item] })).toEqual({ changed: [made.id] })
    expect(await t.control.recordProgress({ items: [{ ...item, detail: 'other' }] })).toEqual({ changed: [] })
    const { steps } = await t.control.ladderOf({ sourceId: made.id, producer: null })
    expect(steps[0]).toMatchObject({ key: 'request', detail: 'from 10.4.2.17, python-requests/2' })
    expect(steps[3]).toMatchObject({ key: 'stored', link: { kind: 'event', position: 41 } })
    expect(steps[4]).toMatchObject({ key: 'job', state: 'reached', detail: 'dag', link: { kind: 'job', job } })
    expect(await t.control.progressOf({ sourceId: made.id })).toContain('job')
  })
})
