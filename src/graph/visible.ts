import { isJob, type Key, type Side, SIDES } from './keys.ts'
import { type Graph, type GraphEdge, neighbours, totalAtLeast, totalOf } from './model.ts'

/** Children shown per node and side before a stack card stands for the rest. */
export const CHILDREN = 8
/** What `Show 20 more` adds. */
export const CHILDREN_STEP = 20

/** What a person chose to see. `sides`: `short.u` or `short.d` to the number of children shown there; 0 is collapsed. */
export interface View {
  readonly root: Key
  readonly direction: 'upstream' | 'downstream' | 'both'
  /** Hops over datasets that open by themselves. */
  readonly depth: number
  readonly sides: ReadonlyMap<string, number>
  /** The same to hops over datasets that open from there. */
  readonly hops?: ReadonlyMap<string, number>
  /** Short names of children that are shown though their side is not open, or not so far. */
  readonly shown?: ReadonlySet<string>
}
/** Stands for the children of one side that are not drawn. */
export interface Stack {
  readonly id: string
  readonly of: Key
  readonly side: Side
  readonly shown: number
  readonly total: number
  /** There may be more than `total`. */
  readonly atLeast?: boolean
}
/** Nodes that are drawn as one card. */
export interface NodeGroup {
  readonly key: Key
  readonly short: string
  readonly name: string
  /** What is above the name: the namespace, or where the parent is. */
  readonly within: string
  readonly members: readonly Key[]
  readonly datasets: number
  readonly jobs: number
  readonly failed: number
}
export interface Hidden {
  readonly u: number
  readonly d: number
  /** There may be more: not all neighbours were counted. */
  readonly uAtLeast?: boolean
  readonly dAtLeast?: boolean
}
export interface Visible {
  readonly nodes: ReadonlySet<Key>
  readonly edges: readonly GraphEdge[]
  readonly stacks: readonly Stack[]
  /** Neighbours not drawn, by node; only nodes that have some. */
  readonly hidden: ReadonlyMap<Key, Hidden>
  /** `short.u`, `short.d` of sides that are open and show something. */
  readonly open: ReadonlySet<string>
  /** Groups that are drawn as one card. */
  readonly groups?: ReadonlyMap<Key, NodeGroup>
  /** How many edges an edge of a group stands for. */
  readonly weights?: ReadonlyMap<string, number>
}

/** Is there something on this side that is not drawn, so far as one knows? */
export const canOpen = (visible: Visible, key: Key, side: Side): boolean => {
  const hidden = visible.hidden.get(key)
  return hidden !== undefined && (hidden[side] > 0 || hidden[`${side}AtLeast`] === true)
}

export const sideId = (short: string, side: Side): string => `${short}.${side}`

const budgetOf = (view: View, side: Side): number =>
  view.direction === 'both' || (view.direction === 'upstream') === (side === 'u') ? view.depth : 0

/** Walks from the root along what is open; a side opens by itself while the budget of hops lasts, or because a person opened it. */
class Walk {
  readonly nodes = new Set<Key>()
  readonly open = new Map<string, { key: Key; side: Side; limit: number }>()
  readonly #best: Readonly<Record<Side, Map<Key, number>>> = { u: new Map(), d: new Map() }
  readonly #queue: { key: Key; side: Side; budget: number }[] = []
  readonly #graph: Graph
  readonly #view: View

  constructor(graph: Graph, view: View) {
    this.#graph = graph
    this.#view = view
    for (const side of SIDES) this.#reach(view.root, side, budgetOf(view, side))
    for (let i = 0; i < this.#queue.length; i++) {
      const step = this.#queue[i]
      if (step) this.#step(step.key, step.side, step.budget)
    }
  }

