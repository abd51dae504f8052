import type { AddSource, ChangeSource, Source, SourceToken } from '../contract/sources.ts'
import type { z } from 'zod'
import type { Executor } from '../db/contract.ts'
import { newToken, shownPrefix } from '../lib/token.ts'
import { checkedBaseUrl } from './base-url.ts'
import { ControlError } from './errors.ts'
import { hourMs, iso, isoOrNull, raiseRevision, readMeta } from './store.ts'
import type { Store } from './store.ts'
import { insert } from './tables.ts'

/** What control knows of a source; addresses, lag and running syncs come from elsewhere. */
export type SourceRecord = Omit<Source, 'eventsUrl' | 'eventsEndpoint' | 'waiting' | 'lagMs' | 'activeSync'>

/** One token as the gate at the door needs it. */
export interface GateRowRecord {
  readonly tokenId: number
  readonly sourceId: number
  readonly publicId: string
  readonly hash: Uint8Array
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  readonly paused: boolean
}

interface SourceRow {
  readonly id: number
  readonly name: string
  readonly base_url: string | null
  readonly sync_mode: 'continuous' | 'manual'
  readonly paused: number
  readonly infer_sql: number
  readonly created_at: number
  readonly created_by: string | null
  readonly producer: string | null
  readonly producer_version: string | null
  readonly accepted: number
  readonly refused: number
  readonly first_event_at: number | null
  readonly last_event_at: number | null
  readonly last_sync_at: number | null
}
interface TokenRow {
  readonly id: number
  readonly source_id: number
  readonly public_id: string
  readonly created_at: number
  readonly expires_at: number | null
  readonly revoked_at: number | null
  readonly last_used_at: number | null
  readonly last_used_by: string | null
  readonly last_used_from: string | null
}

const minuteMs = 60_000
const testTokenMs = 60_000
/** Tokens that ended longer ago are not listed any more. */
const keepEndedMs = 30 * 24 * hourMs

/** Data sources and their tokens. A removed source stays as a name for its events; its tokens end. */
export function sourceHandlers({ db, now }: Store) {
  const makeToken = async (
    tx: Executor,
    sourceId: number,
    internal: boolean,
    expiresAt: number | null,
  ): Promise<{ token: string; id: number }> => {
    const { token, publicId, hash } = newToken('hws')
    const id = await insert(tx, 'source_tokens', {
      source_id: sourceId,
      public_id: publicId,
      hash,
      internal: Number(internal),
      created_at: now(),
      expires_at: expiresAt,
      revoked_at: null,
    })
    await raiseRevision(tx)
    return { token, id }
  }

  return {
    addSource: (input: z.output<typeof AddSource> & { createdBy: string | null }): Promise<{ source: SourceRecord; apiToken: string }> =>
      db.transaction(async (tx) => {
        const baseUrl = checkedBaseUrl(input.baseUrl)
        const row = {
          name: input.name,
          base_url: baseUrl,
          sync_mode: input.syncMode,
          paused: 0,
          infer_sql: Number(input.inferSql ?? true),
          created_at: now(),
          created_by: input.createdBy,
          accepted: 0,
          refused: 0,
        }
        const id = await insert(tx, 'sources', row)
        const { token } = await makeToken(tx, id, false, null)
        return { source: await readSource(tx, id, now()), apiToken: token }
      }),

    listSources: (_: object): Promise<SourceRecord[]> => readSources(db, null, now()),
    getSource: ({ id }: { id: number }): Promise<SourceRecord> => readSource(db, id, now()),

    /** Names of all sources ever, removed ones too, for showing whose an event is. */
    sourceNames: (_: object): Promise<{ id: number; name: string; removed: boolean }[]> =>
      db
        .all<{ id: number; name: string; removed_at: number | null }>('SELECT id, name, removed_at FROM sources ORDER BY id')
        .then((rows) => rows.map((r) => ({ id: r.id, name: r.name, removed: r.removed_at !== null }))),

    changeSource: (input: z.output<typeof ChangeSource> & { id: number }): Promise<SourceRecord> =>
      db.transaction(async (tx) => {
        const before = await readSource(tx, input.id, now())
        const baseUrl = input.baseUrl === undefined ? before.baseUrl : checkedBaseUrl(input.baseUrl)
        const values = [
          input.name ?? before.name,
          baseUrl,
          input.syncMode ?? before.syncMode,
          Number(input.paused ?? before.paused),
          Number(input.inferSql ?? before.inferSql),
          input.id,
        ]
        await tx.run('UPDATE sources SET name = ?, base_url = ?, sync_mode = ?, paused = ?, infer_sql = ? WHERE id = ?', values)
        await raiseRevision(tx)
        return readSource(tx, input.id, now())
      }),

    removeSource: ({ id }: { id: number }): Promise<void> =>
      db.transaction(async (tx) => {
        await readSource(tx, id, now())
        // Tokens before their source, as usage is written: writers that agree on the order never deadlock.
        await tx.run('UPDATE source_tokens SET revoked_at = ? WHERE source_id = ? AND revoked_at IS NULL', [now(), id])
        await tx.run('UPDATE sources SET removed_at = ? WHERE id = ?', [now(), id])
        await raiseRevision(tx)
      }),

    /** A new token; the ones before end after the overlap (0: at once). */
    rotateToken: ({ id, overlapHours }: { id: number; overlapHours: number }): Promise<{ source: SourceRecord; apiToken: string }> =>
      db.transaction(async (tx) => {
        await readSource(tx, id, now())
        const ends = now() + overlapHours * hourMs
        await tx.run(
          'UPDATE source_tokens SET expires_at = ? WHERE source_id = ? AND internal = 0 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)',
          [ends, id, ends],
        )
        const { token } = await makeToken(tx, id, false, null)
        return { source: await readSource(tx, id, now()), apiToken: token }
      }),

    revokeToken: ({ id, tokenId }: { id: number; tokenId: number }): Promise<SourceRecord> =>
      db.transaction(async (tx) => {
        const changed = await tx.run(
          'UPDATE source_tokens SET revoked_at = ? WHERE id = ? AND source_id = ? AND internal = 0 AND revoked_at IS NULL',
          [now(), tokenId, id],
        )
        if (changed === 0) throw new ControlError('not_found', 'This source has no such token that still works.')
        await raiseRevision(tx)
        return readSource(tx, id, now())
      }),

    /** For one test event of the server's own. Ends after a minute. */
    makeTestToken: ({ id }: { id: number }): Promise<{ token: string }> =>
      db.transaction(async (tx) => {
        await readSource(tx, id, now())
        await tx.run('DELETE FROM source_tokens WHERE internal = 1 AND expires_at < ?', [now()])
        await tx.run('UPDATE sources SET last_test_at = ? WHERE id = ?', [now(), id])
        const { token } = await makeToken(tx, id, true, now() + testTokenMs)
        return { token }
      }),

    /** Changes whenever `gateRows` may have. */
    gateRevision: (_: object): Promise<string> => readMeta(db, 'gate_revision').then((v) => v ?? '0'),

    gateRows: async (_: object): Promise<GateRowRecord[]> => {
      const sql = 'SELECT t.*, s.paused FROM source_tokens t JOIN sources s ON s.id = t.source_id'
      const rows = await db.all<TokenRow & { hash: Uint8Array; paused: number }>(sql)
      return rows.map((r) => ({
        tokenId: r.id,
        sourceId: r.source_id,
        publicId: r.public_id,
        hash: new Uint8Array(r.hash),
        expiresAt: r.expires_at,
        revokedAt: r.revoked_at,
        paused: r.paused === 1,
      }))
    },
  }
}

