import { sortLayer } from './order.ts'
import type { Net } from './types.ts'

const isSlot = (net: Net, v: number): boolean => v >= net.real

/** White space between two neighbours of a layer. */
const gap = (net: Net, a: number, b: number): number => {
  const slots = Number(isSlot(net, a)) + Number(isSlot(net, b))
  if (slots === 2) return 12
  if (slots === 1) return 16
  return (net.h[a] ?? 0) <= 30 && (net.h[b] ?? 0) <= 30 ? 18 : 26
}

/** Where an edge meets a vertex. */
const meets = (net: Net, v: number): number => (net.y[v] ?? 0) + (net.port[v] ?? 0)

/** Which neighbours a vertex looks at. */
type Look = 'up' | 'down' | 'both'

/** What one list of neighbours adds to the sum of wishes and to its weight; of `placed` only those where that is given. */
const addWishes = (net: Net, v: number, list: readonly number[], placed: Uint8Array | null, into: Float64Array): void => {
  const [slot, rank] = [isSlot(net, v), net.rank[v] ?? 0]
  for (const t of list) {
    if (placed !== null && placed[t] === 0) continue
    const degree = ((net.rank[t] ?? 0) < rank ? net.down[t] : net.up[t])?.length ?? 1
    // a long edge wants to be straight where it is nothing but slots
    const w = (slot && isSlot(net, t) ? 4 : 1) / Math.max(1, degree)
    into[0] = (into[0] ?? 0) + w * meets(net, t)
    into[1] = (into[1] ?? 0) + w
  }
}
const sums = new Float64Array(2)

/**
 * Where a vertex would like to be: at the mean of its neighbours. A neighbour with many edges on this side counts less: a job between a hub and
 * its one output wants to be level with the output.
 */
const wish = (net: Net, v: number, look: Look, placed: Uint8Array | null = null): number => {
  const owner = net.beside[v] ?? -1
  if (owner >= 0) return (net.y[owner] ?? 0) + (net.h[owner] ?? 0) + 16
  sums.fill(0)
  if (look !== 'down') addWishes(net, v, net.up[v] ?? [], placed, sums)
  if (look !== 'up') addWishes(net, v, net.down[v] ?? [], placed, sums)
  const [sum, weight] = [sums[0] ?? 0, sums[1] ?? 0]
  return weight ? sum / weight - (net.port[v] ?? 0) : (net.y[v] ?? 0)
}

const WEIGHT = [1, 1e3, 1e9]
const weightOf = (net: Net, v: number): number => (isSlot(net, v) && !net.fixed[v] ? 0.6 : (WEIGHT[net.fixed[v] ?? 0] ?? 1))

/** Room for the work on one layer, used again for the next: thousands of layers come by here. */
let room = { off: new Float64Array(0), sum: new Float64Array(0), weight: new Float64Array(0), count: new Int32Array(0) }
const roomFor = (size: number): typeof room => {
  if (room.off.length < size) {
    const all = size * 2
    room = { off: new Float64Array(all), sum: new Float64Array(all), weight: new Float64Array(all), count: new Int32Array(all) }
  }
  return room
}

/**
 * Puts one layer as near to its wishes as order and gaps allow: weighted isotonic regression (pool adjacent violators),
 * which gives the least sum of squares in one pass.
 */
const isotonic = (net: Net, layer: readonly number[], want: (v: number) => number): void => {
  const { off, sum, weight, count } = roomFor(layer.length)
  let blocks = 0
  for (let i = 0; i < layer.length; i++) {
    const [v, before] = [layer[i] ?? 0, layer[i - 1] ?? 0]
    off[i] = i === 0 ? 0 : (off[i - 1] ?? 0) + (net.h[before] ?? 0) + gap(net, before, v)
    let w = weightOf(net, v)
    let s = (want(v) - (off[i] ?? 0)) * w
    let n = 1
    for (; blocks > 0 && (sum[blocks - 1] ?? 0) / (weight[blocks - 1] ?? 1) > s / w; blocks--) {
      s = (sum[blocks - 1] ?? 0) + s
      w = (weight[blocks - 1] ?? 0) + w
      n += count[blocks - 1] ?? 0
    }
    sum[blocks] = s
    weight[blocks] = w
    count[blocks++] = n
  }
  for (let b = 0, i = 0; b < blocks; b++) {
    for (let k = count[b] ?? 0; k > 0; k--, i++) net.y[layer[i] ?? 0] = (sum[b] ?? 0) / (weight[b] ?? 1) + (off[i] ?? 0)
  }
}

const stacked = (net: Net): void => {
  for (const layer of net.layers) {
    let y = 0
    layer.forEach((v, i) => {
      const before = layer[i - 1]
      if (before !== undefined) y += (net.h[before] ?? 0) + gap(net, before, v)
      net.y[v] = y
    })
  }
}

/** Heights for a fresh graph: sweeps towards the neighbours, the last ones towards those on both sides. */
export function* place(net: Net): Generator<void> {
  stacked(net)
  const passes = net.size > 5000 ? 10 : net.size > 1500 ? 20 : net.size > 400 ? 40 : 80
  for (let s = 0; s < passes; s++) {
    const right = s % 2 === 0
    for (let i = 0; i < net.layers.length; i++) {
      const layer = net.layers[right ? i : net.layers.length - 1 - i] ?? []
      const look = s > passes * 0.6 ? 'both' : right ? 'up' : 'down'
      isotonic(net, layer, (v) => wish(net, v, look))
    }
    if (s % 4 === 3) yield
  }
}

/**
 * Order and heights for a graph of which a part is known: known vertices keep their order and, as far as there is room, their place;
 * new ones come in where their neighbours are.
 */
export function* insert(net: Net): Generator<void> {
  const home = Float64Array.from(net.y)
  const placed = Uint8Array.from(net.fixed)
  const key = new Float64Array(net.size)
  // where nothing came in, one pass says all there is to say
  const settled = net.layers.map((layer) => layer.every((v) => net.fixed[v]))
  for (let s = 0; s < 12; s++) {
    const right = s % 2 === 0
    for (let i = 0; i < net.layers.length; i++) {
      const r = right ? i : net.layers.length - 1 - i
      const layer = net.layers[r] ?? []
      if (s > 0 && settled[r]) continue
      for (const v of layer) key[v] = net.fixed[v] ? (home[v] ?? 0) : wish(net, v, 'both', placed)
      sortLayer(net, layer, key)
      isotonic(net, layer, (v) => (net.fixed[v] ? (home[v] ?? 0) : (key[v] ?? 0)))
      for (const v of layer) if (!placed[v] && [net.up[v], net.down[v]].some((l) => l?.some((t) => placed[t]))) placed[v] = 1
    }
    if (s % 4 === 3) yield
  }
}
