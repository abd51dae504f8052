import type { Lineage, LineageNode, NodeRef } from '../../../src/contract/lineage.ts'

/** An answer of the API out of chains such as ['d:a', 'j:x', 'd:b'], for tests; all in the namespace `ns`. */
export const answerOf = (chains: readonly (readonly string[])[], facts: Record<string, Partial<LineageNode>> = {}): Lineage => {
  const of = (s: string): NodeRef => ({ type: s.startsWith('j:') ? 'job' : 'dataset', namespace: 'ns', name: s.slice(2) })
  const names = [...new Set(chains.flat())]
  return {
    root: of(names[0] ?? 'd:a'),
    nodes: names.map((s) => ({ ...bare, ...of(s), ...facts[s] })),
    edges: chains.flatMap((c) => c.slice(1).map((to, i) => ({ from: of(c[i] ?? ''), to: of(to), lastSeenAt: null }))),
    columns: [],
    truncated: false,
    leftOut: 0,
  }
}

const bare = {
  depth: 0,
  fieldCount: null,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState: null,
  lastRunAt: null,
  hasColumns: false,
} as const
