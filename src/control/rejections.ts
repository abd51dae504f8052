import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Rejection, RejectionDetail } from '../contract/sources.ts'
import type { Executor } from '../db/contract.ts'
import { withoutSecrets } from '../lib/secrets.ts'
import { ControlError } from './errors.ts'
import { reach } from './progress.ts'
import { iso, isoOrNull } from './store.ts'
import type { ControlOptions, Store } from './store.ts'
import { insert } from './tables.ts'

/** A refused request as the intake tells it. */
export interface NewRejection {
  /** ms since 1970. */
  readonly at: number
  readonly sourceId: number | null
  readonly status: number
  readonly code: string
  readonly cause: string
  readonly fix: string
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly from: string
  /** All of them; what is kept is chosen here. */
  readonly headers: Readonly<Record<string, string>>
  /** What was read of the body, unpacked; null when nothing was. */
  readonly body: Uint8Array | null
  /** Bytes of the body as far as is known. */
  readonly bodyBytes: number
  /** The body is whole and came under a valid token. */
  readonly whole: boolean
}

interface Row {
  readonly id: number
  readonly at: number
  readonly source_id: number | null
  readonly status: number
  readonly code: string
  readonly cause: string
  readonly fix: string
  readonly method: string
  readonly path: string
  readonly from_address: string
  readonly client: string | null
  readonly headers: string
  readonly body_bytes: number
  readonly whole: number
  readonly retried_at: number | null
}

/** Of a body that cannot be tried again. */
const sampleBytes = 64 * 1024
const shownBytes = 64 * 1024
/** Strangers get a share of the room, so that they cannot push out what senders with a token may want back. */
const strangersShare = 0.2
const dayMs = 86_400_000
const keptHeaders = [
  'content-type',
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'user-agent',
  'host',
  'accept',
  'authorization',
]
const columns = 'id, at, source_id, status, code, cause, fix, method, path, from_address, client, headers, body_bytes, whole, retried_at'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

const rejectionOf = (row: Row): Rejection => ({
  id: row.id,
  at: iso(row.at),
  sourceId: row.source_id,
  status: row.status,
  code: row.code,
  cause: row.cause,
  fix: row.fix,
  method: row.method,
  path: row.path,
  from: row.from_address,
  client: row.client,
  bodyBytes: row.body_bytes,
  retriable: row.whole === 1,
  retriedAt: isoOrNull(row.retried_at),
})

/** Refused requests: kept for some days within a bound of rows and bytes, the oldest go first. */
export const rejectionHandlers = ({ db, options, now }: Store) => ({
  /** Answers the new ids, and the sources whose ladder may have changed. */
  recordRejections: async ({ items }: { items: readonly NewRejection[] }): Promise<{ ids: number[]; changed: number[] }> => {
    const rows = await Promise.all(items.map(rowOf))
    return db.transaction(async (tx) => {
      const ids: number[] = []
      for (const row of rows) ids.push(await insert(tx, 'rejections', row))
      for (const item of items) await reachBefore(tx, item)
      await prune(tx, options, now())
      const known = items.flatMap((item) => (item.sourceId === null ? [] : [item.sourceId]))
      const strangers = items.some((item) => item.sourceId === null && item.status === 401) ? await stillWaiting(tx) : []
      return { ids, changed: [...new Set([...known, ...strangers])] }
    })
  },

  /** Newest first: those before `beforeId`. */
  listRejections: async ({
    sourceId,
    beforeId,
    limit,
  }: {
    sourceId: number | null
    beforeId: number | null
    limit: number
  }): Promise<{ items: Rejection[]; total: number }> => {
    const where = '(source_id = ? OR ? = 1)'
    const of = [sourceId ?? 0, Number(sourceId === null)]
    const rows = await db.all<Row>(`SELECT ${columns} FROM rejections WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`, [
      ...of,
      beforeId ?? Number.MAX_SAFE_INTEGER,
      limit,
    ])
    const count = await db.get<{ n: number }>(`SELECT count(*) AS n FROM rejections WHERE ${where}`, of)
    return { items: rows.map(rejectionOf), total: count?.n ?? 0 }
  },

  getRejection: async ({ id }: { id: number }): Promise<RejectionDetail> => {
    const row = await find(db, id)
    const body = await bodyOf(db, id)
    return {
      ...rejectionOf(row),
      headers: JSON.parse(row.headers) as Record<string, string>,
      body: body === null ? null : Buffer.from(body.subarray(0, shownBytes)).toString('utf8'),
    }
  },

  /** What a retry needs. Throws ControlError when it cannot be tried again. */
  rejectionForRetry: async ({ id }: { id: number }): Promise<{ sourceId: number; path: string; body: Uint8Array }> => {
    const row = await find(db, id)
    const body = row.whole === 1 ? await bodyOf(db, id) : null
    if (row.source_id === null || body === null)
      throw new ControlError('conflict', 'This request cannot be tried again: its body is not whole, or it had no valid token.')
    return { sourceId: row.source_id, path: row.path, body }
  },

  markRetried: async ({ id }: { id: number }): Promise<void> => {
    await db.transaction((tx) => tx.run('UPDATE rejections SET retried_at = ? WHERE id = ?', [now(), id]))
  },
})

