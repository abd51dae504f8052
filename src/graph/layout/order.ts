import type { Net } from './types.ts'

/** Crossings between two neighbouring layers: pairs out of order, counted with a Fenwick tree. */
const between = (net: Net, r: number, pos: Int32Array): number => {
  const right = net.layers[r + 1]
  if (!right) return 0
  const tree = new Int32Array(right.length + 1)
  let [sum, count] = [0, 0]
  for (const v of net.layers[r] ?? []) {
    const ends = net.down[v] ?? []
    for (const t of ends) {
      let less = 0
      for (let i = (pos[t] ?? 0) + 1; i > 0; i -= i & -i) less += tree[i] ?? 0
      sum += count - less
    }
    for (const t of ends) {
      for (let i = (pos[t] ?? 0) + 1; i <= right.length; i += i & -i) tree[i] = (tree[i] ?? 0) + 1
      count++
    }
  }
  return sum
}

const positions = (net: Net): Int32Array => {
  const pos = new Int32Array(net.size)
  for (const layer of net.layers) layer.forEach((v, i) => (pos[v] = i))
  return pos
}

export const crossings = (net: Net): number => {
  const pos = positions(net)
  let sum = 0
  for (let r = 0; r < net.layers.length - 1; r++) sum += between(net, r, pos)
  return sum
}

/** Sorts a layer by key; equal keys keep their order. A slot beside a node goes right below it, whatever its key. */
export const sortLayer = (net: Net, layer: number[], key: Float64Array): void => {
  const byKey = (a: number, b: number): number => (key[a] ?? 0) - (key[b] ?? 0)
  if (!layer.some((v) => isBeside(net, v))) {
    if (!inOrder(layer, key)) layer.sort(byKey)
    return
  }
  const free = layer.filter((v) => !isBeside(net, v)).sort(byKey)
  const below = Map.groupBy(
    layer.filter((v) => isBeside(net, v)),
    (v) => net.beside[v] ?? -1,
  )
  const sorted = free.flatMap((v) => [v, ...(below.get(v) ?? []).sort((a, b) => a - b)])
  sorted.forEach((v, i) => (layer[i] = v))
}

const inOrder = (layer: readonly number[], key: Float64Array): boolean => {
  for (let i = 1; i < layer.length; i++) if ((key[layer[i - 1] ?? 0] ?? 0) > (key[layer[i] ?? 0] ?? 0)) return false
  return true
}

const mean = (list: readonly number[], pos: Int32Array, otherwise: number): number => {
  if (list.length === 0) return otherwise
  let sum = 0
  for (const v of list) sum += pos[v] ?? 0
  return sum / list.length
}

const rounds = (size: number): number => (size < 400 ? 32 : size < 1500 ? 20 : size < 5000 ? 10 : 5)

/** Barycentre sweeps over a fresh graph; the order with the fewest crossings is kept. Yields now and then. */
export function* sweep(net: Net): Generator<void, number> {
  const pos = positions(net)
  const key = new Float64Array(net.size)
  let best = crossings(net)
  let keep = net.layers.map((l) => [...l])
  let idle = 0
  for (let s = 0; s < rounds(net.size) && best > 0 && idle < 8; s++) {
    const right = s % 2 === 0
    for (let i = 0; i < net.layers.length; i++) {
      const layer = net.layers[right ? i : net.layers.length - 1 - i] ?? []
      for (const v of layer) key[v] = mean((right ? net.up : net.down)[v] ?? [], pos, pos[v] ?? 0)
      // every other pair of sweeps turns ties round: it leaves dead ends that a fixed rule cannot
      if (s % 4 >= 2) layer.reverse()
      sortLayer(net, layer, key)
      layer.forEach((v, p) => (pos[v] = p))
    }
    transpose(net, pos)
    const now = crossings(net)
    if (now < best) {
      best = now
      keep = net.layers.map((l) => [...l])
      idle = 0
    } else idle++
    yield
  }
  keep.forEach((l, r) => (net.layers[r] = l))
  return best
}

const pairCrossings = (a: readonly number[], b: readonly number[], pos: Int32Array): number => {
  let c = 0
  for (const x of a) for (const y of b) if ((pos[x] ?? 0) > (pos[y] ?? 0)) c++
  return c
}

const isBeside = (net: Net, v: number): boolean => (net.beside[v] ?? -1) >= 0

/** Exchanges neighbours where that saves crossings. Left out for big graphs and hubs, where it costs more than it brings. */
const transpose = (net: Net, pos: Int32Array): void => {
  if (net.size > 1500) return
  const small = (v: number): boolean => (net.up[v]?.length ?? 0) <= 12 && (net.down[v]?.length ?? 0) <= 12
  for (const layer of net.layers) {
    for (let i = 0; i + 1 < layer.length; i++) {
      const [a, b] = [layer[i] ?? 0, layer[i + 1] ?? 0]
      // a slot beside a node stays with it
      if (!small(a) || !small(b) || isBeside(net, a) || isBeside(net, b) || isBeside(net, layer[i + 2] ?? 0)) continue
      const [ua, ub, da, db] = [net.up[a] ?? [], net.up[b] ?? [], net.down[a] ?? [], net.down[b] ?? []]
      const now = pairCrossings(ua, ub, pos) + pairCrossings(da, db, pos)
      const then = pairCrossings(ub, ua, pos) + pairCrossings(db, da, pos)
      if (then >= now) continue
      layer[i] = b
      layer[i + 1] = a
      pos[b] = i
      pos[a] = i + 1
    }
  }
}
