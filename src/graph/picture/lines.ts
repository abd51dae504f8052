import { inPort, outPort } from '../curve.ts'
import { straight, stretches } from '../stretches.ts'
import { pathOf } from './pen.ts'
import type { Scene } from './types.ts'
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
    const look = e.raw.inferred ? 'lit dots' : e.indirect ? 'lit indirect' : 'lit'
    for (const s of stretches(e, scene.result, scene.open)) {
      covered.add(s.over)
      svg.set(s.id, el('path', { class: look, d: pathOf(s.from, s.to, s.route) }))
    }
  }
  return { svg, covered }
}

/** All that joins the nodes of a scene: control flow below, then edges, then columns. */
export const linesOf = (scene: Scene): Drawn => {
  const { graph, result } = scene
  const columns = columnLines(scene)
  const all: string[] = []
  for (const c of graph.control) {
    const [a, b] = [result.nodes.get(c.from), result.nodes.get(c.to)]
    if (a && b) all.push(el('path', { class: 'ctl', d: pathOf(outPort(a), inPort(b), straight) }))
  }
  for (const r of result.routes.values()) {
    const [a, b, edge] = [result.nodes.get(r.from), result.nodes.get(r.to), graph.edges.get(r.id)]
    if (!a || !b || columns.covered.has(r.id)) continue
    const look = ['e', (edge?.stale || edge?.inferred) && 'dots', r.back && 'back'].filter(Boolean).join(' ')
    const [x, y] = inPort(b)
    const tip = r.back ? `M${x - 6} ${y - 4}L${x} ${y}L${x - 6} ${y + 4}` : ''
    all.push(el('path', { class: look, d: pathOf(outPort(a), [x, y], r) }) + (tip ? el('path', { class: 'e', d: tip }) : ''))
  }
  all.push(...columns.svg.values())
  return { svg: all.slice(0, MOST), leftOut: Math.max(0, all.length - MOST) }
}
