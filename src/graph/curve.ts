import type { Bounds, Placed, Route } from './layout/types.ts'

export type Point = readonly [number, number]
/** What a Path2D takes; a test can take it too. */
export interface Pen {
  moveTo: (x: number, y: number) => void
  lineTo: (x: number, y: number) => void
  bezierCurveTo: (ax: number, ay: number, bx: number, by: number, x: number, y: number) => void
}

const bend = (pen: Pen, p: Point, q: Point): void => {
  const m = Math.max(18, (q[0] - p[0]) * 0.5)
  pen.bezierCurveTo(p[0] + m, p[1], q[0] - m, q[1], q[0], q[1])
}

/** Back edges leave at the right, turn round and come in from the left. */
const turn = (pen: Pen, p: Point, q: Point, out: number): void => pen.bezierCurveTo(p[0] + out, p[1], q[0] + out, q[1], q[0], q[1])

const REACH = 30

export const outPort = (n: Placed, y = n.y + n.port): Point => [n.x + n.w, y]
export const inPort = (n: Placed, y = n.y + n.port): Point => [n.x, y]

/** Draws an edge from one point through the slots of its route to another. */
export const trace = (pen: Pen, from: Point, to: Point, route: Pick<Route, 'slots' | 'back'>): void => {
  pen.moveTo(from[0], from[1])
  let at = from
  if (route.back) {
    route.slots.forEach((s, i) => {
      const entry: Point = [s.x1 + (i === 0 ? 4 : 0), s.y]
      if (i === 0) turn(pen, at, entry, REACH)
      else pen.bezierCurveTo(at[0] - 18, at[1], entry[0] + 18, entry[1], entry[0], entry[1])
      at = [s.x2 - (i === route.slots.length - 1 ? 4 : 0), s.y]
      pen.lineTo(at[0], at[1])
    })
    turn(pen, at, to, -REACH)
    return
  }
  for (const s of route.slots) {
    bend(pen, at, [s.x1, s.y])
    pen.lineTo(s.x2, s.y)
    at = [s.x2, s.y]
  }
  bend(pen, at, to)
}

/** The box that an edge stays inside of. */
export const reach = (from: Point, to: Point, route: Pick<Route, 'slots' | 'back'>): Bounds => {
  const xs = [from[0], to[0], ...route.slots.flatMap((s) => [s.x1, s.x2])]
  const ys = [from[1], to[1], ...route.slots.map((s) => s.y)]
  const pad = route.back ? REACH + 6 : 4
  const [x, y] = [Math.min(...xs) - pad, Math.min(...ys) - 4]
  return { x, y, w: Math.max(...xs) + pad - x, h: Math.max(...ys) + 4 - y }
}

/** Half way along the last stretch, where an edge is alone most. */
export const middleOf = (p: Point, q: Point, r: Pick<Route, 'slots'>): Point => {
  const last = r.slots.at(-1)
  const from = last ? ([last.x2, last.y] as const) : p
  return [(from[0] + q[0]) / 2, (from[1] + q[1]) / 2]
}
