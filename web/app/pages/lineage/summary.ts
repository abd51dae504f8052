import { formatNumber, plural } from '../../ui/Time.tsx'
import { ALL_HOPS, type ExplorerState } from './url.ts'
import type { Loaded } from './use-graph.ts'

const amount = (n: number, atLeast: boolean | undefined): string => `${atLeast === true ? 'at least ' : ''}${formatNumber(n)}`

/** What a screen reader says of the whole graph. */
export const summary = (loaded: Loaded, shown: number): string => {
  const root = loaded.rootKey === null ? undefined : loaded.graph.nodes.get(loaded.rootKey)
  return root
    ? `Lineage of ${root.name}: ${amount(root.upstream, root.upstreamAtLeast)} upstream, ${amount(root.downstream, root.downstreamAtLeast)} downstream, ${plural(shown, 'node')} drawn`
    : 'Lineage'
}

/** What is being read, in words. */
export const readingWhat = (s: ExplorerState): string =>
  `the lineage of ${s.name}, ${s.depth === ALL_HOPS ? 'all hops' : plural(s.depth, 'hop')}`
