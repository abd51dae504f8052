import { columnId } from '../columns.ts'
import { GLYPHS, type StateGlyph } from '../glyphs.ts'
import type { Placed } from '../layout/types.ts'
import { movesIn, movesText } from '../marks.ts'
import type { GraphNode } from '../model.ts'
import { cutText, jobText, lastPart, qualifier, shortType, STACK_VERB } from '../names.ts'
import { platformOf } from '../platform.ts'
import { CARD, type CardRow, type OpenCard } from '../scene.ts'
import { textWidth } from '../text-width.ts'
import type { NodeGroup, Stack } from '../visible.ts'
import { glyph, target } from './glyph.ts'
import { line } from './text.ts'
import type { NodeTint, Scene } from './types.ts'
import { count, groupWords, when } from './words.ts'
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

const MOVED = {
  added: { look: 'came', sign: '+', ink: 'tc', word: '+ Added' },
  removed: { look: 'went', sign: '−', ink: 'tf', word: '× Removed' },
}
type Moved = (typeof MOVED)['added']

/** How something moved between the moments that are compared; null: it did not. */
const movedOf = (change: 'added' | 'removed' | 'same' | undefined): Moved | null =>
  change === 'added' || change === 'removed' ? MOVED[change] : null

/** Word and sign beside the colour, on the upper rim of a card. */
const movedWord = (moved: Moved | null, w: number): string =>
  moved ? line(w - 6, -3, moved.word, { look: `s11 w5 ${moved.ink}`, px: 11, weight: 500, anchor: 'end' }) : ''

const stateIn = (tone: string): StateGlyph | null => {
  const name = toneClass(tone)
  return Object.hasOwn(GLYPHS, name) ? (name as StateGlyph) : null
}

/** Colours of states are classes without their prefix here. */
const toneClass = (tone: string): string => tone.replace(/^st-/, '')

/** The sign of a tint, `size` wide: the shape of a state, or a square of its hue. */
export const tintSign = (tone: string, x: number, y: number, size: number): string => {
  const state = stateIn(tone)
  if (state) return glyph(state, x, y, size)
  const side = size * 0.62
  const at = (size - side) / 2
  return el('rect', { x: x + at, y: y + at, width: side, height: side, rx: 2, class: `tone ${tone}` })
}

const row = (r: CardRow, i: number, w: number, how: { lit: boolean; pinned: boolean; moved: Moved | null }): string => {
  const { lit, pinned, moved } = how
  const y = CARD.h + CARD.pad + CARD.row * i
  const colour = moved ? `${moved.ink}${moved.look === 'went' ? ' gone' : ''}` : lit ? 'tw w5' : 't2'
  const type = r.type === null ? '' : shortType(r.type)
  const name = cutText(r.field, type === '' ? 150 : 104, 12)
  const ports = [r.from > 0 ? 0 : null, r.into > 0 ? w : null].filter((x) => x !== null)
  return [
    lit ? el('rect', { x: 1, y, width: w - 2, height: CARD.row, class: pinned ? 'pin' : 'on' }) : '',
    moved ? line(2, y + 15, moved.sign, { look: `s11 w5 ${moved.ink}`, px: 11, weight: 500 }) : '',
    line(9, y + 15, name, { look: `s12 ${colour}`, px: 12, weight: lit ? 500 : 400 }),
    line(w - 9, y + 15, r.masked ? `masked ${type}`.trim() : type, { look: `mono s10 ${lit ? 'tw' : 't3'}`, px: 10.5, anchor: 'end' }),
    ...(lit ? ports.map((x) => el('circle', { cx: x, cy: y + 11, r: 2.5, class: 'port' })) : []),
  ].join('')
}

const columns = (node: GraphNode, open: OpenCard, w: number, { path, pins, marks }: Scene): string => {
  const rows = open.rows.map((r, i) => {
    const id = columnId(node.key, r.field)
    const pinned = pins?.some((p) => p.key === node.key && p.field === r.field) ?? false
    return row(r, i, w, { lit: path?.columns.has(id) ?? false, pinned, moved: movedOf(marks?.fields.get(id)) })
  })
  const end = CARD.h + CARD.pad + CARD.row * open.rows.length + 15
  const rest = open.rows.length === 0 ? 'No column lineage' : open.more > 0 ? `${count(open.more)} more with lineage` : ''
  return el('path', { class: 'rule', d: `M1 ${CARD.h - 0.5}H${w - 1}` }) + rows.join('') + line(9, end, rest, { look: 's11 t3', px: 11 })
}

/** The second line of a card: what the lens says, or how late it is, or where it is. */
const second = (node: GraphNode, x: number, room: number, tint: NodeTint | undefined): string => {
  // The picture says its year and zone above
  const late = node.dueAt ? `late, due ${when(node.dueAt).replace(/ \d{4}(?= )| UTC$/g, '')}` : null
  if (tint && !(tint.value === 'late' && late !== null))
    return tintSign(tint.tone, x, 24, 11) + line(x + 15, 33.5, cutText(tint.words, room - 15, 11), { look: 's11 t2', px: 11 })
  return line(x, 33.5, cutText(late ?? qualifier(node), room, 11), { look: `s11 ${late === null ? 't3' : 'ta'}`, px: 11 })
}

