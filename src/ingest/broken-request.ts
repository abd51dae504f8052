import type { Duplex } from 'node:stream'
import { rejectionCauses } from '../control/rejection-causes.ts'
import type { RejectionCode } from '../control/rejection-causes.ts'
import { plainAddress } from '../lib/client-address.ts'
import type { IntakeObserver } from './intake.ts'

const codes: Readonly<Record<string, RejectionCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'body_timeout',
  HPE_INVALID_EOF_STATE: 'body_incomplete',
}

/** Answers what is no HTTP request that could be read, and writes it down: there is no request object for it. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex, observer: IntakeObserver): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const code = codes[error.code ?? ''] ?? 'bad_request'
  const known = rejectionCauses[code]
  const body = JSON.stringify({ status: 'refused', code, message: known.cause, fix: known.fix })
  socket.end(
    `HTTP/1.1 ${known.status} ${known.reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
  const from = 'remoteAddress' in socket && typeof socket.remoteAddress === 'string' ? plainAddress(socket.remoteAddress) : ''
  const sender = { from, client: null, method: '', path: '', headers: {}, at: Date.now() }
  const answer = { status: known.status, reason: known.reason, text: body }
  observer.refused({ sourceId: null, tokenId: null, sender, refusal: { code }, status: known.status, answer, body: null, whole: false })
}
