import type { AppendRequest, AppendResult } from '../log/appender.ts'

/** What became of one event: where it stands in the log, or why it could not be stored. */
export type Stored = { readonly position: number; readonly duplicate: boolean; readonly tooDeep: boolean; readonly hash: string }
export type Done = (stored: Stored | null, error: Error | null) => void

/** Sent to the log thread at one time. Two: while one is written, the next is gathered. */
const inFlightMax = 2
const batchBytesMax = 8 << 20
const batchEventsMax = 4_000

interface Waiting {
  readonly sourceId: number
  readonly receivedAt: number
  readonly body: Uint8Array
  readonly done: Done
}

/**
 * Gathers the events of many requests into one commit. Whatever arrives while the disk is busy goes with the next commit, so that
 * the more there is to do, the less a commit costs each. `bytes` and `events` are what waits or is being written: the caller bounds
 * them by refusing requests before their bodies are read.
 */
export class GroupCommit {
  readonly #append: (request: AppendRequest, transfer: ArrayBuffer) => Promise<AppendResult>
  #waiting: Waiting[] = []
  #inFlight = 0
  #scheduled = false
  bytes = 0
  events = 0

  constructor(append: (request: AppendRequest, transfer: ArrayBuffer) => Promise<AppendResult>) {
    this.#append = append
  }

  /** `body` must not change until `done` is called. */
  submit(sourceId: number, receivedAt: number, body: Uint8Array, done: Done): void {
    this.#waiting.push({ sourceId, receivedAt, body, done })
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
    if (this.#scheduled || this.#inFlight >= inFlightMax || this.#waiting.length === 0) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#flush()
      this.#schedule()
    })
  }

  #flush(): void {
    const batch = this.#take()
    if (batch.length === 0) return
    this.#inFlight++
    const joined = join(batch)
    void this.#append(
      {
        bytes: joined,
        lengths: batch.map((w) => w.body.length),
        sourceIds: batch.map((w) => w.sourceId),
        receivedAt: batch.map((w) => w.receivedAt),
      },
      joined.buffer,
    )
      .then(
        (result) =>
          batch.forEach((w, i) =>
            w.done(
              {
                position: result.positions[i] ?? 0,
                duplicate: result.duplicates[i] ?? false,
                tooDeep: result.tooDeep[i] ?? false,
                hash: result.hashes[i] ?? '',
              },
              null,
            ),
          ),
        (error: Error) => batch.forEach((w) => w.done(null, error)),
      )
      .finally(() => {
        this.#inFlight--
        for (const w of batch) this.bytes -= w.body.length
        this.events -= batch.length
        this.#schedule()
      })
  }

  #take(): Waiting[] {
    let bytes = 0
    let n = 0
    while (n < this.#waiting.length && n < batchEventsMax && (n === 0 || bytes + (this.#waiting[n]?.body.length ?? 0) <= batchBytesMax))
      bytes += this.#waiting[n++]?.body.length ?? 0
    const batch = this.#waiting.slice(0, n)
    this.#waiting = n === this.#waiting.length ? [] : this.#waiting.slice(n)
    return batch
  }
}

/** One buffer of its own, so that it can be handed to another thread without a copy. */
function join(batch: readonly Waiting[]): Buffer<ArrayBuffer> {
  const joined = Buffer.allocUnsafeSlow(batch.reduce((n, w) => n + w.body.length, 0))
  let at = 0
  for (const { body } of batch) {
    joined.set(body, at)
    at += body.length
  }
  return joined
}
