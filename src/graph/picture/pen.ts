import { type Pen, type Point, trace } from '../curve.ts'
import type { Route } from '../layout/types.ts'

const n = (x: number): string => String(Math.round(x * 10) / 10)

/** Writes what it is told to draw as the `d` of an SVG path. */
class PathText implements Pen {
  d = ''
  moveTo(x: number, y: number): void {
    this.d += `M${n(x)} ${n(y)}`
  }
  lineTo(x: number, y: number): void {
    this.d += `L${n(x)} ${n(y)}`
  }
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.d += `C${n(ax)} ${n(ay)} ${n(bx)} ${n(by)} ${n(x)} ${n(y)}`
  }
}

/** The way of an edge as the `d` of an SVG path. */
export const pathOf = (from: Point, to: Point, route: Pick<Route, 'slots' | 'back'>): string => {
  const pen = new PathText()
  trace(pen, from, to, route)
  return pen.d
}
