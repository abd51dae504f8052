export type Cell = string | number | boolean | null

/** Quoted where needed (RFC 4180); a text that a spreadsheet would run as a formula gets an apostrophe. */
export function csvCell(value: Cell): string {
  if (value === null) return ''
  const text = String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
