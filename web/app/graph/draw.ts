import { type Camera, meet } from './camera.ts'
import type { ColumnShape, EdgeStyle, Shape } from './edges.ts'
import type { Placement, Placed } from '../../../src/graph/layout/types.ts'
import type { Palette } from './palette.ts'

export interface Ink {
  readonly shapes: readonly Shape[]
  readonly columns: readonly ColumnShape[]
  /** The same as a few paths, for the far view. */
  readonly far: () => ReadonlyMap<EdgeStyle, Path2D>
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
  /** Edges that a panel tells of: a wide band lies below them. */
  readonly asked: ReadonlySet<string>
  readonly askedColumns: readonly ColumnShape[]
  readonly went?: ReadonlySet<string>
  /** 0 to 1. */
  readonly come: number
}
/** Below this the cards are blocks on the canvas. */
export const BLOCKS = 0.25
/** Below this the cards show their names only. */
export const FAR = 0.6

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
  drawAsked(ctx, ink, colour, k)
  ctx.strokeStyle = ink.dim ? colour['--edge-dim'] : colour['--edge']
  ctx.lineWidth = width(k, 1.25) / k
  if (k < BLOCKS && ink.come >= 1) drawFar(ctx, ink, colour, k)
  else
    for (const s of ink.shapes) {
      if (ink.lit.has(s.id) || ink.covered.has(s.id) || isMarked(s.id, ink) || !meet(s.box, seen)) continue
      ctx.strokeStyle = restColour(s.style, ink, colour)
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
    ctx.strokeStyle = colour[c.change === null ? '--water-lit' : c.change === 'added' ? '--complete' : '--fail']
    ctx.setLineDash(c.change === 'removed' ? [7 / k, 4 / k] : c.inferred ? [1.5 / k, 3.5 / k] : c.indirect ? [5 / k, 4 / k] : [])
    ctx.lineWidth = width(k, c.indirect ? 1.6 : 2) / k
    ctx.stroke(c.path)
  }
  ctx.setLineDash([])
}

const isMarked = (id: string, { came, went }: Ink): boolean => came?.has(id) === true || went?.has(id) === true

/** The edge of which a panel tells why it is there. */
const drawAsked = (ctx: CanvasRenderingContext2D, ink: Ink, colour: Palette, k: number): void => {
  ctx.strokeStyle = colour['--water-lit']
  ctx.lineWidth = 7 / k
  ctx.globalAlpha = 0.35
  for (const s of ink.shapes) if (ink.asked.has(s.id)) ctx.stroke(s.path)
  for (const c of ink.askedColumns) ctx.stroke(c.path)
  ctx.globalAlpha = 1
}

