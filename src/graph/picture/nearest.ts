import { compareText } from '../keys.ts'
import type { Placed, Route } from '../layout/types.ts'
import { PICTURE_NODES, type Scene } from './types.ts'

/** The scene with no more nodes than a picture may have: those nearest to the root, where they lie. */
export const nearest = (scene: Scene): { readonly scene: Scene; readonly leftOut: number } => {
  const { result, graph } = scene
  const leftOut = result.nodes.size - PICTURE_NODES
  if (leftOut <= 0) return { scene, leftOut: 0 }
  const far = (id: string): number => Math.abs(graph.nodes.get(id)?.depth ?? Infinity)
  const kept = [...result.nodes].sort(([a], [b]) => (far(a) === far(b) ? compareText(a, b) : far(a) - far(b))).slice(0, PICTURE_NODES)
  const nodes = new Map<string, Placed>(kept)
  const routes = new Map<string, Route>([...result.routes].filter(([, r]) => nodes.has(r.from) && nodes.has(r.to)))
  const [xs, ys] = [kept.map(([, p]) => p.x), kept.map(([, p]) => p.y)]
  const slots = [...routes.values()].flatMap((r) => r.slots.map((s) => s.y))
  const [x, y] = [Math.min(...xs), Math.min(...ys, ...slots)]
  const right = Math.max(...kept.map(([, p]) => p.x + p.w))
  const bottom = Math.max(...kept.map(([, p]) => p.y + p.h), ...slots)
  return { scene: { ...scene, result: { ...result, nodes, routes, bounds: { x, y, w: right - x, h: bottom - y } } }, leftOut }
}
