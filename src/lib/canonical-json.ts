import { isObject } from './json.ts'

/** JSON with the members of every object sorted by name. Lone surrogates and NUL become escapes. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value ?? null)
  const members = Object.keys(value)
    .filter((k) => value[k] !== undefined)
    .sort()
  return `{${members.map((k) => `${JSON.stringify(k)}:${canonicalJson(value[k])}`).join(',')}}`
}
