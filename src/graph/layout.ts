import { crossings, sortLayer, sweep } from './layout/order.ts'
import { insert, place } from './layout/place.ts'
import { type Arcs, rankNodes } from './layout/rank.ts'
import type { Bounds, Known, LayoutInput, LayoutResult, Net, Placed, Route, Slot } from './layout/types.ts'

/** White space between two layers. */
export const LAYER_GAP = 36
const SLOT_HEIGHT = 10

interface Chain {
  readonly slots: readonly number[]
  readonly back: boolean
}

const arcsOf = (input: LayoutInput, at: ReadonlyMap<string, number>): Arcs => ({
  from: Int32Array.from(input.edges, (e) => at.get(e.from) ?? 0),
  to: Int32Array.from(input.edges, (e) => at.get(e.to) ?? 0),
  min: Int32Array.from(input.edges, (e) => e.min ?? 1),
})

/**
 * Adds a slot in every layer that an edge crosses. Long edges out of one node share their slots as far as they go together, like
 * the trunk of a tree; a back edge has slots of its own, beside both of its ends as well.
 */
const withSlots = (input: LayoutInput, arcs: Arcs, ranks: Int32Array, back: Uint8Array): { net: Net; chains: Chain[]; names: string[] } => {
  const real = input.nodes.length
  const names = input.nodes.map((n) => n.id)
  const rank = Array.from(ranks)
  const h = input.nodes.map((n) => n.h)
  const port = input.nodes.map((n) => n.port ?? n.h / 2)
  const up: number[][] = input.nodes.map(() => [])
  const down: number[][] = input.nodes.map(() => [])
  const beside = input.nodes.map(() => -1)
  const trunk = new Map<string, number>()
  const slotOf = (name: string, r: number, owner: number): number => {
    const shared = trunk.get(name)
    if (shared !== undefined) return shared
    trunk.set(name, names.length)
    names.push(name)
    rank.push(r)
    h.push(SLOT_HEIGHT)
    port.push(SLOT_HEIGHT / 2)
    up.push([])
    down.push([])
    return beside.push(owner) - 1
  }
  const link = (a: number, b: number): void => {
    if (b >= real && down[a]?.includes(b)) return
    down[a]?.push(b)
    up[b]?.push(a)
  }
  const chains = input.edges.map((edge, e): Chain => {
    const [a, b] = [arcs.from[e] ?? 0, arcs.to[e] ?? 0]
    const isBack = back[e] === 1
    const [first, last] = isBack ? [rank[b] ?? 0, rank[a] ?? 0] : [(rank[a] ?? 0) + 1, (rank[b] ?? 0) - 1]
    const slots: number[] = []
    const track = isBack ? `b${edge.id}` : `t${edge.from}`
    for (let r = first; r <= last; r++) slots.push(slotOf(`${track}@${r}`, r, isBack ? (r === last ? a : r === first ? b : -1) : -1))
    const line = isBack ? slots : [a, ...slots, b]
    line.forEach((v, i) => {
      const before = line[i - 1]
      if (before !== undefined) link(before, v)
    })
    return { slots, back: isBack }
  })
  const size = names.length
  const least = rank.reduce((m, r) => Math.min(m, r), 0)
  const layers: number[][] = []
  rank.forEach((r, v) => (layers[r - least] ??= []).push(v))
  for (let r = 0; r < layers.length; r++) layers[r] ??= []
  const net: Net = {
    size,
    real,
    up,
    down,
    layers,
    rank: Int32Array.from(rank),
    h: Float64Array.from(h),
    port: Float64Array.from(port),
    beside: Int32Array.from(beside),
    y: new Float64Array(size),
    fixed: new Uint8Array(size),
  }
  return { net, chains, names }
}

const placeKnown = (net: Net, names: readonly string[], known: Known, anchor: string | undefined): boolean => {
  let some = false
  names.forEach((name, v) => {
    const y = known.ys.get(name)
    // what runs beside a card follows it
    if (y === undefined || (net.beside[v] ?? -1) >= 0 || (v < net.real && known.ranks.get(name) !== net.rank[v])) return
    net.y[v] = y
    net.fixed[v] = name === anchor ? 2 : 1
    some = true
  })
  return some
}

/** Left edge and width of each layer; layer 0 begins at 0. */
const columns = (input: LayoutInput, net: Net, least: number): { x: Float64Array; w: Float64Array } => {
  const n = net.layers.length
  const w = new Float64Array(n)
  const x = new Float64Array(n)
  net.layers.forEach((layer, r) => {
    let width = input.widths[Math.abs(r + least) % 2] ?? 0
    for (const v of layer) width = Math.max(width, input.nodes[v]?.w ?? 0)
    w[r] = width
    x[r] = r === 0 ? 0 : (x[r - 1] ?? 0) + (w[r - 1] ?? 0) + LAYER_GAP
  })
  const zero = x[-least] ?? 0
  return { x: x.map((v) => v - zero), w }
}

