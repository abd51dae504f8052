import { must } from '../lib/assert.ts'
import type { AppendResult } from '../log/appender.ts'
import type { Accepted, Refused } from './inspect.ts'
import type { GroupRequest, Looked } from './look.ts'

/** One body on its way to the log. `receivedAt`: ms since 1970. */
export interface Submission {
  readonly sourceId: number
  readonly receivedAt: number
  readonly body: Uint8Array
  /** Where it was looked at before; else that is done on the way. */
  readonly inspection?: Accepted
}

/** What became of it: it stands in the log; or it is no event; or it could not be stored, which is no fault of its own. */
export type Outcome = Stored | Refused | Failed
export interface Stored {
  readonly ok: true
  readonly position: number
  readonly duplicate: boolean
  /** SHA-256, hexadecimal. */
  readonly hash: string
  readonly warnings: readonly string[]
  readonly producer: string | null
}
export interface Failed {
  readonly ok: false
  readonly code: 'storage_failed'
  readonly cause: string
}
/** `body`: the bytes of what was not stored, as far as they are still there. */
export type Done = (outcome: Outcome, body: Uint8Array | null) => void

/** What the log thread answers, with the bytes that it was given: to be used again, or for those whose events were not stored. */
export interface Appended {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly looked: Looked
  /** Of those that were not refused; or why none of them could be stored. */
  readonly result: AppendResult | string
}

const batchBytesMax = 8 << 20
const batchEventsMax = 4_000
const firstCapacity = 16 << 10
/** While one group is being written the next is sent behind it when it is worth a commit, so that neither thread waits for the other. */
const inFlightMax = 2
const worthEvents = 64
const worthBytes = 1 << 20
const behindEvents = 256
const behindBytes = 2 << 20
const sparesMax = 3

/**
 * Bodies one after the other in a buffer of their own, which is handed to the log thread without a copy. A body is copied here when it
 * comes, so that the pieces in which the network brought it are free at once: kept until the commit, they would cost more in garbage
 * collection than everything else.
 */
class Batch {
  #buffer: Uint8Array<ArrayBuffer>
  used = 0
  readonly lengths: number[] = []
  readonly sourceIds: number[] = []
  readonly receivedAt: number[] = []
  readonly inspections: (Accepted | undefined)[] = []
  readonly done: Done[] = []

  constructor(buffer: Uint8Array<ArrayBuffer>) {
    this.#buffer = buffer
  }

  add({ sourceId, receivedAt, body, inspection }: Submission, done: Done): void {
    if (this.used + body.length > this.#buffer.length) this.#grow(this.used + body.length)
    this.#buffer.set(body, this.used)
    this.used += body.length
    this.lengths.push(body.length)
    this.sourceIds.push(sourceId)
    this.receivedAt.push(receivedAt)
    this.inspections.push(inspection)
    this.done.push(done)
  }

  /** The joined bodies; not to be added to any more. Columns are typed, which cross to another thread as they are. */
  request(): GroupRequest {
    return {
      bytes: this.#buffer.subarray(0, this.used),
      lengths: new Uint32Array(this.lengths),
      sourceIds: new Uint32Array(this.sourceIds),
      receivedAt: new Float64Array(this.receivedAt),
      known: Uint8Array.from(this.inspections, (inspection) => (inspection === undefined ? 0 : 1)),
      deep: Uint8Array.from(this.inspections, (inspection) => (inspection?.tooDeep === true ? 1 : 0)),
    }
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
  readonly #append: (request: GroupRequest, transfer: ArrayBuffer) => Promise<Appended>
  /** Buffers to use again: making and dropping one a commit keeps the garbage collector of two threads busy. */
  readonly #spares: Uint8Array<ArrayBuffer>[] = []
  #batch: Batch
  readonly #full: Batch[] = []
  #inFlight = 0
  #scheduled = false
  bytes = 0
  events = 0

  constructor(append: (request: GroupRequest, transfer: ArrayBuffer) => Promise<Appended>) {
    this.#append = append
    this.#batch = this.#emptyBatch(0)
  }

  /** `body` is copied: it may change afterwards. */
  submit(submission: Submission, done: Done): void {
    const { length } = submission.body
    const { used, done: waiting } = this.#batch
    if (waiting.length >= batchEventsMax || (used > 0 && used + length > batchBytesMax)) {
      this.#full.push(this.#batch)
      this.#batch = this.#emptyBatch(used)
    }
    this.#batch.add(submission, done)
    this.bytes += length
    this.events++
    if (this.#isWorthIt()) this.#writeNext()
    else this.#schedule()
  }

  /** Whether the log thread has more to do than it can: whoever has time looks at bodies before they go there. */
  get isBehind(): boolean {
    return this.#inFlight >= inFlightMax && (this.#batch.done.length >= behindEvents || this.#batch.used >= behindBytes)
  }

  submitted(submission: Submission): Promise<Outcome> {
    return new Promise((resolve) => this.submit(submission, resolve))
  }

  #schedule(): void {
    if (this.#scheduled || this.#inFlight > 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      if (this.#inFlight === 0) this.#writeNext()
    })
  }

  #isWorthIt(): boolean {
    return this.#full.length > 0 || this.#batch.done.length >= worthEvents || this.#batch.used >= worthBytes
  }

