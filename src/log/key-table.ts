const firstCapacity = 1 << 12

/**
 * Positions by key, for keys that are parts of hashes and so lie anywhere: open addressing over typed columns. A Map holds such numbers as
 * objects, and each look costs several misses of the processor's cache; every event looks. Nothing is ever taken out.
 */
export class KeyTable {
  #keys = new Float64Array(firstCapacity)
  /** 0: the place is free. */
  #positions = new Float64Array(firstCapacity)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** `position` is at least 1. A key may have several. */
  add(key: number, position: number): void {
    if (this.#size * 2 >= this.#keys.length) this.#grow()
    this.#put(key, position)
    this.#size++
  }

  /** Adds the positions of `key` to `into`. */
  find(key: number, into: number[]): void {
    const mask = this.#keys.length - 1
    for (let i = key & mask; this.#positions[i] !== 0; i = (i + 1) & mask)
      if (this.#keys[i] === key) into.push(this.#positions[i] as number)
  }

  /** All keys in ascending order; one with several positions as often. */
  sorted(): Float64Array {
    return this.#keys.filter((_, i) => this.#positions[i] !== 0).sort()
  }

  #put(key: number, position: number): void {
    const mask = this.#keys.length - 1
    let i = key & mask
    while (this.#positions[i] !== 0) i = (i + 1) & mask
    this.#keys[i] = key
    this.#positions[i] = position
  }

  #grow(): void {
    const keys = this.#keys
    const positions = this.#positions
    this.#keys = new Float64Array(keys.length * 2)
    this.#positions = new Float64Array(keys.length * 2)
    for (const [i, position] of positions.entries()) if (position !== 0) this.#put(keys[i] as number, position)
  }
}
