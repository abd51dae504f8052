import { member } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'
import { bodyText } from '../openlineage/body.ts'
import { withoutBareNumbers } from '../openlineage/json-scan.ts'

/**
 * The decimal text of a whole number, exact also beyond 2^53, where JSON.parse rounds: then the number's own text is found by reading
 * the body once more. Numbers sent as text count too. Null: no whole number, or one of more than 40 digits.
 */
export function exactInteger(facet: JsonObject, name: string, body: () => Uint8Array, pointer: string): string | null {
  const value = member(facet, name)
  if (typeof value === 'string') return /^-?\d{1,40}$/.test(value) ? value : null
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  if (Number.isSafeInteger(value)) return String(value)
  if (!Number.isInteger(value)) return String(Math.trunc(value))
  if (Math.abs(value) >= 1e40) return null
  return sourceAt(bodyText(body()), pointer) ?? BigInt(value).toString()
}

type Reviver = (this: unknown, key: string, value: unknown) => unknown

/** The text of the number at a JSON pointer. */
function sourceAt(text: string, pointer: string): string | null {
  const sources = new Map<number, string>()
  const marked = parseLenient(text, function (this: unknown, _key: string, value: unknown, context: { source?: string }) {
    if (typeof value !== 'number' || context.source === undefined) return value
    sources.set(sources.size, context.source)
    return { source: sources.size - 1 }
  } as Reviver)
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'))
  const found = tokens.reduce<unknown>((at, token) => (Array.isArray(at) ? at[Number(token)] : member(at, token)), marked)
  const source = sources.get(Number(member(found, 'source')))
  return source !== undefined && /^-?\d+$/.test(source) ? source : null
}

/** Takes what `readBody` takes. */
function parseLenient(text: string, reviver: Reviver): unknown {
  try {
    return JSON.parse(text, reviver) as unknown
  } catch {
    return JSON.parse(withoutBareNumbers(text) ?? 'null', reviver) as unknown
  }
}
