import { formatNumber, plural } from '../../ui/Time.tsx'
import type { Loaded } from './use-graph.ts'

/** What a screen reader says of the whole graph. */
export const summary = (loaded: Loaded, shown: number): string => {
  const root = loaded.rootKey === null ? undefined : loaded.graph.nodes.get(loaded.rootKey)
  return root
    ? `Lineage of ${root.name}: ${formatNumber(root.upstream)} upstream, ${formatNumber(root.downstream)} downstream, ${plural(shown, 'node')} drawn`
    : 'Lineage'
}
