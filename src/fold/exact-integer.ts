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

type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown

/** The text of the whole number at a JSON pointer. */
function sourceAt(text: string, pointer: string): string | null {
  const source = exactPart(text, pointer)
  return typeof source === 'string' && /^-?\d+$/.test(source) ? source : null
}

/** What stands at a JSON pointer, with every number as the text that it was sent as. */
export function exactPart(text: string, pointer: string): unknown {
  const exact = parseLenient(text, (_key, value, context) => (typeof value === 'number' ? (context?.source ?? value) : value))
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~'))
  return tokens.reduce<unknown>((at, token) => (Array.isArray(at) ? at[Number(token)] : member(at, token)), exact)
}

/** Takes what `readBody` takes. */
function parseLenient(text: string, reviver: Reviver): unknown {
  try {
    return JSON.parse(text, reviver) as unknown
  } catch {
    return JSON.parse(withoutBareNumbers(text) ?? 'null', reviver) as unknown
  }
}
