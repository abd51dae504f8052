/** Reads what producers put into facets, where anything may stand anywhere: nothing here throws, what cannot be read is null. Pure. */

export type Row = Readonly<Record<string, unknown>>

/** An object that is no list; null for all else. */
export const rowOf = (value: unknown): Row | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null

/** The member at the end of `path`; undefined where the way breaks off. */
export function memberOf(value: unknown, ...path: readonly string[]): unknown {
  let now = value
  for (const step of path) {
    const row = rowOf(now)
    if (row === null || !Object.hasOwn(row, step)) return undefined
    now = row[step]
  }
  return now
}

/** A cell shows no more of a text than this. */
const LONGEST = 2000

/** Text, a number or a truth value as text; null for what is empty or something else. */
export function textOf(value: unknown, longest = LONGEST): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string' || value.trim() === '') return null
  return value.length > longest ? `${value.slice(0, longest)}…` : value
}

/** As textOf(), of a member. */
export const textAt = (value: unknown, ...path: readonly string[]): string | null => textOf(memberOf(value, ...path))

/** As textOf(), with lists and objects as JSON. */
export function anyTextOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return textOf(value)
  return textOf(JSON.stringify(value))
}

/** A count that may have come as text; null for what is no whole number from 0 on. */
export function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : null
}

/** Part of a list: what is shown, how many there are beyond, and how many could not be read. */
export type Some<T> = { readonly items: readonly T[]; readonly more: number; readonly odd: number }
export const NONE: Some<never> = { items: [], more: 0, odd: 0 }

/** Pages show no more entries of one facet than this. */
export const MOST = 1000

/** Everything readable of a list; `odd` counts the rest. Something that is no list is one entry that cannot be read. */
export function allOf<T>(value: unknown, read: (item: unknown) => T | null): Some<T> {
  if (value === undefined || value === null) return NONE
  if (!Array.isArray(value)) return { items: [], more: 0, odd: 1 }
  const items: T[] = []
  for (const item of value as readonly unknown[]) {
    const found = read(item)
    if (found !== null) items.push(found)
  }
  return { items, more: 0, odd: value.length - items.length }
}

/** The first `most` of them. */
export const firstOf = <T>(some: Some<T>, most = MOST): Some<T> => ({
  ...some,
  items: some.items.slice(0, most),
  more: some.more + Math.max(0, some.items.length - most),
})

/** A (namespace, name) pair; null without a name. The empty namespace is one. */
export function identityOf(value: unknown): { readonly namespace: string; readonly name: string } | null {
  const namespace = memberOf(value, 'namespace')
  const name = memberOf(value, 'name')
  if (typeof name !== 'string' || name === '') return null
  return { namespace: typeof namespace === 'string' ? namespace : '', name }
}

/** `ALL_SUCCESS` as `all success`: what has no words of its own. */
export const plainWords = (raw: string): string => raw.replaceAll('_', ' ').trim().toLowerCase()

/** The words for `raw`, whatever its case; else the value itself, made readable. */
export const wordsFor = (words: Readonly<Record<string, string>>, raw: string): string => {
  const key = raw.trim().toUpperCase()
  return Object.hasOwn(words, key) ? (words[key] ?? plainWords(raw)) : plainWords(raw)
}
