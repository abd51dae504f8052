import { type Camera, meet } from './camera.ts'
import type { ColumnShape, Shape } from './edges.ts'
import type { LayoutResult } from '../../../src/graph/layout/types.ts'
import type { Palette } from './palette.ts'

export interface Ink {
  readonly shapes: readonly Shape[]
  readonly columns: readonly ColumnShape[]
  /** Control flow between jobs. */
  readonly control: readonly Shape[]
  /** Edges in whose place stretches of columns are drawn. */
  readonly covered: ReadonlySet<string>
  /** Edges that are lit without a column: of the node or edge under the pointer. */
  readonly lit: ReadonlySet<string>
  /** A path is locked: everything else steps back. */
  readonly dim: boolean
  /** Edges that were not there, or elsewhere, a moment ago: they come in. */
  readonly coming: ReadonlySet<string>
  /** Edges that came and that went between two moments. */
  readonly came?: ReadonlySet<string>
  readonly went?: ReadonlySet<string>
  /** 0 to 1. */
  readonly come: number
}
/** Below this the cards are blocks on the canvas. */
export const BLOCKS = 0.25
/** Below this the cards show their names only. */
export const FAR = 0.5

const width = (k: number, px: number): number => px * (k < 0.5 ? Math.max(0.55, k + 0.3) : 1)

/** Clears the canvas and draws every edge that can be seen. World units under the camera; line widths are of the screen. */
export const drawEdges = (ctx: CanvasRenderingContext2D, camera: Camera, ratio: number, ink: Ink, colour: Palette): void => {
  ctx.setTransform(1, 0, 0, 1, 0, 0)
  ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height)
  const { k } = camera
  ctx.setTransform(k * ratio, 0, 0, k * ratio, camera.x * ratio, camera.y * ratio)
  const seen = camera.seen()
  ctx.lineCap = 'butt'
  ctx.strokeStyle = colour['--text-3']
  ctx.lineWidth = width(k, 1.25) / k
  ctx.setLineDash([6 / k, 4 / k])
  for (const s of ink.control) if (meet(s.box, seen)) ctx.stroke(s.path)
  ctx.setLineDash([])
  ctx.strokeStyle = ink.dim ? colour['--edge-dim'] : colour['--edge']
  ctx.lineWidth = width(k, 1.25) / k
  for (const s of ink.shapes) {
    if (ink.lit.has(s.id) || ink.covered.has(s.id) || isMarked(s.id, ink) || !meet(s.box, seen)) continue
    stroke(ctx, s, ink, k)
  }
  ctx.setLineDash([])
  ctx.strokeStyle = colour['--water-lit']
  ctx.lineWidth = width(k, 2) / k
  for (const s of ink.shapes) if (ink.lit.has(s.id) && meet(s.box, seen)) stroke(ctx, s, ink, k)
  ctx.globalAlpha = 1
  for (const s of ink.shapes) if (isMarked(s.id, ink) && meet(s.box, seen)) drawMarked(ctx, s, ink.came?.has(s.id) === true, k, colour)
  ctx.strokeStyle = colour['--water-lit']
  for (const c of ink.columns) {
    if (!meet(c.box, seen)) continue
    ctx.setLineDash(c.inferred ? [1.5 / k, 3.5 / k] : c.indirect ? [5 / k, 4 / k] : [])
    ctx.lineWidth = width(k, c.indirect ? 1.6 : 2) / k
    ctx.stroke(c.path)
  }
  ctx.setLineDash([])
}

const isMarked = (id: string, { came, went }: Ink): boolean => came?.has(id) === true || went?.has(id) === true

/** What came is whole and has a plus, what went is broken and has a cross: not by colour alone. */
const drawMarked = (ctx: CanvasRenderingContext2D, s: Shape, came: boolean, k: number, colour: Palette): void => {
  const [x, y] = s.mid
  ctx.strokeStyle = colour[came ? '--complete' : '--fail']
  ctx.lineWidth = width(k, came ? 2.25 : 1.75) / k
  ctx.setLineDash(came ? [] : [7 / k, 4 / k])
  ctx.stroke(s.path)
  ctx.setLineDash([])
  ctx.beginPath()
  ctx.arc(x, y, 7, 0, 2 * Math.PI)
  ctx.fillStyle = colour['--canvas']
  ctx.fill()
  ctx.lineWidth = 1.5
  ctx.stroke()
  ctx.beginPath()
  for (const [dx, dy] of came ? PLUS : CROSS) {
    ctx.moveTo(x - dx, y - dy)
    ctx.lineTo(x + dx, y + dy)
  }
  ctx.stroke()
}
const PLUS = [
  [3.5, 0],
  [0, 3.5],
] as const
const CROSS = [
  [2.6, 2.6],
  [2.6, -2.6],
] as const

