import { isUtf8 } from 'node:buffer'

/** Why a body is not JSON. `offset` counts characters from the start. */
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
  if (!isUtf8(bytes)) return { ok: false, code: 'not_utf8', reason: 'The body is not valid UTF-8' }
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1)
  return readJson(text)
}

export function readJson(text: string): ReadBody {
  try {
    return { ok: true, value: JSON.parse(text), warnings: [] }
  } catch (error) {
    const lenient = withoutBareNumbers(text)
    if (lenient === null) return { ok: false, code: 'not_json', reason: reasonOf(error) }
    try {
      return { ok: true, value: JSON.parse(lenient), warnings: ['Bare NaN or Infinity is not JSON; read as null'] }
    } catch (second) {
      return { ok: false, code: 'not_json', reason: reasonOf(second) }
    }
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replaceAll(/"(?:[^"\\]|\\.)*"\.*/g, 'the text').slice(0, 300) : 'not JSON'

/** `text` with bare NaN and Infinity replaced by null, or null when there are none. Strings are left alone. */
function withoutBareNumbers(text: string): string | null {
  const tokens = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g
  let found = false
  const replaced = text.replace(tokens, (token) => {
    if (token.startsWith('"')) return token
    found = true
    return 'null'
  })
  return found ? replaced : null
}

/** Deeper events are kept and not folded: no consumer downstream could hold them. */
export const depthMax = 200

/** The depth of nesting of JSON text given as bytes, counting no further than `limit + 1`. Brackets inside strings do not count. */
export function depthOf(bytes: Uint8Array, limit: number): number {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]
    if (c === 0x22) i = endOfString(bytes, i)
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > deepest && (deepest = depth) > limit) return deepest
    } else if (c === 0x7d || c === 0x5d) depth--
  }
  return deepest
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let i = start + 1; i < bytes.length; i++) {
    if (bytes[i] === 0x22) return i
    if (bytes[i] === 0x5c) i++
  }
  return bytes.length
}
