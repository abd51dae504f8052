import type { Lineage, LineageColumnEdge, LineageEdge, LineageNode } from '../contract/lineage.ts'
import { push } from './multimap.ts'
import { compareText, type Key, keyOf, shortOf, type Side } from './keys.ts'

export interface GraphNode extends LineageNode {
  readonly key: Key
  readonly short: string
}
export interface GraphEdge {
  readonly id: string
  readonly from: Key
  readonly to: Key
  readonly lastSeenAt: string | null
  readonly firstSeenAt?: string | null | undefined
  /** Runs that said so; the job ran on and no longer says so; read out of SQL. */
  readonly runs?: number | undefined
  readonly stale?: boolean | undefined
  readonly inferred?: boolean | undefined
  /** Stands for a way over nodes that a filter hides. */
  readonly bridge?: boolean
}
/** Everything that was loaded so far, as one graph. */
export interface Graph {
  readonly nodes: ReadonlyMap<Key, GraphNode>
  readonly edges: ReadonlyMap<string, GraphEdge>
  readonly in: ReadonlyMap<Key, readonly Key[]>
  readonly out: ReadonlyMap<Key, readonly Key[]>
  readonly columns: readonly LineageColumnEdge[]
  /** Control flow between jobs of the graph; no data goes along it. */
  readonly control: readonly GraphEdge[]
}

export const edgeId = (from: Key, to: Key): string => `${from.length}>${from}${to}`

const newer = (a: string | null, b: string | null): string | null => (a === null ? b : b === null || a >= b ? a : b)

/** A node as a later answer has it. */
export const mergeNode = (old: GraphNode | undefined, n: LineageNode, key: Key): GraphNode => ({
  ...n,
  key,
  short: old?.short ?? shortOf(key),
  hasColumns: n.hasColumns || (old?.hasColumns ?? false),
})

/** An edge of which two answers tell: facts of the one that saw it last; a path of columns says nothing of runs. */
export const mergeEdge = (known: GraphEdge | undefined, e: LineageEdge, ends: Pick<GraphEdge, 'id' | 'from' | 'to'>): GraphEdge => {
  const lastSeenAt = newer(known?.lastSeenAt ?? null, e.lastSeenAt)
  return known && (e.lastSeenAt === null || lastSeenAt !== e.lastSeenAt) ? known : { ...e, ...ends }
}

/** What makes a column edge the same in two answers. */
export const columnKey = (e: LineageColumnEdge): string =>
  JSON.stringify([
    e.from.namespace,
    e.from.name,
    e.from.field,
    e.to.namespace,
    e.to.name,
    e.to.field,
    e.job?.namespace,
    e.job?.name,
    e.type,
    e.subtype,
  ])

/** Children that matter most come first: by what hangs on them, then by how lately they ran, then by name. */
export const byWeight =
  (nodes: ReadonlyMap<Key, GraphNode>, side: Side) =>
  (a: Key, b: Key): number => {
    const [x, y] = [nodes.get(a), nodes.get(b)]
    if (!x || !y) return compareText(a, b)
    const weight = side === 'd' ? y.downstream - x.downstream : y.upstream - x.upstream
    return weight || compareText(y.lastRunAt ?? '', x.lastRunAt ?? '') || compareText(x.name, y.name) || compareText(a, b)
  }

const adjacency = (edges: Iterable<GraphEdge>, nodes: ReadonlyMap<Key, GraphNode>) => {
  const [incoming, outgoing] = [new Map<Key, Key[]>(), new Map<Key, Key[]>()]
  for (const e of edges) {
    push(outgoing, e.from, e.to)
    push(incoming, e.to, e.from)
  }
  for (const list of incoming.values()) list.sort(byWeight(nodes, 'u'))
  for (const list of outgoing.values()) list.sort(byWeight(nodes, 'd'))
  return { in: incoming, out: outgoing }
}

/**
 * One graph out of several lineage answers. The order of the answers does not matter, but for counts that changed between
 * two requests: there the later answer stands. Edges whose ends are not among the nodes are left out.
 */
export const mergeAnswers = (answers: readonly Lineage[]): Graph => {
  const nodes = new Map<Key, GraphNode>()
  const edges = new Map<string, GraphEdge>()
  const columns = new Map<string, LineageColumnEdge>()
  for (const answer of answers) {
    for (const n of answer.nodes) {
      const key = keyOf(n)
      nodes.set(key, mergeNode(nodes.get(key), n, key))
    }
    for (const c of answer.columns) columns.set(columnKey(c), c)
  }
  for (const answer of answers) {
    for (const e of answer.edges) {
      const [from, to] = [keyOf(e.from), keyOf(e.to)]
      if (!nodes.has(from) || !nodes.has(to)) continue
      const id = edgeId(from, to)
      edges.set(id, mergeEdge(edges.get(id), e, { id, from, to }))
    }
  }
  return { nodes, edges, ...adjacency(edges.values(), nodes), columns: [...columns.values()], control: controlIn(answers, nodes) }
}

/** Control flow that the answers name, between nodes that are there. */
export const controlIn = (answers: readonly Lineage[], nodes: ReadonlyMap<Key, GraphNode>): readonly GraphEdge[] => {
  const edges = new Map<string, GraphEdge>()
  for (const c of answers.flatMap((answer) => answer.control ?? [])) {
    const [from, to] = [keyOf(c.from), keyOf(c.to)]
    const id = edgeId(from, to)
    if (from === to || !nodes.has(from) || !nodes.has(to)) continue
    edges.set(id, { id, from, to, lastSeenAt: newer(edges.get(id)?.lastSeenAt ?? null, c.lastSeenAt) })
  }
  return [...edges.values()]
}

/** Neighbours of a node on one side, the weightiest first. */
export const neighbours = (graph: Graph, key: Key, side: Side): readonly Key[] => (side === 'u' ? graph.in : graph.out).get(key) ?? []

/** How many neighbours a node has on one side in the catalog, loaded or not. */
export const totalOf = (graph: Graph, key: Key, side: Side): number => {
  const n = graph.nodes.get(key)
  return Math.max(n ? (side === 'u' ? n.upstream : n.downstream) : 0, neighbours(graph, key, side).length)
}

/** Whether it may have more than `totalOf`. */
export const totalAtLeast = (graph: Graph, key: Key, side: Side): boolean => {
  const n = graph.nodes.get(key)
  return (side === 'u' ? n?.upstreamAtLeast : n?.downstreamAtLeast) === true
}
