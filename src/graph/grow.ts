import type { Lineage, LineageColumnEdge, LineageEdge } from '../contract/lineage.ts'
import { type Key, keyOf } from './keys.ts'
import {
  byWeight,
  columnKey,
  controlIn,
  edgeId,
  type Graph,
  type GraphEdge,
  type GraphNode,
  mergeAnswers,
  mergeEdge,
  mergeNode,
} from './model.ts'

/** A graph that can take one more answer without being made anew. */
export interface Grown {
  readonly graph: Graph
  readonly answers: readonly Lineage[]
  /** Edges whose ends no answer has named yet. */
  readonly loose: readonly LineageEdge[]
}

/**
 * What `mergeAnswers` makes of the same answers. Where they begin with those of `before`, only the rest is read, and whatever it does not change stays
 * the same object: who compares by identity sees what is new.
 */
export const grown = (before: Grown | null, answers: readonly Lineage[]): Grown => {
  const goesOn = before !== null && before.answers.length > 0 && before.answers.every((a, i) => a === answers[i])
  return goesOn ? answers.slice(before.answers.length).reduce(withAnswer, before) : whole(answers)
}

const whole = (answers: readonly Lineage[]): Grown => {
  const graph = mergeAnswers(answers)
  const known = (e: LineageEdge): boolean => graph.nodes.has(keyOf(e.from)) && graph.nodes.has(keyOf(e.to))
  return { graph, answers, loose: answers.flatMap((a) => a.edges.filter((e) => !known(e))) }
}

/** Both come out of JSON: they are alike where their texts are. */
const alike = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

const withAnswer = (before: Grown, answer: Lineage): Grown => {
  const old = before.graph
  const { nodes, changed } = withNodes(old, answer)
  const { edges, added, loose } = withEdges(old, nodes, [...before.loose, ...answer.edges])
  const columns = withColumns(old.columns, answer.columns)
  const answers = [...before.answers, answer]
  const flow = controlIn(answers, nodes)
  const control = alike(old.control, flow) ? old.control : flow
  const same = nodes === old.nodes && edges === old.edges && columns === old.columns && control === old.control
  return { graph: same ? old : { nodes, edges, columns, control, ...adjacent(old, nodes, changed, added) }, answers, loose }
}

const withNodes = (old: Graph, answer: Lineage): { nodes: ReadonlyMap<Key, GraphNode>; changed: ReadonlySet<Key> } => {
  const nodes = new Map(old.nodes)
  const changed = new Set<Key>()
  for (const n of answer.nodes) {
    const key = keyOf(n)
    const known = nodes.get(key)
    const next = mergeNode(known, n, key)
    if (alike(known, next)) continue
    nodes.set(key, next)
    changed.add(key)
  }
  return { nodes: changed.size === 0 ? old.nodes : nodes, changed }
}

const withEdges = (old: Graph, nodes: Graph['nodes'], more: readonly LineageEdge[]) => {
  const edges = new Map(old.edges)
  const added: GraphEdge[] = []
  const loose: LineageEdge[] = []
  let changed = false
  for (const e of more) {
    const [from, to] = [keyOf(e.from), keyOf(e.to)]
    if (!nodes.has(from) || !nodes.has(to)) {
      loose.push(e)
      continue
    }
    const id = edgeId(from, to)
    const known = edges.get(id)
    const next = mergeEdge(known, e, { id, from, to })
    if (alike(known, next)) continue
    edges.set(id, next)
    changed = true
    if (!known) added.push(next)
  }
  return { edges: changed ? edges : old.edges, added, loose }
}

const withColumns = (old: Graph['columns'], more: readonly LineageColumnEdge[]): Graph['columns'] => {
  if (more.length === 0) return old
  const columns = new Map(old.map((c) => [columnKey(c), c]))
  let changed = false
  for (const c of more) {
    const key = columnKey(c)
    if (alike(columns.get(key), c)) continue
    columns.set(key, c)
    changed = true
  }
  return changed ? [...columns.values()] : old
}

/** Neighbours of both sides: lists of new edges, and those in which a node that changed may have another weight now. */
const adjacent = (old: Graph, nodes: Graph['nodes'], changed: ReadonlySet<Key>, added: readonly GraphEdge[]): Pick<Graph, 'in' | 'out'> => {
  const [incoming, outgoing] = [new Map(old.in), new Map(old.out)]
  const [into, outOf] = [new Set<Key>(), new Set<Key>()]
  for (const key of changed) {
    for (const k of old.in.get(key) ?? []) outOf.add(k)
    for (const k of old.out.get(key) ?? []) into.add(k)
  }
  for (const e of added) {
    outgoing.set(e.from, [...(outgoing.get(e.from) ?? []), e.to])
    incoming.set(e.to, [...(incoming.get(e.to) ?? []), e.from])
    outOf.add(e.from)
    into.add(e.to)
  }
  for (const key of into) incoming.set(key, (incoming.get(key) ?? []).toSorted(byWeight(nodes, 'u')))
  for (const key of outOf) outgoing.set(key, (outgoing.get(key) ?? []).toSorted(byWeight(nodes, 'd')))
  return { in: incoming, out: outgoing }
}
