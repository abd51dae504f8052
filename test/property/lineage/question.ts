import type { ReaderHandlers } from '../../../src/api/reader.ts'
import type { LineageBounds } from '../../../src/lineage/bounds.ts'

/** What the proof asks. Mistakes can be put around it. */
export type Asked = Pick<ReaderHandlers, 'lineage' | 'compareLineage' | 'lineageChanges' | 'impact' | 'causes'>

/** One question with its answer by plain search, both as sorted lines. */
export interface Question {
  readonly says: string
  readonly asked: (reader: Asked) => Promise<readonly string[]>
  readonly expected: readonly string[]
  /** Other bounds than those that all questions have. */
  readonly bounds?: LineageBounds
}
