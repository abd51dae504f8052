/**
 * How much of what came in is in memory: requests under way and the bytes of their bodies, from the head that announces them to the
 * answer. Requests are refused before their bodies are read when there is no room.
 */
export class Room {
  readonly #bytesMax: number
  readonly #requestsMax: number
  #bytes = 0
  #requests = 0
  #empty: (() => void) | null = null

  constructor(bytesMax: number, requestsMax: number) {
    this.#bytesMax = bytesMax
    this.#requestsMax = requestsMax
  }

  /** `announced`: Content-Length, 0 where there is none. One body always has room, whatever its length. */
  has(announced: number): boolean {
    return this.#requests < this.#requestsMax && (this.#bytes === 0 || this.#bytes + announced <= this.#bytesMax)
  }

  enter(announced: number): Place {
    this.#requests++
    this.#bytes += announced
    let held = announced
    let left = false
    return {
      holds: (bytes) => {
        if (left) return
        this.#bytes += bytes - held
        held = bytes
      },
      leave: () => {
        if (left) return
        left = true
        this.#bytes -= held
        this.#requests--
        if (this.#requests === 0) this.#empty?.()
      },
    }
  }

  /** Resolves when every request has been answered, or after so long. */
  async emptied(timeoutMs: number): Promise<void> {
    if (this.#requests === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#empty = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

export interface Place {
  /** The body has become longer, or was unpacked. */
  holds(bytes: number): void
  /** With the answer, or when the connection has gone. */
  leave(): void
}
