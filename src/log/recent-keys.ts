/** A key of an event with the position where the event stands. */
export interface KeyAt {
  readonly key: number
  readonly position: number
}

/** Keys to write next, in key order. `indexedTo`: once they are written, the index holds all events up to it. */
export interface Slice {
  readonly entries: readonly KeyAt[]
  readonly indexedTo: number | null
}

interface Sweep {
  readonly entries: readonly KeyAt[]
  readonly indexedTo: number
  next: number
}

/**
 * Keys of the last events, which are not in the index yet. They go there in sweeps: all that wait, in key order, a slice with each commit.
 * Hashes lie anywhere in the index, so that writing each with its event would write a page an event; a slice is neighbours.
 */
export class RecentKeys {
  readonly #positions = new Map<number, readonly number[]>()
  #waiting: KeyAt[] = []
  #sweep: Sweep | null = null

  /** Keys that no sweep has written. */
  get size(): number {
    return this.#waiting.length + (this.#sweep === null ? 0 : this.#sweep.entries.length - this.#sweep.next)
  }

  find(key: number): readonly number[] {
    return this.#positions.get(key) ?? none
  }

  remember(key: number, position: number): void {
    const known = this.#positions.get(key)
    this.#positions.set(key, known === undefined ? [position] : [...known, position])
    this.#waiting.push({ key, position })
  }

  /** At most `count` keys of the sweep under way; a new one begins when at least `from` keys wait. Null: nothing to write. */
  slice(count: number, from: number): Slice | null {
    if (this.#sweep === null && this.#waiting.length >= Math.max(from, 1)) this.#begin()
    if (this.#sweep === null) return null
    const { entries, next, indexedTo } = this.#sweep
    const part = entries.slice(next, next + count)
    return { entries: part, indexedTo: next + part.length === entries.length ? indexedTo : null }
  }

  /** The slice is in the index, and durable. */
  written({ entries, indexedTo }: Slice): void {
    for (const { key, position } of entries) this.#forget(key, position)
    if (this.#sweep !== null) this.#sweep.next += entries.length
    if (indexedTo !== null) this.#sweep = null
  }

  #begin(): void {
    const indexedTo = this.#waiting.reduce((last, { position }) => Math.max(last, position), 0)
    this.#sweep = { entries: this.#waiting.toSorted((a, b) => a.key - b.key), indexedTo, next: 0 }
    this.#waiting = []
  }

  #forget(key: number, position: number): void {
    const rest = (this.#positions.get(key) ?? none).filter((other) => other !== position)
    if (rest.length === 0) this.#positions.delete(key)
    else this.#positions.set(key, rest)
  }
}

const none: readonly number[] = []
