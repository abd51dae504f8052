import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { GivenAnswer, Rejection } from '../contract/rejections.ts'
import type { Executor } from '../db/contract.ts'
import { ControlError } from './errors.ts'
import { keptHead, shown } from './request-head.ts'
import { iso, isoOrNull } from './store.ts'

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
  /** Null: there was nobody to answer any more. */
  readonly answer: GivenAnswer | null
  /** What was read of the body, unpacked; null when nothing was. */
  readonly body: Uint8Array | null
  /** Bytes of the body as far as is known. */
  readonly bodyBytes: number
  /** The body is whole and came under a valid token. */
  readonly whole: boolean
}

export interface RejectionRow {
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
  readonly kept_bytes: number
  readonly whole: number
  readonly retried_at: number | null
  readonly answer: string | null
  readonly accepted_at: number | null
  readonly event_position: number | null
  readonly retry_code: string | null
  readonly retry_cause: string | null
}
export const rejectionColumns =
  'id, at, source_id, status, code, cause, fix, method, path, from_address, client, headers, body_bytes, kept_bytes, whole, retried_at, answer, accepted_at, event_position, retry_code, retry_cause'

export const rejectionOf = (row: RejectionRow): Rejection => ({
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
  acceptedAt: isoOrNull(row.accepted_at),
  position: row.event_position,
  retryCode: row.retry_code,
  retryCause: row.retry_cause,
})

/** What its sender was told; null: nobody was there any more. */
export const answerOf = (row: RejectionRow): GivenAnswer | null => (row.answer === null ? null : (JSON.parse(row.answer) as GivenAnswer))

/** Of a body that cannot be tried again. */
const sampleBytes = 64 * 1024
const pack = promisify(gzip)
/** The body as it was kept. */
export const unpackBody: (packed: Uint8Array) => Promise<Uint8Array> = promisify(gunzip)

/** The new row and its packed body. A whole body that takes more than `bodyBytesMax` is kept as a sample of its beginning. */
export async function rowOf(item: NewRejection, bodyBytesMax: number) {
  const sampled = async (): Promise<Buffer | null> => (item.body === null ? null : pack(item.body.subarray(0, sampleBytes)))
  const packed = item.whole && item.sourceId !== null && item.body !== null ? await pack(item.body) : null
  const whole = packed !== null && packed.length <= bodyBytesMax
  const body = whole ? packed : await sampled()
  const row = {
    at: item.at,
    source_id: item.sourceId,
    status: item.status,
    code: item.code,
    cause: shown(item.cause),
    fix: shown(item.fix),
    method: shown(item.method.slice(0, 20)),
    path: shown(item.path),
    from_address: item.from,
    client: item.headers['user-agent'] === undefined ? null : shown(item.headers['user-agent']).slice(0, 300).toWellFormed(),
    headers: JSON.stringify(keptHead(item.headers)),
    body_bytes: item.bodyBytes,
    kept_bytes: body?.length ?? 0,
    whole: Number(whole),
    answer: item.answer === null ? null : JSON.stringify(clean(item.answer)),
  }
  return { row, body }
}

const clean = ({ status, reason, text }: GivenAnswer): GivenAnswer => ({ status, reason: shown(reason), text: shown(text) })

/** Whether bytes are text, and that text with half a character at a cut forgiven. */
export function textOf(bytes: Uint8Array, cut: boolean): { readonly text: string; readonly isText: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut }), isText: true }
  } catch {
    return { text: Buffer.from(bytes).toString('utf8'), isText: false }
  }
}

/** Throws ControlError when it is not kept (any more). */
export async function findRejection(tx: Executor, id: number): Promise<RejectionRow> {
  const row = await tx.get<RejectionRow>(`SELECT ${rejectionColumns} FROM rejections WHERE id = ?`, [id])
  if (row === undefined) throw new ControlError('not_found', 'There is no such refused request. They are kept for some days.')
  return row
}

/** What is kept of its body, as gzip. */
export async function packedOf(tx: Executor, id: number): Promise<Uint8Array | null> {
  return (await tx.get<{ body: Uint8Array }>('SELECT body FROM rejection_bodies WHERE id = ?', [id]))?.body ?? null
}

/** What is kept of its body. */
export async function bodyOf(tx: Executor, id: number): Promise<Uint8Array | null> {
  const packed = await packedOf(tx, id)
  return packed === null ? null : unpackBody(packed)
}
