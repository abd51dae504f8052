import type { Change, Comparison } from '../contract/lineage.ts'
import { type ColumnId, columnId } from './columns.ts'
import { type Key, keyOf } from './keys.ts'
import { columnKey, edgeId, type Graph } from './model.ts'
import type { NodeGroup, Visible } from './visible.ts'

/** What came and went between two moments; of nodes and edges that are not here nothing is known. */
export interface Marks {
  readonly nodes: ReadonlyMap<Key, Change>
  /** By `edgeId`. */
  readonly edges: ReadonlyMap<string, Change>
  /** Column edges, by `columnKey`. */
  readonly columns: ReadonlyMap<string, Change>
  /** Columns of which each edge came, or each went. */
  readonly fields: ReadonlyMap<ColumnId, Change>
}

/** One change where all agree, else `same`. */
const agreed = <K>(all: Iterable<readonly [K, Change]>): ReadonlyMap<K, Change> => {
  const out = new Map<K, Change>()
  for (const [key, change] of all) out.set(key, (out.get(key) ?? change) === change ? change : 'same')
  return out
}

export const marksOf = (data: Pick<Comparison, 'nodes' | 'edges' | 'columns'>): Marks => {
  const dataset = (end: { namespace: string; name: string }): Key => keyOf({ type: 'dataset', namespace: end.namespace, name: end.name })
  return {
    nodes: new Map(data.nodes.map((n) => [keyOf(n), n.change])),
    edges: new Map(data.edges.map((e) => [edgeId(keyOf(e.from), keyOf(e.to)), e.change])),
    columns: agreed(data.columns.map((c) => [columnKey(c), c.change] as const)),
    fields: agreed(
      data.columns.flatMap((c) =>
        [c.from, c.to].flatMap((end) => (end.field === null ? [] : [[columnId(dataset(end), end.field), c.change] as const])),
      ),
    ),
  }
}

/** Ids of the edges that came or that went. */
export const edgesThat = (marks: Marks | null, change: Change): ReadonlySet<string> =>
  new Set([...(marks?.edges ?? [])].filter(([, c]) => c === change).map(([id]) => id))

/** The same for what is drawn in groups: an edge between groups came, or went, where all that it stands for did. */
export const rolledUp = (marks: Marks, graph: Graph, groups: Visible['groups']): Marks => {
  if (groups === undefined || groups.size === 0) return marks
  const home = new Map([...groups.values()].flatMap((g) => g.members.map((k) => [k, g.key] as const)))
  const ends = [...marks.edges].flatMap(([id, change]) => {
    const e = graph.edges.get(id)
    return e ? [[edgeId(home.get(e.from) ?? e.from, home.get(e.to) ?? e.to), change] as const] : []
  })
  return { ...marks, edges: agreed(ends) }
}

export interface GroupMoves {
  readonly added: number
  readonly removed: number
}

/** How many of a group came and went. */
export const movesIn = (marks: Marks | null, group: NodeGroup): GroupMoves => {
  const count = (change: Change): number => group.members.filter((key) => marks?.nodes.get(key) === change).length
  return { added: count('added'), removed: count('removed') }
}

/** `+2 −1`; empty where nothing moved. */
export const movesText = ({ added, removed }: GroupMoves): string =>
  [added > 0 && `+${added}`, removed > 0 && `−${removed}`].filter(Boolean).join(' ')
