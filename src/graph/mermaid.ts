import { isJob, type Key } from './keys.ts'
import type { Graph } from './model.ts'
import { visible } from './name-cut.ts'
import { lastPart } from './names.ts'

/** Edges of a chart; Mermaid itself refuses more than 500 unless it is told otherwise. */
const MOST = 500
const LABEL = 120

/** A label in quotes: Mermaid has entities by number and no other way out of its quotes. */
const label = (name: string): string => {
  const shown = visible(name).toWellFormed()
  const text = shown.length > LABEL ? `${shown.slice(0, LABEL - 40).toWellFormed()}…${shown.slice(-39).toWellFormed()}` : shown
  return Array.from(text, (c) => (/[\p{L}\p{N} _./:…-]/u.test(c) ? c : `#${c.codePointAt(0) ?? 0};`)).join('')
}

/** A graph as a Mermaid flowchart: datasets are boxes, jobs are rounded; what is inferred or no longer said is dotted. */
export const mermaidOf = (graph: Graph, keys: Iterable<Key>, root: Key): string => {
  const nodes = [...keys].filter((key) => graph.nodes.has(key)).sort()
  const ids = new Map(nodes.map((key, i) => [key, `n${i}`]))
  const edges = [...graph.edges.values()].filter((e) => ids.has(e.from) && ids.has(e.to)).sort((a, b) => (a.id < b.id ? -1 : 1))
  const drawn = edges.slice(0, MOST)
  const lines = ['flowchart LR']
  for (const key of nodes) {
    const node = graph.nodes.get(key)
    if (!node) continue
    const text = `"${label(lastPart(node.name)) || ' '}"`
    lines.push(`  ${ids.get(key)}${isJob(key) ? `([${text}])` : `[${text}]`}${classOf(key, root, node.lastState)}`)
  }
  for (const e of drawn) lines.push(`  ${ids.get(e.from)} ${e.stale || e.inferred ? '-.->' : '-->'} ${ids.get(e.to)}`)
  if (edges.length > drawn.length) lines.push(`  %% ${edges.length - drawn.length} more edges are left out: Mermaid draws ${MOST}.`)
  lines.push('  classDef root stroke:#00809b,stroke-width:2px', '  classDef failed stroke:#c83122,color:#ae1507')
  return `${lines.join('\n')}\n`
}

const classOf = (key: Key, root: Key, state: string | null): string => (key === root ? ':::root' : state === 'FAIL' ? ':::failed' : '')
