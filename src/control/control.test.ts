import { expect, test } from 'vitest'
import { describeControl, password } from './test-control.ts'

describeControl('control', (t) => {
  async function dump(): Promise<string> {
    const tables = ['control_meta', 'sources', 'source_tokens', 'people', 'sessions', 'one_time_links', 'personal_tokens', 'rejections']
    const rows = await Promise.all(tables.map((table) => t.database.all(`SELECT * FROM ${table}`)))
    return JSON.stringify(rows, (_, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
  }

  test('no secret is in the store as it was given out', async () => {
    const { token: session } = await t.firstAdmin()
    const { apiToken } = await t.source()
    const { token: personal } = await t.control.addToken({ personId: null, name: 'x', role: 'admin', expiresInDays: 1 })
    const { token: link } = await t.control.addPerson({ name: 'Bob', email: 'bob@example.com', role: 'viewer' })
    const text = await dump()
    for (const secret of [session, apiToken, personal, link, password]) expect(text).not.toContain(secret)
    for (const secret of [apiToken, personal, link]) expect(text).not.toContain(secret.slice(12))
  })

  test('the history of syncs', async () => {
    const { source: made } = await t.source()
    const sync = await t.control.insertSync({ kind: 'metadata', sourceId: made.id, eventsTotal: 10, startedBy: 'Ann' })
    expect(await t.control.runningSyncs({})).toMatchObject([{ id: sync.id, state: 'running', phase: 'waiting' }])
    t.clock.now += 2000
    expect(await t.control.updateSync({ id: sync.id, phase: 'applying', eventsDone: 4 })).toMatchObject({
      eventsDone: 4,
      rate: 2,
      endedAt: null,
    })
    const added = { jobs: 1, runs: 2, datasets: 3, fields: 4, edges: 5, columnEdges: 6 }
    expect(await t.control.updateSync({ id: sync.id, state: 'complete', phase: 'done', eventsDone: 10, added })).toMatchObject({
      endedAt: '2026-01-15T12:00:02.000Z',
      added,
    })
    expect((await t.control.getSource({ id: made.id })).lastSyncAt).toBe('2026-01-15T12:00:02.000Z')
    const full = await t.control.insertSync({ kind: 'full', sourceId: null, eventsTotal: 10, startedBy: null })
    expect((await t.control.listSyncs({ sourceId: made.id, beforeId: null, limit: 9 })).items.map((s) => s.id)).toEqual([full.id, sync.id])
    expect(await t.control.endOrphanedSyncs({})).toBe(1)
    expect(await t.control.getSync({ id: full.id })).toMatchObject({ state: 'failed', error: expect.stringMatching(/Nothing is lost/) })
  })

  test('the saved public URL', async () => {
    await t.control.savePublicUrl({ url: 'https://h.example.com' })
    expect(await t.control.savedPublicUrl({})).toBe('https://h.example.com')
    await t.control.savePublicUrl({ url: null })
    expect(await t.control.savedPublicUrl({})).toBeNull()
  })
})
