import type { IncomingMessage } from 'node:http'
import { gunzip, gunzipSync } from 'node:zlib'
import type { RejectionCode } from '../control/rejection-causes.ts'
import type { Place } from './room.ts'
import type { SlowBodies } from './slow-bodies.ts'

export interface BodyLimits {
  readonly maxBodyBytes: number
  readonly maxCompressionRatio: number
  readonly compressionRatioFromBytes: number
}

/** `read`: as much as came before it was refused; `whole`: all of it, packed. */
export type Body =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly code: RejectionCode; readonly read: Buffer; readonly whole: boolean }

/** What the head of a request says against its body, before a byte of it is read. */
export function refusedByHead(request: IncomingMessage, limits: BodyLimits): RejectionCode | null {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && !isKnownEncoding(encoding)) return 'unsupported_encoding'
  const type = request.headers['content-type']
  if (type !== undefined && !isJsonType(type)) return 'unsupported_type'
  return Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes ? 'too_large' : null
}

const isKnownEncoding = (encoding: string): boolean => /^\s*(?:x-gzip|gzip|identity|)\s*$/i.test(encoding)
const isJsonType = (type: string): boolean =>
  type === 'application/json' || /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type) || type.trim() === ''

/**
 * Reads and unpacks a body; limits count unpacked bytes as they come. Calls back once. `place` and `slow` hear of its length. What it
 * answers is to be called when the connection has gone: a whole body may still be on its way through gunzip then.
 */
export function readRequestBody(
  request: IncomingMessage,
  limits: BodyLimits,
  { place, slow }: { readonly place: Place; readonly slow: SlowBodies },
  done: (body: Body) => void,
): () => void {
  let chunks: Buffer[] = []
  let over = false
  const announced = Number(request.headers['content-length'] ?? 0)
  const finish = (body: Body): void => {
    if (over) return
    over = true
    chunks = []
    slow.delete(reading)
    done(body)
  }
  const refuse = (code: RejectionCode): void => finish({ ok: false, code, read: Buffer.concat(chunks), whole: false })
  const reading = { since: performance.now(), length: 0, tooSlow: () => refuse('body_timeout') }
  slow.add(reading)
  request.on('data', (chunk: Buffer) => {
    if (over) return
    reading.length += chunk.length
    chunks.push(chunk)
    if (reading.length > announced) place.holds(reading.length)
    if (reading.length > limits.maxBodyBytes) refuse('too_large')
  })
  request.on('end', () => {
    if (over) return
    const whole = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
    slow.delete(reading)
    if (/gzip/i.test(request.headers['content-encoding'] ?? '')) unpack(whole, limits, finish)
    else finish({ ok: true, bytes: whole })
  })
  request.on('error', ignore)
  return () => void (request.complete || refuse('body_incomplete'))
}

/** The connection's end says it as well. */
const ignore = (): void => undefined

/** The body of a request that was refused and kept as it came: packed, where it could not be unpacked then. */
export function unpackKept(kept: Buffer, limits: BodyLimits): Promise<Body> {
  const isPacked = kept[0] === 0x1f && kept[1] === 0x8b
  if (isPacked) return new Promise((resolve) => unpack(kept, limits, resolve))
  const fits = kept.length <= limits.maxBodyBytes
  return Promise.resolve(fits ? { ok: true, bytes: kept } : { ok: false, code: 'too_large', read: kept, whole: true })
}

/** Small bodies are unpacked at once: handing them to another thread costs more. */
const unpackHereBytes = 64 * 1024

function unpack(packed: Buffer, limits: BodyLimits, done: (body: Body) => void): void {
  const byRatio = Math.max(limits.compressionRatioFromBytes, packed.length * limits.maxCompressionRatio)
  const options = { maxOutputLength: Math.min(limits.maxBodyBytes, byRatio) }
  const refuse = (error: NodeJS.ErrnoException): void => {
    const tooLarge = byRatio < limits.maxBodyBytes ? 'ratio_exceeded' : 'too_large'
    done({ ok: false, code: error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : 'corrupt_gzip', read: packed, whole: true })
  }
  if (packed.length > unpackHereBytes) {
    gunzip(packed, options, (error, bytes) => (error === null ? done({ ok: true, bytes }) : refuse(error)))
    return
  }
  let bytes: Buffer
  try {
    bytes = gunzipSync(packed, options)
  } catch (error) {
    return refuse(error as NodeJS.ErrnoException)
  }
  done({ ok: true, bytes })
}
