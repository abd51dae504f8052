import { shortOf } from '../contract/short.ts'
import { isJob, type Key } from './keys.ts'
import { edgeId, type Graph, type GraphEdge, type GraphNode } from './model.ts'
import { push } from './multimap.ts'
import { lastPart, qualifier } from './names.ts'
import type { NodeGroup, Visible } from './visible.ts'

export const GROUPINGS = ['none', 'schema', 'namespace', 'parent'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** So many nodes make a group; fewer stay as they are. */
const LEAST = 3
/** Past so many nodes the picture opens in groups, unless a person said otherwise. */
export const GROUP_FROM = 150

type Own = { readonly name: string; readonly within: string }

export const isGroup = (key: Key): boolean => key.startsWith('g')
const groupKey = (grouping: Grouping, own: Own): Key => `g${grouping} ${own.within.length}:${own.within}${own.name}`

/** The group that a node names itself. */
const ownGroup = (node: GraphNode, grouping: Grouping): Own | null => {
  if (grouping === 'parent') return node.parent ? { name: lastPart(node.parent.name), within: node.parent.namespace } : null
  if (node.type === 'job') return null
  if (grouping === 'namespace') return { name: node.namespace, within: '' }
  const schema = qualifier(node)
  return { name: schema, within: schema === node.namespace ? '' : node.namespace }
}

/** Who names no group itself goes with the nodes that it writes, or a dataset with its writers, where these agree. */
const groupsOfAll = (graph: Graph, visible: Visible, grouping: Grouping, apart: ReadonlySet<Key>): Map<Key, Own> => {
  const own = new Map<Key, Own>()
  const beside = new Map<Key, Key[]>()
  for (const e of visible.edges) {
    const [of, other] = grouping === 'parent' ? [e.to, e.from] : [e.from, e.to]
    push(beside, of, other)
  }
  for (const key of visible.nodes) {
    const node = graph.nodes.get(key)
    const group = node ? ownGroup(node, grouping) : null
    if (group && !apart.has(key)) own.set(key, group)
  }
  const direct = new Map(own)
  for (const key of visible.nodes) {
    if (apart.has(key) || own.has(key) || isJob(key) === (grouping === 'parent')) continue
    const ids = new Map((beside.get(key) ?? []).map((k) => direct.get(k)).map((g) => [g ? groupKey(grouping, g) : '', g]))
    const [first] = ids.values()
    if (ids.size === 1 && first) own.set(key, first)
  }
  return own
}

/** Groups of at least three of what is drawn, none of them of what is to stand apart (the root, a lit path). */
export const groupsIn = (graph: Graph, visible: Visible, grouping: Grouping, apart: ReadonlySet<Key>): NodeGroup[] => {
  if (grouping === 'none') return []
  const sets = new Map<Key, { own: Own; members: Key[] }>()
  for (const [key, own] of groupsOfAll(graph, visible, grouping, apart)) {
    const id = groupKey(grouping, own)
    const set = sets.get(id) ?? { own, members: [] }
    sets.set(id, set)
    set.members.push(key)
  }
  return [...sets].flatMap(([key, { own, members }]) => {
    if (members.length < LEAST) return []
    const jobs = members.filter(isJob)
    const failed = jobs.filter((k) => graph.nodes.get(k)?.lastState === 'FAIL').length
    return [{ key, short: shortOf(key), ...own, members, datasets: members.length - jobs.length, jobs: jobs.length, failed }]
  })
}

/** The picture with those groups drawn as one card each. Edges between the same two ends roll up; `weights` counts them. */
export const grouped = (visible: Visible, groups: readonly NodeGroup[]): Visible => {
  if (groups.length === 0) return visible
  const home = new Map(groups.flatMap((g) => g.members.map((k) => [k, g.key] as const)))
  const at = (key: Key): Key => home.get(key) ?? key
  const edges = new Map<string, GraphEdge>()
  const weights = new Map<string, number>()
  for (const e of visible.edges) {
    const [from, to] = [at(e.from), at(e.to)]
    if (from === to) continue
    const id = edgeId(from, to)
    weights.set(id, (weights.get(id) ?? 0) + 1)
    const known = edges.get(id)
    // a rolled-up edge is stale or inferred only where all that it stands for are
    const stale = (known?.stale ?? true) && (e.stale ?? false)
    const inferred = (known?.inferred ?? true) && (e.inferred ?? false)
    const lastSeenAt = [known?.lastSeenAt ?? null, e.lastSeenAt].reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b), null)
    edges.set(id, { ...e, id, from, to, stale, inferred, lastSeenAt })
  }
  return {
    ...visible,
    nodes: new Set([...visible.nodes].map(at)),
    edges: [...edges.values()],
    stacks: visible.stacks.filter((s) => !home.has(s.of)),
    groups: new Map(groups.map((g) => [g.key, g])),
    weights,
  }
}
