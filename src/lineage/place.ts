import type { EdgeSaid } from './walk.ts'

/** A node of an answer, by id; of a dataset, that of its group. */
export interface Place {
  readonly kind: 'job' | 'dataset'
  readonly id: number
}

/** An edge of an answer, with what was said of it. */
export interface FoundEdge {
  readonly from: Place
  readonly to: Place
  readonly said: readonly EdgeSaid[]
}
