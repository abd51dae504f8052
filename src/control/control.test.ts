import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stores } from '../../test/harness/databases.ts'
import type { OpenStore } from '../../test/harness/databases.ts'
import { TokenGate } from '../ingest/token-gate.ts'
import { createControl } from './control.ts'
import type { ControlHandlers } from './control.ts'
import type { NewRejection } from './rejections.ts'
import type { UsageDelta } from './usage.ts'

const limits = { sessionIdleHours: 8, sessionMaxHours: 24, linkHours: 48, rejectionDays: 7, maxRejections: 50, maxRejectionBytes: 100_000 }
const password = 'ochre-river-stones-41'
const hour = 3_600_000
const here = { from: '10.0.0.1', client: 'test' }

describe.each(stores)('control on $name', ({ open }) => {
  let store: OpenStore
  let control: ControlHandlers
  const clock = { now: Date.UTC(2026, 0, 15, 12) }

  beforeEach(async () => {
    store = await open()
    clock.now = Date.UTC(2026, 0, 15, 12)
    control = createControl(store.database, { ...limits, now: () => clock.now })
    await control.start({})
  })
  afterEach(() => store.remove())

  const firstAdmin = async () => {
    const link = await control.firstAdminLink({})
    return control.acceptLink({ token: link?.token ?? '', name: 'Ann', email: 'Ann@Example.com', password, ...here })
  }
  const source = (name = 'Airflow') => control.addSource({ type: 'openlineage', name, baseUrl: null, syncMode: 'continuous', createdBy: 'Ann' })
  const signIn = (email: string, secret: string, from = here.from) => control.signIn({ email, password: secret, from, client: null })

  async function dump(): Promise<string> {
    const tables = ['control_meta', 'sources', 'source_tokens', 'people', 'sessions', 'one_time_links', 'personal_tokens', 'rejections']
    const rows = await Promise.all(tables.map((table) => store.database.all(`SELECT * FROM ${table}`)))
    return JSON.stringify(rows, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
  }

  describe('people and sessions', () => {
    test('the link for the first administrator is made once, for whichever process comes first', async () => {
      const other = createControl(store.database.dialect === 'postgres' ? store.again() : store.database, { ...limits, now: () => clock.now })
      const made = await Promise.all([control.firstAdminLink({}), other.firstAdminLink({})])
      expect(made.filter((link) => link !== null)).toHaveLength(1)
      expect(await control.firstAdminLink({})).toBeNull()
      expect((await control.start({})).instanceId).toBe((await other.start({})).instanceId)
    })

    test('a link works once, until its end, and says what it is for', async () => {
      const link = await control.firstAdminLink({})
      const token = link?.token ?? ''
      expect(await control.readLink({ token })).toMatchObject({ purpose: 'first-admin', email: null })
      const opened = await control.acceptLink({ token, name: 'Ann', email: 'ann@example.com', password, ...here })
      expect(opened.person).toMatchObject({ name: 'Ann', role: 'admin', joined: true })
      await expect(control.readLink({ token })).rejects.toMatchObject({ code: 'link_not_valid' })
      const join = await control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'viewer' })
      expect(await control.readLink({ token: join.token })).toMatchObject({ purpose: 'join', email: 'bob@example.com' })
      clock.now += 49 * hour
      await expect(control.readLink({ token: join.token })).rejects.toMatchObject({ code: 'link_not_valid' })
      await expect(control.acceptLink({ token: join.token, name: 'Bob', email: 'x', password, ...here })).rejects.toMatchObject({ code: 'link_not_valid' })
    })

    test('two who use one link at once: one gets in', async () => {
      const link = await control.firstAdminLink({})
      const use = (email: string) => control.acceptLink({ token: link?.token ?? '', name: 'Ann', email, password, ...here })
      const results = await Promise.allSettled([use('a@example.com'), use('b@example.com')])
      expect(results.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(await control.listPeople({})).toHaveLength(1)
    })

    test('a link to someone cannot take another e-mail, and a new link ends the one before', async () => {
      const first = await control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'viewer' })
      const second = await control.linkForPerson({ id: first.person.id })
      await expect(control.readLink({ token: first.token })).rejects.toMatchObject({ code: 'link_not_valid' })
      const opened = await control.acceptLink({ token: second.token, name: 'Bob', email: 'root@example.com', password, ...here })
      expect(opened.person).toMatchObject({ email: 'bob@example.com', role: 'viewer' })
    })

    test('signing in takes the e-mail in any case, and gives nothing away', async () => {
      await firstAdmin()
      expect(await signIn(' ANN@example.COM', password)).toMatchObject({ ok: true, person: { email: 'Ann@Example.com' } })
      const wrong = await signIn('ann@example.com', 'wrong-wrong-wrong')
      expect(await signIn('nobody@example.com', password)).toEqual(wrong)
      expect(wrong).toEqual({ ok: false, retryAfterSeconds: null })
    })

    test('guessing slows down by account, many at once too, and the right password waits as well', async () => {
      await firstAdmin()
      const tries = await Promise.all(Array.from({ length: 12 }, (_, i) => signIn('ann@example.com', 'wrong-wrong-wrong', `10.0.0.${i}`)))
      expect(tries.filter((t) => !t.ok && t.retryAfterSeconds === null)).toHaveLength(5)
      expect(await signIn('ann@example.com', password)).toMatchObject({ ok: false, retryAfterSeconds: 1 })
      clock.now += 1_500
      expect(await signIn('ann@example.com', password)).toMatchObject({ ok: true })
      expect(await signIn('ann@example.com', password)).toMatchObject({ ok: true })
    })

    test('a session ends by idleness, by age, by sign-out and for everyone at once', async () => {
      const { token, person } = await firstAdmin()
      const look = () => control.sessionOf({ token, from: 'x' })
      expect(await look()).toMatchObject({ person: { id: person.id } })
      for (let i = 0; i < 4; i++) {
        clock.now += 5 * hour
        expect(await look()).not.toBeNull()
      }
      clock.now += 5 * hour
      expect(await look()).toBeNull()
      const [a, b, c] = await Promise.all([signIn('ann@example.com', password), signIn('ann@example.com', password), signIn('ann@example.com', password)])
      const tokens = [a, b, c].map((s) => (s.ok ? s.token : ''))
      const hash = (await control.sessionOf({ token: tokens[0] ?? '', from: 'x' }))?.hash ?? ''
      await control.signOut({ hash })
      expect(await Promise.all(tokens.map(async (t) => (await control.sessionOf({ token: t, from: 'x' })) !== null))).toEqual([false, true, true])
      expect(await control.signOutEverywhere({ personId: person.id })).toEqual({ ended: 2 })
      clock.now += 1
      const d = await signIn('ann@example.com', password)
      clock.now += 9 * hour
      expect(d.ok && (await control.sessionOf({ token: d.token, from: 'x' }))).toBeNull()
    })

    test('a new password, a new role and disabling end what was open', async () => {
      const { token, person } = await firstAdmin()
      await expect(control.changePassword({ personId: person.id, current: 'not-it-not-it', next: 'new-ochre-river-41', ...here })).rejects.toMatchObject({ code: 'wrong_password' })
      const fresh = await control.changePassword({ personId: person.id, current: password, next: 'new-ochre-river-41', ...here })
      expect(await control.sessionOf({ token, from: 'x' })).toBeNull()
      expect(await control.sessionOf({ token: fresh.token, from: 'x' })).not.toBeNull()
      expect(await signIn('ann@example.com', password)).toMatchObject({ ok: false })
      const bob = await control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'admin' })
      const joined = await control.acceptLink({ token: bob.token, name: 'Bob', email: '', password, ...here })
      await control.changePerson({ id: bob.person.id, role: 'viewer' })
      expect(await control.sessionOf({ token: joined.token, from: 'x' })).toBeNull()
      await control.changePerson({ id: bob.person.id, disabled: true })
      expect(await signIn('bob@example.com', password)).toMatchObject({ ok: false, retryAfterSeconds: null })
      await expect(control.linkForPerson({ id: bob.person.id })).rejects.toMatchObject({ code: 'conflict' })
    })

    test('there is always an administrator', async () => {
      const { person } = await firstAdmin()
      await expect(control.changePerson({ id: person.id, role: 'viewer' })).rejects.toMatchObject({ code: 'last_admin' })
      await expect(control.changePerson({ id: person.id, disabled: true })).rejects.toMatchObject({ code: 'last_admin' })
      expect(await control.listPeople({})).toMatchObject([{ role: 'admin', disabled: false }])
    })

    test.each(['short', 'aaaaaaaaaaaaaa', 'password1234!', 'Password123Password', '012345678901', 'qwertyuiopas', 'ann@example.com'])('the password %s is refused', async (weak) => {
      const link = await control.firstAdminLink({})
      await expect(control.acceptLink({ token: link?.token ?? '', name: 'Ann', email: 'ann@example.com', password: weak, ...here })).rejects.toMatchObject({ code: 'not_valid' })
    })

    test('one e-mail is one person', async () => {
      await firstAdmin()
      await expect(control.addPerson({ name: 'x', email: 'ANN@example.com', role: 'viewer' })).rejects.toMatchObject({ code: 'conflict' })
      await expect(control.addPerson({ name: 'x', email: 'no address', role: 'viewer' })).rejects.toMatchObject({ code: 'not_valid' })
    })
  })

  describe('personal tokens', () => {
    test('live until they are removed, expire or their person goes; never above either role', async () => {
      const { person } = await firstAdmin()
      const bob = await control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'admin' })
      const made = await control.addToken({ personId: bob.person.id, name: 'ci', role: 'admin', expiresInDays: 1 })
      const look = () => control.personalTokenOf({ token: made.token })
      expect(await look()).toMatchObject({ ok: true, role: 'admin', person: { id: bob.person.id } })
      await control.changePerson({ id: bob.person.id, role: 'viewer' })
      expect(await look()).toMatchObject({ ok: true, role: 'viewer' })
      await expect(control.addToken({ personId: bob.person.id, name: 'x', role: 'admin', expiresInDays: null })).rejects.toMatchObject({ code: 'not_allowed' })
      await control.changePerson({ id: bob.person.id, disabled: true })
      expect(await look()).toEqual({ ok: false, code: 'token_disabled' })
      await control.changePerson({ id: bob.person.id, disabled: false })
      clock.now += 25 * hour
      expect(await look()).toEqual({ ok: false, code: 'token_expired' })
      await expect(control.removeToken({ id: made.item.id, personId: person.id, withNobody: true })).rejects.toMatchObject({ code: 'not_found' })
      await control.removeToken({ id: made.item.id, personId: bob.person.id, withNobody: false })
      expect(await look()).toEqual({ ok: false, code: 'token_unknown' })
    })

    test('those of the command line belong to nobody and are listed for administrators', async () => {
      await control.addToken({ personId: null, name: 'script', role: 'viewer', expiresInDays: null })
      expect(await control.listTokens({ personId: 1, withNobody: false })).toEqual([])
      expect(await control.listTokens({ personId: 1, withNobody: true })).toMatchObject([{ name: 'script', expiresAt: null }])
    })
  })

  test('no secret is in the store as it was given out', async () => {
    const { token: session } = await firstAdmin()
    const { apiToken } = await source()
    const { token: personal } = await control.addToken({ personId: null, name: 'x', role: 'admin', expiresInDays: 1 })
    const { token: link } = await control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'viewer' })
    const text = await dump()
    for (const secret of [session, apiToken, personal, link, password]) expect(text).not.toContain(secret)
    for (const secret of [apiToken, personal, link]) expect(text).not.toContain(secret.slice(12))
  })

  describe('sources', () => {
    const gateCode = async (header: string): Promise<string> => {
      const gate = new TokenGate(() => clock.now)
      gate.load(await control.gateRows({}))
      const answer = gate.check(header)
      return answer.ok ? 'ok' : answer.code
    }

    test('the life of a token: made, rotated with overlap, revoked, paused, removed', async () => {
      const made = await source()
      const [old, id] = [`Bearer ${made.apiToken}`, made.source.id]
      expect(made.source.tokens).toMatchObject([{ prefix: made.apiToken.slice(0, 12), expiresAt: null, lastUsedAt: null }])
      expect(await gateCode(old)).toBe('ok')
      const revision = await control.gateRevision({})
      const next = `Bearer ${(await control.rotateToken({ id, overlapHours: 24 })).apiToken}`
      expect(await control.gateRevision({})).not.toBe(revision)
      expect([await gateCode(old), await gateCode(next)]).toEqual(['ok', 'ok'])
      clock.now += 24 * hour
      expect([await gateCode(old), await gateCode(next)]).toEqual(['token_expired', 'ok'])
      await control.changeSource({ id, paused: true })
      expect([await gateCode(old), await gateCode(next)]).toEqual(['token_expired', 'source_paused'])
      await control.changeSource({ id, paused: false })
      const { tokens } = await control.getSource({ id })
      await control.revokeToken({ id, tokenId: tokens[0]?.id ?? 0 })
      expect(await gateCode(next)).toBe('token_revoked')
      const third = `Bearer ${(await control.rotateToken({ id, overlapHours: 0 })).apiToken}`
      expect(await gateCode(third)).toBe('ok')
      await control.removeSource({ id })
      expect(await gateCode(third)).toBe('token_revoked')
      await expect(control.getSource({ id })).rejects.toMatchObject({ code: 'not_found' })
      expect(await control.sourceNames({})).toEqual([{ id, name: 'Airflow', removed: true }])
    })

    test('an overlap of nothing ends the old token at once, and a second rotation does not lengthen the first', async () => {
      const made = await source()
      await control.rotateToken({ id: made.source.id, overlapHours: 1 })
      await control.rotateToken({ id: made.source.id, overlapHours: 48 })
      clock.now += hour
      expect(await gateCode(`Bearer ${made.apiToken}`)).toBe('token_expired')
      const last = await control.rotateToken({ id: made.source.id, overlapHours: 0 })
      expect((await control.getSource({ id: made.source.id })).tokens.filter((t) => t.expiresAt === null)).toHaveLength(1)
      expect(await gateCode(`Bearer ${last.apiToken}`)).toBe('ok')
    })

    test('a token of another source cannot be revoked by mistake', async () => {
      const [a, b] = [await source('a'), await source('b')]
      await expect(control.revokeToken({ id: a.source.id, tokenId: b.source.tokens[0]?.id ?? 0 })).rejects.toMatchObject({ code: 'not_found' })
    })

    test.each([
      ['http://airflow.example.com/', 'http://airflow.example.com'],
      ['https://airflow.example.com/team-a/', 'https://airflow.example.com/team-a'],
      ['', null],
    ])('the base URL %s is kept as %s', async (given, kept) => {
      const made = await control.addSource({ type: 'openlineage', name: 'x', baseUrl: given, syncMode: 'manual', createdBy: null })
      expect(made.source).toMatchObject({ baseUrl: kept, syncMode: 'manual' })
    })

    test.each(['airflow.example.com', 'javascript://alert(1)', 'ftp://x', 'http://user:pass@x', 'http://', 'file:///etc/passwd'])('the base URL %s is refused', async (baseUrl) => {
      await expect(control.addSource({ type: 'openlineage', name: 'x', baseUrl, syncMode: 'continuous', createdBy: null })).rejects.toMatchObject({ code: 'not_valid' })
      expect(await control.listSources({})).toEqual([])
    })

    const delta = (sourceId: number, tokenId: number, change: Partial<UsageDelta> = {}): UsageDelta => ({
      sourceId, tokenId, accepted: 2, refused: 1, lastAt: clock.now, by: 'python-requests/2', from: '10.4.2.17',
      producer: 'https://github.com/apache/airflow/tree/providers-openlineage/2.20.3', position: 41, ...change,
    })

    test('use is counted by minute, and says who used which token', async () => {
      const { source: made } = await source()
      const token = made.tokens[0]?.id ?? 0
      expect(await control.recordUsage({ deltas: [delta(made.id, token)] })).toEqual({ changed: [made.id] })
      expect(await control.recordUsage({ deltas: [delta(made.id, token)] })).toEqual({ changed: [] })
      clock.now += 60_000
      await control.recordUsage({ deltas: [delta(made.id, token, { accepted: 5 })] })
      const after = await control.getSource({ id: made.id })
      expect(after).toMatchObject({ accepted: 9, refused: 3, producer: 'airflow', producerVersion: '2.20.3', firstEventAt: '2026-01-15T12:00:00.000Z', lastEventAt: '2026-01-15T12:01:00.000Z' })
      expect(after.perMinute.slice(-2)).toEqual([4, 5])
      expect(after.perMinute).toHaveLength(60)
      expect(after.tokens[0]).toMatchObject({ lastUsedFrom: '10.4.2.17', lastUsedBy: 'python-requests/2', lastUsedAt: '2026-01-15T12:01:00.000Z' })
      clock.now += 60_000
      const activity = await control.activity({})
      expect(activity).toMatchObject({ eventsPerMinute: 5, firstEventAt: Date.UTC(2026, 0, 15, 12) })
      expect(activity.perTenMinutes.reduce((a, b) => a + b)).toBe(9)
      clock.now += 26 * hour
      await control.recordUsage({ deltas: [] })
      expect(await store.database.all('SELECT * FROM source_minutes')).toEqual([])
    })

    test("the server's own test events count nowhere", async () => {
      const { source: made } = await source()
      await control.makeTestToken({ id: made.id })
      const internal = (await control.gateRows({})).find((row) => row.tokenId !== made.tokens[0]?.id)
      await control.recordUsage({ deltas: [delta(made.id, internal?.tokenId ?? 0)] })
      const after = await control.getSource({ id: made.id })
      expect(after).toMatchObject({ accepted: 0, firstEventAt: null })
      expect(after.tokens).toHaveLength(1)
      const ladder = await control.ladderOf({ sourceId: made.id, producer: null })
      expect(ladder.lastTestEventAt).not.toBeNull()
      expect(ladder.steps[0]?.state).toBe('waiting')
    })

    test('the ladder goes up step by step, keeps what came first, and says what is missing', async () => {
      const { source: made } = await source()
      const states = async () => (await control.ladderOf({ sourceId: made.id, producer: 'airflow' })).steps.map((s) => s.state)
      expect(await states()).toEqual(['waiting', ...Array<string>(8).fill('later')])
      expect((await control.ladderOf({ sourceId: made.id, producer: 'airflow' })).steps[0]?.hint).toMatch(/Airflow logs "Successfully emitted"/)
      await control.recordUsage({ deltas: [delta(made.id, made.tokens[0]?.id ?? 0)] })
      expect(await states()).toEqual(['reached', 'reached', 'reached', 'reached', ...Array<string>(5).fill('waiting')])
      const job = { namespace: 'prod', name: 'dag' }
      const item = { sourceId: made.id, step: 'job' as const, at: clock.now, detail: 'dag', link: { kind: 'job' as const, job } }
      expect(await control.recordProgress({ items: [item] })).toEqual({ changed: [made.id] })
      expect(await control.recordProgress({ items: [{ ...item, detail: 'other' }] })).toEqual({ changed: [] })
      const { steps } = await control.ladderOf({ sourceId: made.id, producer: null })
      expect(steps[0]).toMatchObject({ key: 'request', detail: 'from 10.4.2.17, python-requests/2' })
      expect(steps[3]).toMatchObject({ key: 'stored', link: { kind: 'event', position: 41 } })
      expect(steps[4]).toMatchObject({ key: 'job', state: 'reached', detail: 'dag', link: { kind: 'job', job } })
      expect(await control.progressOf({ sourceId: made.id })).toContain('job')
    })
  })

  describe('refused requests', () => {
    const refused = (change: Partial<NewRejection> = {}): NewRejection => ({
      at: clock.now, sourceId: null, status: 401, code: 'token_unknown', cause: 'The token is not known here.', fix: 'Copy it again.', method: 'POST', path: '/api/v1/lineage', from: '10.0.0.9',
      headers: { 'user-agent': 'curl/8', authorization: 'Bearer hws_abcdefgh0123456789', cookie: 'a=b', 'x-other': 'c' }, body: null, bodyBytes: 0, whole: false, ...change,
    })
    const list = (sourceId: number | null = null) => control.listRejections({ sourceId, beforeId: null, limit: 100 })

    test('are kept with their cause, a body to look at, and no secrets', async () => {
      const { source: made } = await source()
      const body = Buffer.from(`{"a":"${'x'.repeat(200_000)}"`)
      const { ids } = await control.recordRejections({ items: [refused({ sourceId: made.id, status: 400, code: 'not_json', body, bodyBytes: body.length, path: '/api/v1/lineage?api_key=hws_abcdefgh0123456789' })] })
      const detail = await control.getRejection({ id: ids[0] ?? 0 })
      expect(detail).toMatchObject({ status: 400, code: 'not_json', client: 'curl/8', from: '10.0.0.9', bodyBytes: body.length, retriable: false })
      expect(detail.body).toHaveLength(65_536)
      expect(detail.path).toBe('/api/v1/lineage?api_key=…')
      expect(Object.keys(detail.headers).toSorted()).toEqual(['authorization', 'user-agent'])
      expect(JSON.stringify(detail.headers)).not.toContain('0123456789')
      await expect(control.rejectionForRetry({ id: ids[0] ?? 0 })).rejects.toMatchObject({ code: 'conflict' })
    })

    test('whole ones under a valid token come back byte for byte', async () => {
      const { source: made } = await source()
      const body = randomBytes(50_000)
      const { ids, changed } = await control.recordRejections({ items: [refused({ sourceId: made.id, status: 413, code: 'too_large', body, bodyBytes: body.length, whole: true })] })
      expect(changed).toEqual([made.id])
      const again = await control.rejectionForRetry({ id: ids[0] ?? 0 })
      expect(Buffer.from(again.body).equals(body)).toBe(true)
      await control.markRetried({ id: ids[0] ?? 0 })
      expect((await list(made.id)).items[0]).toMatchObject({ retriable: true, retriedAt: '2026-01-15T12:00:00.000Z' })
    })

    test('are bounded in number, bytes and age; strangers cannot push out the others', async () => {
      const { source: made } = await source()
      await control.recordRejections({ items: [refused({ sourceId: made.id, status: 400, code: 'no_identity', body: Buffer.from('{}'), bodyBytes: 2, whole: true })] })
      await control.recordRejections({ items: Array.from({ length: 80 }, () => refused()) })
      const { items, total } = await list()
      expect(total).toBe(11)
      expect(items.some((r) => r.sourceId === made.id)).toBe(true)
      const large = () => refused({ sourceId: made.id, status: 413, code: 'too_large', body: randomBytes(40_000), bodyBytes: 40_000, whole: true })
      await control.recordRejections({ items: [large(), large(), large()] })
      expect((await list(made.id)).items.filter((r) => r.code === 'too_large')).toHaveLength(2)
      clock.now += 8 * 24 * hour
      await control.recordRejections({ items: [refused()] })
      expect((await list()).total).toBe(1)
    })

    test('show where the ladder stopped', async () => {
      const { source: made } = await source()
      clock.now += 1000
      const ladder = () => control.ladderOf({ sourceId: made.id, producer: null })
      const stranger = await control.recordRejections({ items: [refused()] })
      expect(stranger.changed).toEqual([made.id])
      expect((await ladder()).steps.slice(0, 3)).toMatchObject([
        { key: 'request', state: 'reached', detail: 'from 10.0.0.9' },
        { key: 'token', state: 'failed', detail: 'The token is not known here.', hint: 'Copy it again.', link: { kind: 'rejection', id: stranger.ids[0] } },
        { key: 'readable', state: 'later' },
      ])
      await control.recordRejections({ items: [refused({ sourceId: made.id, status: 400, code: 'not_json', cause: 'The body is not JSON.' })] })
      expect((await ladder()).steps.slice(0, 4).map((s) => s.state)).toEqual(['reached', 'reached', 'failed', 'later'])
    })

    test('page by page, newest first', async () => {
      await control.recordRejections({ items: Array.from({ length: 5 }, () => refused()) })
      const first = await control.listRejections({ sourceId: null, beforeId: null, limit: 2 })
      const second = await control.listRejections({ sourceId: null, beforeId: first.items[1]?.id ?? 0, limit: 2 })
      expect([...first.items, ...second.items].map((r) => r.id)).toEqual([5, 4, 3, 2])
    })

    test('odd characters of a sender do not break the store', async () => {
      await control.recordRejections({ items: [refused({ path: '/a\0b\ud800', cause: 'x\0y' })] })
      expect((await list()).items[0]).toMatchObject({ path: '/a\u2400b\ufffd', cause: 'x\u2400y' })
    })
  })

  test('the history of syncs', async () => {
    const { source: made } = await source()
    const sync = await control.insertSync({ kind: 'metadata', sourceId: made.id, eventsTotal: 10, startedBy: 'Ann' })
    expect(await control.runningSyncs({})).toMatchObject([{ id: sync.id, state: 'running', phase: 'waiting' }])
    clock.now += 2000
    expect(await control.updateSync({ id: sync.id, phase: 'applying', eventsDone: 4 })).toMatchObject({ eventsDone: 4, rate: 2, endedAt: null })
    const added = { jobs: 1, runs: 2, datasets: 3, fields: 4, edges: 5, columnEdges: 6 }
    expect(await control.updateSync({ id: sync.id, state: 'complete', phase: 'done', eventsDone: 10, added })).toMatchObject({ endedAt: '2026-01-15T12:00:02.000Z', added })
    expect((await control.getSource({ id: made.id })).lastSyncAt).toBe('2026-01-15T12:00:02.000Z')
    const full = await control.insertSync({ kind: 'full', sourceId: null, eventsTotal: 10, startedBy: null })
    expect((await control.listSyncs({ sourceId: made.id, beforeId: null, limit: 9 })).items.map((s) => s.id)).toEqual([full.id, sync.id])
    expect(await control.endOrphanedSyncs({})).toBe(1)
    expect(await control.getSync({ id: full.id })).toMatchObject({ state: 'failed', error: expect.stringMatching(/Nothing is lost/) })
  })

  test('the saved public URL', async () => {
    await control.savePublicUrl({ url: 'https://h.example.com' })
    expect(await control.savedPublicUrl({})).toBe('https://h.example.com')
    await control.savePublicUrl({ url: null })
    expect(await control.savedPublicUrl({})).toBeNull()
  })
})
