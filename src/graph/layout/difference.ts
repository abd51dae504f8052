/** What has to be said so that one map becomes another. */
export interface Difference<T> {
  readonly set: readonly (readonly [string, T])[]
  readonly gone: readonly string[]
}

/** Plain objects, lists and simple values. */
const alike = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((x, i) => alike(x, b[i]))
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = Object.keys(x)
  return keys.length === Object.keys(y).length && keys.every((k) => alike(x[k], y[k]))
}

export const differenceOf = <T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): Difference<T> => {
  const set: (readonly [string, T])[] = []
  let kept = 0
  for (const [id, value] of after) {
    const old = before.get(id)
    if (old !== undefined) kept++
    if (old === undefined || !alike(old, value)) set.push([id, value])
  }
  return { set, gone: kept === before.size ? [] : [...before.keys()].filter((id) => !after.has(id)) }
}

/** The other map: what is alike in both is the same object. */
export const withDifference = <T>(before: ReadonlyMap<string, T>, { set, gone }: Difference<T>): ReadonlyMap<string, T> => {
  if (set.length === 0 && gone.length === 0) return before
  const after = new Map(before)
  for (const id of gone) after.delete(id)
  for (const [id, value] of set) after.set(id, value)
  return after
}
