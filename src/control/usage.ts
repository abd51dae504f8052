import type { Executor } from '../db/contract.ts'
import { producerOf } from './producer.ts'
import { reach } from './progress.ts'
import type { Store } from './store.ts'

/** What happened to the requests of one source with one token since the last report. */
export interface UsageDelta {
  readonly sourceId: number
  readonly tokenId: number | null
  readonly accepted: number
  readonly refused: number
  /** ms since 1970 of the last of them. */
  readonly lastAt: number
  /** User-Agent and address of the last one. */
  readonly by: string | null
  readonly from: string | null
  /** The member `producer` of the last accepted event, where it was read. */
  readonly producer: string | null
  /** Position of the last accepted event. */
  readonly position: number | null
}

/** What happened in this store over the last day. */
export interface Activity {
  readonly eventsPerMinute: number
  /** Accepted in each of the last 144 times ten minutes, oldest first. */
  readonly perTenMinutes: number[]
  readonly refusedToday: number
  readonly firstSourceAt: number | null
  readonly firstEventAt: number | null
  readonly firstLineageAt: number | null
  readonly firstColumnLineageAt: number | null
}

const minuteMs = 60_000
const minutesKept = 25 * 60

/** Counters of sources and tokens, written about once a second for all requests in between. */
export const usageHandlers = ({ db, now }: Store) => ({
  /** Answers the sources whose ladder went up. The server's own test events count nowhere. */
  recordUsage: ({ deltas }: { deltas: readonly UsageDelta[] }): Promise<{ changed: number[] }> =>
    db.transaction(async (tx) => {
      const changed = new Set<number>()
      for (const delta of inOrder(deltas)) if (await record(tx, delta)) changed.add(delta.sourceId)
      await tx.run('DELETE FROM source_minutes WHERE minute < ?', [Math.floor(now() / minuteMs) - minutesKept])
      return { changed: [...changed] }
    }),

  activity: async (_: object): Promise<Activity> => {
    const minute = Math.floor(now() / minuteMs)
    const rows = await db.all<{ minute: number; accepted: number }>(
      'SELECT minute, CAST(sum(accepted) AS bigint) AS accepted FROM source_minutes WHERE minute > ? GROUP BY minute',
      [minute - 1440],
    )
    const perTenMinutes = Array.from({ length: 144 }, () => 0)
    for (const row of rows) {
      const slot = 143 - Math.floor((minute - row.minute) / 10)
      perTenMinutes[slot] = (perTenMinutes[slot] ?? 0) + row.accepted
    }
    const midnight = new Date(now()).setUTCHours(0, 0, 0, 0)
    const first = 'SELECT min(at) AS at FROM source_progress WHERE step = ?'
    const at = async (sql: string, params: (string | number)[] = []): Promise<number | null> =>
      (await db.get<{ at: number | null }>(sql, params))?.at ?? null
    return {
      eventsPerMinute: rows.find((row) => row.minute === minute - 1)?.accepted ?? rows.find((row) => row.minute === minute)?.accepted ?? 0,
      perTenMinutes,
      refusedToday: (await at('SELECT count(*) AS at FROM rejections WHERE at >= ?', [midnight])) ?? 0,
      firstSourceAt: await at('SELECT min(created_at) AS at FROM sources'),
      firstEventAt: await at('SELECT min(first_event_at) AS at FROM sources'),
      firstLineageAt: await at(first, ['edge']),
      firstColumnLineageAt: await at(first, ['column']),
    }
  },
})

/** By source, so that processes that write at once take the rows in the same order. */
const inOrder = (deltas: readonly UsageDelta[]): UsageDelta[] =>
  deltas.toSorted((a, b) => a.sourceId - b.sourceId || (a.tokenId ?? 0) - (b.tokenId ?? 0))

async function record(tx: Executor, delta: UsageDelta): Promise<boolean> {
  if (delta.tokenId !== null) {
    const token = await tx.get<{ internal: number }>('SELECT internal FROM source_tokens WHERE id = ?', [delta.tokenId])
    if (token?.internal === 1) return false
    const used = [delta.lastAt, delta.by?.slice(0, 300) ?? null, delta.from, delta.tokenId]
    await tx.run('UPDATE source_tokens SET last_used_at = ?, last_used_by = ?, last_used_from = ? WHERE id = ?', used)
  }
  await count(tx, delta)
  return delta.accepted > 0 && reachStored(tx, delta)
}

async function count(tx: Executor, delta: UsageDelta): Promise<void> {
  const counts = [delta.accepted, delta.refused]
  await tx.run('UPDATE sources SET accepted = accepted + ?, refused = refused + ? WHERE id = ?', [...counts, delta.sourceId])
  const sum = 'accepted = source_minutes.accepted + excluded.accepted, refused = source_minutes.refused + excluded.refused'
  await tx.run(
    `INSERT INTO source_minutes (source_id, minute, accepted, refused) VALUES (?, ?, ?, ?) ON CONFLICT (source_id, minute) DO UPDATE SET ${sum}`,
    [delta.sourceId, Math.floor(delta.lastAt / minuteMs), ...counts],
  )
  if (delta.accepted === 0) return
  await tx.run('UPDATE sources SET first_event_at = coalesce(first_event_at, ?), last_event_at = ? WHERE id = ?', [
    delta.lastAt,
    delta.lastAt,
    delta.sourceId,
  ])
  const producer = producerOf(delta.producer, delta.by)
  if (producer !== null)
    await tx.run('UPDATE sources SET producer = ?, producer_version = coalesce(?, producer_version) WHERE id = ?', [
      producer.name,
      producer.version,
      delta.sourceId,
    ])
}

async function reachStored(tx: Executor, delta: UsageDelta): Promise<boolean> {
  const sender = [delta.from === null ? null : `from ${delta.from}`, delta.by].filter((part) => part !== null).join(', ')
  const link = delta.position === null ? null : ({ kind: 'event', position: delta.position } as const)
  const base = { sourceId: delta.sourceId, at: delta.lastAt }
  const news = [
    await reach(tx, { ...base, step: 'request', detail: sender.slice(0, 300) || null, link: null }),
    await reach(tx, { ...base, step: 'token', detail: null, link: null }),
    await reach(tx, { ...base, step: 'readable', detail: null, link }),
    await reach(tx, { ...base, step: 'stored', detail: delta.position === null ? null : `at position ${delta.position}`, link }),
  ]
  return news.includes(true)
}
