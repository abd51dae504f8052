/** From when to when something was said. */
export interface Span {
  readonly from: Place
  readonly to: Place
  /** Of a column edge. */
  readonly fields: readonly [string | null, string | null] | null
  /** Instants. */
  readonly first: string
  readonly last: string
  /** The last good run of a job says it, as an answer with `window=last` has it. */
  readonly isHeld: boolean
  /** The job that says it, 0 none; `direction` and `dataset` (its group) are how its runs name the edge. */
  readonly saidBy: number
  readonly direction: 0 | 1
  readonly dataset: number
}

interface Place {
  readonly kind: 'job' | 'dataset'
  readonly id: number
}

export interface Spans {
  readonly spans: readonly Span[]
  /** Nearest first. */
  readonly jobs: readonly number[]
  readonly datasets: readonly number[]
  readonly truncated: boolean
}

/** `at`: when it was said first; of what has gone when a run left it out, or when it was said last where no run did. */
export interface ChangeAt {
  readonly span: Span
  readonly change: 'added' | 'gone'
  readonly at: string
  /** The run that left it out. */
  readonly leftOutBy?: string | undefined
}

/** Ids by distance from the root, the nearest first. */
export const nearestFirst = (depths: ReadonlyMap<number, number>): number[] =>
  [...depths].sort((a, b) => Math.abs(a[1]) - Math.abs(b[1]) || a[0] - b[0]).map(([id]) => id)
