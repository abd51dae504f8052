import { isJob, type Key, type Side } from '../../../src/graph/keys.ts'
import { edgeId, type Graph, type GraphEdge, type GraphNode } from '../../../src/graph/model.ts'
import { push } from '../../../src/graph/multimap.ts'
import type { Term, Word } from './selector.ts'
import type { Visible } from '../../../src/graph/visible.ts'

/** What a condition says of a node. Null: it is not about nodes of this kind; such a node stays beside one that is kept. */
type Verdict = boolean | null
export type Condition = (key: Key, node: GraphNode) => Verdict

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase())
const STATES: Readonly<Record<string, string>> = {
  failed: 'FAIL',
  fail: 'FAIL',
  error: 'FAIL',
  running: 'RUNNING',
  complete: 'COMPLETE',
  completed: 'COMPLETE',
  success: 'COMPLETE',
  succeeded: 'COMPLETE',
  ok: 'COMPLETE',
  aborted: 'ABORT',
  abort: 'ABORT',
  lost: 'LOST',
  new: 'NEW',
}

const LATE: readonly string[] = ['late', 'stale']
const TYPES: Readonly<Record<string, GraphNode['type']>> = {
  dataset: 'dataset',
  datasets: 'dataset',
  table: 'dataset',
  tables: 'dataset',
  job: 'job',
  jobs: 'job',
  task: 'job',
  tasks: 'job',
}

/** Is that a value at all? Namespaces, tags and owners are anybody's words. */
export const isKnownValue = (kind: Word, value: string): boolean => {
  const word = value.toLowerCase()
  if (kind === 'status') return Object.hasOwn(STATES, word) || LATE.includes(word)
  return kind !== 'type' || Object.hasOwn(TYPES, word)
}

/** `late` and `stale` are said of datasets, states of jobs. */
const statusOf = (value: string, key: Key, node: GraphNode): Verdict => {
  const late = LATE.includes(value.toLowerCase())
  if (late) return node.dueAt === undefined || node.dueAt === null ? (isJob(key) ? null : false) : true
  return isJob(key) ? (node.lastState ?? 'NEW') === STATES[value.toLowerCase()] : null
}

const one = (kind: Word, value: string, key: Key, node: GraphNode): Verdict => {
  // a job that connects what is kept stays, whatever it is called
  const orNull = (yes: boolean): Verdict => (yes ? true : isJob(key) ? null : false)
  if (kind === 'status') return statusOf(value, key, node)
  if (kind === 'type') return node.type === TYPES[value.toLowerCase()]
  if (kind === 'ns')
    return orNull(has(node.namespace, value) || (!isJob(key) && has(node.name.slice(0, node.name.lastIndexOf('.') + 1), value)))
  return orNull((kind === 'tag' ? node.tags : node.owners)?.some((x) => has(x, value)) ?? false)
}

const anyOf = (verdicts: readonly Verdict[]): Verdict => (verdicts.includes(true) ? true : verdicts.includes(false) ? false : null)
const not = (verdict: Verdict): Verdict => (verdict === true ? false : verdict === false ? true : null)

/** Nodes with the hops to them, over what is drawn. */
const walkFrom = (visible: Visible, starts: readonly Key[], side: Side, hops: number): Map<Key, number> => {
  const next = new Map<Key, Key[]>()
  for (const e of visible.edges) {
    const [from, to] = side === 'd' ? [e.from, e.to] : [e.to, e.from]
    push(next, from, to)
  }
  const best = new Map<Key, number>(starts.map((k) => [k, 0]))
  const queue = [...starts]
  for (const key of queue) {
    const at = best.get(key) ?? 0
    for (const to of next.get(key) ?? []) {
      const hop = at + (isJob(key) && at > 0 ? 0 : 1)
      if (hop > hops || (best.get(to) ?? Infinity) <= hop) continue
      best.set(to, hop)
      queue.push(to)
    }
  }
  return best
}

/** Does a walk come to where not all is drawn, with hops left to go on? */
export const isCutShort = (visible: Visible, start: Key, side: Side, hops: number): boolean =>
  [...walkFrom(visible, [start], side, hops)].some(([key, at]) => (visible.hidden.get(key)?.[side] ?? 0) > 0 && (isJob(key) || at < hops))

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Nodes of that name: whole names first, else last parts, else whatever has it in its name. */
export const named = (graph: Graph, keys: Iterable<Key>, name: string): Key[] => {
  const all = [...keys]
  const text = name.toLowerCase()
  const by = (test: (n: string) => boolean): Key[] => all.filter((k) => test((graph.nodes.get(k)?.name ?? '').toLowerCase()))
  const ways = [(n: string) => n === text, (n: string) => lastOf(n) === text, (n: string) => n.includes(text)]
  for (const way of ways) {
    const found = by(way)
    if (found.length > 0) return found
  }
  return []
}

