/**
 * Looks over JSON as bytes, without building anything: in one pass, at any depth of nesting. JSON.parse says less about where text is
 * wrong, repeats what stands there, and takes seconds for brackets a million deep.
 */

const quote = 0x22
const backslash = 0x5c
const words = new Map(['true', 'false', 'null', 'NaN', 'Infinity', '-Infinity'].map((word) => [word.charCodeAt(0), Buffer.from(word)]))

/** Offset of the first byte that cannot stand there; the length when the text ends too early; -1: it is JSON. Bare NaN and Infinity pass. */
export function jsonErrorAt(bytes: Uint8Array, from = 0): number {
  const open: number[] = []
  let at = skipSpace(bytes, from)
  for (;;) {
    const c = bytes[at]
    if (c === 0x7b || c === 0x5b) {
      const close = c === 0x7b ? 0x7d : 0x5d
      at = skipSpace(bytes, at + 1)
      if (bytes[at] !== close) {
        open.push(close)
        if (c === 0x5b) continue
        const value = afterKey(bytes, at)
        if (value < 0) return -value - 1
        at = value
        continue
      }
      at++
    } else {
      const end = endOfScalar(bytes, at)
      if (end < 0) return -end - 1
      at = end
    }
    at = skipSpace(bytes, at)
    while (open.length > 0 && bytes[at] === open.at(-1)) {
      open.pop()
      at = skipSpace(bytes, at + 1)
    }
    if (open.length === 0) return at === bytes.length ? -1 : at
    if (bytes[at] !== 0x2c) return at
    at = skipSpace(bytes, at + 1)
    if (open.at(-1) === 0x5d) continue
    const value = afterKey(bytes, at)
    if (value < 0) return -value - 1
    at = value
  }
}

/** Where the value of the member that starts at `at` starts; -1 - n: wrong at n. */
function afterKey(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== quote) return -1 - at
  const end = endOfString(bytes, at)
  if (end < 0) return end
  const colon = skipSpace(bytes, end)
  return bytes[colon] === 0x3a ? skipSpace(bytes, colon + 1) : -1 - colon
}

/** Just behind the text, number or word that starts at `at`; -1 - n: wrong at n. */
function endOfScalar(bytes: Uint8Array, at: number): number {
  if (bytes[at] === quote) return endOfString(bytes, at)
  const word = words.get(bytes[at] ?? 0)
  if (word !== undefined && startsWith(bytes, at, word)) return at + word.length
  return endOfNumber(bytes, at)
}

/** Just behind the number that starts at `start`; -1 - n: wrong at n. */
export function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === 0x2d ? start + 1 : start
  if (!isDigit(bytes[at])) return -1 - at
  at = bytes[at] === 0x30 ? at + 1 : skipDigits(bytes, at)
  if (bytes[at] === 0x2e) {
    if (!isDigit(bytes[at + 1])) return -2 - at
    at = skipDigits(bytes, at + 1)
  }
  if (bytes[at] === 0x65 || bytes[at] === 0x45) {
    at += bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? 2 : 1
    if (!isDigit(bytes[at])) return -1 - at
    at = skipDigits(bytes, at)
  }
  return at
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let i = start + 1; i < bytes.length; i++) {
    const c = bytes[i] ?? 0
    if (c === quote) return i + 1
    if (c < 0x20) return -1 - i
    if (c !== backslash) continue
    const end = endOfEscape(bytes, i + 1)
    if (end < 0) return end
    i = end - 1
  }
  return -1 - bytes.length
}

/** Just behind what a backslash before `at` escapes; -1 - n: wrong at n. */
export function endOfEscape(bytes: Uint8Array, at: number): number {
  const escaped = bytes[at]
  if (escaped === undefined || !'"\\/bfnrtu'.includes(String.fromCharCode(escaped))) return -1 - at
  if (escaped !== 0x75) return at + 1
  for (let i = at + 1; i <= at + 4; i++) if (!isHex(bytes[i])) return -1 - Math.min(i, bytes.length)
  return at + 5
}

/** The bytes with what is nested deeper than `limit` levels as null. `bytes` are JSON. */
export function withoutDeepParts(bytes: Uint8Array, limit: number): Buffer {
  const parts: Uint8Array[] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]
    if (c === quote) i = endOfString(bytes, i) - 1
    else if (c === 0x7b || c === 0x5b) {
      if (++depth === limit + 1) parts.push(bytes.subarray(from, i), Buffer.from('null'))
    } else if ((c === 0x7d || c === 0x5d) && --depth === limit) from = i + 1
  }
  return Buffer.concat([...parts, bytes.subarray(from)])
}

/** `text` with bare NaN, Infinity and -Infinity as null, or null when there are none. Strings are left alone. */
export function withoutBareNumbers(text: string): string | null {
  const parts: string[] = []
  let from = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === quote) i = closingQuote(text, i)
    else if (c === 0x4e || c === 0x49) {
      const word = c === 0x4e ? 'NaN' : 'Infinity'
      if (!text.startsWith(word, i)) continue
      parts.push(text.slice(from, text[i - 1] === '-' && c === 0x49 ? i - 1 : i), 'null')
      i += word.length - 1
      from = i + 1
    }
  }
  return parts.length === 0 ? null : parts.join('') + text.slice(from)
}

function closingQuote(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === quote) return i
    if (c === backslash) i++
  }
  return text.length
}

/** Offset of the first byte that breaks UTF-8; -1: none does. */
export function utf8ErrorAt(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length;) {
    const c = bytes[i] ?? 0
    const more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : -1
    const second = bytes[i + 1] ?? 0
    const isOverlong = (c === 0xe0 && second < 0xa0) || (c === 0xf0 && second < 0x90)
    const isBeyond = (c === 0xed && second > 0x9f) || (c === 0xf4 && second > 0x8f)
    if (more < 0 || isOverlong || isBeyond) return i
    for (let n = 1; n <= more; n++) if (((bytes[i + n] ?? 0) & 0xc0) !== 0x80) return i
    i += more + 1
  }
  return -1
}

const isDigit = (c: number | undefined): boolean => c !== undefined && c >= 0x30 && c <= 0x39

function skipDigits(bytes: Uint8Array, from: number): number {
  let at = from
  while (isDigit(bytes[at])) at++
  return at
}

const isHex = (c: number | undefined): boolean =>
  c !== undefined && ((c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66))

function startsWith(bytes: Uint8Array, at: number, word: Buffer): boolean {
  return word.every((c, i) => bytes[at + i] === c)
}

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  for (let c = bytes[at]; c !== undefined && c <= 0x20; c = bytes[++at]) if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break
  return at
}
