/** Sets of keys that are joined two by two. */
export class UnionFind {
  readonly #parent = new Map<string, string>()

  join(a: string, b: string): void {
    const [left, right] = [this.#rootOf(a), this.#rootOf(b)]
    if (left !== right) this.#parent.set(right, left)
  }

  /** Each set with its keys in the order in which they came. */
  sets(): string[][] {
    const byRoot = new Map<string, string[]>()
    for (const key of this.#parent.keys()) {
      const root = this.#rootOf(key)
      const known = byRoot.get(root)
      if (known === undefined) byRoot.set(root, [key])
      else known.push(key)
    }
    return [...byRoot.values()]
  }

  #rootOf(key: string): string {
    let root = key
    for (let up = this.#parent.get(root); up !== undefined && up !== root; up = this.#parent.get(root)) root = up
    this.#parent.set(root, root)
    // The way is shortened, so that long chains are walked once.
    for (let at = key; at !== root;) {
      const up = this.#parent.get(at) ?? root
      this.#parent.set(at, root)
      at = up
    }
    return root
  }
}
