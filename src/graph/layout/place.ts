import { sortLayer } from './order.ts'
import type { Net } from './types.ts'

const isSlot = (net: Net, v: number): boolean => v >= net.real

/** White space between two neighbours of a layer. */
export const gap = (net: Net, a: number, b: number): number => {
  const slots = Number(isSlot(net, a)) + Number(isSlot(net, b))
  if (slots === 2) return 12
  if (slots === 1) return 16
  return (net.h[a] ?? 0) <= 30 && (net.h[b] ?? 0) <= 30 ? 18 : 26
}

/** Where an edge meets a vertex. */
const meets = (net: Net, v: number): number => (net.y[v] ?? 0) + (net.port[v] ?? 0)

/**
 * Where a vertex would like to be: at the mean of its neighbours. A neighbour with many edges on this side counts less: a job between a hub and
 * its one output wants to be level with the output.
 */
const wish = (net: Net, v: number, lists: readonly (readonly number[])[]): number => {
  const owner = net.beside[v] ?? -1
  if (owner >= 0) return (net.y[owner] ?? 0) + (net.h[owner] ?? 0) + 16
  let [sum, weight] = [0, 0]
  for (const list of lists) {
    for (const t of list) {
      const degree = ((net.rank[t] ?? 0) < (net.rank[v] ?? 0) ? net.down[t] : net.up[t])?.length ?? 1
      // a long edge wants to be straight where it is nothing but slots
      const w = (isSlot(net, v) && isSlot(net, t) ? 4 : 1) / Math.max(1, degree)
      sum += w * meets(net, t)
      weight += w
    }
  }
  return weight ? sum / weight - (net.port[v] ?? 0) : (net.y[v] ?? 0)
}

const WEIGHT = [1, 1e3, 1e9]
const weightOf = (net: Net, v: number): number => (isSlot(net, v) && !net.fixed[v] ? 0.6 : (WEIGHT[net.fixed[v] ?? 0] ?? 1))

/**
 * Puts one layer as near to its wishes as order and gaps allow: weighted isotonic regression (pool adjacent violators),
 * which gives the least sum of squares in one pass.
 */
export const isotonic = (net: Net, layer: readonly number[], want: (v: number) => number): void => {
  const off = new Float64Array(layer.length)
  const blocks: { sum: number; weight: number; count: number }[] = []
  layer.forEach((v, i) => {
    const before = layer[i - 1]
    if (before !== undefined) off[i] = (off[i - 1] ?? 0) + (net.h[before] ?? 0) + gap(net, before, v)
    const w = weightOf(net, v)
    let block = { sum: (want(v) - (off[i] ?? 0)) * w, weight: w, count: 1 }
    for (let last = blocks.at(-1); last && last.sum / last.weight > block.sum / block.weight; last = blocks.at(-1)) {
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, count: last.count + block.count }
      blocks.pop()
    }
    blocks.push(block)
  })
  let i = 0
  for (const b of blocks) {
    for (let k = 0; k < b.count; k++, i++) net.y[layer[i] ?? 0] = b.sum / b.weight + (off[i] ?? 0)
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
      const both = s > passes * 0.6
      isotonic(net, layer, (v) => wish(net, v, both ? [net.up[v] ?? [], net.down[v] ?? []] : [(right ? net.up : net.down)[v] ?? []]))
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
  for (let s = 0; s < 12; s++) {
    const right = s % 2 === 0
    for (let i = 0; i < net.layers.length; i++) {
      const layer = net.layers[right ? i : net.layers.length - 1 - i] ?? []
      const near = (v: number): (readonly number[])[] => [net.up[v] ?? [], net.down[v] ?? []].map((l) => l.filter((t) => placed[t]))
      for (const v of layer) key[v] = net.fixed[v] ? (home[v] ?? 0) : wish(net, v, near(v))
      sortLayer(net, layer, key)
      isotonic(net, layer, (v) => (net.fixed[v] ? (home[v] ?? 0) : (key[v] ?? 0)))
      for (const v of layer) if (near(v).some((l) => l.length)) placed[v] = 1
    }
    if (s % 4 === 3) yield
  }
}
