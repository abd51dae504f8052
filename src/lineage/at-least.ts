import type { LineageEdge, LineageNode } from '../contract/lineage.ts'
import { nodeKey, readsSide } from '../contract/short.ts'
import type { RootQuestion } from '../contract/short.ts'

/**
 * Nodes whose neighbours were counted to a bound, with what the answer itself tells of them: no fewer than are in it, and no more where it has
 * them all. `whole`: what was read without leaving anything out; undefined: something was left out.
 */
export function atLeastShown(nodes: readonly LineageNode[], edges: readonly LineageEdge[], whole: RootQuestion | undefined): LineageNode[] {
  if (!nodes.some(isBounded)) return [...nodes]
  const bounded = new Set(nodes.filter(isBounded).map((n) => n.name))
  const between = edges.filter((e) => e.from.type !== e.to.type)
  const tally = (end: 'from' | 'to'): Map<string, number> =>
    tallied(between.filter((e) => bounded.has(e[end].name)).map((e) => nodeKey(e[end])))
  const [up, down] = [tally('to'), tally('from')]
  return nodes.map((node) => {
    if (!isBounded(node)) return node
    const { upstreamAtLeast, downstreamAtLeast, ...rest } = node
    const isWhole = (side: 'u' | 'd'): boolean => whole !== undefined && node.type === 'dataset' && readsSide(whole, node.depth, side)
    const [u, d] = [up.get(nodeKey(node)) ?? 0, down.get(nodeKey(node)) ?? 0]
    return {
      ...rest,
      ...(upstreamAtLeast === true && (isWhole('u') ? { upstream: u } : { upstream: Math.max(u, node.upstream), upstreamAtLeast })),
      ...(downstreamAtLeast === true &&
        (isWhole('d') ? { downstream: d } : { downstream: Math.max(d, node.downstream), downstreamAtLeast })),
    }
  })
}

const isBounded = (node: LineageNode): boolean => node.upstreamAtLeast === true || node.downstreamAtLeast === true

function tallied(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
