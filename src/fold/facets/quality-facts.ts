import { contentHash } from '../../catalog/keys.ts'
import { arrayMember, isObject, member, objectMember, stringMember } from '../../lib/json.ts'
import type { JsonObject } from '../../lib/json.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import type { Moment } from '../histories.ts'
import type { Scope } from '../facet-reader.ts'

/** What tests and measures of a dataset become: points of series, one a run. */

/** Columns of one set of measures and assertions of one facet that are kept. */
const columnsMax = 2_000
const assertionsMax = 2_000
const quantilesMax = 100
const passed = new Set(['pass', 'passed', 'success', 'succeeded', 'ok', 'true'])
const failed = new Set(['fail', 'failed', 'failure', 'error', 'errored', 'false'])
const skipped = new Set(['skip', 'skipped', 'not executed', 'not_executed'])
const warned = new Set(['warn', 'warned', 'warning'])

export type Outcome = 'passed' | 'failed' | 'warned' | 'skipped' | 'unclear'

const momentOf = (scope: Scope): Moment => ({ key: scope.key, position: scope.position, run: scope.run })

/** Notes the measures of a DataQualityMetrics facet; those that are no numbers are left out. */
export function noteMetrics(facet: JsonObject, scope: Scope): void {
  const exact = isPlain(facet) ? facet : scope.exact()
  const columns: [string, Record<string, unknown>][] = []
  for (const [name, measures] of Object.entries(objectMember(exact, 'columnMetrics') ?? {}).slice(0, columnsMax)) {
    const kept = measuresOf(measures, ['nullCount', 'distinctCount', 'count', 'sum', 'min', 'max'])
    const quantiles = measuresOf(objectMember(measures, 'quantiles'), Object.keys(objectMember(measures, 'quantiles') ?? {}))
    if (Object.keys(quantiles).length > 0) kept['quantiles'] = quantiles
    if (Object.keys(kept).length > 0) columns.push([name, kept])
  }
  const value = { ...measuresOf(exact, ['rowCount', 'bytes', 'fileCount']), columns }
  if (scope.dataset === null || (columns.length === 0 && Object.keys(value).length === 1)) return
  scope.changes.histories.point(scope.dataset, 'metrics', encodeText(JSON.stringify(value)), momentOf(scope))
}

function measuresOf(of: unknown, names: readonly string[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const name of names.slice(0, quantilesMax)) {
    const text = numberText(member(of, name))
    if (text !== null) Object.defineProperty(kept, name, { value: text, enumerable: true, writable: true })
  }
  return kept
}

function numberText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) && value.length <= 100 ? value : null
}

/** Whether JSON.parse kept every number: whole ones below 2^53, and fractions of few digits. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) || (!Number.isInteger(value) && String(value).length < 16)
  if (Array.isArray(value)) return value.every(isPlain)
  return !isObject(value) || Object.values(value).every(isPlain)
}

/** Notes each assertion of a DataQualityAssertions facet, as a last state and as a point in time. */
export function noteAssertions(facet: JsonObject, scope: Scope): void {
  if (scope.dataset === null) return
  for (const item of arrayMember(facet, 'assertions').filter(isObject).slice(0, assertionsMax)) {
    const words = {
      name: shortText(item, 'name'),
      assertion: shortText(item, 'assertion') ?? shortText(item, 'expectationType'),
      column_name: shortText(item, 'column'),
    }
    if (words.name === null && words.assertion === null) continue
    const hash = contentHash([words.name ?? '', words.assertion ?? '', words.column_name ?? ''].join('\0'))
    const outcome = outcomeOf(item, scope.eventType)
    const fact = {
      outcome,
      severity: shortText(item, 'severity'),
      expected: anyText(item, 'expected'),
      actual: anyText(item, 'actual'),
    }
    scope.changes.histories.assertion(scope.dataset, hash, words, fact, momentOf(scope))
    scope.changes.histories.point(scope.dataset, hash, outcome, momentOf(scope))
  }
}

/**
 * A failure that is set to warn is a warning. A test that was not run is no failure: dbt's structured logs say of a skipped one that its
 * run was aborted, `success: false`, actual "0".
 */
export function outcomeOf(item: JsonObject, eventType: string | null): Outcome {
  const said = member(item, 'success') ?? member(item, 'status')
  const word = typeof said === 'boolean' || typeof said === 'string' ? String(said).trim().toLowerCase() : ''
  if (passed.has(word)) return 'passed'
  if (skipped.has(word)) return 'skipped'
  if (warned.has(word)) return 'warned'
  if (!failed.has(word)) return 'unclear'
  const actual = member(item, 'actual')
  if (eventType === 'ABORT' && (actual === undefined || actual === null || actual === 0 || actual === '0')) return 'skipped'
  return warned.has(stringMember(item, 'severity')?.trim().toLowerCase() ?? '') ? 'warned' : 'failed'
}

const shortText = (item: JsonObject, name: string): string | null => {
  const value = stringMember(item, name)
  return value === undefined || value === '' ? null : encodeText(truncate(value, 1_000))
}

function anyText(item: JsonObject, name: string): string | null {
  const value = member(item, name)
  if (value === undefined || value === null) return null
  return encodeText(truncate(typeof value === 'string' ? value : JSON.stringify(value), 1_000))
}
