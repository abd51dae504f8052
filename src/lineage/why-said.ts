import type { Identity } from '../contract/common.ts'
import type { PageKey } from '../catalog/sql.ts'
import type { Saying, Way, Why, WhyQuery } from '../contract/why.ts'
import type { EdgeSaid } from './walk.ts'

export type WhyQuestion = Omit<WhyQuery, 'cursor'> & { readonly after: PageKey | null }
/** What the sayings of an edge come to; keys are order keys. */
export interface Said {
  readonly firstKey: string | null
  readonly lastKey: string | null
  readonly sayings: readonly Saying[]
  readonly truncated: boolean
  /** The table edges whose runs said it. */
  readonly edges: readonly EdgeSaid[]
  /** The job that said it last; 0: none. */
  readonly job: number
  readonly inferred?: Why['inferred']
  readonly ways?: readonly Way[]
  readonly waysAtLeast?: boolean
}

/** Ids of the two ends, jobs or groups, with the names that they are shown by. */
export interface Ends {
  readonly from: number
  readonly to: number
  readonly fromName: Identity
  readonly toName: Identity
}
