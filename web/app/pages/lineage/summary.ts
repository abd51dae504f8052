import { formatNumber, plural } from '../../ui/Time.tsx'
import type { Loaded } from './use-graph.ts'

const amount = (n: number, atLeast: boolean | undefined): string => `${atLeast === true ? 'at least ' : ''}${formatNumber(n)}`

/** What a screen reader says of the whole graph. */
export const summary = (loaded: Loaded, shown: number): string => {
  const root = loaded.rootKey === null ? undefined : loaded.graph.nodes.get(loaded.rootKey)
  return root
    ? `Lineage of ${root.name}: ${amount(root.upstream, root.upstreamAtLeast)} upstream, ${amount(root.downstream, root.downstreamAtLeast)} downstream, ${plural(shown, 'node')} drawn`
    : 'Lineage'
}
