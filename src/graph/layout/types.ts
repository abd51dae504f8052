/** A box to place. `port`: where its edges meet it, measured from its top; the middle unless told. */
export interface LayoutNode {
  readonly id: string
  readonly w: number
  readonly h: number
  readonly port?: number
}
/** `min`: how many layers lie at least between the ends (1 unless told). */
export interface LayoutEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly min?: number
}
/** What an earlier layout decided: layer and top of each node, and top of each slot. */
export interface Known {
  readonly ranks: ReadonlyMap<string, number>
  readonly ys: ReadonlyMap<string, number>
}
export interface LayoutInput {
  readonly nodes: readonly LayoutNode[]
  readonly edges: readonly LayoutEdge[]
  /** Layer 0; everything grows away from it. */
  readonly root: string
  /** Least widths of even and odd layers, so that a layer keeps its place whatever comes into it. */
  readonly widths: readonly [number, number]
  readonly known?: Known
  /** The node that was clicked: of all known ones it gives way last. */
  readonly anchor?: string
}
export interface Placed {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly rank: number
  readonly port: number
}
/** A stretch straight across one layer. A back edge runs from right to left: x1 > x2. */
export interface Slot {
  readonly x1: number
  readonly x2: number
  readonly y: number
}
export interface Route {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Against the flow: part of a cycle. */
  readonly back: boolean
  readonly slots: readonly Slot[]
}
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
/** Where everything lies. */
export interface Placement {
  readonly nodes: ReadonlyMap<string, Placed>
  readonly routes: ReadonlyMap<string, Route>
  readonly bounds: Bounds
}
export interface LayoutResult extends Placement {
  readonly known: Known
  readonly crossings: number
}

/** Working form: vertices by number, real ones first, then slots. */
export interface Net {
  readonly size: number
  readonly real: number
  readonly rank: Int32Array
  readonly h: Float64Array
  readonly port: Float64Array
  readonly up: readonly number[][]
  readonly down: readonly number[][]
  /** For the end slots of a back edge: the node beside which they run; else -1. */
  readonly beside: Int32Array
  /** Vertices of each layer, top to bottom, left-most layer first. */
  readonly layers: number[][]
  readonly y: Float64Array
  /** 0 new, 1 known, 2 the anchor. */
  readonly fixed: Uint8Array
}
