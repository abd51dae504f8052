import { inPort, middleOf, outPort, type Point } from '../curve.ts'
import { edgesThat, rolledUp } from '../marks.ts'
import { columnKey } from '../model.ts'
import { straight, stretches } from '../stretches.ts'
import { textWidth } from '../text-width.ts'
import { pathOf } from './pen.ts'
import { line } from './text.ts'
import type { Scene } from './types.ts'
import { count } from './words.ts'
import { el } from './xml.ts'

/** Lines of one picture; a thousand nodes with more than that are a blot. */
const MOST = 10_000

interface Drawn {
  readonly svg: readonly string[]
  readonly leftOut: number
}

/** The stretches of columns, each once, and the edges in whose place they run. */
const columnLines = (scene: Scene): { svg: Map<string, string>; covered: Set<string> } => {
  const svg = new Map<string, string>()
  const covered = new Set<string>()
  for (const e of scene.path?.edges ?? []) {
    const change = scene.marks?.columns.get(columnKey(e.raw))
    const moved = change === 'added' ? ' came' : change === 'removed' ? ' went' : ''
    const look = (e.raw.inferred ? 'lit dots' : e.indirect ? 'lit indirect' : 'lit') + moved
    for (const s of stretches(e, scene.result, scene.open)) {
      covered.add(s.over)
      svg.set(s.id, el('path', { class: look, d: pathOf(s.from, s.to, s.route) }))
    }
  }
  return { svg, covered }
}

/** How many edges one stands for, in a ring half way. */
const countRing = ([x, y]: Point, edges: number): string => {
  const text = count(edges)
  const half = Math.max(8, textWidth(text, 10) / 2 + 5)
  const ring = el('rect', { x: x - half, y: y - 8, width: half * 2, height: 16, rx: 8, class: 'count' })
  return ring + line(x, y + 3.5, text, { look: 's10 w5 t1', px: 10.5, weight: 500, anchor: 'middle' })
}

/** All that joins the nodes of a scene: control flow below, then edges, then columns. */
export const linesOf = (scene: Scene): Drawn => {
  const { graph, result } = scene
  const columns = columnLines(scene)
  const [all, rings]: [string[], string[]] = [[], []]
  const known = new Map(scene.visible.edges.map((e) => [e.id, e]))
  const marks = scene.marks ? rolledUp(scene.marks, graph, scene.visible.groups) : null
  const [came, went] = [edgesThat(marks, 'added'), edgesThat(marks, 'removed')]
  for (const c of graph.control) {
    const [a, b] = [result.nodes.get(c.from), result.nodes.get(c.to)]
    if (a && b) all.push(el('path', { class: 'ctl', d: pathOf(outPort(a), inPort(b), straight) }))
  }
  for (const r of result.routes.values()) {
    const [a, b, edge] = [result.nodes.get(r.from), result.nodes.get(r.to), known.get(r.id)]
    if (!a || !b) continue
    const many = scene.visible.weights?.get(r.id) ?? 1
    if (many > 1) rings.push(countRing(middleOf(outPort(a), inPort(b), r), many))
    if (columns.covered.has(r.id)) continue
    const look = [
      'e',
      (edge?.stale || edge?.inferred) && 'dots',
      edge?.bridge && 'bridge',
      r.back && 'back',
      came.has(r.id) && 'came',
      went.has(r.id) && 'went',
    ]
      .filter(Boolean)
      .join(' ')
    const [x, y] = inPort(b)
    const tip = r.back ? `M${x - 6} ${y - 4}L${x} ${y}L${x - 6} ${y + 4}` : ''
    all.push(el('path', { class: look, d: pathOf(outPort(a), [x, y], r) }) + (tip ? el('path', { class: 'e', d: tip }) : ''))
  }
  all.push(...columns.svg.values())
  const drawn = all.slice(0, MOST)
  return { svg: [...drawn, ...rings.slice(0, MOST)], leftOut: Math.max(0, all.length - MOST) }
}
