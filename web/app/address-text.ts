const escape = '\u{10ffff}'

/**
 * Text as an address can carry it: half a surrogate pair becomes U+10FFFF and four hexadecimal digits, which the API reads back.
 * An address is UTF-8, which has no such halves, and two names would become one.
 */
export function addressText(text: string): string {
  if (text.isWellFormed()) return text
  return Array.from(text, (unit) => (unit.isWellFormed() ? unit : escape + unit.charCodeAt(0).toString(16).padStart(4, '0'))).join('')
}
