/** The rows that the tree shows under a set of folds, and what each fold says it hides. */
import { ARRAY, OBJECT, at, childrenOf, isContainer, keyOf } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'

/** `more` stands for the members from `from` on that a long container does not show yet. */
export type TreeRow = {
  readonly entry: number
  readonly part: 'open' | 'close' | 'leaf' | 'fold' | 'more'
  readonly depth: number
  readonly from: number
  readonly line: number
  readonly endLine: number
}

export type Folds = {
  /** The containers that are unfolded. */
  readonly open: ReadonlySet<number>
  /** How many members of a long container are shown, where it is not FIRST_SHOWN. */
  readonly shown: ReadonlyMap<number, number>
}

/** A container shows this many members at first; a press shows ten times as many more. */
export const FIRST_SHOWN = 100
/** The most rows at once; what lies beyond is said in a last row. */
export const MAX_ROWS = 200_000

const row = (doc: JsonDoc, entry: number, part: TreeRow['part'], depth: number, from = entry): TreeRow => {
  const start = part === 'close' ? at(doc.endLine, entry) : at(doc.line, part === 'more' ? from : entry)
  const end = part === 'open' ? start : part === 'more' ? at(doc.endLine, entry) - 1 : at(doc.endLine, entry)
  return { entry, part, depth, from, line: start, endLine: end }
}

export const canFold = (doc: JsonDoc, i: number): boolean => isContainer(doc, i) && at(doc.inline, i) === 0

/** The visible rows, top to bottom. Costs what is visible, not what the document holds. */
export function visibleRows(doc: JsonDoc, folds: Folds): { rows: TreeRow[]; cut: boolean } {
  const rows: TreeRow[] = []
  const open: { entry: number; left: number }[] = []
  let i = 0
  while (rows.length < MAX_ROWS) {
    const top = open.at(-1)
    if (top !== undefined && (top.left === 0 || i >= at(doc.after, top.entry))) {
      if (i < at(doc.after, top.entry)) rows.push(row(doc, top.entry, 'more', open.length, i))
      i = at(doc.after, top.entry)
      open.pop()
      rows.push(row(doc, top.entry, 'close', open.length))
      continue
    }
    if (i >= doc.count) return { rows, cut: false }
    if (top !== undefined) top.left -= 1
    const unfolded = canFold(doc, i) && folds.open.has(i)
    rows.push(row(doc, i, unfolded ? 'open' : canFold(doc, i) ? 'fold' : 'leaf', open.length))
    if (unfolded) open.push({ entry: i, left: folds.shown.get(i) ?? FIRST_SHOWN })
    i = unfolded ? i + 1 : at(doc.after, i)
  }
  return { rows, cut: true }
}

/** Unfolds level by level while no more than `budget` rows come of it: the outline first, large parts folded. */
export function firstFolds(doc: JsonDoc, text: string, budget = 70): Folds {
  const open = new Set<number>()
  const queue = doc.count > 0 && canFold(doc, 0) ? [0] : []
  let rows = 1
  for (let head = queue.shift(); head !== undefined; head = queue.shift()) {
    const cost = Math.min(at(doc.size, head), FIRST_SHOWN) + 1
    if (head !== 0 && rows + cost > budget) continue
    rows += cost
    open.add(head)
    let seen = 0
    for (const child of childrenOf(doc, head)) {
      if (seen++ >= FIRST_SHOWN) break
      if (canFold(doc, child) && !isFacet(doc, text, head)) queue.push(child)
    }
  }
  return { open, shown: new Map() }
}

/** Facets start folded: their names are the outline of an event. */
const isFacet = (doc: JsonDoc, text: string, parent: number): boolean => /facets$/i.test(keyOf(doc, text, parent) ?? '')

/** Folds with the way to `entry` unfolded, so that it has a row of its own. */
export function reveal(doc: JsonDoc, folds: Folds, entry: number): Folds {
  const open = new Set(folds.open)
  const shown = new Map(folds.shown)
  for (let i = entry, up = at(doc.parent, i); up >= 0 && i > 0; i = up, up = at(doc.parent, i)) {
    open.add(up)
    let index = 0
    for (const child of childrenOf(doc, up)) {
      if (child === i) break
      index += 1
    }
    if (index >= (shown.get(up) ?? FIRST_SHOWN)) shown.set(up, index + FIRST_SHOWN)
  }
  return { open, shown }
}

/** Everything unfolded, as far as MAX_ROWS lets it. */
export function unfoldAll(doc: JsonDoc): Folds {
  const open = new Set<number>()
  const shown = new Map<number, number>()
  for (let i = 0; i < doc.count && at(doc.line, i) <= MAX_ROWS; i += 1) {
    if (!canFold(doc, i)) continue
    open.add(i)
    shown.set(i, at(doc.size, i))
  }
  return { open, shown }
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
