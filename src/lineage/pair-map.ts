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

  set(dataset: number, side: 0 | 1, job: number, value: T): void {
    this.#values.set(keyOf(dataset, side, job), value)
  }
}

function keyOf(dataset: number, side: 0 | 1, job: number): number | string {
  if (dataset >= idsAtMost || job >= idsAtMost) return `${dataset} ${side} ${job}`
  return (dataset * 2 + side) * idsAtMost + job
}
