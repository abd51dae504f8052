import { KeyTable } from './key-table.ts'

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
  readonly table: KeyTable
  readonly keys: Float64Array
  readonly indexedTo: number
  next: number
}

/**
 * Keys of the last events, which are not in the index yet. They go there in sweeps: all that wait, in key order, a slice with each commit.
 * Hashes lie anywhere in the index, so that writing each with its event would write a page an event; a slice is neighbours. What a sweep
 * has written is found here and there until it ends.
 */
export class RecentKeys {
  #waiting = new KeyTable()
  #last = 0
  #sweep: Sweep | null = null

  /** Keys that no sweep has written. */
  get size(): number {
    return this.#waiting.size + (this.#sweep === null ? 0 : this.#sweep.keys.length - this.#sweep.next)
  }

  /** The positions of `key`. */
  find(key: number): readonly number[] {
    found.length = 0
    this.#waiting.find(key, found)
    this.#sweep?.table.find(key, found)
    return found.length === 0 ? none : [...found]
  }

  remember(key: number, position: number): void {
    this.#waiting.add(key, position)
    this.#last = Math.max(this.#last, position)
  }

  /** At most `count` keys of the sweep under way; a new one begins when at least `from` keys wait. Null: nothing to write. */
  slice(count: number, from: number): Slice | null {
    if (this.#sweep === null && this.#waiting.size >= Math.max(from, 1)) {
      this.#sweep = { table: this.#waiting, keys: this.#waiting.sorted(), indexedTo: this.#last, next: 0 }
      this.#waiting = new KeyTable()
    }
    if (this.#sweep === null) return null
    const { table, keys, next, indexedTo } = this.#sweep
    const part = keys.subarray(next, next + count)
    return {
      keys: part.length,
      entries: entriesOf(table, part),
      indexedTo: next + part.length === keys.length ? indexedTo : null,
    }
  }

  /** The slice is in the index. */
  written({ keys, indexedTo }: Slice): void {
    if (this.#sweep !== null) this.#sweep.next += keys
    if (indexedTo !== null) this.#sweep = null
  }
}

function entriesOf(table: KeyTable, keys: Float64Array): KeyAt[] {
  const entries: KeyAt[] = []
  const positions: number[] = []
  for (const key of keys) {
    positions.length = 0
    table.find(key, positions)
    for (const position of positions) entries.push({ key, position })
  }
  return entries
}

const found: number[] = []
const none: readonly number[] = []
