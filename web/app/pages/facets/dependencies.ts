/** JobDependenciesRunFacet: who starts whom. Control flow, not lineage. Pure. */
import type { FacetValue, Identity } from '../../../../src/contract/common.ts'
import { allOf, firstOf, identityOf, memberOf, textAt, wordsFor } from './read.ts'
import type { Some } from './read.ts'

/** A thing as it was sent and as a person says it. */
export type Said = { readonly raw: string; readonly words: string }
export type Dependency = {
  readonly job: Identity
  readonly runId: string | null
  readonly type: Said | null
  readonly sequence: Said | null
  readonly status: Said | null
}
export type Dependencies = { readonly upstream: Some<Dependency>; readonly downstream: Some<Dependency>; readonly rule: Said | null }
export type Side = 'upstream' | 'downstream'

const TYPES: Readonly<Record<Side, Readonly<Record<string, string>>>> = {
  upstream: {
    DIRECT_INVOCATION: 'it starts this job itself',
    DIRECT: 'it starts this job itself',
    IMPLICIT_DEPENDENCY: 'implicit, such as by time',
    IMPLICIT_ASSET_DEPENDENCY: 'implicit, by an asset it updates',
  },
  downstream: {
    DIRECT_INVOCATION: 'this job starts it',
    DIRECT: 'this job starts it',
    IMPLICIT_DEPENDENCY: 'implicit, such as by time',
    IMPLICIT_ASSET_DEPENDENCY: 'implicit, by an asset that this job updates',
  },
}
const SEQUENCES: Readonly<Record<Side, Readonly<Record<string, string>>>> = {
  upstream: {
    FINISH_TO_START: 'this starts when it has finished',
    FINISH_TO_FINISH: 'may overlap, this finishes after it',
    START_TO_START: 'both start together',
  },
  downstream: {
    FINISH_TO_START: 'it starts when this has finished',
    FINISH_TO_FINISH: 'may overlap, it finishes after this',
    START_TO_START: 'both start together',
  },
}
const STATUSES: Readonly<Record<string, string>> = {
  EXECUTE_EVERY_TIME: 'whatever the outcome',
  EVERY_TIME: 'whatever the outcome',
  EXECUTE_ON_SUCCESS: 'only after success',
  ON_SUCCESS: 'only after success',
  EXECUTE_ON_FAILURE: 'only after failure',
  ON_FAILURE: 'only after failure',
}
const RULES: Readonly<Record<string, string>> = {
  ALL_SUCCESS: 'all upstream jobs have succeeded',
  ALL_FAILED: 'all upstream jobs have failed',
  ALL_DONE: 'all upstream jobs have ended, whatever the outcome',
  ALL_DONE_MIN_ONE_SUCCESS: 'all upstream jobs have ended and at least one succeeded',
  ALL_SKIPPED: 'all upstream jobs were skipped',
  ONE_SUCCESS: 'at least one upstream job has succeeded',
  ONE_FAILED: 'at least one upstream job has failed',
  ONE_DONE: 'at least one upstream job has ended',
  NONE_FAILED: 'no upstream job has failed',
  NONE_FAILED_MIN_ONE_SUCCESS: 'no upstream job has failed and at least one succeeded',
  NONE_SKIPPED: 'no upstream job was skipped',
  ALWAYS: 'its time comes, without waiting for others',
}

const said = (raw: string | null, words: Readonly<Record<string, string>>): Said | null =>
  raw === null ? null : { raw, words: wordsFor(words, raw) }

/** What is said of a dependency, in one line; '' where nothing is. */
export function dependencyWords(
  said: {
    readonly type: string | null
    readonly sequence: string | null
    readonly status: string | null
    readonly condition: string | null
  },
  side: Side,
): string {
  const parts: readonly (readonly [string | null, Readonly<Record<string, string>>])[] = [
    [said.type, TYPES[side]],
    [said.sequence, SEQUENCES[side]],
    [said.status, STATUSES],
    [said.condition, RULES],
  ]
  return parts.flatMap(([raw, words]) => (raw === null ? [] : [wordsFor(words, raw)])).join('; ')
}

function dependencyOf(item: unknown, side: Side): Dependency | null {
  const job = identityOf(memberOf(item, 'job'))
  if (job === null) return null
  return {
    job,
    runId: textAt(item, 'run', 'runId'),
    type: said(textAt(item, 'dependency_type') ?? textAt(item, 'type'), TYPES[side]),
    sequence: said(textAt(item, 'sequence_trigger_rule'), SEQUENCES[side]),
    status: said(textAt(item, 'status_trigger_rule'), STATUSES),
  }
}

/** Null where the facet names no job and no rule. */
export function dependenciesIn(facet: FacetValue | null): Dependencies | null {
  if (facet === null) return null
  const on = (side: Side): Some<Dependency> => firstOf(allOf(memberOf(facet.value, side), (item) => dependencyOf(item, side)))
  const found = { upstream: on('upstream'), downstream: on('downstream'), rule: said(textAt(facet.value, 'trigger_rule'), RULES) }
  const empty = (some: Some<Dependency>): boolean => some.items.length + some.odd === 0
  return empty(found.upstream) && empty(found.downstream) && found.rule === null ? null : found
}