/** A dataset: tile, name, what stands before the name; its columns where they are open. */
export const datasetCard = (node: GraphNode, at: Placed, scene: Scene): string => {
  const [isRoot, isLit] = [node.key === scene.root, scene.path?.nodes.has(node.key) ?? false]
  const late = node.dueAt ?? null
  const { svg, width } = tile(node.namespace)
  const [x, icon] = [9 + width, isRoot || late !== null]
  const room = at.w - x - (icon ? 28 : 9)
  const [tint, moved] = [scene.tints?.get(node.key), movedOf(scene.marks?.nodes.get(node.key))]
  const look = ['card', isLit && 'is', isRoot && 'is root', late !== null && 'late', moved?.look].filter(Boolean).join(' ')
  const open = scene.open.get(node.key)
  return group(
    at,
    scene.dim && !isLit && !moved ? 'dim' : '',
    `${node.name}\n${node.namespace}`,
    el('rect', { x: 0.5, y: 0.5, width: at.w - 1, height: at.h - 1, rx: 5, class: look }),
    tint ? el('path', { class: `tinted ${toneClass(tint.tone)}`, d: `M4 ${at.h - 1}H${at.w - 4}` }) : '',
    svg,
    line(x, 19, cutText(lastPart(node.name), room, 13), { look: `w5 t1${moved?.look === 'went' ? ' gone' : ''}`, px: 13, weight: 500 }),
    second(node, x, room, tint),
    isRoot ? target(at.w - 23, 14, 14) : late === null ? '' : glyph('STALE', at.w - 23, 14, 14),
    open ? columns(node, open, at.w, scene) : '',
    movedWord(moved, at.w),
  )
}

/** A job: a pill on the edge, with the state of its last run. */
export const jobPill = (node: GraphNode, at: Placed, scene: Scene): string => {
  const [isRoot, isLit, state] = [node.key === scene.root, scene.path?.nodes.has(node.key) ?? false, node.lastState ?? 'NEW']
  const failed = state === 'FAIL'
  const [tint, moved] = [scene.tints?.get(node.key), movedOf(scene.marks?.nodes.get(node.key))]
  const look = ['pill', state, (isRoot || isLit) && 'is', isRoot && 'root', moved?.look].filter(Boolean).join(' ')
  const several = (node.ways ?? 1) > 1 || (node.inside ?? 0) > 0
  return group(
    at,
    scene.dim && !isLit && !failed && !moved ? 'dim' : '',
    `${node.name}\n${node.namespace}`,
    several ? el('rect', { x: 3, y: 3, width: at.w - 1, height: at.h - 1, rx: at.h / 2, class: 'pill' }) : '',
    el('rect', { x: 0.5, y: 0.5, width: at.w - 1, height: at.h - 1, rx: at.h / 2, class: look }),
    tint ? tintSign(tint.tone, 6, 4.5, 13) : glyph(state, 6, 4.5, 13),
    line(23, 15, jobText(node), {
      look: `s11 ${failed ? 'tf w5' : 't2'}${moved?.look === 'went' ? ' gone' : ''}`,
      px: 11,
      weight: failed ? 500 : 400,
    }),
    movedWord(moved, at.w),
  )
}

const sheet = (up: number, at: Placed): string =>
  el('rect', { x: up / 2 + 0.5, y: 0.5 - up, width: at.w - 1 - up, height: at.h - 1, rx: 5, class: 'card' })

/** Many nodes as one card, two sheets behind it: `12 datasets, 9 jobs`. */
export const groupCard = (of: NodeGroup, at: Placed, scene: Scene): string => {
  const moves = movesIn(scene.marks ?? null, of)
  const both = moves.removed > 0 && moves.added > 0
  const moved = both ? { look: 'is', ink: 'tw' } : movedOf(moves.removed > 0 ? 'removed' : moves.added > 0 ? 'added' : undefined)
  const [x, failed] = [30, of.failed > 0]
  return group(
    at,
    scene.dim && !moved ? 'dim' : '',
    `${of.name}\n${of.within}\n${groupWords(of)}${failed ? `, ${count(of.failed)} failed` : ''}`,
    sheet(8, at),
    sheet(4, at),
    el('rect', { x: 0.5, y: 0.5, width: at.w - 1, height: at.h - 1, rx: 5, class: `card${moved ? ` ${moved.look}` : ''}` }),
    el('path', { class: 'sheets', transform: 'translate(9 16) scale(.875)', d: 'M2.5 2.5h6v6h-6zM11 5.5h2.5v8h-8V11' }),
    line(x, 20, cutText(lastPart(of.name), at.w - x - (failed ? 26 : 9), 13), { look: 'w5 t1', px: 13, weight: 500 }),
    line(x, 35, cutText(groupWords(of), at.w - x - 9, 11), { look: 's11 t3', px: 11 }),
    failed ? glyph('FAIL', at.w - 22, 8, 13) : '',
    moved ? line(at.w - 6, -11, movesText(moves), { look: `s11 w5 ${moved.ink}`, px: 11, weight: 500, anchor: 'end' }) : '',
  )
}

/** Stands for children that are not drawn: `8 of 37 read fct_orders`. */
export const stackCard = (stack: Stack, of: GraphNode, at: Placed): string => {
  const more = stack.atLeast === true ? '+' : ''
  const numbers = `${count(stack.shown)} of ${count(stack.total)}${more}`
  const words = `${STACK_VERB[of.type][stack.side]} ${lastPart(of.name)}`
  const x = 10 + textWidth(numbers, 12) + 5
  return group(
    at,
    '',
    `${numbers} ${STACK_VERB[of.type][stack.side]} ${of.name}`,
    el('rect', { x: 0.5, y: 0.5, width: at.w - 1, height: at.h - 1, rx: 5, class: 'bg stack' }),
    line(10, 23, numbers, { look: 's12 w5 t1', px: 12, weight: 500 }),
    line(x, 23, cutText(words, at.w - x - 9, 11), { look: 's11 t3', px: 11 }),
    line(10, 42, `${count(stack.total - stack.shown)}${more} are not in this picture`, { look: 's11 t3', px: 11 }),
  )
}