  #reach(key: Key, side: Side, budget: number): void {
    if (!this.#graph.nodes.has(key)) return
    this.nodes.add(key)
    for (const s of SIDES) {
      const b = s === side ? budget : 0
      if ((this.#best[s].get(key) ?? -1) >= b) continue
      this.#best[s].set(key, b)
      this.#queue.push({ key, side: s, budget: b })
    }
  }

  #step(key: Key, side: Side, budget: number): void {
    const node = this.#graph.nodes.get(key)
    if (!node) return
    const id = sideId(node.short, side)
    const asked = this.#view.sides.get(id)
    const hops = Math.max(budget, this.#view.hops?.get(id) ?? 0)
    const children = neighbours(this.#graph, key, side)
    const isOpen = asked !== 0 && (asked !== undefined || hops > 0)
    const limit = isOpen ? (asked ?? CHILDREN) : 0
    const rest = Math.max(hops, 1)
    if (isOpen) this.open.set(id, { key, side, limit })
    for (let i = 0; i < Math.min(limit, children.length); i++) {
      const child = children[i] ?? ''
      this.#reach(child, side, isJob(child) ? rest : rest - 1)
    }
    for (const child of this.#chosen(children, limit)) {
      // what was found beyond the limit stands beside the others; a job alone would lead nowhere
      this.open.set(id, { key, side, limit })
      this.#reach(child, side, isJob(child) ? 1 : 0)
    }
  }

  #chosen(children: readonly Key[], from: number): readonly Key[] {
    const { shown } = this.#view
    if (shown === undefined || shown.size === 0) return []
    return children.slice(from).filter((k) => shown.has(this.#graph.nodes.get(k)?.short ?? ''))
  }
}

/** The part of the loaded graph that is drawn, with counts for everything that is not. */
export const visibleOf = (graph: Graph, view: View): Visible => {
  const walk = new Walk(graph, view)
  return describe(graph, walk.nodes, walk.open)
}

/** The same for nodes (and edges) chosen otherwise, such as the path of one column. */
export const visibleSet = (graph: Graph, keys: Iterable<Key>, edges?: ReadonlySet<string>): Visible => {
  const nodes = new Set<Key>()
  for (const k of keys) if (graph.nodes.has(k)) nodes.add(k)
  const all = describe(graph, nodes, new Map())
  return edges ? { ...all, edges: all.edges.filter((e) => edges.has(e.id)) } : all
}

const describe = (graph: Graph, nodes: ReadonlySet<Key>, opened: ReadonlyMap<string, { key: Key; side: Side }>): Visible => {
  const edges: GraphEdge[] = []
  const seen = { u: new Map<Key, number>(), d: new Map<Key, number>() }
  for (const e of graph.edges.values()) {
    if (!nodes.has(e.from) || !nodes.has(e.to)) continue
    edges.push(e)
    seen.d.set(e.from, (seen.d.get(e.from) ?? 0) + 1)
    seen.u.set(e.to, (seen.u.get(e.to) ?? 0) + 1)
  }
  const isOpen = { u: new Set<Key>(), d: new Set<Key>() }
  for (const { key, side } of opened.values()) isOpen[side].add(key)
  const hidden = new Map<Key, Hidden>()
  const stacks: Stack[] = []
  const open = new Set<string>()
  for (const key of nodes) {
    const left: { -readonly [K in keyof Hidden]: Hidden[K] } = { u: 0, d: 0 }
    for (const side of SIDES) {
      const shown = seen[side].get(key) ?? 0
      const total = totalOf(graph, key, side)
      const atLeast = totalAtLeast(graph, key, side)
      left[side] = Math.max(0, total - shown)
      if (atLeast) left[`${side}AtLeast`] = true
      if (shown === 0 || !isOpen[side].has(key)) continue
      open.add(sideId(graph.nodes.get(key)?.short ?? '', side))
      if (left[side] > 0) stacks.push({ id: `s${side}${key}`, of: key, side, shown, total, ...(atLeast && { atLeast }) })
    }
    if (left.u || left.d || left.uAtLeast || left.dAtLeast) hidden.set(key, left)
  }
  return { nodes, edges, stacks, hidden, open }
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  if (a.size !== b.size) return false
  for (const x of a) if (!b.has(x)) return false
  return true
}
const sameStack = (a: Stack, b: Stack | undefined): boolean =>
  a.id === b?.id && a.shown === b.shown && a.total === b.total && a.atLeast === b.atLeast
const sameHidden = (a: Visible['hidden'], b: Visible['hidden']): boolean => {
  if (a.size !== b.size) return false
  for (const [key, x] of a) {
    const y = b.get(key)
    if (y?.u !== x.u || y.d !== x.d || y.uAtLeast !== x.uAtLeast || y.dAtLeast !== x.dAtLeast) return false
  }
  return true
}

/** Is the same drawn, edge for edge? Of pictures without groups. */
export const sameVisible = (a: Visible, b: Visible): boolean =>
  a === b ||
  (a.groups === b.groups &&
    a.weights === b.weights &&
    a.edges.length === b.edges.length &&
    a.stacks.length === b.stacks.length &&
    a.edges.every((e, i) => e === b.edges[i]) &&
    a.stacks.every((s, i) => sameStack(s, b.stacks[i])) &&
    sameSet(a.nodes, b.nodes) &&
    sameSet(a.open, b.open) &&
    sameHidden(a.hidden, b.hidden))
