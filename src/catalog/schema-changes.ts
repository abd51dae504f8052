import type { FieldChange } from '../contract/catalog.ts'

/** A field as a schema says it: dotted path, type, description. */
export type StoredField = readonly [path: string, type: string | null, description: string | null]

/**
 * What differs between two schemas, in the order of the newer one; what is gone comes last.
 *
 * Breaking, because who reads the dataset by name and type may fail: `removed`; `changed` (another type that is not known to hold each
 * value of the old one); `moved` (the same name and type under another path). Compatible: `added`; `widened` (int to bigint, varchar(10)
 * to varchar(20), a type where there was none); `described` (only the description differs).
 */
export function changesBetween(before: readonly StoredField[], after: readonly StoredField[]): FieldChange[] {
  const old = new Map(before.map((field) => [field[0], field]))
  const now = new Set(after.map(([path]) => path))
  const moves = movesBetween(
    before.filter(([path]) => !now.has(path)),
    after.filter(([path]) => !old.has(path)),
  )
  const moved = new Set(moves.values())
  const changes: FieldChange[] = []
  for (const field of after) changes.push(...changeOf(old.get(field[0]), field, moves.get(field[0])))
  for (const [path, type] of before)
    if (!now.has(path) && !moved.has(path)) changes.push({ kind: 'removed', path, before: type, after: null })
  return changes
}

export const isBreaking = ({ kind }: FieldChange): boolean => kind === 'removed' || kind === 'changed' || kind === 'moved'

function changeOf(was: StoredField | undefined, [path, type, description]: StoredField, from: string | undefined): FieldChange[] {
  if (from !== undefined) return [{ kind: 'moved', path, before: from, after: path }]
  if (was === undefined) return [{ kind: 'added', path, before: null, after: type }]
  if (was[1] !== type) return [{ kind: widens(was[1], type) ? 'widened' : 'changed', path, before: was[1], after: type }]
  return was[2] === description ? [] : [{ kind: 'described', path, before: was[2], after: description }]
}

const lastPart = (path: string): string => /(?:[^.\\]|\\.)*$/su.exec(path)?.[0] ?? path

/** New path to old, where just one field of that name and type went and just one came elsewhere. */
function movesBetween(gone: readonly StoredField[], come: readonly StoredField[]): Map<string, string> {
  const byName = (fields: readonly StoredField[]): Map<string, string | null> => {
    const found = new Map<string, string | null>()
    for (const [path, type] of fields) {
      const key = JSON.stringify([lastPart(path), type])
      found.set(key, found.has(key) ? null : path)
    }
    return found
  }
  const old = byName(gone)
  const moves = new Map<string, string>()
  for (const [key, path] of byName(come)) {
    const from = old.get(key)
    if (path !== null && from !== undefined && from !== null) moves.set(path, from)
  }
  return moves
}

const widths: readonly (readonly (readonly string[])[])[] = [
  [
    ['byte', 'tinyint', 'int8'],
    ['smallint', 'short', 'int16', 'int2'],
    ['int', 'integer', 'int32', 'int4'],
    ['bigint', 'long', 'int64'],
  ],
  [
    ['real', 'float4', 'float', 'float32'],
    ['double', 'double precision', 'float8', 'float64'],
  ],
]

function sized(type: string): { readonly name: string; readonly sizes: readonly number[] } {
  const [name = '', list = ''] = type.toLowerCase().split('(')
  return { name: name.trim(), sizes: list === '' ? [] : list.replace(')', '').split(',').map(Number) }
}

/** Whether each value of the old type fits the new one; false where that is not known. */
export function widens(before: string | null, after: string | null): boolean {
  if (after === null) return false
  if (before === null) return true
  const [old, now] = [sized(before), sized(after)]
  if (old.name === now.name) return sizesWiden(old.sizes, now.sizes)
  for (const ranks of widths) {
    const [from, to] = [old, now].map(({ name }) => ranks.findIndex((names) => names.includes(name)))
    if (from !== undefined && to !== undefined && from >= 0 && to >= 0) return from <= to
  }
  return false
}

/** varchar(10) fits varchar(20) and varchar; decimal(10,2) fits decimal(12,2) but not decimal(10,4). */
function sizesWiden(old: readonly number[], now: readonly number[]): boolean {
  if (now.length === 0) return true
  if (old.length === 0) return false
  const [oldWhole = 0, oldScale = 0] = old
  const [whole = 0, scale = 0] = now
  return scale >= oldScale && whole - scale >= oldWhole - oldScale
}
