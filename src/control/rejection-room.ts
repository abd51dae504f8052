import type { Executor, SqlValue } from '../db/contract.ts'
import type { ControlOptions } from './store.ts'

/** Refused requests that could not even be written down: only counted. */
export interface DroppedRejections {
  readonly sourceId: number | null
  readonly code: string
  readonly count: number
  /** ms since 1970 of the last of them. */
  readonly at: number
}

/** What a group of one holder with one cause changes by. A holder is a source, or 0: no known one. */
export interface GroupChange {
  readonly holder: number
  readonly code: string
  readonly kept?: number
  readonly keptBytes?: number
  readonly whole?: number
  readonly waiting?: number
  readonly lastAt?: number
  readonly letGo?: number
  readonly letGoAt?: number | null
}

export const holderOf = (sourceId: number | null): number => sourceId ?? 0
const dayMs = 86_400_000
/** Rows looked at in one go for where to cut. */
const lookRows = 500

/** Adds to the counts of groups, in the order of their keys, so that processes that write at once never wait for each other in a circle. */
export async function changeGroups(tx: Executor, changes: readonly GroupChange[]): Promise<void> {
  const sum = (column: string): string => `${column} = rejection_groups.${column} + excluded.${column}`
  const later = (column: string): string =>
    `${column} = CASE WHEN rejection_groups.${column} IS NULL OR excluded.${column} > rejection_groups.${column} THEN excluded.${column} ELSE rejection_groups.${column} END`
  for (const change of joined(changes)) {
    const { holder, code, kept = 0, keptBytes = 0, whole = 0, waiting = 0, lastAt = 0, letGo = 0, letGoAt = null } = change
    await tx.run(
      `INSERT INTO rejection_groups (holder, code, kept, kept_bytes, whole, waiting, last_at, let_go, let_go_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (holder, code) DO UPDATE SET ${['kept', 'kept_bytes', 'whole', 'waiting', 'let_go'].map(sum).join(', ')}, ${['last_at', 'let_go_at'].map(later).join(', ')}`,
      [holder, code, kept, keptBytes, whole, waiting, lastAt, letGo, letGoAt],
    )
  }
}

/** One change a group, in order. */
function joined(changes: readonly GroupChange[]): GroupChange[] {
  const groups = new Map<string, GroupChange>()
  for (const change of changes) {
    const key = `${change.holder} ${change.code}`
    const known = groups.get(key)
    groups.set(key, known === undefined ? change : added(known, change))
  }
  return [...groups.values()].toSorted((a, b) => a.holder - b.holder || (a.code < b.code ? -1 : 1))
}

function added(a: GroupChange, b: GroupChange): GroupChange {
  const sum = (x: number | undefined, y: number | undefined): number => (x ?? 0) + (y ?? 0)
  return {
    holder: a.holder,
    code: a.code,
    kept: sum(a.kept, b.kept),
    keptBytes: sum(a.keptBytes, b.keptBytes),
    whole: sum(a.whole, b.whole),
    waiting: sum(a.waiting, b.waiting),
    lastAt: Math.max(a.lastAt ?? 0, b.lastAt ?? 0),
    letGo: sum(a.letGo, b.letGo),
    letGoAt: Math.max(a.letGoAt ?? 0, b.letGoAt ?? 0) || null,
  }
}

/**
 * Deletes what is too old, then the oldest of each holder beyond its own bound, then of those who have most beyond the bound of all: one
 * noisy sender pushes out nobody else's. Resolves to how many went for want of room.
 */
export async function makeRoom(tx: Executor, options: ControlOptions, now: number): Promise<number> {
  const oldest = now - options.rejectionDays * dayMs
  await remove(tx, 'at < ?', [oldest], null)
  const holders = await tx.all<{ holder: number; n: number; bytes: number }>(
    'SELECT holder, CAST(sum(kept) AS bigint) AS n, CAST(sum(kept_bytes) AS bigint) AS bytes FROM rejection_groups GROUP BY holder ORDER BY holder',
  )
  const rows = fairLevel(
    holders.map((holder) => holder.n),
    options.maxSourceRejections,
    options.maxRejections,
  )
  const bytes = fairLevel(
    holders.map((holder) => holder.bytes),
    options.maxSourceRejectionBytes,
    options.maxRejectionBytes,
  )
  let gone = 0
  for (const holder of holders)
    if (holder.n > rows || holder.bytes > bytes) gone += await cut(tx, holder.holder, holder.n - rows, holder.bytes - bytes, now)
  await tx.run('DELETE FROM rejection_groups WHERE kept = 0 AND (let_go_at IS NULL OR let_go_at < ?)', [oldest])
  return gone
}

/** The most that each may have, at most `each`, so that all have at most `total`: who has less keeps all of it. */
export function fairLevel(amounts: readonly number[], each: number, total: number): number {
  let room = total
  const rising = amounts.toSorted((a, b) => a - b)
  for (const [i, amount] of rising.entries()) {
    const level = Math.floor(room / (rising.length - i))
    if (Math.min(amount, each) > level) return level
    room -= Math.min(amount, each)
  }
  return each
}

/** Deletes the oldest of a holder until so many rows and bytes are gone. */
async function cut(tx: Executor, holder: number, rows: number, bytes: number, now: number): Promise<number> {
  let [tooMany, tooMuch, last] = [rows, bytes, 0]
  while (tooMany > 0 || tooMuch > 0) {
    const next = await tx.all<{ id: number; kept_bytes: number }>(
      'SELECT id, kept_bytes FROM rejections WHERE coalesce(source_id, 0) = ? AND id > ? ORDER BY id LIMIT ?',
      [holder, last, lookRows],
    )
    if (next.length === 0) break
    for (const row of next) {
      if (tooMany <= 0 && tooMuch <= 0) break
      last = row.id
      tooMany--
      tooMuch -= row.kept_bytes
    }
  }
  return remove(tx, 'coalesce(source_id, 0) = ? AND id <= ?', [holder, last], now)
}

/** Deletes rows and what is counted of them. `letGoAt`: they went for want of room. */
async function remove(tx: Executor, where: string, params: readonly SqlValue[], letGoAt: number | null): Promise<number> {
  await tx.run(`DELETE FROM rejection_bodies WHERE id IN (SELECT id FROM rejections WHERE ${where})`, params)
  const rows = await tx.all<{ source_id: number | null; code: string; kept_bytes: number; whole: number; accepted_at: number | null }>(
    `DELETE FROM rejections WHERE ${where} RETURNING source_id, code, kept_bytes, whole, accepted_at`,
    params,
  )
  await changeGroups(
    tx,
    rows.map((row) => ({
      holder: holderOf(row.source_id),
      code: row.code,
      kept: -1,
      keptBytes: -row.kept_bytes,
      whole: -row.whole,
      waiting: row.accepted_at === null ? -row.whole : 0,
      ...(letGoAt !== null && { letGo: 1, letGoAt }),
    })),
  )
  return rows.length
}
