/** How a row of the tree reads: pieces of text with their colour, strings decoded, what cannot be seen spelt out. */
import { NUMBER, STRING, at, childrenOf, isContainer, unquote } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'
import { bracketsOf, canFold } from './json-rows.ts'

export type Tone = 'k' | 'st' | 'nu' | 'kw' | ''
export type Piece = { readonly text: string; readonly tone: Tone; readonly more?: { readonly entry: number; readonly length: number } }

/** A string longer than this is cut in the tree; a press shows all of it. */
export const STRING_SHOWN = 240

// Characters that a screen does not show or that turn the direction of what follows.
const UNSEEN: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
  [0xd800, 0xdfff],
]
const SHORT: ReadonlyMap<number, string> = new Map([
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [12, '\\f'],
  [13, '\\r'],
  [34, '\\"'],
  [92, '\\\\'],
])

const escapeOf = (char: string): string => {
  const code = char.codePointAt(0) ?? 0
  const short = SHORT.get(code)
  if (short !== undefined) return short
  const unseen = UNSEEN.some(([from, to]) => code >= from && code <= to)
  return unseen ? `\\u${code.toString(16).padStart(4, '0')}` : char
}

/** A string in quotes as JSON writes it, with letters as letters and unseen characters as escapes. */
export const quoted = (value: string): string => `"${Array.from(value, escapeOf).join('')}"`

/** The start of a string's text, not cut inside of an escape. */
function headOf(raw: string): string {
  return raw.slice(0, STRING_SHOWN * 2).replace(/(?<!\\)((?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$/, '$1')
}

function scalar(doc: JsonDoc, text: string, i: number): Piece[] {
  const length = at(doc.end, i) - at(doc.start, i)
  const kind = at(doc.kind, i)
  if (kind !== STRING) return [{ text: text.slice(at(doc.start, i), at(doc.end, i)).slice(0, 2000), tone: kind === NUMBER ? 'nu' : 'kw' }]
  const raw = text.slice(at(doc.start, i), Math.min(at(doc.end, i), at(doc.start, i) + STRING_SHOWN * 2))
  if (length <= STRING_SHOWN) return [{ text: quoted(unquote(raw)), tone: 'st' }]
  const head = unquote(`${headOf(raw)}"`)
  return [
    { text: quoted(Array.from(head).slice(0, STRING_SHOWN).join('')).slice(0, -1), tone: 'st' },
    { text: '', tone: '', more: { entry: i, length: length - 2 } },
  ]
}

/** The key of a member with its colon; nothing for items. */
export function keyPieces(doc: JsonDoc, text: string, i: number): Piece[] {
  const from = at(doc.keyStart, i)
  if (from < 0) return []
  const raw = text.slice(from, at(doc.keyEnd, i))
  const key = raw.length <= STRING_SHOWN ? quoted(unquote(raw)) : `${quoted(unquote(`${headOf(raw)}"`)).slice(0, -1)}…"`
  return [
    { text: key, tone: 'k' },
    { text: ': ', tone: '' },
  ]
}

/** A value on one line: a scalar, or a small container with its members. */
export function valuePieces(doc: JsonDoc, text: string, i: number): Piece[] {
  if (!isContainer(doc, i)) return scalar(doc, text, i)
  const [open, close] = bracketsOf(doc, i)
  if (canFold(doc, i) || at(doc.size, i) === 0) return [{ text: `${open}${close}`, tone: '' }]
  const members = [...childrenOf(doc, i)].flatMap((child, index) => [
    ...(index > 0 ? [{ text: ', ', tone: '' } as const] : []),
    ...keyPieces(doc, text, child),
    ...valuePieces(doc, text, child),
  ])
  const space = open === '{' ? ' ' : ''
  return [{ text: open + space, tone: '' }, ...members, { text: space + close, tone: '' }]
}

/** Whether a comma follows: some sibling comes after. */
export function hasNext(doc: JsonDoc, i: number): boolean {
  const parent = at(doc.parent, i)
  return i > 0 && at(doc.after, i) < at(doc.after, parent)
}
