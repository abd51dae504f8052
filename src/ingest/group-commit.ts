import { must } from '../lib/assert.ts'
import type { AppendRequest, AppendResult } from '../log/appender.ts'

/** What became of one event: where it stands in the log, or why it could not be stored. */
export type Stored = { readonly position: number; readonly duplicate: boolean; readonly tooDeep: boolean; readonly hash: string }
/** `body`: with an error, the bytes that could not be stored. */
export type Done = (stored: Stored | null, error: Error | null, body: Uint8Array | null) => void

/** What the log thread answers: a failure brings the bytes back, for whoever wants to try again. */
export type Appended = AppendResult | { readonly failed: string; readonly bytes: Uint8Array }

/** Sent to the log thread at one time. Two: while one is written, the next is gathered. */
const inFlightMax = 1
const batchBytesMax = 8 << 20
const batchEventsMax = 4_000
const firstCapacity = 16 << 10

/**
 * Bodies one after the other in a buffer of their own, which is handed to the log thread without a copy. A body is copied here when it
 * comes, so that the pieces in which the network brought it are free at once: kept until the commit, they would cost more in garbage
 * collection than everything else.
 */
class Batch {
  #buffer: Buffer<ArrayBuffer>
  used = 0
  readonly lengths: number[] = []
  readonly sourceIds: number[] = []
  readonly receivedAt: number[] = []
  readonly done: Done[] = []

  constructor(capacity: number) {
    this.#buffer = Buffer.allocUnsafeSlow(capacity)
  }

  add(sourceId: number, receivedAt: number, body: Uint8Array, done: Done): void {
    if (this.used + body.length > this.#buffer.length) this.#grow(this.used + body.length)
    this.#buffer.set(body, this.used)
    this.used += body.length
    this.lengths.push(body.length)
    this.sourceIds.push(sourceId)
    this.receivedAt.push(receivedAt)
    this.done.push(done)
  }

  /** The joined bodies; not to be added to any more. */
  get bytes(): Buffer<ArrayBuffer> {
    return this.#buffer.subarray(0, this.used)
  }

  #grow(least: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(least, this.#buffer.length * 2))
    grown.set(this.#buffer.subarray(0, this.used))
    this.#buffer = grown
  }
}

/**
 * Gathers the events of many requests into one commit. Whatever arrives while the disk is busy goes with the next commit, so that
 * the more there is to do, the less a commit costs each. `bytes` and `events` are what waits or is being written: the caller bounds
 * them by refusing requests before their bodies are read.
 */
export class GroupCommit {
  readonly #append: (request: AppendRequest, transfer: ArrayBuffer) => Promise<Appended>
  #batch = new Batch(firstCapacity)
  readonly #full: Batch[] = []
  #inFlight = 0
  #scheduled = false
  bytes = 0
  events = 0

  constructor(append: (request: AppendRequest, transfer: ArrayBuffer) => Promise<Appended>) {
    this.#append = append
  }

  /** `body` is copied: it may change afterwards. */
  submit(sourceId: number, receivedAt: number, body: Uint8Array, done: Done): void {
    const { used, done: waiting } = this.#batch
    if (waiting.length >= batchEventsMax || (used > 0 && used + body.length > batchBytesMax)) {
      this.#full.push(this.#batch)
      this.#batch = new Batch(capacityAfter(used))
    }
    this.#batch.add(sourceId, receivedAt, body, done)
    this.bytes += body.length
    this.events++
    this.#schedule()
  }

  submitted(sourceId: number, receivedAt: number, body: Uint8Array): Promise<Stored> {
    return new Promise((resolve, reject) =>
      this.submit(sourceId, receivedAt, body, (stored, error) =>
        stored === null ? reject(error ?? new Error('not stored')) : resolve(stored),
      ),
    )
  }

  #schedule(): void {
    if (this.#scheduled || this.#inFlight >= inFlightMax || this.events === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      const batch = this.#next()
      if (batch !== null) void this.#write(batch)
      if (this.#full.length > 0) this.#schedule()
    })
  }

  #next(): Batch | null {
    const full = this.#full.shift()
    if (full !== undefined) return full
    if (this.#batch.done.length === 0) return null
    const batch = this.#batch
    this.#batch = new Batch(capacityAfter(batch.used))
    return batch
  }

  async #write(batch: Batch): Promise<void> {
    this.#inFlight++
    const { bytes, lengths, sourceIds, receivedAt, used } = batch
    const answer = await this.#append({ bytes, lengths, sourceIds, receivedAt }, bytes.buffer).catch((error: Error) => error)
    this.#inFlight--
    this.bytes -= used
    this.events -= batch.done.length
    this.#schedule()
    tell(batch, answer)
  }
}

function tell(batch: Batch, answer: Appended | Error): void {
  if (answer instanceof Error) for (const done of batch.done) done(null, answer, null)
  else if ('failed' in answer) tellFailed(batch, new Error(answer.failed), answer.bytes)
  else
    for (const [i, done] of batch.done.entries()) {
      const position = must(answer.positions[i], 'one answer an event')
      done(
        { position, duplicate: answer.duplicates[i] === true, tooDeep: answer.tooDeep[i] === true, hash: answer.hashes[i] ?? '' },
        null,
        null,
      )
    }
}

function tellFailed(batch: Batch, error: Error, bytes: Uint8Array): void {
  let at = 0
  for (const [i, done] of batch.done.entries()) done(null, error, bytes.subarray(at, (at += batch.lengths[i] ?? 0)))
}

/** Room for about as much as the batch before had. */
const capacityAfter = (used: number): number => Math.min(batchBytesMax, Math.max(firstCapacity, 2 ** Math.ceil(Math.log2(used + 1))))