const stroke = (ctx: CanvasRenderingContext2D, s: Shape, ink: Ink, k: number): void => {
  ctx.globalAlpha = ink.coming.has(s.id) ? ink.come : 1
  if (!s.back) return ctx.stroke(s.path)
  ctx.setLineDash([2 / k, 3 / k])
  ctx.stroke(s.path)
  ctx.setLineDash([])
  const [x, y] = s.tip
  ctx.beginPath()
  ctx.moveTo(x - 6, y - 4)
  ctx.lineTo(x, y)
  ctx.lineTo(x - 6, y + 4)
  ctx.stroke()
}

export type BlockKind = 'rest' | 'dim' | 'lit' | 'failed' | 'running'
const BLOCK: Readonly<Record<BlockKind, keyof Palette>> = {
  rest: '--node-line',
  dim: '--edge-dim',
  lit: '--water-lit',
  failed: '--fail',
  running: '--running',
}

/** Cards as blocks, for the far view and for the small map. `least`: the least height on the screen. */
export const drawBlocks = (
  ctx: CanvasRenderingContext2D,
  result: LayoutResult,
  kindOf: (id: string) => BlockKind,
  colour: Palette,
  scale: number,
  least: number,
): void => {
  for (const kind of ['dim', 'rest', 'running', 'lit', 'failed'] as const) {
    ctx.fillStyle = colour[BLOCK[kind]]
    for (const [id, n] of result.nodes) if (kindOf(id) === kind) ctx.fillRect(n.x, n.y, n.w, Math.max(n.h, least / scale))
  }
}

/** Names of a few blocks, at the same size whatever the zoom. Expects an untouched transform. */
export const drawNames = (
  ctx: CanvasRenderingContext2D,
  camera: Camera,
  ratio: number,
  result: LayoutResult,
  names: ReadonlyMap<string, string>,
  colour: Palette,
): void => {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  ctx.font = '500 12px Plex, ui-sans-serif, system-ui, sans-serif'
  ctx.textBaseline = 'middle'
  for (const [id, text] of names) {
    const n = result.nodes.get(id)
    if (!n) continue
    const [x, y] = [camera.x + n.x * camera.k, camera.y + n.y * camera.k - 11]
    ctx.globalAlpha = 0.86
    ctx.fillStyle = colour['--canvas']
    ctx.fillRect(x - 3, y - 8, ctx.measureText(text).width + 6, 16)
    ctx.globalAlpha = 1
    ctx.fillStyle = colour['--text']
    ctx.fillText(text, x, y)
  }
}

/** The block under a point of the screen. */
export const blockAt = (result: LayoutResult, camera: Camera, sx: number, sy: number): string | null => {
  const [x, y, grip] = [(sx - camera.x) / camera.k, (sy - camera.y) / camera.k, 3 / camera.k]
  for (const [id, n] of result.nodes) if (x > n.x - grip && x < n.x + n.w + grip && y > n.y - grip && y < n.y + n.h + grip) return id
  return null
}

/** The edge under a point of the world, the nearest drawn last; null where there is none within some pixels. */
export const edgeAt = <S extends Pick<Shape, 'path' | 'box'>>(
  ctx: CanvasRenderingContext2D,
  camera: Camera,
  ratio: number,
  shapes: readonly S[],
  sx: number,
  sy: number,
): S | null => {
  const [x, y] = [(sx - camera.x) / camera.k, (sy - camera.y) / camera.k]
  const grip = 5 / camera.k
  const box = { x: x - grip, y: y - grip, w: grip * 2, h: grip * 2 }
  ctx.setTransform(camera.k * ratio, 0, 0, camera.k * ratio, camera.x * ratio, camera.y * ratio)
  ctx.setLineDash([])
  ctx.lineWidth = grip * 2
  let hit: S | null = null
  for (const s of shapes) if (meet(s.box, box) && ctx.isPointInStroke(s.path, sx * ratio, sy * ratio)) hit = s
  return hit
}
