/** Values by a dataset, a side and a job, all of them ids: as numbers, since the keys of an answer as texts are most of what it would throw away. */
export class PairMap<T> {
  readonly #sides = new Map<number, Map<number, T>>()

  get(dataset: number, side: 0 | 1, job: number): T | undefined {
    return this.#sides.get(dataset * 2 + side)?.get(job)
  }

  /** The value that is there, or else the one that `make` makes, which then is. */
  at(dataset: number, side: 0 | 1, job: number, make: () => T): T {
    const key = dataset * 2 + side
    let jobs = this.#sides.get(key)
    if (jobs === undefined) this.#sides.set(key, (jobs = new Map()))
    const known = jobs.get(job)
    if (known !== undefined) return known
    const made = make()
    jobs.set(job, made)
    return made
  }
}
