import type { Change, Comparison } from '../../../src/contract/lineage.ts'
import { type Key, keyOf } from '../../../src/graph/keys.ts'
import { edgeId } from '../../../src/graph/model.ts'

/** What came and went between two moments; of nodes and edges that are not here nothing is known. */
export interface Marks {
  readonly nodes: ReadonlyMap<Key, Change>
  /** By `edgeId`. */
  readonly edges: ReadonlyMap<string, Change>
}

export const marksOf = (data: Pick<Comparison, 'nodes' | 'edges'>): Marks => ({
  nodes: new Map(data.nodes.map((n) => [keyOf(n), n.change])),
  edges: new Map(data.edges.map((e) => [edgeId(keyOf(e.from), keyOf(e.to)), e.change])),
})

/** Ids of the edges that came or that went. */
export const edgesThat = (marks: Marks | null, change: Change): ReadonlySet<string> =>
  new Set([...(marks?.edges ?? [])].filter(([, c]) => c === change).map(([id]) => id))
