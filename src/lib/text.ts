/**
 * Text as both stores can hold it. PostgreSQL refuses NUL; both drivers turn a lone surrogate into U+FFFD, which would make two names
 * one. Such units, and the escape character itself, become U+10FFFF and four hexadecimal digits; everything else stays.
 */
const escape = '\u{10ffff}'
const suspicious = new RegExp(`[\\0${escape}]`, 'u')
const units = /\u{10ffff}|\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu
const escaped = /\u{10ffff}([0-9a-f]{4})(?:\u{10ffff}([0-9a-f]{4}))?/gu

/** Storable form of any JavaScript string; reversible with `decodeText`. */
export function encodeText(text: string): string {
  if (!suspicious.test(text) && text.isWellFormed()) return text
  return text.replace(units, (unit) =>
    Array.from({ length: unit.length }, (_, i) => escape + unit.charCodeAt(i).toString(16).padStart(4, '0')).join(''),
  )
}

/** The string that `encodeText` was given. */
export function decodeText(text: string): string {
  if (!text.includes(escape)) return text
  return text.replace(
    escaped,
    (_, a: string, b: string | undefined) =>
      String.fromCharCode(parseInt(a, 16)) + (b === undefined ? '' : String.fromCharCode(parseInt(b, 16))),
  )
}

/** Orders by UTF-8 bytes, unlike `<`, which orders by UTF-16 units. Makes no bytes: every write sorts its rows by this. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return byteRank(x) - byteRank(y)
  }
  return a.length - b.length
}

/** Surrogates stand for characters above all others, and lie below U+E000 to U+FFFF. */
const byteRank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit)

/** At most `length` UTF-16 units, never ending in half a character. */
export function truncate(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length)
  return cut.isWellFormed() ? cut : cut.slice(0, -1)
}
