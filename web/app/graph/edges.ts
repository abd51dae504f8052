import type { ColumnEdge, ColumnPath } from '../../../src/graph/columns.ts'
import { inPort, outPort, reach, trace } from '../../../src/graph/curve.ts'
import type { Key } from '../../../src/graph/keys.ts'
import type { Bounds, LayoutResult, Placed, Route } from '../../../src/graph/layout/types.ts'
import type { GraphEdge } from '../../../src/graph/model.ts'
import type { OpenCard } from '../../../src/graph/scene.ts'
import { straight, stretches } from '../../../src/graph/stretches.ts'

/** An edge ready to be stroked. */
export interface Shape {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly path: Path2D
  readonly box: Bounds
  readonly back: boolean
  /** Where a back edge arrives, for its arrow. */
  readonly tip: readonly [number, number]
  readonly mid: readonly [number, number]
}
/** A stretch of a column's path. */
export interface ColumnShape {
  readonly path: Path2D
  readonly box: Bounds
  readonly indirect: boolean
  readonly inferred: boolean
  /** The edge between nodes in whose place it runs. */
  readonly over: string
  readonly edge: ColumnEdge
}

const middle = (p: readonly [number, number], q: readonly [number, number], { slots }: Pick<Route, 'slots'>): readonly [number, number] => {
  const slot = slots[Math.floor(slots.length / 2)]
  return slot === undefined ? [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2] : [(slot.x1 + slot.x2) / 2, slot.y]
}

const shape = (r: Route, a: Placed, b: Placed): Shape => {
  const [p, q] = [outPort(a), inPort(b)]
  const path = new Path2D()
  trace(path, p, q, r)
  return { id: r.id, from: r.from, to: r.to, path, box: reach(p, q, r), back: r.back, tip: q, mid: middle(p, q, r) }
}

/** Paths of all edges of a layout. */
export const shapesOf = (result: LayoutResult): Shape[] => {
  const out: Shape[] = []
  for (const r of result.routes.values()) {
    const [a, b] = [result.nodes.get(r.from), result.nodes.get(r.to)]
    if (a && b) out.push(shape(r, a, b))
  }
  return out
}

/** Control flow between jobs that are drawn: straight from one to the other, below the rest of the picture. */
export const controlShapes = (control: readonly GraphEdge[], result: LayoutResult): Shape[] =>
  control.flatMap(({ id, from, to }) => {
    const [a, b] = [result.nodes.get(from), result.nodes.get(to)]
    return a && b ? [shape({ id, from, to, ...straight }, a, b)] : []
  })

/** Lit stretches of a path, each once. A solid one hides a dashed one in the same place. */
export const columnShapes = (path: ColumnPath, result: LayoutResult, open: ReadonlyMap<Key, OpenCard>): ColumnShape[] => {
  const all = new Map<string, ColumnShape>()
  for (const e of path.edges) {
    for (const { id, from, to, route, over } of stretches(e, result, open)) {
      const line = new Path2D()
      trace(line, from, to, route)
      all.set(id, { path: line, box: reach(from, to, route), indirect: e.indirect, inferred: e.inferred, over, edge: e })
    }
  }
  return [...all.values()]
}
