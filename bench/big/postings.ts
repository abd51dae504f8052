/** Refs by word and kind, given back in the order of the key (word, kind, ref). Refs of one kind are added in their order. */
export class Postings {
  readonly #kinds = new Map<string, Map<string, number[]>>()

  add(words: Iterable<string>, kind: string, ref: number): void {
    const refs = this.#kinds.get(kind) ?? new Map<string, number[]>()
    this.#kinds.set(kind, refs)
    for (const word of words) {
      const known = refs.get(word)
      if (known === undefined) refs.set(word, [ref])
      else known.push(ref)
    }
  }

  /** Each word once, in the order of its code units. */
  words(): string[] {
    return [...new Set([...this.#kinds.values()].flatMap((refs) => [...refs.keys()]))].sort()
  }

  *rows(): Generator<[word: string, kind: string, ref: number]> {
    const kinds = [...this.#kinds].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const word of this.words()) for (const [kind, refs] of kinds) for (const ref of refs.get(word) ?? []) yield [word, kind, ref]
  }
}