const boundsOf = (nodes: Iterable<Placed>, routes: Iterable<Route>): Bounds => {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const n of nodes) {
    x1 = Math.min(x1, n.x)
    y1 = Math.min(y1, n.y)
    x2 = Math.max(x2, n.x + n.w)
    y2 = Math.max(y2, n.y + n.h)
  }
  for (const r of routes) {
    for (const s of r.slots) {
      y1 = Math.min(y1, s.y)
      y2 = Math.max(y2, s.y)
    }
  }
  return x1 > x2 ? { x: 0, y: 0, w: 0, h: 0 } : { x: x1, y: y1, w: x2 - x1, h: y2 - y1 }
}

const finish = (input: LayoutInput, net: Net, chains: readonly Chain[], names: readonly string[], least: number): LayoutResult => {
  const { x, w } = columns(input, net, least)
  const nodes = new Map<string, Placed>()
  const ranks = new Map<string, number>()
  const ys = new Map<string, number>()
  names.forEach((name, v) => ys.set(name, net.y[v] ?? 0))
  input.nodes.forEach((n, v) => {
    const rank = net.rank[v] ?? 0
    const r = rank - least
    ranks.set(n.id, rank)
    nodes.set(n.id, { x: (x[r] ?? 0) + ((w[r] ?? 0) - n.w) / 2, y: net.y[v] ?? 0, w: n.w, h: n.h, rank, port: net.port[v] ?? 0 })
  })
  const routes = new Map<string, Route>()
  input.edges.forEach((e, i) => {
    const chain = chains[i]
    const slots = (chain?.slots ?? []).map((v): Slot => {
      const r = (net.rank[v] ?? 0) - least
      const [l, y] = [x[r] ?? 0, (net.y[v] ?? 0) + SLOT_HEIGHT / 2]
      return chain?.back ? { x1: l + (w[r] ?? 0), x2: l, y } : { x1: l, x2: l + (w[r] ?? 0), y }
    })
    routes.set(e.id, { id: e.id, from: e.from, to: e.to, back: chain?.back ?? false, slots: chain?.back ? slots.reverse() : slots })
  })
  return { nodes, routes, bounds: boundsOf(nodes.values(), routes.values()), known: { ranks, ys }, crossings: crossings(net) }
}

/** Same input, same answer, whatever order nodes and edges came in; edges whose ends are missing are left out. */
const tidy = (input: LayoutInput): LayoutInput => {
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  const ids = new Set(input.nodes.map((n) => n.id))
  return { ...input, nodes: [...input.nodes].sort(byId), edges: input.edges.filter((e) => ids.has(e.from) && ids.has(e.to)).sort(byId) }
}

/** First order of a fresh graph: depth first from the root, so that what hangs together starts together. */
const firstOrder = (net: Net, root: number): void => {
  const at = new Float64Array(net.size).fill(-1)
  let count = 0
  for (let start = -1; start < net.size; start++) {
    const stack = [start < 0 ? root : start]
    while (stack.length) {
      const v = stack.pop() ?? 0
      if ((at[v] ?? 0) >= 0) continue
      at[v] = count++
      for (const list of [net.up[v] ?? [], net.down[v] ?? []]) for (let i = list.length - 1; i >= 0; i--) stack.push(list[i] ?? 0)
    }
  }
  for (const layer of net.layers) sortLayer(net, layer, at)
}

/**
 * Layered layout, from left to right, in steps: yields between passes so that a worker can stop it. Layers by longest path from
 * the root with cycles broken, slots for long edges, barycentre sweeps, isotonic heights. With `known`, what is placed stays.
 */
export function* layoutSteps(given: LayoutInput): Generator<void, LayoutResult> {
  const input = tidy(given)
  const at = new Map(input.nodes.map((n, i) => [n.id, i]))
  const arcs = arcsOf(input, at)
  const root = at.get(input.root) ?? 0
  const knownRank = new Map<number, number>()
  for (const [id, r] of input.known?.ranks ?? []) {
    const v = at.get(id)
    if (v !== undefined) knownRank.set(v, r)
  }
  const { rank, back } = rankNodes(input.nodes.length, arcs, root, knownRank)
  yield
  const { net, chains, names } = withSlots(input, arcs, rank, back)
  const least = net.rank.reduce((m, r) => Math.min(m, r), 0)
  if (input.known && placeKnown(net, names, input.known, input.anchor)) {
    yield* insert(net)
  } else {
    firstOrder(net, root)
    yield* sweep(net)
    yield* place(net)
    const middle = (net.y[root] ?? 0) + (net.port[root] ?? 0)
    for (let v = 0; v < net.size; v++) net.y[v] = (net.y[v] ?? 0) - middle
  }
  return finish(input, net, chains, names, least)
}

/** The same at once. */
export const layout = (input: LayoutInput): LayoutResult => {
  const steps = layoutSteps(input)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
