/** ExtractionErrorRunFacet: what the producer could not read of a run's work, so that its lineage has gaps. Pure. */
import type { FacetValue } from '../../../../src/contract/common.ts'
import { plural } from '../../ui/Time.tsx'
import { allOf, countOf, firstOf, memberOf, textOf } from './read.ts'
import type { Some } from './read.ts'

export type ExtractionProblem = {
  readonly message: string
  readonly stack: string | null
  readonly task: string | null
  /** Counted from 0. */
  readonly taskNumber: number | null
}
export type Extraction = { readonly failed: number | null; readonly total: number | null; readonly problems: Some<ExtractionProblem> }

const LONGEST_STACK = 100_000
const MOST_PROBLEMS = 100

function problemOf(item: unknown): ExtractionProblem | null {
  const message = textOf(item) ?? textOf(memberOf(item, 'errorMessage') ?? memberOf(item, 'message'))
  const stack = textOf(memberOf(item, 'stackTrace'), LONGEST_STACK)
  const task = textOf(memberOf(item, 'task'), LONGEST_STACK)
  if (message === null && stack === null && task === null) return null
  return { message: message ?? 'without a message', stack, task, taskNumber: countOf(memberOf(item, 'taskNumber')) }
}

/** Null where there is none, and where the facet itself says that nothing failed. */
export function extractionIn(facet: FacetValue | null): Extraction | null {
  if (facet === null) return null
  const problems = firstOf(allOf(memberOf(facet.value, 'errors'), problemOf), MOST_PROBLEMS)
  const failed = countOf(memberOf(facet.value, 'failedTasks'))
  const total = countOf(memberOf(facet.value, 'totalTasks'))
  if (problems.items.length === 0 && (failed ?? 0) === 0) return null
  return { failed, total, problems }
}

/** `2 of 3 tasks could not be read`, as far as the numbers make sense. */
export function extractionWords({ failed, total, problems }: Extraction): string {
  const count = failed ?? problems.items.length + problems.more
  if (count === 0) return 'Something could not be read'
  if (total === null || total < count) return `${plural(count, 'task')} could not be read`
  return `${count.toLocaleString('en-US')} of ${plural(total, 'task')} could not be read`
}

/** `task 2: merge into`: a short name for where it happened. */
export const whereWords = (problem: ExtractionProblem): string | null =>
  problem.taskNumber === null ? null : `task ${problem.taskNumber + 1}`
