import type { Graph } from '../../../src/graph/model.ts'
import type { Visible } from '../../../src/graph/visible.ts'
import { isKnownValue, named, says } from './filter.ts'
import type { Term, Word } from './selector.ts'

type Worded = Extract<Term, { values: readonly string[] }>

const VALUES: Readonly<Partial<Record<Word, string>>> = {
  status: 'States are failed, running, complete, aborted, lost, new, late and stale.',
  type: 'Types are dataset and job.',
}
const NAMES: Readonly<Record<Word, string>> = { ns: 'namespace', type: 'type', tag: 'tag', owner: 'owner', status: 'status' }
const OFFERED = 4

/** What to write instead, where a term means nothing or finds nothing in what is drawn before it is filtered. */
export const adviceOf = (graph: Graph, drawn: Visible, terms: readonly Term[]): string[] =>
  terms.flatMap((term): string[] => {
    if (term.kind === 'without') return []
    if (term.kind === 'walk') return named(graph, drawn.nodes, term.name).length > 0 ? [] : [`Nothing drawn is called ${term.name}.`]
    const unknown = term.values.filter((value) => !isKnownValue(term.kind, value))
    if (unknown.length > 0) return unknown.map((value) => `There is no ${NAMES[term.kind]} ${value}. ${VALUES[term.kind] ?? ''}`)
    return isAbsent(graph, drawn, term)
      ? [`Nothing drawn has the ${NAMES[term.kind]} ${term.values.join(' or ')}.${others(graph, drawn, term)}`]
      : []
  })

const isAbsent = (graph: Graph, drawn: Visible, term: Worded): boolean =>
  [...drawn.nodes].every((key) => {
    const node = graph.nodes.get(key)
    return node === undefined || !says(term, key, node)
  })

/** What the most nodes have instead. */
const others = (graph: Graph, drawn: Visible, { kind }: Worded): string => {
  const counts = new Map<string, number>()
  for (const key of drawn.nodes) {
    const node = graph.nodes.get(key)
    const own =
      node === undefined
        ? []
        : kind === 'ns'
          ? [node.namespace]
          : kind === 'tag'
            ? (node.tags ?? [])
            : kind === 'owner'
              ? (node.owners ?? [])
              : []
    for (const value of own) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const most = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([value]) => value)
  if (most.length === 0) return ''
  return ` There ${most.length === 1 ? 'is' : 'are'} ${most.slice(0, OFFERED).join(', ')}${most.length > OFFERED ? ' and others' : ''}.`
}
