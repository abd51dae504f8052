/** The rows that the tree shows under a set of folds, and what each fold says it hides. */
import { ARRAY, OBJECT, at, childrenOf, isContainer, keyOf } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'

/** `more` stands for the members before or after the window of a long container; `hidden` says how many. */
export type TreeRow = {
  readonly entry: number
  readonly part: 'open' | 'close' | 'leaf' | 'fold' | 'more'
  readonly side: 'before' | 'after' | null
  readonly depth: number
  readonly hidden: number
  readonly line: number
  readonly endLine: number
}

/** The members of a container that are shown: `count` of them from the one at `from` on. */
export type Span = { readonly from: number; readonly count: number }
export type Folds = {
  /** The containers that are unfolded. */
  readonly open: ReadonlySet<number>
  /** What is shown of a long container, where it is not the first FIRST_SHOWN. */
  readonly shown: ReadonlyMap<number, Span>
}

/** A container shows this many members at first; a press shows ten times as many more. */
export const FIRST_SHOWN = 100
/** The most rows at once; what lies beyond is said above the tree. */
export const MAX_ROWS = 200_000

export const spanOf = (folds: Folds, entry: number): Span => folds.shown.get(entry) ?? { from: 0, count: FIRST_SHOWN }
export const canFold = (doc: JsonDoc, i: number): boolean => isContainer(doc, i) && at(doc.inline, i) === 0

function plainRow(doc: JsonDoc, entry: number, part: 'open' | 'close' | 'leaf' | 'fold', depth: number): TreeRow {
  const line = part === 'close' ? at(doc.endLine, entry) : at(doc.line, entry)
  return { entry, part, side: null, depth, hidden: 0, line, endLine: part === 'open' ? line : at(doc.endLine, entry) }
}

function moreRow(doc: JsonDoc, entry: number, side: 'before' | 'after', depth: number, hidden: number, edge: number): TreeRow {
  const before = side === 'before'
  const line = before ? at(doc.line, entry) + 1 : at(doc.line, edge)
  return { entry, part: 'more', side, depth, hidden, line, endLine: before ? at(doc.line, edge) - 1 : at(doc.endLine, entry) - 1 }
}

type Open = { readonly entry: number; readonly span: Span; left: number }

/** The first member inside the window of a container. */
function firstIn(doc: JsonDoc, entry: number, span: Span): number {
  let child = entry + 1
  for (let skip = span.from; skip > 0 && child < at(doc.after, entry); skip -= 1) child = at(doc.after, child)
  return child
}

/** The visible rows, top to bottom. Costs what is visible, not what the document holds. */
export function visibleRows(doc: JsonDoc, folds: Folds): { rows: TreeRow[]; cut: boolean } {
  const rows: TreeRow[] = []
  const open: Open[] = []
  let i = 0
  while (rows.length < MAX_ROWS) {
    const top = open.at(-1)
    if (top !== undefined && (top.left === 0 || i >= at(doc.after, top.entry))) {
      i = closeTop(doc, rows, open, top, i)
      continue
    }
    if (i >= doc.count) return { rows, cut: false }
    if (top !== undefined) top.left -= 1
    const unfolded = canFold(doc, i) && folds.open.has(i)
    rows.push(plainRow(doc, i, unfolded ? 'open' : canFold(doc, i) ? 'fold' : 'leaf', open.length))
    i = unfolded ? openAt(doc, rows, open, i, spanOf(folds, i)) : at(doc.after, i)
  }
  return { rows, cut: true }
}

function openAt(doc: JsonDoc, rows: TreeRow[], open: Open[], entry: number, span: Span): number {
  open.push({ entry, span, left: span.count })
  const first = firstIn(doc, entry, span)
  if (span.from > 0) rows.push(moreRow(doc, entry, 'before', open.length, span.from, first))
  return first
}

function closeTop(doc: JsonDoc, rows: TreeRow[], open: Open[], top: Open, i: number): number {
  const hidden = at(doc.size, top.entry) - top.span.from - top.span.count
  if (hidden > 0 && i < at(doc.after, top.entry)) rows.push(moreRow(doc, top.entry, 'after', open.length, hidden, i))
  open.pop()
  rows.push(plainRow(doc, top.entry, 'close', open.length))
  return at(doc.after, top.entry)
}

const plural = (n: number, single: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? single : many}`

/** `tags` of one is `tag`. */
const one = (name: string): string => (/[^s]s$/.test(name) ? name.slice(0, -1) : name)

/** What a folded container hides: the names of a few members, else how many; a facet's list counts as its content. */
export function foldLabel(doc: JsonDoc, text: string, i: number): string {
  const size = at(doc.size, i)
  if (at(doc.kind, i) === ARRAY) return plural(size, 'item', 'items')
  const names: string[] = []
  const lists: string[] = []
  let seen = 0
  for (const child of childrenOf(doc, i)) {
    if (seen++ > 12) break
    const name = keyOf(doc, text, child) ?? ''
    if (name.startsWith('_')) continue
    names.push(name)
    if (canFold(doc, child)) lists.push(plural(at(doc.size, child), one(name), name))
  }
  if (size > 12) return plural(size, 'field', 'fields')
  if (names.length === 1 && lists.length === 1) return lists[0] ?? ''
  const listed = names.join(', ')
  return listed !== '' && listed.length <= 44 ? listed : plural(size, 'field', 'fields')
}

/** The row that shows a line of the document, or the fold that hides it. */
export function rowOfLine(rows: readonly TreeRow[], line: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rows[middle]?.line ?? 0) <= line) low = middle
    else high = middle - 1
  }
  return low
}

export const bracketsOf = (doc: JsonDoc, i: number): readonly [string, string] => (at(doc.kind, i) === OBJECT ? ['{', '}'] : ['[', ']'])