async function find(tx: Executor, id: number): Promise<Row> {
  const row = await tx.get<Row>(`SELECT ${columns} FROM rejections WHERE id = ?`, [id])
  if (row === undefined) throw new ControlError('not_found', 'There is no such refused request. They are kept for some days.')
  return row
}

async function bodyOf(tx: Executor, id: number): Promise<Uint8Array | null> {
  const row = await tx.get<{ body: Uint8Array | null }>('SELECT body FROM rejections WHERE id = ?', [id])
  return row?.body ? unpack(row.body) : null
}

async function rowOf(item: NewRejection) {
  const kept = item.body === null ? null : item.whole ? item.body : item.body.subarray(0, sampleBytes)
  const body = kept === null ? null : await pack(kept)
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => (item.headers[name] === undefined ? [] : [[name, shown(item.headers[name])]])),
  )
  return {
    at: item.at,
    source_id: item.sourceId,
    status: item.status,
    code: item.code,
    cause: shown(item.cause),
    fix: shown(item.fix),
    method: item.method.slice(0, 20),
    path: shown(item.path),
    from_address: item.from,
    client: item.headers['user-agent'] === undefined ? null : shown(item.headers['user-agent']).slice(0, 300),
    headers: JSON.stringify(headers),
    body_bytes: item.bodyBytes,
    kept_bytes: body?.length ?? 0,
    whole: Number(item.whole && body !== null && item.sourceId !== null),
    retried_at: null,
    body,
  }
}

/** Fit for the store and for a page: no secrets, no NUL, no half characters, not endless. */
const shown = (text: string): string => withoutSecrets(text.slice(0, 2_000)).toWellFormed().replaceAll('\0', '\u2400')

/** A request that was refused still came, and where it was refused for its body its token was right. */
async function reachBefore(tx: Executor, { sourceId, at, from, status, headers }: NewRejection): Promise<void> {
  if (sourceId === null) return
  const detail = [`from ${from}`, headers['user-agent']].filter((part) => part !== undefined).join(', ')
  await reach(tx, { sourceId, step: 'request', at, detail: shown(detail).slice(0, 300), link: null })
  if (status !== 401) await reach(tx, { sourceId, step: 'token', at, detail: null, link: null })
}

/** A stranger's request may be that of any source whose first one has not come. */
async function stillWaiting(tx: Executor): Promise<number[]> {
  const rows = await tx.all<{ id: number }>(
    "SELECT id FROM sources s WHERE removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM source_progress p WHERE p.source_id = s.id AND p.step = 'token')",
  )
  return rows.map((row) => row.id)
}

/** Deletes what is too old or too much, from the oldest on. */
async function prune(tx: Executor, options: ControlOptions, now: number): Promise<void> {
  await tx.run('DELETE FROM rejections WHERE at < ?', [now - options.rejectionDays * dayMs])
  await keepNewest(tx, 'source_id IS NULL', Math.floor(options.maxRejections * strangersShare), options.maxRejectionBytes * strangersShare)
  await keepNewest(tx, 'id IS NOT NULL', options.maxRejections, options.maxRejectionBytes)
}

async function keepNewest(tx: Executor, where: string, rows: number, bytes: number): Promise<void> {
  const sums = await tx.get<{ n: number; bytes: number }>(
    `SELECT count(*) AS n, CAST(coalesce(sum(kept_bytes), 0) AS bigint) AS bytes FROM rejections WHERE ${where}`,
  )
  if (sums === undefined || (sums.n <= rows && sums.bytes <= bytes)) return
  let [tooMany, tooMuch] = [sums.n - rows, sums.bytes - bytes]
  let last = 0
  for (const row of await tx.all<{ id: number; kept_bytes: number }>(`SELECT id, kept_bytes FROM rejections WHERE ${where} ORDER BY id`)) {
    if (tooMany <= 0 && tooMuch <= 0) break
    last = row.id
    tooMany--
    tooMuch -= row.kept_bytes
  }
  await tx.run(`DELETE FROM rejections WHERE ${where} AND id <= ?`, [last])
}
