import type { IncomingMessage, ServerResponse } from 'node:http'
import type { GivenAnswer } from '../contract/rejections.ts'
import { rejectionCauses } from '../control/rejection-causes.ts'
import { answerAccepted, answerRefused } from './answer.ts'
import type { Refusal } from './answer.ts'
import { takeBatch } from './batch.ts'
import type { GroupCommit, Outcome, Stored } from './group-commit.ts'
import { inspectEvent } from './inspect.ts'
import type { Accepted, Inspection } from './inspect.ts'
import { endpointOf } from './paths.ts'
import type { Endpoint } from './paths.ts'
import { readRequestBody, refusedByHead } from './request-body.ts'
import type { BodyLimits } from './request-body.ts'
import { Room } from './room.ts'
import { SlowBodies } from './slow-bodies.ts'
import type { GateAllowed, TokenGate } from './token-gate.ts'

export interface IntakeLimits extends BodyLimits {
  readonly maxBatchEvents: number
  readonly maxBytesInFlight: number
  readonly maxQueuedRequests: number
  readonly bodyTimeoutMs: number
}

/** Who asked, as far as the head tells. */
export interface Sender {
  readonly from: string
  readonly client: string | null
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface AcceptedNote {
  readonly sourceId: number
  readonly tokenId: number
  readonly sender: Sender
  readonly stored: Stored
  readonly bytes: number
  readonly tookMs: number
}

export interface RefusedNote {
  readonly sourceId: number | null
  readonly tokenId: number | null
  readonly sender: Sender
  readonly refusal: Refusal
  readonly status: number
  /** Null: nobody was there to be answered. */
  readonly answer: GivenAnswer | null
  /** As much as was read, unpacked where that was possible; `whole`: all of it, under a valid token. */
  readonly body: Uint8Array | null
  readonly whole: boolean
}

/** Hears of every request: nothing ends without one of the two. */
export interface IntakeObserver {
  accepted(note: AcceptedNote): void
  refused(note: RefusedNote): void
}

export interface IntakeOptions {
  readonly gate: TokenGate
  readonly commit: GroupCommit
  readonly limits: IntakeLimits
  readonly observer: IntakeObserver
  /** Looks at bodies that are too large to hold up a commit. */
  readonly inspectElsewhere: (bytes: Uint8Array) => Promise<Inspection>
  /** The address that a request came from, proxies looked through. */
  readonly addressOf: (request: IncomingMessage) => string
}

/** JSON.parse of more than this would hold up everyone else's commit. */
const withTheGroupBytes = 1 << 20

/**
 * Takes events in. In order: path and method, room, token, head, body, readable, identity; then the log. Each refusal is decided as
 * early as it can be, so that a body is read only when it may be kept.
 */
export class Intake {
  readonly #o: IntakeOptions
  readonly #room: Room
  readonly #slow: SlowBodies
  #stopping = false

  constructor(options: IntakeOptions) {
    this.#o = options
    this.#room = new Room(options.limits.maxBytesInFlight, options.limits.maxQueuedRequests)
    this.#slow = new SlowBodies(options.limits.bodyTimeoutMs)
  }

  /** From now on requests are refused with 503; those under way are finished. */
  stop(): void {
    this.#stopping = true
  }

  /** Resolves when those under way are answered, or after so long. */
  finished(timeoutMs: number): Promise<void> {
    return this.#room.emptied(timeoutMs)
  }

  /** Answers a request that brings events and returns true; false: it is someone else's. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const url = request.url ?? '/'
    const endpoint = endpointOf(url)
    if (request.method === 'POST' && endpoint !== null) {
      this.#post(request, response, endpoint)
      return true
    }
    if (endpoint !== null && isEndpoint(url) && !isQuestion(request, url)) {
      this.#refuse(request, response, this.#senderOf(request), { code: 'wrong_method' }, this.#o.gate.check(request.headers.authorization))
      return true
    }
    if (!this.#isLost(request, url)) return false
    this.#refuse(
      request,
      response,
      this.#senderOf(request),
      { code: 'wrong_path', cause: `Nothing is received at ${url.slice(0, 200)}.` },
      this.#o.gate.check(request.headers.authorization),
    )
    return true
  }

  /** A producer that posts to an address of no one. */
  #isLost(request: IncomingMessage, url: string): boolean {
    return (
      (request.method === 'POST' || request.method === 'PUT') &&
      !url.startsWith('/api/v2') &&
      /^bearer +hws_/i.test(request.headers.authorization ?? '')
    )
  }

