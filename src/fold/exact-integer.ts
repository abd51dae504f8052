import { member } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'

/**
 * The decimal text of a whole number, exact also beyond 2^53, where JSON.parse rounds: then the number's own text is found by reading
 * the body once more. Numbers sent as text count too. Null: no whole number.
 */
export function exactInteger(facet: JsonObject, name: string, body: () => Uint8Array, pointer: string): string | null {
  const value = member(facet, name)
  if (typeof value === 'string') return /^-?\d{1,40}$/.test(value) ? value : null
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  if (Number.isSafeInteger(value)) return String(value)
  if (!Number.isInteger(value)) return String(Math.trunc(value))
  return sourceAt(Buffer.from(body()).toString('utf8'), pointer) ?? BigInt(value).toString()
}

/** The text of the number at a JSON pointer. */
function sourceAt(text: string, pointer: string): string | null {
  const sources = new Map<number, string>()
  const marked = JSON.parse(text, function (this: unknown, _key: string, value: unknown, context: { source?: string }) {
    if (typeof value !== 'number' || context.source === undefined) return value
    sources.set(sources.size, context.source)
    return { source: sources.size - 1 }
  } as (this: unknown, key: string, value: unknown) => unknown) as unknown
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'))
  const found = tokens.reduce<unknown>((at, token) => (Array.isArray(at) ? at[Number(token)] : member(at, token)), marked)
  const source = sources.get(Number(member(found, 'source')))
  return source !== undefined && /^-?\d+$/.test(source) ? source : null
}
