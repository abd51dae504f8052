import type { ColumnEdge, ColumnPath } from '../../../src/graph/columns.ts'
import { inPort, middleOf, outPort, reach, trace } from '../../../src/graph/curve.ts'
import type { Key } from '../../../src/graph/keys.ts'
import type { Bounds, Placement, Placed, Route } from '../../../src/graph/layout/types.ts'
import type { Marks } from '../../../src/graph/marks.ts'
import { columnKey, type GraphEdge } from '../../../src/graph/model.ts'
import type { OpenCard } from '../../../src/graph/scene.ts'
import { straight, stretches } from '../../../src/graph/stretches.ts'
import type { Visible } from '../../../src/graph/visible.ts'

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
  /** How it is said: an edge that is no longer said, or was read out of SQL, or leads over what is hidden. */
  readonly style: EdgeStyle
  /** How many edges it stands for, and where that is written. */
  readonly count: number
  readonly middle: readonly [number, number]
}
export type EdgeStyle = 'plain' | 'stale' | 'inferred' | 'bridge'
/** A stretch of a column's path. */
export interface ColumnShape {
  readonly path: Path2D
  readonly box: Bounds
  readonly indirect: boolean
  readonly inferred: boolean
  /** The edge between nodes in whose place it runs. */
  readonly over: string
  readonly edge: ColumnEdge
  /** It came or went between two moments. */
  readonly change: 'added' | 'removed' | null
}

const styleOf = (e: GraphEdge | undefined): EdgeStyle => (e?.stale ? 'stale' : e?.inferred ? 'inferred' : e?.bridge ? 'bridge' : 'plain')

const shape = (r: Route, a: Placed, b: Placed, style: EdgeStyle, count: number): Shape => {
  const [p, q] = [outPort(a), inPort(b)]
  const path = new Path2D()
  trace(path, p, q, r)
  return { id: r.id, from: r.from, to: r.to, path, box: reach(p, q, r), back: r.back, tip: q, style, count, middle: middleOf(p, q, r) }
}

interface Traced {
  readonly ends: readonly [Placed, Placed]
  readonly shape: Shape
}
/** A route whose ends stay where they were is traced once. */
const traced = new WeakMap<Route, Traced>()
const tracedShape = (r: Route, a: Placed, b: Placed, style: EdgeStyle, count: number): Shape => {
  const before = traced.get(r)
  if (before?.ends[0] === a && before.ends[1] === b && before.shape.style === style && before.shape.count === count) return before.shape
  const made = shape(r, a, b, style, count)
  traced.set(r, { ends: [a, b], shape: made })
  return made
}

/** Paths of all edges of a layout. */
export const shapesOf = (result: Placement, visible: Pick<Visible, 'edges' | 'weights'>): Shape[] => {
  const out: Shape[] = []
  const known = new Map(visible.edges.map((e) => [e.id, e]))
  for (const r of result.routes.values()) {
    const [a, b] = [result.nodes.get(r.from), result.nodes.get(r.to)]
    if (a && b) out.push(tracedShape(r, a, b, styleOf(known.get(r.id)), visible.weights?.get(r.id) ?? 1))
  }
  return out
}

/** All edges as a few lines each, one path a style: what the far view draws, where thousands are in sight. Made when it is first asked for. */
export const farPaths = (result: Placement, shapes: readonly Shape[]): (() => ReadonlyMap<EdgeStyle, Path2D>) => {
  let made: ReadonlyMap<EdgeStyle, Path2D> | null = null
  return () => (made ??= linesOf(result, shapes))
}

const linesOf = (result: Placement, shapes: readonly Shape[]): ReadonlyMap<EdgeStyle, Path2D> => {
  const out = new Map<EdgeStyle, Path2D>()
  for (const s of shapes) {
    const [a, b, route] = [result.nodes.get(s.from), result.nodes.get(s.to), result.routes.get(s.id)]
    if (!a || !b || !route) continue
    const path = out.get(s.style) ?? new Path2D()
    out.set(s.style, path)
    path.moveTo(...outPort(a))
    for (const slot of route.slots) {
      path.lineTo(slot.x1, slot.y)
      path.lineTo(slot.x2, slot.y)
    }
    path.lineTo(...inPort(b))
  }
  return out
}

/** Control flow between jobs that are drawn: straight from one to the other, below the rest of the picture. */
export const controlShapes = (control: readonly GraphEdge[], result: Placement): Shape[] =>
  control.flatMap(({ id, from, to }) => {
    const [a, b] = [result.nodes.get(from), result.nodes.get(to)]
    return a && b ? [shape({ id, from, to, ...straight }, a, b, 'plain', 1)] : []
  })

/** Lit stretches of a path, each once. A solid one hides a dashed one in the same place. */
export const columnShapes = (
  path: Pick<ColumnPath, 'edges'>,
  result: Placement,
  open: ReadonlyMap<Key, OpenCard>,
  marks: Marks | null,
): ColumnShape[] => {
  const all = new Map<string, ColumnShape>()
  for (const e of path.edges) {
    const how = marks?.columns.get(columnKey(e.raw))
    const change = how === 'added' || how === 'removed' ? how : null
    for (const { id, from, to, route, over } of stretches(e, result, open)) {
      const line = new Path2D()
      trace(line, from, to, route)
      all.set(id, { path: line, box: reach(from, to, route), indirect: e.indirect, inferred: e.inferred, over, edge: e, change })
    }
  }
  return [...all.values()]
}