  #writeNext(): void {
    const batch = this.#inFlight < inFlightMax ? this.#next() : null
    if (batch !== null) void this.#write(batch)
  }

  #next(): Batch | null {
    const full = this.#full.shift()
    if (full !== undefined) return full
    if (this.#batch.done.length === 0) return null
    const batch = this.#batch
    this.#batch = this.#emptyBatch(batch.used)
    return batch
  }

  async #write(batch: Batch): Promise<void> {
    this.#inFlight++
    const request = batch.request()
    const answer = await this.#append(request, request.bytes.buffer).catch((error: Error) => error)
    this.#inFlight--
    this.bytes -= batch.used
    this.events -= batch.done.length
    // The next goes out before these are answered: the disk works meanwhile.
    if (this.#inFlight === 0 || this.#isWorthIt()) this.#writeNext()
    if (answer instanceof Error) for (const done of batch.done) done(failed(answer.message), null)
    else {
      tell(batch, answer)
      this.#keep(answer.bytes)
    }
  }

  #emptyBatch(usedBefore: number): Batch {
    return new Batch(this.#spares.pop() ?? Buffer.allocUnsafeSlow(capacityAfter(usedBefore)))
  }

  /** Unless it is far too large for what comes now. */
  #keep({ buffer, length }: Uint8Array<ArrayBuffer>): void {
    if (this.#spares.length < sparesMax && buffer.byteLength <= capacityAfter(length) * 4) this.#spares.push(new Uint8Array(buffer))
  }
}

/** Bytes that someone gets are copied: what they are cut out of is used again. */
function tell(batch: Batch, { bytes, looked, result }: Appended): void {
  const hashes =
    typeof result === 'string' ? '' : Buffer.from(result.hashes.buffer, result.hashes.byteOffset, result.hashes.length).toString('hex')
  let start = 0
  let n = 0
  for (const [i, done] of batch.done.entries()) {
    const length = must(batch.lengths[i], 'one length an event')
    const refused = looked.refused.get(i)
    if (refused !== undefined) done(refused, bytes.slice(start, start + length))
    else if (typeof result === 'string') done(failed(result), bytes.slice(start, start + length))
    else {
      done(
        {
          ok: true,
          position: must(result.positions[n], 'one answer an event'),
          duplicate: result.duplicates[n] === 1,
          hash: hashes.slice(n * 64, n * 64 + 64),
          warnings: batch.inspections[i]?.warnings ?? looked.warned.get(i) ?? none,
          producer: batch.inspections[i]?.producer ?? looked.producers[looked.producerOf[i] ?? 0] ?? null,
        },
        null,
      )
      n++
    }
    start += length
  }
}

const none: readonly string[] = []

const failed = (why: string): Failed => ({
  ok: false,
  code: 'storage_failed',
  cause: `The event log could not be written: ${why}.`,
})

/** Room for about as much as the batch before had. */
const capacityAfter = (used: number): number => Math.min(batchBytesMax, Math.max(firstCapacity, 2 ** Math.ceil(Math.log2(used + 1))))
