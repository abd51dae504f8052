/** Ms of reading that one question about lineage may take in all. What was found by then is its answer, and it says so. */
const walkMs = 5_000
/** What is written out as it is found may take longer. */
const streamTimes = 12

/** How long a question may still read. Time in which nothing is read, such as while a client is slow, does not count. */
export class Budget {
  #left: number

  constructor(ms: number) {
    this.#left = ms
  }

  get isSpent(): boolean {
    return this.#left <= 0
  }

  async of<T>(work: () => Promise<T>): Promise<T> {
    const from = performance.now()
    try {
      return await work()
    } finally {
      this.#left -= performance.now() - from
    }
  }
}

interface Timed {
  readonly walkMs?: number | undefined
}

export const walkBudget = (context: Timed): Budget => new Budget(context.walkMs ?? walkMs)
export const streamBudget = (context: Timed): Budget => new Budget((context.walkMs ?? walkMs) * streamTimes)
