import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GivenAnswer } from '../contract/rejections.ts'
import { rejectionCauses } from '../control/rejection-causes.ts'
import type { RejectionCause, RejectionCode } from '../control/rejection-causes.ts'
import type { Stored } from './group-commit.ts'

/** 201 with a small body that names the event and its receipt. Go's client knows 200 and 201 only, Java's fails on an empty answer. */
export function answerAccepted(response: ServerResponse, stored: Stored): void {
  const { warnings } = stored
  const body = `{"status":"accepted","eventId":"${stored.hash}","position":${stored.position},"duplicate":${stored.duplicate},"receipt":"/events/${stored.position}","warnings":${warnings.length === 0 ? '[]' : JSON.stringify(warnings)}}`
  // Without warnings of the event's own the body is ASCII.
  const length = warnings.length === 0 ? body.length : Buffer.byteLength(body)
  response.writeHead(201, ['Content-Type', 'application/json', 'Content-Length', String(length)])
  response.end(body)
}

export interface Refusal {
  readonly code: RejectionCode
  /** What is known of this case, instead of the general words. */
  readonly cause?: string
  readonly fix?: string
  readonly pointer?: string
  readonly reasonPhrase?: string
}

/**
 * An error with its cause in the reason phrase, which is all that Python's client shows, and in a JSON body, which Java's logs. Returns
 * what was told; null: the connection had gone.
 */
export function answerRefused(request: IncomingMessage, response: ServerResponse, refusal: Refusal): GivenAnswer | null {
  if (response.headersSent || response.destroyed) return null
  const known: RejectionCause = rejectionCauses[refusal.code]
  const text = {
    code: refusal.code,
    message: refusal.cause ?? known.cause,
    fix: refusal.fix ?? known.fix,
    ...(refusal.pointer !== undefined && { pointer: refusal.pointer }),
  }
  const body = JSON.stringify({ status: 'refused', ...text })
  const headers: Record<string, string | number> = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...extraHeaders(refusal.code, known),
  }
  const ends = endsConnection(request, refusal.code)
  if (ends) headers['Connection'] = 'close'
  const answer = { status: known.status, reason: refusal.reasonPhrase ?? known.reason, text: body }
  response.writeHead(answer.status, answer.reason, headers)
  if (request.complete || !ends) {
    response.end(body)
    request.resume()
    return answer
  }
  response.write(body)
  drain(request, () => response.end())
  return answer
}

/** What is left of a short body is read, so that its connection can go on. */
function endsConnection(request: IncomingMessage, code: RejectionCode): boolean {
  if (code === 'shutting_down' || code === 'body_timeout' || code === 'body_incomplete') return true
  return !request.complete && isLong(request)
}

function extraHeaders(code: RejectionCode, known: RejectionCause): Record<string, string> {
  if (known.status === 401) return { 'WWW-Authenticate': code === 'no_token' ? 'Bearer' : 'Bearer error="invalid_token"' }
  if (known.status === 405) return { Allow: 'POST' }
  if (code === 'unsupported_type') return { Accept: 'application/json' }
  if (code === 'unsupported_encoding') return { 'Accept-Encoding': 'gzip, identity' }
  return known.retryAfter === undefined ? {} : { 'Retry-After': String(known.retryAfter) }
}

const isLong = (request: IncomingMessage): boolean =>
  request.headers['content-length'] === undefined || Number(request.headers['content-length']) > 65_536

const drainMs = 3_000

/**
 * Lets a client that is still sending see the answer, for a while: were the connection closed at once, it would see a reset and try the
 * same again.
 */
function drain(request: IncomingMessage, done: () => void): void {
  const timer = setTimeout(done, drainMs)
  timer.unref()
  const finish = (): void => {
    clearTimeout(timer)
    done()
  }
  request.once('end', finish)
  request.once('close', finish)
  request.resume()
}
