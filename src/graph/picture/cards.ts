import { columnId } from '../columns.ts'
import type { Placed } from '../layout/types.ts'
import type { GraphNode } from '../model.ts'
import { cutText, jobText, lastPart, qualifier, shortType, STACK_VERB } from '../names.ts'
import { platformOf } from '../platform.ts'
import { CARD, type CardRow, type OpenCard } from '../scene.ts'
import { textWidth } from '../text-width.ts'
import type { Stack } from '../visible.ts'
import { glyph, target } from './glyph.ts'
import { line } from './text.ts'
import type { Scene } from './types.ts'
import { count, when } from './words.ts'
import { el, xmlText } from './xml.ts'

const group = (at: Placed, look: string, full: string, ...parts: readonly string[]): string =>
  el('g', { transform: `translate(${at.x} ${at.y})`, class: look === '' ? undefined : look }, el('title', {}, xmlText(full)), ...parts)

const tile = (namespace: string): { readonly svg: string; readonly width: number } => {
  const known = platformOf(namespace)
  if (known === null) return { svg: '', width: 0 }
  const width = Math.max(24, known.tile.length * 5.7 + 8)
  const box = el('rect', { x: 9.5, y: 13.5, width: width - 1, height: 15, rx: 3, class: 'tile' })
  const word = line(9 + width / 2, 24.5, known.tile, { look: 'mono s9 w5 t3', px: 9.5, anchor: 'middle' })
  return { svg: box + word, width: width + 7 }
}

const row = (r: CardRow, i: number, w: number, lit: boolean): string => {
  const y = CARD.h + CARD.pad + CARD.row * i
  const colour = lit ? 'tw w5' : 't2'
  const type = r.type === null ? '' : shortType(r.type)
  const name = cutText(r.field, type === '' ? 150 : 104, 12)
  const ports = [r.from > 0 ? 0 : null, r.into > 0 ? w : null].filter((x) => x !== null)
  return [
    lit ? el('rect', { x: 1, y, width: w - 2, height: CARD.row, class: 'on' }) : '',
    line(9, y + 15, name, { look: `s12 ${colour}`, px: 12, weight: lit ? 500 : 400 }),
    line(w - 9, y + 15, r.masked ? `masked ${type}`.trim() : type, { look: `mono s10 ${lit ? 'tw' : 't3'}`, px: 10.5, anchor: 'end' }),
    ...(lit ? ports.map((x) => el('circle', { cx: x, cy: y + 11, r: 2.5, class: 'port' })) : []),
  ].join('')
}

const columns = (node: GraphNode, open: OpenCard, w: number, path: Scene['path']): string => {
  const rows = open.rows.map((r, i) => row(r, i, w, path?.columns.has(columnId(node.key, r.field)) ?? false))
  const end = CARD.h + CARD.pad + CARD.row * open.rows.length + 15
  const rest = open.rows.length === 0 ? 'No column lineage' : open.more > 0 ? `${count(open.more)} more with lineage` : ''
  return el('path', { class: 'rule', d: `M1 ${CARD.h - 0.5}H${w - 1}` }) + rows.join('') + line(9, end, rest, { look: 's11 t3', px: 11 })
}

/** A dataset: tile, name, what stands before the name; its columns where they are open. */
export const datasetCard = (node: GraphNode, at: Placed, scene: Scene): string => {
  const [isRoot, isLit] = [node.key === scene.root, scene.path?.nodes.has(node.key) ?? false]
  const late = node.dueAt ?? null
  const { svg, width } = tile(node.namespace)
  const [x, icon] = [9 + width, isRoot || late !== null]
  const room = at.w - x - (icon ? 28 : 9)
  const look = ['card', isLit && 'is', isRoot && 'is root', late !== null && 'late'].filter(Boolean).join(' ')
  const under = late === null ? qualifier(node) : `late, due ${when(late)}`
  const open = scene.open.get(node.key)
  return group(
    at,
    scene.dim && !isLit ? 'dim' : '',
    `${node.name}\n${node.namespace}`,
    el('rect', { x: 0.5, y: 0.5, width: at.w - 1, height: at.h - 1, rx: 5, class: look }),
    svg,
    line(x, 19, cutText(lastPart(node.name), room, 13), { look: 'w5 t1', px: 13, weight: 500 }),
    line(x, 33.5, cutText(under, room, 11), { look: `s11 ${late === null ? 't3' : 'ta'}`, px: 11 }),
    isRoot ? target(at.w - 23, 14, 14) : late === null ? '' : glyph('STALE', at.w - 23, 14, 14),
    open ? columns(node, open, at.w, scene.path) : '',
  )
}

/** A job: a pill on the edge, with the state of its last run. */
export const jobPill = (node: GraphNode, at: Placed, scene: Scene): string => {
  const [isRoot, isLit, state] = [node.key === scene.root, scene.path?.nodes.has(node.key) ?? false, node.lastState ?? 'NEW']
  const failed = state === 'FAIL'
  const look = ['pill', state, (isRoot || isLit) && 'is', isRoot && 'root'].filter(Boolean).join(' ')
  const several = (node.ways ?? 1) > 1 || (node.inside ?? 0) > 0
  return group(
    at,
    scene.dim && !isLit && !failed ? 'dim' : '',
    `${node.name}\n${node.namespace}`,
    several ? el('rect', { x: 3, y: 3, width: at.w - 1, height: at.h - 1, rx: at.h / 2, class: 'pill' }) : '',
    el('rect', { x: 0.5, y: 0.5, width: at.w - 1, height: at.h - 1, rx: at.h / 2, class: look }),
    glyph(state, 6, 4.5, 13),
    line(23, 15, jobText(node), { look: `s11 ${failed ? 'tf w5' : 't2'}`, px: 11, weight: failed ? 500 : 400 }),
  )
}

/** Stands for children that are not drawn: `8 of 37 read fct_orders`. */
export const stackCard = (stack: Stack, of: GraphNode, at: Placed): string => {
  const numbers = `${count(stack.shown)} of ${count(stack.total)}`
  const words = `${STACK_VERB[of.type][stack.side]} ${lastPart(of.name)}`
  const x = 10 + textWidth(numbers, 12) + 5
  return group(
    at,
    '',
    `${numbers} ${STACK_VERB[of.type][stack.side]} ${of.name}`,
    el('rect', { x: 0.5, y: 0.5, width: at.w - 1, height: at.h - 1, rx: 5, class: 'bg stack' }),
    line(10, 23, numbers, { look: 's12 w5 t1', px: 12, weight: 500 }),
    line(x, 23, cutText(words, at.w - x - 9, 11), { look: 's11 t3', px: 11 }),
    line(10, 42, `${count(stack.total - stack.shown)} are not in this picture`, { look: 's11 t3', px: 11 }),
  )
}
