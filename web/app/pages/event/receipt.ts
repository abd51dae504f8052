/** Which lines of the JSON a receipt's lines speak of, and the other way round. */
import type { ReceiptLine } from '../../../../src/contract/events.ts'
import { at, resolvePointer } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'

export type PlacedLine = ReceiptLine & { readonly index: number; readonly entry: number; readonly exact: boolean }

export const USES = ['used', 'warning', 'stored only', 'ignored'] as const
export const USE_WORDS = {
  used: { title: 'Used', says: 'read into the catalog', icon: 'check' },
  warning: { title: 'Warning', says: 'used as far as it goes', icon: 'warn' },
  'stored only': { title: 'Stored only', says: 'shown as JSON on the page it belongs to', icon: 'dataset' },
  ignored: { title: 'Ignored', says: 'kept in the event, used nowhere', icon: 'minus' },
} as const

/** Each line of a receipt with the entry of the document that its pointer names. */
export function placeLines(doc: JsonDoc, text: string, lines: readonly ReceiptLine[]): PlacedLine[] {
  return lines.map((line, index) => ({ ...line, index, ...resolvePointer(doc, text, line.pointer) }))
}

/** The line that speaks of an entry: the one whose place is nearest above it. Null where only the root is named. */
export function lineFor(doc: JsonDoc, lines: readonly PlacedLine[], entry: number): PlacedLine | null {
  let best: PlacedLine | null = null
  for (const line of lines) {
    const holds = line.entry <= entry && entry < at(doc.after, line.entry)
    if (holds && line.entry > 0 && (best === null || line.entry > best.entry)) best = line
  }
  return best
}

/** `7 used, 2 stored only, 1 ignored, 1 warning`. */
export function countsOf(lines: readonly ReceiptLine[]): string {
  const parts = USES.map((use) => ({ use, count: lines.filter((line) => line.use === use).length })).filter((part) => part.count > 0)
  const word = (use: string, count: number): string => (use === 'warning' && count !== 1 ? 'warnings' : use)
  return parts.map((part) => `${part.count.toLocaleString('en')} ${word(part.use, part.count)}`).join(', ')
}
