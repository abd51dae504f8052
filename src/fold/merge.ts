import { earlier, later } from '../openlineage/order-key.ts'
import type { SqlValue } from '../db/contract.ts'

/**
 * How two statements about the same thing become one. Every rule is commutative, associative and idempotent, so that order, batching
 * and repetition cannot matter (law 2). Two different values under one order key come from one event only, whose own order decides:
 * the first one stands.
 */
export interface MergeRules {
  /** The earliest key. */
  readonly first?: readonly string[]
  /** The latest key. */
  readonly last?: readonly string[]
  /** By key column: the columns that its latest holder sets. */
  readonly latest?: Readonly<Record<string, readonly string[]>>
  /** By key column: the columns that its earliest holder sets. */
  readonly earliest?: Readonly<Record<string, readonly string[]>>
  /** 1 once any says so. */
  readonly any?: readonly string[]
}

/** Column values; a function is a value that is only worked out if it is written. */
export type Fact = Record<string, SqlValue | (() => SqlValue)>

/** Merges `from` into `into`. Columns that no rule names are left as `into` has them. */
export function mergeInto(into: Fact, from: Fact, rules: MergeRules): void {
  for (const c of rules.first ?? none) if (typeof from[c] === 'string') into[c] = earlier(text(into[c]), from[c])
  for (const c of rules.last ?? none) if (typeof from[c] === 'string') into[c] = later(text(into[c]), from[c])
  for (const c of rules.any ?? none) if (from[c] === 1) into[c] = 1
  for (const key in rules.earliest) {
    const next = text(from[key])
    if (next === null || earlier(text(into[key]), next) !== next || into[key] === next) continue
    into[key] = next
    for (const c of rules.earliest[key] ?? none) into[c] = from[c] ?? null
  }
  for (const key in rules.latest) {
    const next = text(from[key])
    if (next === null) continue
    const now = text(into[key])
    if (now !== null && next <= now) continue
    into[key] = next
    for (const c of rules.latest[key] ?? none) into[c] = from[c] ?? null
  }
}

const none: readonly string[] = []
const text = (value: Fact[string] | undefined): string | null => (typeof value === 'string' ? value : null)

export const jobRules: MergeRules = {
  first: ['first_key'],
  last: ['last_key'],
  latest: {
    parent_key: ['parent_id', 'parent'],
    type_key: ['processing_type', 'integration', 'job_type'],
    traits_key: ['kin', 'kin_name', 'is_part'],
  },
}
export const seenRules: MergeRules = { first: ['first_key'], last: ['last_key'] }
export const runRules: MergeRules = {
  first: ['first_start', 'first_any', 'first_event', 'first_named'],
  last: ['last_active', 'end_complete', 'end_abort', 'end_fail', 'last_event', 'whole_inputs', 'whole_outputs'],
  any: ['spark'],
  latest: {
    nominal_key: ['nominal_start', 'nominal_end'],
    parent_key: ['parent_run', 'parent'],
    root_key: ['root_run', 'root'],
    error_key: ['error', 'error_position'],
    engine_key: ['engine_name', 'engine_version'],
    traits_key: ['tries_of', 'try_number', 'map_index', 'sent_again'],
  },
}
export const runDatasetRules: MergeRules = { last: ['said_key'], latest: { stats_key: ['row_count', 'bytes', 'file_count'] } }
export const datasetRules: MergeRules = {
  first: ['first_key'],
  last: ['last_key', 'symlinks_end', 'written_key'],
  any: ['replaced'],
  latest: { schema_key: ['schema_hash'] },
}
export const facetRules: MergeRules = { latest: { order_key: ['position', 'value', 'deleted', 'key'] } }

export const facetVersionRules: MergeRules = { earliest: { first_key: ['position', 'value'] }, last: ['last_key'] }
export const pointRules: MergeRules = { latest: { at_key: ['position', 'value'] } }
export const assertionRules: MergeRules = {
  first: ['first_key'],
  last: ['failed_key', 'passed_key'],
  latest: { last_key: ['position', 'run_id', 'run', 'outcome', 'severity', 'expected', 'actual'] },
}
export const runCodeRules: MergeRules = { latest: { at_key: ['content'] } }
export const renameRules: MergeRules = { earliest: { first_key: ['position'] }, last: ['last_key'] }
export const facetNameRules: MergeRules = { first: ['first_key'], latest: { last_key: ['producer', 'schema_url', 'position'] } }
