/** Edges by node number. */
export interface Arcs {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly min: Int32Array
}
export interface Ranks {
  readonly rank: Int32Array
  /** 1 for an edge that closes a cycle. */
  readonly back: Uint8Array
}

const UNSET = -0x40000000

const outgoing = (n: number, arcs: Arcs): number[][] => {
  const out: number[][] = Array.from({ length: n }, () => [])
  arcs.from.forEach((f, e) => out[f]?.push(e))
  return out
}

/**
 * Marks edges that close a cycle. Depth first, starting where the flow starts: at nodes without inputs, known ones by layer,
 * then the rest; so the edge marked is the one that comes back, not the one that leads on. Returns a topological order too.
 */
const breakCycles = (n: number, arcs: Arcs, starts: readonly number[], back: Uint8Array): number[] => {
  const out = outgoing(n, arcs)
  const state = new Uint8Array(n)
  const order: number[] = []
  const next = new Int32Array(n)
  for (const start of starts) {
    if (state[start]) continue
    const stack = [start]
    state[start] = 1
    while (stack.length) {
      const v = stack[stack.length - 1] ?? 0
      const e = out[v]?.[next[v] ?? 0]
      if (e === undefined) {
        state[v] = 2
        order.push(v)
        stack.pop()
        continue
      }
      next[v] = (next[v] ?? 0) + 1
      if (back[e]) continue
      const t = arcs.to[e] ?? 0
      if (state[t] === 1) back[e] = 1
      else if (state[t] === 0) {
        state[t] = 1
        stack.push(t)
      }
    }
  }
  return order.reverse()
}

const startsOf = (n: number, arcs: Arcs, root: number, known: Int32Array): number[] => {
  const inputs = new Int32Array(n)
  arcs.to.forEach((t, e) => {
    if (arcs.from[e] !== t) inputs[t] = (inputs[t] ?? 0) + 1
  })
  const all = Array.from({ length: n }, (_, i) => i)
  const isKnown = (v: number): boolean => (known[v] ?? UNSET) !== UNSET
  const byLayer = all.filter(isKnown).sort((a, b) => (known[a] ?? 0) - (known[b] ?? 0) || a - b)
  return [...all.filter((v) => inputs[v] === 0), ...byLayer, root, ...all]
}

/**
 * Layers by longest path, counted from the root: what it feeds lies to the right, what feeds it to the left, each as near as its
 * edges allow. A node with a known layer keeps it, unless a new edge forces it further right.
 */
export const rankNodes = (n: number, arcs: Arcs, root: number, knownRank: ReadonlyMap<number, number>): Ranks => {
  const known = new Int32Array(n).fill(UNSET)
  for (const [v, r] of knownRank) known[v] = r
  if (n > 0 && known[root] === UNSET) known[root] = 0
  const back = new Uint8Array(arcs.from.length)
  arcs.from.forEach((f, e) => {
    if (f === arcs.to[e]) back[e] = 1
  })
  const topo = breakCycles(n, arcs, startsOf(n, arcs, root, known), back)
  return { rank: settle(n, arcs, back, topo, known), back }
}

/** Passes to the right and to the left, each placing what hangs on something placed already, until all are. */
const settle = (n: number, arcs: Arcs, back: Uint8Array, topo: readonly number[], known: Int32Array): Int32Array => {
  const rank = Int32Array.from(known)
  const [into, outOf] = [Array.from({ length: n }, (): number[] => []), Array.from({ length: n }, (): number[] => [])]
  arcs.from.forEach((f, e) => {
    if (back[e]) return
    outOf[f]?.push(e)
    into[arcs.to[e] ?? 0]?.push(e)
  })
  const rightOf = (v: number): number => {
    let r = UNSET
    for (const e of into[v] ?? []) {
      const p = rank[arcs.from[e] ?? 0] ?? UNSET
      if (p !== UNSET) r = Math.max(r, p + (arcs.min[e] ?? 1))
    }
    return r
  }
  const leftOf = (v: number): number => {
    let r = UNSET
    for (const e of outOf[v] ?? []) {
      const s = rank[arcs.to[e] ?? 0] ?? UNSET
      if (s !== UNSET && (r === UNSET || s - (arcs.min[e] ?? 1) < r)) r = s - (arcs.min[e] ?? 1)
    }
    return r
  }
  for (const v of topo) rank[v] = Math.max(rank[v] ?? UNSET, rightOf(v))
  let left = topo.filter((v) => rank[v] === UNSET)
  while (left.length) {
    const before = left.length
    for (let i = left.length - 1; i >= 0; i--) rank[left[i] ?? 0] = leftOf(left[i] ?? 0)
    left = left.filter((v) => rank[v] === UNSET)
    for (const v of left) rank[v] = rightOf(v)
    left = left.filter((v) => rank[v] === UNSET)
    if (left.length === before) {
      // nothing connects it with the rest: a part of its own, begun at layer 0
      rank[left[0] ?? 0] = 0
      left = left.slice(1)
    }
  }
  return rank
}
