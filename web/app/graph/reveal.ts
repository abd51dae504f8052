import { type Key, SIDES } from '../../../src/graph/keys.ts'
import { type Graph, neighbours } from '../../../src/graph/model.ts'

/** The nodes that must be shown so that `key` hangs on what is drawn, nearest way; empty where nothing leads there. */
export const wayTo = (graph: Graph, drawn: ReadonlySet<Key>, root: Key, key: Key): readonly Key[] => {
  if (drawn.has(key)) return []
  // each walk keeps its side: only such ways can be opened from the root
  const queue = SIDES.map((side) => ({ key: root, side, way: [] as readonly Key[] }))
  const seen = new Set(queue.map((s) => s.side + s.key))
  for (const step of queue) {
    for (const side of drawn.has(step.key) ? SIDES : [step.side]) {
      for (const next of neighbours(graph, step.key, side)) {
        if (seen.has(side + next)) continue
        seen.add(side + next)
        const way = drawn.has(next) ? step.way : [...step.way, next]
        if (next === key) return way
        queue.push({ key: next, side, way })
      }
    }
  }
  return []
}
