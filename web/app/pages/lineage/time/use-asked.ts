import { useMemo } from 'react'
import { type ColumnEdge, columnsBetween } from '../../../../../src/graph/columns.ts'
import type { Key } from '../../../../../src/graph/keys.ts'
import { edgeId, type GraphEdge, type GraphNode } from '../../../../../src/graph/model.ts'
import type { NodeGroup, Visible } from '../../../../../src/graph/visible.ts'
import type { ExplorerState } from '../url.ts'
import type { Scene } from '../use-scene.ts'

/** An edge between groups, or between a group and a node. */
export interface RolledUp {
  readonly from: GraphNode | NodeGroup
  readonly to: GraphNode | NodeGroup
  /** The edges that it stands for, those that were said last first. */
  readonly edges: readonly GraphEdge[]
}

interface Asked {
  /** The ends of the edge; null where none is asked about, or an end is not loaded. */
  readonly why: { readonly from: GraphNode; readonly to: GraphNode } | null
  readonly rolled: RolledUp | null
  /** What is lit of it. */
  readonly asked: { readonly edge: string; readonly columns: readonly ColumnEdge[] } | null
}

const none: Asked = { why: null, rolled: null, asked: null }
const keysOf = (end: GraphNode | NodeGroup): ReadonlySet<Key> => new Set('members' in end ? end.members : [end.key])

const rolledUp = (from: GraphNode | NodeGroup, to: GraphNode | NodeGroup, listed: Visible): RolledUp => {
  const [near, far] = [keysOf(from), keysOf(to)]
  const edges = listed.edges.filter((e) => near.has(e.from) && far.has(e.to))
  return { from, to, edges: edges.toSorted((a, b) => ((a.lastSeenAt ?? '') < (b.lastSeenAt ?? '') ? 1 : -1)) }
}

/** The edge that the address asks about. */
export const useAsked = ({ why }: ExplorerState, byShort: ReadonlyMap<string, GraphNode>, scene: Scene): Asked => {
  const { index, listed, visible } = scene
  return useMemo(() => {
    if (why === null) return none
    const groups = [...(visible.groups?.values() ?? [])]
    const endOf = (short: string): GraphNode | NodeGroup | undefined => groups.find((g) => g.short === short) ?? byShort.get(short)
    const [from, to] = [endOf(why.from), endOf(why.to)]
    if (!from || !to) return none
    if ('members' in from || 'members' in to)
      return { why: null, rolled: rolledUp(from, to, listed), asked: { edge: edgeId(from.key, to.key), columns: [] } }
    const drawn = (key: Key): Key => groups.find((g) => g.members.includes(key))?.key ?? key
    const columns = why.fields ? columnsBetween(index, from.key, to.key, why.fields) : []
    return { why: { from, to }, rolled: null, asked: { edge: edgeId(drawn(from.key), drawn(to.key)), columns } }
  }, [why, byShort, index, listed, visible])
}