  #post(request: IncomingMessage, response: ServerResponse, endpoint: Endpoint): void {
    const started = performance.now()
    const sender = this.#senderOf(request)
    const { gate, limits, commit } = this.#o
    if (this.#stopping) return this.#refuse(request, response, sender, { code: 'shutting_down' }, null)
    // What is too large is refused as that, however little room there is.
    const announced = Math.min(Number(request.headers['content-length'] ?? 0), limits.maxBodyBytes)
    if (!this.#room.has(announced) || commit.bytes > limits.maxBytesInFlight)
      return this.#refuse(request, response, sender, { code: 'overloaded' }, null)
    const pass = gate.check(request.headers.authorization)
    if (!pass.ok)
      return this.#refuse(
        request,
        response,
        sender,
        { code: pass.code, cause: pass.cause, fix: pass.fix, reasonPhrase: pass.reasonPhrase },
        pass,
      )
    const early = refusedByHead(request, limits)
    if (early !== null) return this.#refuse(request, response, sender, { code: early }, pass)
    const place = this.#room.enter(announced)
    const gone = readRequestBody(request, limits, { place, slow: this.#slow }, (body) => {
      if (!body.ok) return this.#refuse(request, response, sender, { code: body.code }, pass, body.read, body.whole)
      place.holds(body.bytes.length)
      if (endpoint === 'batch')
        return void this.#batch(request, response, sender, pass, body.bytes, started).catch((error: Error) =>
          this.#refuse(request, response, sender, { code: 'internal', cause: error.message }, pass, body.bytes, true),
        )
      const known = (inspection: Inspection | undefined): void =>
        inspection?.ok === false
          ? this.#refuse(request, response, sender, inspection, pass, body.bytes, true)
          : this.#event(request, response, sender, pass, body.bytes, inspection, started)
      if (body.bytes.length <= withTheGroupBytes) return known(commit.isBehind ? inspectEvent(body.bytes) : undefined)
      void this.#o
        .inspectElsewhere(body.bytes)
        .then(known, (error: Error) =>
          this.#refuse(request, response, sender, { code: 'internal', cause: error.message }, pass, body.bytes, true),
        )
    })
    response.on('close', () => {
      place.leave()
      gone()
    })
  }

  #event(
    request: IncomingMessage,
    response: ServerResponse,
    sender: Sender,
    pass: GateAllowed,
    bytes: Buffer,
    inspection: Accepted | undefined,
    started: number,
  ): void {
    // What the callback holds lives until the commit: not the bytes.
    const { length } = bytes
    const { sourceId, tokenId } = pass
    this.#o.commit.submit({ sourceId, receivedAt: sender.at, body: bytes, ...(inspection && { inspection }) }, (outcome, body) => {
      if (!outcome.ok) return this.#refuse(request, response, sender, outcome, pass, body, body !== null)
      answerAccepted(response, outcome)
      this.#o.observer.accepted({ sourceId, tokenId, sender, stored: outcome, bytes: length, tookMs: performance.now() - started })
    })
  }

  async #batch(
    request: IncomingMessage,
    response: ServerResponse,
    sender: Sender,
    pass: GateAllowed,
    bytes: Buffer,
    started: number,
  ): Promise<void> {
    const { commit, limits, observer } = this.#o
    const submission = { sourceId: pass.sourceId, receivedAt: sender.at }
    const store = async (body: Uint8Array): Promise<Outcome> => {
      const isLarge = body.length > withTheGroupBytes
      if (!isLarge && !commit.isBehind) return commit.submitted({ ...submission, body })
      const inspection = isLarge ? await this.#o.inspectElsewhere(body) : inspectEvent(body)
      return inspection.ok ? commit.submitted({ ...submission, body, inspection }) : inspection
    }
    const outcome = await takeBatch(bytes, limits.maxBatchEvents, store, (whole) => this.#o.inspectElsewhere(whole))
    if ('refusal' in outcome) return this.#refuse(request, response, sender, outcome.refusal, pass, bytes, true)
    // A client that looks at the status alone must come back.
    if (outcome.accepted.length === 0 && outcome.report.summary.retriable > 0)
      return this.#refuse(request, response, sender, { code: 'storage_failed' }, pass, bytes, true)
    const body = JSON.stringify(outcome.report)
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    response.end(body)
    const tookMs = performance.now() - started
    for (const { stored, length } of outcome.accepted) observer.accepted({ ...pass, sender, stored, bytes: length, tookMs })
    for (const { refusal, element, answer } of outcome.refused)
      observer.refused({ ...pass, sender, refusal, status: rejectionCauses[refusal.code].status, answer, body: element, whole: true })
  }

  #senderOf(request: IncomingMessage): Sender {
    return {
      from: this.#o.addressOf(request),
      client: request.headers['user-agent'] ?? null,
      method: request.method ?? '',
      path: request.url ?? '/',
      headers: request.headers,
      at: Date.now(),
    }
  }

  #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    sender: Sender,
    refusal: Refusal,
    pass: { sourceId: number | null; tokenId: number | null } | null,
    body: Uint8Array | null = null,
    whole = false,
  ): void {
    const answer = answerRefused(request, response, refusal)
    this.#o.observer.refused({
      sourceId: pass?.sourceId ?? null,
      tokenId: pass?.tokenId ?? null,
      sender,
      refusal,
      status: rejectionCauses[refusal.code].status,
      answer,
      body,
      whole,
    })
  }
}

/** The address that producers are told, slashes too many and a path in front included: anything but a POST there is a mistake. */
const isEndpoint = (url: string): boolean => /\/api\/+v1\/+lineage\/*(?:batch\/*)?(?:\?|$)/.test(url)
/** Marquez's question for lineage has the same address. */
const isQuestion = ({ method }: IncomingMessage, url: string): boolean => (method === 'GET' || method === 'HEAD') && /[?&]nodeId=/.test(url)
