/** What differs between two schemas of a dataset, and how to show it with its neighbours. */
import type { FieldChange } from '../../../../src/contract/catalog.ts'

export type SchemaField = { readonly path: string; readonly type: string | null }
export type DiffLine = {
  readonly kind: 'added' | 'removed' | 'changed' | 'same' | 'gap'
  readonly path: string
  readonly before: string | null
  readonly after: string | null
  /** For `gap`: how many unchanged fields are left out. */
  readonly hidden: number
}

const typesOf = (fields: readonly SchemaField[]): Map<string, string | null> => new Map(fields.map((field) => [field.path, field.type]))

/** Every field of both schemas in the order of the newer one; a removed one stands where it was. */
export function alignSchemas(before: readonly SchemaField[], after: readonly SchemaField[]): DiffLine[] {
  const old = typesOf(before)
  const now = typesOf(after)
  const lines: DiffLine[] = after.map((field) => {
    const was = old.get(field.path)
    const kind = !old.has(field.path) ? 'added' : was === field.type ? 'same' : 'changed'
    return { kind, path: field.path, before: was ?? null, after: field.type, hidden: 0 }
  })
  before.forEach((field, i) => {
    if (now.has(field.path)) return
    const neighbour = before.slice(0, i).findLast((earlier) => lines.some((line) => line.path === earlier.path))
    const place = neighbour === undefined ? 0 : lines.findIndex((line) => line.path === neighbour.path) + 1
    lines.splice(place, 0, { kind: 'removed', path: field.path, before: field.type, after: null, hidden: 0 })
  })
  return lines
}

/** Only what changed, with one unchanged neighbour above and below; gaps say how much they leave out. */
export function diffLines(before: readonly SchemaField[], after: readonly SchemaField[]): DiffLine[] {
  const all = alignSchemas(before, after)
  const keep = all.map((_, i) => [i - 1, i, i + 1].some((k) => all[k] !== undefined && all[k]?.kind !== 'same'))
  const lines: DiffLine[] = []
  let hidden = 0
  const flush = (): void => {
    if (hidden > 0) lines.push({ kind: 'gap', path: '', before: null, after: null, hidden })
    hidden = 0
  }
  all.forEach((line, i) => {
    if (keep[i] !== true) hidden += 1
    else {
      flush()
      lines.push(line)
    }
  })
  flush()
  return lines
}

const count = (changes: readonly FieldChange[], kind: FieldChange['kind']): number =>
  changes.filter((change) => change.kind === kind).length

const PARTS: readonly (readonly [FieldChange['kind'], (n: string, one: boolean) => string])[] = [
  ['removed', (n) => `${n} removed`],
  ['moved', (n) => `${n} moved`],
  ['changed', (n, one) => `${n} ${one ? 'type' : 'types'} changed`],
  ['added', (n) => `${n} added`],
  ['widened', (n, one) => `${n} ${one ? 'type' : 'types'} widened`],
  ['described', (n, one) => `${n} ${one ? 'description' : 'descriptions'} changed`],
]

/** `1 removed, 1 added`, `1 type changed`; what breaks comes first. `first` is for a schema that changed nothing, as the oldest. */
export function summaryOf(changes: readonly FieldChange[], first: string): string {
  const parts = PARTS.flatMap(([kind, words]) => {
    const n = count(changes, kind)
    return n === 0 ? [] : [words(n.toLocaleString('en'), n === 1)]
  })
  return parts.length > 0 ? parts.join(', ') : first
}

const WIDTHS: readonly (readonly string[])[] = [
  ['byte', 'tinyint', 'int8', 'smallint', 'short', 'int16', 'int2', 'int', 'integer', 'int32', 'int4', 'bigint', 'long', 'int64'],
  ['real', 'float4', 'float', 'float32', 'double', 'double precision', 'float8', 'float64'],
]
const SAME_WIDTH: readonly (readonly string[])[] = [
  ['byte', 'tinyint', 'int8'],
  ['smallint', 'short', 'int16', 'int2'],
  ['int', 'integer', 'int32', 'int4'],
  ['bigint', 'long', 'int64'],
  ['real', 'float4', 'float', 'float32'],
  ['double', 'double precision', 'float8', 'float64'],
]

const sized = (type: string): { readonly name: string; readonly sizes: readonly number[] } => {
  const [name = '', list = ''] = type.toLowerCase().split('(')
  return { name: name.trim(), sizes: list === '' ? [] : list.replace(')', '').split(',').map(Number) }
}

/** Whether each value of the old type fits the new one. False where that is not known. */
export function widens(before: string | null, after: string | null): boolean {
  if (before === null || after === null) return false
  const old = sized(before)
  const now = sized(after)
  if (old.name === now.name) return sizesWiden(old.sizes, now.sizes)
  if (SAME_WIDTH.some((names) => names.includes(old.name) && names.includes(now.name))) return true
  return WIDTHS.some((names) => names.includes(old.name) && names.includes(now.name) && names.indexOf(old.name) < names.indexOf(now.name))
}

/** varchar(10) fits varchar(20) and varchar; decimal(10,2) fits decimal(12,2) but not decimal(10,4). */
function sizesWiden(old: readonly number[], now: readonly number[]): boolean {
  if (now.length === 0) return old.length > 0
  if (old.length === 0) return false
  const [oldWhole = 0, oldScale = 0] = old
  const [whole = 0, scale = 0] = now
  return scale >= oldScale && whole - scale >= oldWhole - oldScale
}

/** One field went and one of the same kind of type came in its place: perhaps a rename. */
export function perhapsRename(lines: readonly DiffLine[]): { readonly from: string; readonly to: string } | null {
  const removed = lines.filter((line) => line.kind === 'removed')
  const added = lines.filter((line) => line.kind === 'added')
  const [from] = removed
  const [to] = added
  if (removed.length !== 1 || added.length !== 1 || from === undefined || to === undefined) return null
  const near = Math.abs(lines.indexOf(from) - lines.indexOf(to)) === 1
  return near && sized(from.before ?? '').name === sized(to.after ?? '').name ? { from: from.path, to: to.path } : null
}
