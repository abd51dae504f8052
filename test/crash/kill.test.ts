/** D1, D2: killed in the middle of commits. Whatever was acknowledged is in the log, once. */
import { describe, expect, test } from 'vitest'
import { eventually } from '../harness/eventually.ts'
import { startHeadwater } from '../harness/server.ts'
import type { Headwater } from '../harness/server.ts'
import { freshDatabase } from '../harness/postgres.ts'

const kills = 5
const senders = 8

interface Traffic {
  readonly acknowledged: Map<string, number>
  /** Bytes that may or may not be in the log: no answer came. They are sent again after the restart. */
  readonly open: Set<string>
}

const eventNamed = (name: string): string => `{"job":{"namespace":"kill", "name":"${name}"},\t"n":1.0}`

async function sendOne(server: Headwater, token: string, body: string, traffic: Traffic): Promise<void> {
  traffic.open.add(body)
  const answer = await server.post(token, body)
  if (answer.status === 201) traffic.acknowledged.set(body, ((await answer.json()) as { position: number }).position)
  traffic.open.delete(body)
}

async function sendBatch(server: Headwater, token: string, bodies: readonly string[], traffic: Traffic): Promise<void> {
  for (const body of bodies) traffic.open.add(body)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const answer = await fetch(`${server.url}/api/v1/lineage/batch`, { method: 'POST', headers, body: `[${bodies.join(',')}]` })
  const report = (await answer.json()) as { events: { index: number; position: number }[] }
  for (const { index, position } of report.events) traffic.acknowledged.set(bodies[index] ?? '', position)
  for (const body of bodies) traffic.open.delete(body)
}

/** Sends until the connection breaks. */
async function sender(server: Headwater, token: string, name: string, traffic: Traffic): Promise<void> {
  for (let i = 0; ; i++) {
    try {
      if (i % 5 === 4) {
        const names = Array.from({ length: 10 }, (_, n) => eventNamed(`${name}-${i}-${n}`))
        await sendBatch(server, token, names, traffic)
      } else await sendOne(server, token, eventNamed(`${name}-${i}`), traffic)
    } catch {
      return
    }
  }
}

async function killedAgainAndAgain(env: Record<string, string>): Promise<void> {
  const server = await startHeadwater({ env })
  try {
    const { apiToken } = await server.addSource()
    const traffic: Traffic = { acknowledged: new Map(), open: new Set() }
    for (let kill = 0; kill < kills; kill++) {
      const before = traffic.acknowledged.size
      const sending = Array.from({ length: senders }, (_, i) => sender(server, apiToken, `${kill}-${i}`, traffic))
      // Somewhere in the traffic: after so many answers, which no two rounds have alike.
      await eventually(() => traffic.acknowledged.size >= before + 40 + kill * 37, { timeoutMs: 60_000, what: 'events acknowledged' })
      await server.kill()
      await Promise.all(sending)
      await server.start()
      // As a producer would that had no answer.
      for (const body of [...traffic.open].slice(0, 20)) await sendOne(server, apiToken, body, traffic)
    }
    const lines = (await server.cli(['export', 'events', '--json'])).trimEnd().split('\n')
    const log = lines.map((line) => JSON.parse(line) as { position: number; body: string })
    expect(log.map((e) => e.position)).toEqual(log.map((_, i) => i + 1))
    expect(new Set(log.map((e) => e.body)).size).toBe(log.length)
    const misplaced = [...traffic.acknowledged].filter(([body, position]) => log[position - 1]?.body !== body)
    expect(misplaced).toEqual([])
    expect(traffic.acknowledged.size).toBeGreaterThan(kills * 40)
    // The catalog holds them too, each once.
    await server.cli(['sync', '--wait'])
    const catalog = (await server.cli(['export', 'catalog'])).trimEnd().split('\n')
    const jobs = catalog.map((line) => JSON.parse(line) as { kind: string; name: string }).filter((l) => l.kind === 'job')
    expect(jobs).toHaveLength(log.length)
  } finally {
    await server.stop()
  }
}

describe('killed in the middle of commits', () => {
  test('SQLite', () => killedAgainAndAgain({}))

  test('PostgreSQL', async () => {
    const database = await freshDatabase()
    try {
      await killedAgainAndAgain({ HEADWATER_DATABASE_URL: database.url })
    } finally {
      await database.drop()
    }
  })
})
