/** A key of an event with the position where the event stands. */
export interface KeyAt {
  readonly key: number
  readonly position: number
}

/** Keys to write next, in key order. `indexedTo`: once they are written, the index holds all events up to it. */
export interface Slice {
  readonly keys: number
  readonly entries: readonly KeyAt[]
  readonly indexedTo: number | null
}

interface Sweep {
  readonly keys: Float64Array
  readonly indexedTo: number
  next: number
}

/**
 * Keys of the last events, which are not in the index yet. They go there in sweeps: all that wait, in key order, a slice with each commit.
 * Hashes lie anywhere in the index, so that writing each with its event would write a page an event; a slice is neighbours.
 */
export class RecentKeys {
  /** Nearly every key has one position. */
  readonly #positions = new Map<number, number | readonly number[]>()
  #waiting: number[] = []
  #last = 0
  #sweep: Sweep | null = null

  /** Keys that no sweep has written. */
  get size(): number {
    return this.#waiting.length + (this.#sweep === null ? 0 : this.#sweep.keys.length - this.#sweep.next)
  }

  find(key: number): readonly number[] {
    const found = this.#positions.get(key)
    return found === undefined ? none : typeof found === 'number' ? [found] : found
  }

  remember(key: number, position: number): void {
    const known = this.find(key)
    this.#positions.set(key, known.length === 0 ? position : [...known, position])
    this.#waiting.push(key)
    this.#last = Math.max(this.#last, position)
  }

  /** At most `count` keys of the sweep under way; a new one begins when at least `from` keys wait. Null: nothing to write. */
  slice(count: number, from: number): Slice | null {
    if (this.#sweep === null && this.#waiting.length >= Math.max(from, 1)) {
      this.#sweep = { keys: Float64Array.from(this.#waiting).sort(), indexedTo: this.#last, next: 0 }
      this.#waiting = []
    }
    if (this.#sweep === null) return null
    const { keys, next, indexedTo } = this.#sweep
    const part = [...keys.subarray(next, next + count)]
    return {
      keys: part.length,
      entries: part.flatMap((key) => this.#sweptOf(key, indexedTo).map((position) => ({ key, position }))),
      indexedTo: next + part.length === keys.length ? indexedTo : null,
    }
  }

  /** The slice is in the index. */
  written({ keys, entries, indexedTo }: Slice): void {
    for (const { key, position } of entries) this.#forget(key, position)
    if (this.#sweep !== null) this.#sweep.next += keys
    if (indexedTo !== null) this.#sweep = null
  }

  /** Positions that belong to the sweep: others with the same key may have come since. */
  #sweptOf(key: number, indexedTo: number): readonly number[] {
    return this.find(key).filter((position) => position <= indexedTo)
  }

  #forget(key: number, position: number): void {
    const rest = this.find(key).filter((other) => other !== position)
    if (rest.length === 0) this.#positions.delete(key)
    else this.#positions.set(key, rest)
  }
}

const none: readonly number[] = []
