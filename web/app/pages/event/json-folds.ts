/** What is folded and unfolded: at first, by a press, to bring a place into sight, and all of it. */
import { at, childrenOf, keyOf } from './json-doc.ts'
import type { JsonDoc } from './json-doc.ts'
import { FIRST_SHOWN, MAX_ROWS, canFold, spanOf } from './json-rows.ts'
import type { Folds, Span, TreeRow } from './json-rows.ts'

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
    if (!holdsFacets(doc, text, head)) queue.push(...firstChildren(doc, head))
  }
  return { open, shown: new Map() }
}

/** Facets start folded: their names are the outline of an event. */
const holdsFacets = (doc: JsonDoc, text: string, entry: number): boolean => /facets$/i.test(keyOf(doc, text, entry) ?? '')

function firstChildren(doc: JsonDoc, entry: number): number[] {
  const found: number[] = []
  let seen = 0
  for (const child of childrenOf(doc, entry)) {
    if (seen++ >= FIRST_SHOWN) break
    if (canFold(doc, child)) found.push(child)
  }
  return found
}

/** Above this many members a jump moves the window instead of showing all that stands before. */
const WALKED = 2000

function spanWith(span: Span, index: number): Span {
  const inside = index >= span.from && index < span.from + span.count
  if (inside && span.count <= WALKED) return span
  if (index < WALKED) return { from: 0, count: Math.max(span.from === 0 ? Math.min(span.count, WALKED) : 0, index + FIRST_SHOWN) }
  return { from: index - FIRST_SHOWN / 2, count: FIRST_SHOWN }
}

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
    const now = spanOf(folds, up)
    const next = spanWith(now, index)
    if (next !== now) shown.set(up, next)
  }
  return { open, shown }
}

/** Everything unfolded, as far as MAX_ROWS lets it. */
export function unfoldAll(doc: JsonDoc): Folds {
  const open = new Set<number>()
  const shown = new Map<number, Span>()
  for (let i = 0; i < doc.count && at(doc.line, i) <= MAX_ROWS; i += 1) {
    if (!canFold(doc, i)) continue
    open.add(i)
    shown.set(i, { from: 0, count: at(doc.size, i) })
  }
  return { open, shown }
}

/** One container folded or unfolded. */
export function toggled(folds: Folds, entry: number): Folds {
  const open = new Set(folds.open)
  if (!open.delete(entry)) open.add(entry)
  return { ...folds, open }
}

/** After a press on a `more` row: ten times as much on that side. */
export function widened(folds: Folds, row: TreeRow): Folds {
  const span = spanOf(folds, row.entry)
  const step = Math.min(row.hidden, Math.max(FIRST_SHOWN, span.count * 9))
  const next = row.side === 'before' ? { from: span.from - step, count: span.count + step } : { from: span.from, count: span.count + step }
  return { ...folds, shown: new Map(folds.shown).set(row.entry, next) }
}