/** Ids of the sources, removed ones too, of whose SQL no column lineage is inferred. */
export const sourcesWithoutInference = async (db: Executor): Promise<number[]> =>
  (await db.all<{ id: number }>('SELECT id FROM sources WHERE infer_sql = 0 ORDER BY id')).map((r) => r.id)

async function readSource(tx: Executor, id: number, now: number): Promise<SourceRecord> {
  const [source] = await readSources(tx, id, now)
  if (source === undefined) throw new ControlError('not_found', 'There is no such data source.')
  return source
}

async function readSources(tx: Executor, id: number | null, now: number): Promise<SourceRecord[]> {
  const lastSync =
    "(SELECT max(y.ended_at) FROM syncs y WHERE (y.source_id = s.id OR y.source_id IS NULL) AND y.state = 'complete') AS last_sync_at"
  const rows = await tx.all<SourceRow>(
    `SELECT s.*, ${lastSync} FROM sources s WHERE s.removed_at IS NULL AND (s.id = ? OR ? = 1) ORDER BY s.name, s.id`,
    [id ?? 0, Number(id === null)],
  )
  const tokens = await tx.all<TokenRow>(
    'SELECT * FROM source_tokens WHERE internal = 0 AND (source_id = ? OR ? = 1) AND (revoked_at IS NULL OR revoked_at > ?) ORDER BY id DESC',
    [id ?? 0, Number(id === null), now - keepEndedMs],
  )
  const from = Math.floor(now / minuteMs) - 59
  const minutes = await tx.all<{ source_id: number; minute: number; accepted: number }>(
    'SELECT source_id, minute, accepted FROM source_minutes WHERE minute >= ?',
    [from],
  )
  return rows.map((row) =>
    recordOf(
      row,
      tokens.filter((t) => t.source_id === row.id),
      perMinute(
        minutes.filter((m) => m.source_id === row.id),
        from,
      ),
    ),
  )
}

function perMinute(rows: readonly { minute: number; accepted: number }[], from: number): number[] {
  const counts = Array.from({ length: 60 }, () => 0)
  for (const { minute, accepted } of rows) if (minute - from < 60) counts[minute - from] = accepted
  return counts
}

const recordOf = (row: SourceRow, tokens: readonly TokenRow[], minutes: number[]): SourceRecord => ({
  id: row.id,
  type: 'openlineage',
  name: row.name,
  baseUrl: row.base_url,
  syncMode: row.sync_mode,
  paused: row.paused === 1,
  inferSql: row.infer_sql === 1,
  createdAt: iso(row.created_at),
  createdBy: row.created_by,
  tokens: tokens.map(tokenOf),
  producer: row.producer,
  producerVersion: row.producer_version,
  accepted: row.accepted,
  refused: row.refused,
  firstEventAt: isoOrNull(row.first_event_at),
  lastEventAt: isoOrNull(row.last_event_at),
  perMinute: minutes,
  lastSyncAt: isoOrNull(row.last_sync_at),
})

const tokenOf = (row: TokenRow): SourceToken => ({
  id: row.id,
  prefix: shownPrefix('hws', row.public_id),
  createdAt: iso(row.created_at),
  expiresAt: isoOrNull(row.expires_at),
  revokedAt: isoOrNull(row.revoked_at),
  lastUsedAt: isoOrNull(row.last_used_at),
  lastUsedBy: row.last_used_by,
  lastUsedFrom: row.last_used_from,
})
