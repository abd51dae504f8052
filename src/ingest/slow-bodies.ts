/** A body that is being read. */
export interface ReadingBody {
  /** `performance.now()` when its head had come. */
  readonly since: number
  readonly length: number
  readonly tooSlow: () => void
}

const lookEveryMs = 200
/** Slower than this for so long is a sender that holds a connection, not one that sends. */
const leastBytesPerSecond = 1_024
const graceMs = 5_000

/** Ends bodies that take too long, or that trickle. */
export class SlowBodies {
  readonly #timeoutMs: number
  readonly #reading = new Set<ReadingBody>()
  #timer: NodeJS.Timeout | null = null

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs
  }

  add(body: ReadingBody): void {
    this.#reading.add(body)
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref()
  }

  delete(body: ReadingBody): void {
    this.#reading.delete(body)
  }

  #look(): void {
    const now = performance.now()
    for (const body of this.#reading) {
      const took = now - body.since
      if (took > this.#timeoutMs || (took > graceMs && body.length < (took / 1_000) * leastBytesPerSecond)) body.tooSlow()
    }
    if (this.#reading.size > 0 || this.#timer === null) return
    clearInterval(this.#timer)
    this.#timer = null
  }
}
