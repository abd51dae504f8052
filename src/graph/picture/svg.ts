import { isJob } from '../keys.ts'
import { cutText } from '../names.ts'
import { datasetCard, groupCard, jobPill, stackCard } from './cards.ts'
import { mark } from './glyph.ts'
import { legend } from './legend.ts'
import { linesOf } from './lines.ts'
import { nearest } from './nearest.ts'
import { styleOf } from './style.ts'
import { line } from './text.ts'
import type { Caption, Scene, Theme } from './types.ts'
import { count } from './words.ts'
import { el, xmlText } from './xml.ts'

const MARGIN = 28
const LEAST_WIDTH = 560
const [HEAD, ROW] = [44, 18]

interface Options {
  readonly theme: Theme
  /** Rules for @font-face, for where a picture must look the same without the fonts of the pages. */
  readonly faces?: string
}

/** The nodes of a scene, each where it was put. */
export const nodesOf = (scene: Scene): string[] => {
  const stacks = new Map(scene.visible.stacks.map((s) => [s.id, s]))
  return [...scene.result.nodes].map(([id, at]) => {
    const node = scene.graph.nodes.get(id)
    if (node) return isJob(id) ? jobPill(node, at, scene) : datasetCard(node, at, scene)
    const group = scene.visible.groups?.get(id)
    if (group) return groupCard(group, at, scene)
    const stack = stacks.get(id)
    const of = stack && scene.graph.nodes.get(stack.of)
    return stack && of ? stackCard(stack, of, at) : ''
  })
}

const head = (caption: Caption, width: number): string => {
  const room = width - MARGIN * 2
  return [
    mark(MARGIN, MARGIN, 20),
    line(MARGIN + 30, MARGIN + 17, cutText(caption.title, (room - 30) * 0.95, 20), { look: 's20 w6 t1', px: 20, weight: 500 }),
    ...caption.facts.map((fact, i) => line(MARGIN, MARGIN + HEAD + ROW * i, cutText(fact, room, 12), { look: 's12 t3', px: 12 })),
  ].join('')
}

/**
 * A picture of a lineage graph that stands alone: an SVG document as text. The graph lies where `scene.result` put it. The same scene and
 * caption give the same bytes.
 */
export const svgOf = (whole: Scene, caption: Caption, { theme, faces }: Options): string => {
  const { scene, leftOut } = nearest(whole)
  const { bounds } = scene.result
  const lines = linesOf(scene)
  const notes = [
    ...caption.notes,
    ...(leftOut > 0 ? [`The nearest ${count(scene.result.nodes.size)} nodes; ${count(leftOut)} more are not in this picture.`] : []),
    ...(lines.leftOut > 0 ? [`${count(lines.leftOut)} lines are not in this picture.`] : []),
  ]
  const width = Math.ceil(Math.max(LEAST_WIDTH, bounds.w + MARGIN * 2 + 24))
  const top = MARGIN + HEAD + ROW * caption.facts.length + 16
  const below = top + bounds.h + 28
  const signs = legend(scene, MARGIN, below, width - MARGIN * 2)
  const foot = below + signs.height + (signs.height > 0 ? 24 : 8)
  const height = Math.ceil(foot + ROW * notes.length - (notes.length > 0 ? 4 : ROW) + MARGIN)
  const shift = `translate(${Math.round((width - bounds.w) / 2 - bounds.x)} ${Math.round(top - bounds.y)})`
  return el(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' },
    el('title', {}, xmlText(caption.title)),
    el('desc', {}, xmlText([...caption.facts, ...notes].join('. '))),
    el('style', {}, styleOf(theme, faces)),
    el('rect', { width, height, class: 'bg' }),
    head(caption, width),
    el('g', { transform: shift }, el('g', { class: scene.dim ? 'dimmed' : undefined }, ...lines.svg), ...nodesOf(scene)),
    signs.svg,
    ...notes.map((note, i) => line(MARGIN, foot + ROW * i, cutText(note, width - MARGIN * 2, 12), { look: 's12 t2', px: 12 })),
  )
}
