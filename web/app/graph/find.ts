import { compareText, type Key } from '../../../src/graph/keys.ts'
import type { Graph } from '../../../src/graph/model.ts'
import type { ColumnIndex } from '../../../src/graph/columns.ts'

export interface FindHit {
  readonly key: Key
  /** The column that matched, where the node's own name did not. */
  readonly field: string | null
}

const score = (name: string, q: string): number => {
  const i = name.indexOf(q)
  if (i < 0) return -1
  if (name.length === q.length) return 0
  const before = i === 0 || /[^\p{L}\p{N}]/u.test(name.charAt(i - 1))
  return before ? 1 : 2
}

/** Nodes whose name, namespace or loaded columns contain every word of the text; names first, best match first. */
export const findIn = (graph: Graph, columns: ColumnIndex, nodes: Iterable<Key>, text: string): FindHit[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const hits: (FindHit & { rank: number; name: string })[] = []
  for (const key of nodes) {
    const n = graph.nodes.get(key)
    if (!n) continue
    const name = n.name.toLowerCase()
    const whole = `${n.namespace.toLowerCase()} ${name}`
    const first = words[0] ?? ''
    if (words.every((w) => whole.includes(w))) {
      const s = score(name, first)
      hits.push({ key, field: null, rank: s < 0 ? 3 : s, name })
      continue
    }
    const field = columns.fields.get(key)?.find((f) => words.every((w) => f.field.toLowerCase().includes(w)))
    if (field) hits.push({ key, field: field.field, rank: 4, name })
  }
  hits.sort((a, b) => a.rank - b.rank || compareText(a.name, b.name) || compareText(a.key, b.key))
  return hits.map(({ key, field }) => ({ key, field }))
}
