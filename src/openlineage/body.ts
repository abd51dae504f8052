import { isUtf8 } from 'node:buffer'
import { jsonErrorAt, utf8ErrorAt, withoutBareNumbers, withoutDeepParts } from './json-scan.ts'

/** Why a body is not JSON, and at which byte; never what stands there. */
export interface Unreadable {
  readonly ok: false
  readonly code: 'not_utf8' | 'not_json'
  readonly reason: string
}
export type ReadBody = { readonly ok: true; readonly value: unknown; readonly warnings: readonly string[] } | Unreadable

/**
 * Reads the bytes of one event or batch. A leading byte order mark is skipped. Bare NaN and Infinity, which Python's json writes, are
 * read as null with a warning; nothing else that is not JSON is.
 */
export function readBody(bytes: Uint8Array): ReadBody {
  if (!isUtf8(bytes)) return { ok: false, code: 'not_utf8', reason: `The body is not valid UTF-8: byte ${utf8ErrorAt(bytes)}` }
  return readJson(bodyText(bytes), () => notJson(bytes, startsWithMark(bytes) ? 3 : 0))
}

/** The text of a body without its byte order mark. */
export function bodyText(bytes: Uint8Array): string {
  const start = startsWithMark(bytes) ? 3 : 0
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start).toString('utf8')
}

/** Like `readBody`, with what is nested deeper than `depthMax` as null: quick for any depth. */
export function readShallow(bytes: Uint8Array): ReadBody & { readonly tooDeep: boolean } {
  const tooDeep = depthOf(bytes, depthMax) > depthMax
  return { ...(tooDeep ? readDeep(bytes) : readBody(bytes)), tooDeep }
}

function readDeep(bytes: Uint8Array): ReadBody {
  const start = startsWithMark(bytes) ? 3 : 0
  if (jsonErrorAt(bytes, start) >= 0) return isUtf8(bytes) ? notJson(bytes, start) : readBody(bytes)
  return readBody(withoutDeepParts(bytes, depthMax))
}

function readJson(text: string, wrong: () => Unreadable): ReadBody {
  try {
    return { ok: true, value: JSON.parse(text), warnings: [] }
  } catch {
    const lenient = withoutBareNumbers(text)
    if (lenient === null) return wrong()
    try {
      return { ok: true, value: JSON.parse(lenient), warnings: ['Bare NaN or Infinity is not JSON; read as null'] }
    } catch {
      return wrong()
    }
  }
}

function notJson(bytes: Uint8Array, start: number): Unreadable {
  const at = jsonErrorAt(bytes, start)
  if (bytes.length === 0) return { ok: false, code: 'not_json', reason: 'The body is empty' }
  const where = at === bytes.length ? `it ends too early, at byte ${at}` : `byte ${Math.max(at, 0)} cannot stand there`
  return { ok: false, code: 'not_json', reason: `The body is not JSON: ${where}` }
}

const startsWithMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf

/** Deeper events are kept and not folded: no consumer downstream could hold them. */
export const depthMax = 200

/** Whether a value that was read from JSON is nested deeper than `levels`. Looks no deeper. A third of the time that its text takes. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  if (Array.isArray(value)) return value.some((inner) => typeof inner === 'object' && isDeeper(inner, levels - 1))
  const object = value as Readonly<Record<string, unknown>>
  for (const name in object) {
    const inner = object[name]
    if (typeof inner === 'object' && isDeeper(inner, levels - 1)) return true
  }
  return false
}

/**
 * The depth of nesting of JSON text given as bytes, counting no further than `limit + 1`. Brackets inside strings do not count. One loop
 * over strings and brackets alike: as a function of its own, skipping a string costs this twice the time, and every event is looked at.
 */
export function depthOf(bytes: Uint8Array, limit: number): number {
  const { length } = bytes
  let depth = 0
  let deepest = 0
  for (let i = 0; i < length;) {
    const c = bytes[i++]
    if (c === 0x22) {
      for (let s = bytes[i++]; s !== 0x22 && i <= length; s = bytes[i++]) if (s === 0x5c) i++
    } else if (c === 0x7b || c === 0x5b) {
      if (++depth > deepest && (deepest = depth) > limit) return deepest
    } else if (c === 0x7d || c === 0x5d) depth--
  }
  return deepest
}
