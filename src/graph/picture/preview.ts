import { LAYER_GAP } from '../layout.ts'
import type { Bounds, Placed } from '../layout/types.ts'
import { cutText, JOB_MAX } from '../names.ts'
import { CARD } from '../scene.ts'
import { textWidth } from '../text-width.ts'
import { mark } from './glyph.ts'
import { linesOf } from './lines.ts'
import { LIGHT } from './palette.ts'
import { styleOf } from './style.ts'
import { nodesOf } from './svg.ts'
import { line } from './text.ts'
import type { Scene } from './types.ts'
import { el, xmlText } from './xml.ts'

/** What chats and wikis want of the picture of a link, in pixels. */
export const PREVIEW = { width: 1200, height: 630 } as const

/** The words in the band above the graph. */
export interface PreviewWords {
  /** What it is: `Lineage of a dataset in warehouse`. */
  readonly above: string
  readonly name: string
  /** `12 upstream · 340 downstream`. */
  readonly below: string
}

const BAND = 172
const MARGIN = 48
/** White space round a graph that fits. */
const PAD = 48
const FADE = 72
/** A link's picture is shown small: names are never smaller than in the explorer, and a small graph is drawn large. */
const [LEAST, MOST] = [1, 2]
const ROOM: Bounds = { x: 0, y: BAND, w: PREVIEW.width, h: PREVIEW.height - BAND }

/** A stretch of the graph along one axis, as far as the room goes. */
interface Axis {
  /** Pixels of the picture = graph * scale + shift. */
  readonly shift: number
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}

/** In the middle where all of it fits; else the root in the middle, as far as that leaves no room empty on a side where the graph ends. */
const along = (at: number, length: number, root: number, room: { at: number; length: number }, scale: number): Axis => {
  const middle = room.at + room.length / 2
  if (length * scale <= room.length - PAD) return { shift: middle - (at + length / 2) * scale, cutBefore: false, cutAfter: false }
  const [most, least] = [room.at + PAD - at * scale, room.at + room.length - PAD - (at + length) * scale]
  const shift = Math.min(most, Math.max(least, middle - root * scale))
  return { shift, cutBefore: at * scale + shift < room.at, cutAfter: (at + length) * scale + shift > room.at + room.length }
}

/** A table with the jobs and tables on both sides of it: where the graph goes on, it may do so beyond the sides. */
const NEAR = CARD.w * 3 + (JOB_MAX + LAYER_GAP * 2) * 2

const scaleOf = ({ w, h }: Bounds): number =>
  Math.min(MOST, Math.max(LEAST, Math.min((ROOM.w - PAD * 2) / Math.min(w, NEAR), (ROOM.h - PAD * 2) / h)))

const isSeen = (at: Placed, scale: number, x: Axis, y: Axis): boolean => {
  const [left, top] = [at.x * scale + x.shift, at.y * scale + y.shift]
  return left < ROOM.w && left + at.w * scale > 0 && top < PREVIEW.height && top + at.h * scale > BAND
}

/** The ground, thicker and thicker towards the sides over which the graph goes on. */
const fades = (x: Axis, y: Axis): string => {
  const [right, bottom] = [PREVIEW.width - FADE, PREVIEW.height - FADE]
  return [
    fade(x.cutBefore, 'left', { x: 0, y: BAND, width: FADE, height: ROOM.h }),
    fade(x.cutAfter, 'right', { x: right, y: BAND, width: FADE, height: ROOM.h }),
    fade(y.cutBefore, 'top', { x: 0, y: BAND, width: ROOM.w, height: FADE }),
    fade(y.cutAfter, 'bottom', { x: 0, y: bottom, width: ROOM.w, height: FADE }),
  ].join('')
}

const fade = (is: boolean, side: 'left' | 'right' | 'top' | 'bottom', at: Readonly<Record<string, number>>): string => {
  if (!is) return ''
  const opacities = side === 'left' || side === 'top' ? [1, 0] : [0, 1]
  const stops = opacities.map((opacity, offset) => el('stop', { offset, 'stop-color': LIGHT.canvas, 'stop-opacity': opacity }))
  const turn = side === 'top' || side === 'bottom' ? 'rotate(90)' : undefined
  return el('linearGradient', { id: side, gradientTransform: turn }, ...stops) + el('rect', { ...at, fill: `url(#${side})` })
}

const band = ({ above, name, below }: PreviewWords): string => {
  const brand = textWidth('Headwater', 26) + 44
  const room = PREVIEW.width - MARGIN * 2
  return [
    el('rect', { width: PREVIEW.width, height: BAND, class: 'card band' }),
    line(MARGIN, 52, cutText(above, room - brand - 32, 22), { look: 's22 t3', px: 22 }),
    mark(PREVIEW.width - MARGIN - brand, 27, 34),
    line(PREVIEW.width - MARGIN, 53, 'Headwater', { look: 's26 w6 t1', px: 26, weight: 500, anchor: 'end' }),
    line(MARGIN, 103, cutText(name, room * 0.95, 44), { look: 's44 w6 t1', px: 44, weight: 500 }),
    line(MARGIN, 148, cutText(below, room, 26), { look: 's26 t2', px: 26 }),
  ].join('')
}

const RULES = '.s22{font-size:22px}.s26{font-size:26px}.s44{font-size:44px}.card.band{stroke:none}'

/**
 * The picture of a link to a lineage, as an SVG document: the root and what fits round it at a size at which names can be read, below a band
 * with the name. What goes on beyond a side fades out there. The same scene and words give the same bytes.
 */
export const previewOf = (scene: Scene, words: PreviewWords): string => {
  const { bounds, nodes } = scene.result
  const { width, height } = PREVIEW
  const root = nodes.get(scene.root) ?? { ...bounds, port: bounds.h / 2 }
  const scale = scaleOf(bounds)
  const x = along(bounds.x, bounds.w, root.x + root.w / 2, { at: 0, length: ROOM.w }, scale)
  const y = along(bounds.y, bounds.h, root.y + root.port, { at: BAND, length: ROOM.h }, scale)
  const seen = new Map([...nodes].filter(([, at]) => isSeen(at, scale, x, y)))
  const graph = el(
    'g',
    { transform: `translate(${Math.round(x.shift)} ${Math.round(y.shift)}) scale(${Math.round(scale * 1000) / 1000})` },
    ...linesOf(scene).svg,
    ...nodesOf({ ...scene, result: { ...scene.result, nodes: seen } }),
  )
  return el(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' },
    el('title', {}, xmlText(words.name)),
    el('style', {}, styleOf('light', RULES)),
    el('rect', { width, height, class: 'bg' }),
    graph,
    fades(x, y),
    band(words),
    el('path', { class: 'rule', d: `M0 ${BAND - 0.5}H${width}` }),
  )
}