/** What came is whole and has a plus, what went is broken and has a cross: not by colour alone. */
const drawMarked = (ctx: CanvasRenderingContext2D, s: Shape, came: boolean, k: number, colour: Palette): void => {
  const [x, y] = s.middle
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
const restColour = (style: EdgeStyle, ink: Ink, colour: Palette): string =>
  ink.dim || style === 'stale' ? colour['--edge-dim'] : colour['--edge']

/** Read out of SQL and stale are dots, a way over hidden nodes short dashes, a way back long ones. */
const DASH: Readonly<Record<EdgeStyle, readonly number[]>> = { plain: [], stale: [1.5, 4], inferred: [1.5, 3], bridge: [3, 3] }
const BACK = [6, 4]

const drawFar = (ctx: CanvasRenderingContext2D, ink: Ink, colour: Palette, k: number): void => {
  for (const [style, path] of ink.far()) {
    ctx.strokeStyle = restColour(style, ink, colour)
    ctx.setLineDash(DASH[style].map((n) => n / k))
    ctx.stroke(path)
  }
  ctx.setLineDash([])
}

/** How many edges one stands for, in a ring half way. */
export const drawCounts = (ctx: CanvasRenderingContext2D, camera: Camera, ratio: number, ink: Ink, colour: Palette): void => {
  if (camera.k < BLOCKS) return
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  ctx.font = '500 10px Plex, ui-sans-serif, system-ui, sans-serif'
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'center'
  const seen = camera.seen()
  for (const s of ink.shapes) {
    if (s.count < 2 || !meet(s.box, seen)) continue
    const text = String(s.count)
    const [x, y] = [camera.x + s.middle[0] * camera.k, camera.y + s.middle[1] * camera.k]
    const half = Math.max(8, ctx.measureText(text).width / 2 + 5)
    ctx.beginPath()
    ctx.roundRect(x - half, y - 8, half * 2, 16, 8)
    ctx.fillStyle = colour['--node']
    ctx.fill()
    ctx.strokeStyle = colour['--edge']
    ctx.lineWidth = 1
    ctx.stroke()
    ctx.fillStyle = colour['--text']
    ctx.fillText(text, x, y + 0.5)
  }
  ctx.textAlign = 'start'
}

const stroke = (ctx: CanvasRenderingContext2D, s: Shape, ink: Ink, k: number): void => {
  ctx.globalAlpha = ink.coming.has(s.id) ? ink.come : 1
  const dash = s.back ? BACK : DASH[s.style]
  if (dash.length > 0) ctx.setLineDash(dash.map((n) => n / k))
  ctx.stroke(s.path)
  if (dash.length > 0) ctx.setLineDash([])
  if (!s.back) return
  const [x, y] = s.tip
  ctx.beginPath()
  ctx.moveTo(x - 6, y - 4)
  ctx.lineTo(x, y)
  ctx.lineTo(x - 6, y + 4)
  ctx.stroke()
}

export type BlockKind = 'rest' | 'dim' | 'lit' | 'failed' | 'running' | 'late' | 'came' | 'went'
const BLOCK: Readonly<Record<BlockKind, keyof Palette>> = {
  rest: '--node-line',
  dim: '--edge-dim',
  lit: '--water-lit',
  failed: '--fail',
  running: '--running',
  late: '--abort',
  came: '--complete',
  went: '--fail',
}

/** Cards as blocks, for the far view and for the small map. `least`: the least height on the screen. */
export const drawBlocks = (
  ctx: CanvasRenderingContext2D,
  result: Placement,
  kindOf: (id: string) => BlockKind,
  colour: Palette,
  scale: number,
  least: number,
): void => {
  const heaps: Record<BlockKind, Placed[]> = { dim: [], rest: [], running: [], late: [], lit: [], failed: [], came: [], went: [] }
  for (const [id, n] of result.nodes) heaps[kindOf(id)].push(n)
  for (const kind of ['dim', 'rest', 'running', 'late', 'lit', 'failed', 'came', 'went'] as const) {
    ctx.fillStyle = colour[BLOCK[kind]]
    for (const n of heaps[kind]) {
      const h = Math.max(n.h, least / scale)
      ctx.fillRect(n.x, n.y, n.w, h)
      // hollow: what went is told from what failed without its colour
      const rim = 3 / scale
      if (kind === 'went' && n.w > rim * 3 && h > rim * 3) ctx.clearRect(n.x + rim, n.y + rim, n.w - rim * 2, h - rim * 2)
    }
  }
}

/** Names of a few blocks, at the same size whatever the zoom. Expects an untouched transform. */
export const drawNames = (
  ctx: CanvasRenderingContext2D,
  camera: Camera,
  ratio: number,
  result: Placement,
  names: ReadonlyMap<string, string>,
  colour: Palette,
): void => {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  ctx.font = '500 12px Plex, ui-sans-serif, system-ui, sans-serif'
  ctx.textBaseline = 'middle'
  const taken: { x: number; y: number; w: number; h: number }[] = []
  for (const [id, text] of names) {
    const n = result.nodes.get(id)
    if (!n) continue
    const [x, y] = [camera.x + n.x * camera.k, camera.y + n.y * camera.k - 11]
    // the first name that needs a place has it
    const place = { x: x - 3, y: y - 8, w: ctx.measureText(text).width + 6, h: 16 }
    if (taken.some((t) => meet(t, place))) continue
    taken.push(place)
    ctx.globalAlpha = 0.86
    ctx.fillStyle = colour['--canvas']
    ctx.fillRect(x - 3, y - 8, ctx.measureText(text).width + 6, 16)
    ctx.globalAlpha = 1
    ctx.fillStyle = colour['--text']
    ctx.fillText(text, x, y)
  }
}

/** The block under a point of the screen. */
export const blockAt = (result: Placement, camera: Camera, sx: number, sy: number): string | null => {
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
