import { compareText, isJob, type Key, type Side } from '../../../src/graph/keys.ts'
import { type Graph, neighbours } from '../../../src/graph/model.ts'
import type { Visible } from '../../../src/graph/visible.ts'

/** One heading of the list: datasets, then the jobs that connect them with the hop nearer to the root. `hops` null: side branches. */
export interface HopGroup {
  readonly hops: number | null
  readonly datasets: readonly Key[]
  readonly jobs: readonly Key[]
}

const walk = (graph: Graph, nodes: ReadonlySet<Key>, root: Key, side: Side): Map<Key, number> => {
  const dist = new Map<Key, number>([[root, 0]])
  const queue = [root]
  for (const key of queue) {
    for (const next of neighbours(graph, key, side)) {
      if (!nodes.has(next) || dist.has(next)) continue
      // a job belongs to the hop that it leads to; its dataset does not count once more
      dist.set(next, (dist.get(key) ?? 0) + (isJob(key) && key !== root ? 0 : 1))
      queue.push(next)
    }
  }
  return dist
}

const title = (graph: Graph, key: Key): string => graph.nodes.get(key)?.name ?? key

/** Groups the drawn nodes by hops from the root: furthest upstream first, the root in the middle, side branches last. */
export const groupByHops = (graph: Graph, visible: Visible, root: Key): HopGroup[] => {
  const up = walk(graph, visible.nodes, root, 'u')
  const down = walk(graph, visible.nodes, root, 'd')
  const groups = new Map<number | null, Key[]>()
  for (const key of visible.nodes) {
    const [u, d] = [up.get(key), down.get(key)]
    const hop = u === undefined ? (d ?? null) : d === undefined || u <= d ? (u === 0 ? 0 : -u) : d
    const list = groups.get(hop)
    if (list) list.push(key)
    else groups.set(hop, [key])
  }
  const order = [...groups.keys()].sort((a, b) => (a === null ? 1 : b === null ? -1 : a - b))
  return order.map((hops) => {
    const keys = (groups.get(hops) ?? []).sort((a, b) => compareText(title(graph, a), title(graph, b)) || compareText(a, b))
    return { hops, datasets: keys.filter((k) => !isJob(k)), jobs: keys.filter(isJob) }
  })
}

export const hopTitle = (hops: number | null): string =>
  hops === null
    ? 'Side branches'
    : hops === 0
      ? 'Root'
      : `${Math.abs(hops)} ${Math.abs(hops) === 1 ? 'hop' : 'hops'} ${hops < 0 ? 'upstream' : 'downstream'}`
