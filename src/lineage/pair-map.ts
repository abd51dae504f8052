/** Ids below this make one exact number of a dataset, a side and a job. */
const idsAtMost = 2 ** 26

/**
 * Values by a dataset, a side and a job, all of them ids. They are keyed by numbers, since the keys of an answer as texts, or a map for each
 * dataset, are most of what it would throw away.
 */
export class PairMap<T> {
  readonly #values = new Map<number | string, T>()

  get(dataset: number, side: 0 | 1, job: number): T | undefined {
    return this.#values.get(keyOf(dataset, side, job))
  }

  /** The value that is there, or else the one that `make` makes, which then is. */
  at(dataset: number, side: 0 | 1, job: number, make: () => T): T {
    const key = keyOf(dataset, side, job)
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const made = make()
    this.#values.set(key, made)
    return made
  }
}

function keyOf(dataset: number, side: 0 | 1, job: number): number | string {
  if (dataset >= idsAtMost || job >= idsAtMost) return `${dataset} ${side} ${job}`
  return (dataset * 2 + side) * idsAtMost + job
}