const walked = (graph: Graph, visible: Visible, term: Extract<Term, { kind: 'walk' }>): Set<Key> => {
  const starts = named(graph, visible.nodes, term.name)
  const sides = [
    term.up === null ? [] : walkFrom(visible, starts, 'u', term.up).keys(),
    term.down === null ? [] : walkFrom(visible, starts, 'd', term.down).keys(),
  ]
  return new Set([...starts, ...sides.flatMap((s) => [...s])])
}

/** Does this term say it of the node? */
export const says = (term: Extract<Term, { values: readonly string[] }>, key: Key, node: GraphNode): boolean =>
  term.values.some((value) => one(term.kind, value, key, node) === true)

/**
 * Conditions that terms mean: walks are alternatives to each other, everything else must hold at once. A value that is none takes nothing
 * away (advice.ts says so).
 */
export const conditionsOf = (graph: Graph, visible: Visible, terms: readonly Term[]): Condition[] => {
  const walks = terms.filter((t) => t.kind === 'walk').map((t) => walked(graph, visible, t))
  const rest = terms.flatMap((t): Condition[] => {
    if (t.kind === 'walk') return []
    if (t.kind === 'without') return [(_, node) => (has(node.name, t.text) ? false : true)]
    const values = t.values.filter((value) => isKnownValue(t.kind, value))
    if (values.length === 0) return []
    const test: Condition = (key, node) => anyOf(values.map((v) => one(t.kind, v, key, node)))
    return t.not ? [(key, node) => (test(key, node) === null ? true : not(test(key, node)))] : [test]
  })
  return walks.length === 0 ? rest : [...rest, (key) => walks.some((set) => set.has(key))]
}

/** Ways from kept node to kept node over those that went, so that a filter does not tear the picture. */
const bridgesOf = (visible: Visible, kept: ReadonlySet<Key>): GraphEdge[] => {
  const next = new Map<Key, Key[]>()
  for (const e of visible.edges) if (!kept.has(e.from) || !kept.has(e.to)) push(next, e.from, e.to)
  const out = new Map<string, GraphEdge>()
  let steps = 20_000
  for (const from of kept) {
    const seen = new Set<Key>([from])
    const queue = (next.get(from) ?? []).filter((k) => !kept.has(k))
    for (const key of queue) {
      if (seen.has(key) || steps-- < 0) continue
      seen.add(key)
      for (const to of next.get(key) ?? []) {
        if (!kept.has(to)) queue.push(to)
        else if (to !== from) out.set(edgeId(from, to), { id: edgeId(from, to), from, to, lastSeenAt: null, bridge: true })
      }
    }
  }
  return [...out.values()]
}

export interface Filtered {
  readonly visible: Visible
  readonly hidden: number
}

/** What is left of the picture. The root always is. */
export const filtered = (graph: Graph, visible: Visible, conditions: readonly Condition[], root: Key): Filtered => {
  if (conditions.length === 0) return { visible, hidden: 0 }
  const sure = new Set<Key>()
  const maybe: Key[] = []
  for (const key of visible.nodes) {
    const node = graph.nodes.get(key)
    if (!node) continue
    const verdicts = conditions.map((c) => c(key, node))
    if (verdicts.includes(false)) continue
    if (verdicts.includes(null)) maybe.push(key)
    else sure.add(key)
  }
  const beside = new Set<Key>()
  for (const e of visible.edges) {
    if (sure.has(e.from)) beside.add(e.to)
    if (sure.has(e.to)) beside.add(e.from)
  }
  const kept = new Set([...sure, ...maybe.filter((k) => beside.has(k)), ...(visible.nodes.has(root) ? [root] : [])])
  const ids = new Set<string>()
  const edges = visible.edges.filter((e) => kept.has(e.from) && kept.has(e.to) && ids.add(e.id))
  const bridges = bridgesOf(visible, kept).filter((e) => !ids.has(e.id))
  return {
    visible: { ...visible, nodes: kept, edges: [...edges, ...bridges], stacks: visible.stacks.filter((s) => kept.has(s.of)) },
    hidden: visible.nodes.size - kept.size,
  }
}
