/** Tests of a run and assertions about a dataset: one model for both. Pure. */
import type { FacetValue } from '../../../../src/contract/common.ts'
import { plural } from '../../ui/Time.tsx'
import { allOf, anyTextOf, firstOf, memberOf, rowOf, textAt, textOf } from './read.ts'
import type { Some } from './read.ts'

/** `warned`: it found something, and was told not to stop for that. `unclear`: the producer used a word of its own. */
export type Outcome = 'failed' | 'warned' | 'unclear' | 'skipped' | 'passed'

export type Check = {
  readonly outcome: Outcome
  /** What the producer called the outcome. */
  readonly said: string | null
  readonly severity: string | null
  readonly name: string
  readonly type: string | null
  readonly column: string | null
  readonly description: string | null
  readonly expected: string | null
  readonly actual: string | null
  readonly content: string | null
  readonly contentType: string | null
  readonly params: readonly { readonly name: string; readonly value: string }[]
}

/** The worst first. `counts` is over all of them, also those that are not shown. */
export type Checks = Some<Check> & { readonly total: number; readonly counts: Readonly<Record<Outcome, number>> }

const ORDER: readonly Outcome[] = ['failed', 'warned', 'unclear', 'skipped', 'passed']
const PASSED = new Set(['pass', 'passed', 'success', 'succeeded', 'ok', 'true'])
const FAILED = new Set(['fail', 'failed', 'failure', 'error', 'errored', 'false'])
const SKIPPED = new Set(['skip', 'skipped', 'not executed', 'not_executed'])
const WARNED = new Set(['warn', 'warned', 'warning'])

/** A failure that is set to warn is a warning; a test that was not run is no failure. */
export function outcomeOf(said: string | null, severity: string | null): Outcome {
  const word = said?.trim().toLowerCase() ?? ''
  if (PASSED.has(word)) return 'passed'
  if (SKIPPED.has(word)) return 'skipped'
  if (WARNED.has(word)) return 'warned'
  if (!FAILED.has(word)) return 'unclear'
  return WARNED.has(severity?.trim().toLowerCase() ?? '') ? 'warned' : 'failed'
}

const LONGEST_CONTENT = 200_000
const MOST_PARAMS = 50

function paramsOf(value: unknown): Check['params'] {
  const params = Object.entries(rowOf(value) ?? {}).slice(0, MOST_PARAMS)
  return params.map(([name, param]) => ({ name, value: anyTextOf(param) ?? 'none' }))
}

function checkOf(item: unknown, said: string | null, name: string | null, type: string | null): Check | null {
  if (rowOf(item) === null || (name === null && said === null)) return null
  const severity = textAt(item, 'severity')
  return {
    outcome: outcomeOf(said, severity),
    said,
    severity,
    name: name ?? 'without a name',
    type: type === name ? null : type,
    column: textAt(item, 'column'),
    description: textAt(item, 'description'),
    expected: anyTextOf(memberOf(item, 'expected')),
    actual: anyTextOf(memberOf(item, 'actual')),
    content: textOf(memberOf(item, 'content'), LONGEST_CONTENT),
    contentType: textAt(item, 'contentType'),
    params: paramsOf(memberOf(item, 'params')),
  }
}

function summed(all: Some<Check>): Checks {
  const counts = { failed: 0, warned: 0, unclear: 0, skipped: 0, passed: 0 }
  for (const check of all.items) counts[check.outcome] += 1
  const items = all.items.toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome))
  return { ...firstOf({ ...all, items }), total: all.items.length, counts }
}

/** TestRunFacet. */
export function testsIn(facet: FacetValue | null): Checks | null {
  if (facet === null) return null
  return summed(
    allOf(memberOf(facet.value, 'tests'), (item) =>
      checkOf(item, textAt(item, 'status') ?? textAt(item, 'success'), textAt(item, 'name'), textAt(item, 'type')),
    ),
  )
}

/** DataQualityAssertionsDatasetFacet, and the older one of Great Expectations. */
export function assertionsIn(facet: FacetValue | null): Checks | null {
  if (facet === null) return null
  return summed(
    allOf(memberOf(facet.value, 'assertions'), (item) => {
      const type = textAt(item, 'assertion') ?? textAt(item, 'expectationType')
      return checkOf(item, textAt(item, 'success') ?? textAt(item, 'status'), textAt(item, 'name') ?? type, type)
    }),
  )
}

/** `2 failed, 1 warned, 3 skipped, 35 passed`: what is none is left out. */
export function outcomeWords(checks: Checks): string {
  return ORDER.filter((outcome) => checks.counts[outcome] > 0)
    .map((outcome) => plural(checks.counts[outcome], outcome, outcome))
    .join(', ')
}

/** Whether there is more to say of a check than its row does. */
export const hasMore = (check: Check): boolean => check.content !== null || check.description !== null || check.params.length > 0
