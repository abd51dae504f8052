/**
 * A JSON text as flat columns of numbers: one entry a value, in the order of the text, all positions being offsets into it.
 * No value is ever turned into a JavaScript number or object, so int64, duplicate keys and key order stay as they came, and a
 * body of 30 MB costs a few typed arrays that a worker can hand over without a copy.
 */
export const OBJECT = 1
export const ARRAY = 2
export const STRING = 3
export const NUMBER = 4
export const WORD = 5

export type JsonDoc = {
  readonly count: number
  readonly kind: Uint8Array
  /** The value's own text is `text.slice(start, end)`. */
  readonly start: Uint32Array
  readonly end: Uint32Array
  /** The key's text with its quotes; -1 where there is none (array items, the root). */
  readonly keyStart: Int32Array
  readonly keyEnd: Int32Array
  readonly parent: Int32Array
  /** The index of the first value after this one's subtree. */
  readonly after: Uint32Array
  /** Members or items. */
  readonly size: Uint32Array
  /** First and last line (from 1) when everything is unfolded. */
  readonly line: Uint32Array
  readonly endLine: Uint32Array
  /** 1: stands on one line with its small members. */
  readonly inline: Uint8Array
  readonly lines: number
  /** Set when the text stops being JSON; what stands before is kept. */
  readonly error: { readonly offset: number; readonly expected: string } | null
}

type Numbers = Uint8Array | Uint32Array | Int32Array

/** The entry `i` of a column; 0 outside of it. */
export const at = (column: Numbers, i: number): number => column[i] ?? 0

export const isContainer = (doc: JsonDoc, i: number): boolean => at(doc.kind, i) === OBJECT || at(doc.kind, i) === ARRAY

/** The members or items of a container, in the order of the text. */
export function* childrenOf(doc: JsonDoc, i: number): Generator<number> {
  if (!isContainer(doc, i)) return
  const stop = at(doc.after, i)
  for (let c = i + 1; c < stop; c = at(doc.after, c)) yield c
}

/** What a JSON string says; the text itself where it cannot be read. */
export const unquote = (raw: string): string => {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'string' ? value : raw
  } catch {
    return raw.slice(1, -1)
  }
}

/** The key of a member, decoded; null for items and the root. */
export const keyOf = (doc: JsonDoc, text: string, i: number): string | null => {
  const from = at(doc.keyStart, i)
  return from < 0 ? null : unquote(text.slice(from, at(doc.keyEnd, i)))
}

/** Where the entry begins in the text: its key, else its value. */
export const beginOf = (doc: JsonDoc, i: number): number => (at(doc.keyStart, i) < 0 ? at(doc.start, i) : at(doc.keyStart, i))

/** The entry that holds a place in the text: the last one that begins at or before it. */
export function entryAt(doc: JsonDoc, offset: number): number {
  let low = 0
  let high = doc.count - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (beginOf(doc, middle) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The last member of that name: the one that readers of JSON take when a key stands twice. */
function childNamed(doc: JsonDoc, text: string, i: number, step: string): number {
  let found = -1
  let index = 0
  for (const child of childrenOf(doc, i)) {
    const name = at(doc.kind, i) === ARRAY ? String(index) : keyOf(doc, text, child)
    if (name === step) found = child
    index += 1
  }
  return found
}

/** The entry that a JSON pointer names; `exact` is false when only its nearest ancestor is there. */
export function resolvePointer(doc: JsonDoc, text: string, pointer: string): { entry: number; exact: boolean } {
  let entry = 0
  const steps = pointer === '' ? [] : pointer.replace(/^\//, '').split('/')
  for (const step of steps) {
    const next = childNamed(doc, text, entry, step.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (next < 0) return { entry, exact: false }
    entry = next
  }
  return { entry, exact: true }
}

/** The JSON pointer of an entry. */
export function pointerOf(doc: JsonDoc, text: string, entry: number): string {
  const steps: string[] = []
  for (let i = entry; at(doc.parent, i) >= 0 && i > 0; i = at(doc.parent, i)) {
    steps.push((keyOf(doc, text, i) ?? String(indexIn(doc, i))).replaceAll('~', '~0').replaceAll('/', '~1'))
  }
  return steps
    .reverse()
    .map((step) => `/${step}`)
    .join('')
}

function indexIn(doc: JsonDoc, entry: number): number {
  let index = 0
  for (const child of childrenOf(doc, at(doc.parent, entry))) {
    if (child === entry) return index
    index += 1
  }
  return 0
}
