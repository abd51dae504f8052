import { useMemo } from 'react'
import { type ColumnEdge, type ColumnIndex, columnsBetween } from '../../../../../src/graph/columns.ts'
import { edgeId, type GraphNode } from '../../../../../src/graph/model.ts'
import type { ExplorerState } from '../url.ts'

interface Asked {
  /** The ends of the edge; null where none is asked about, or an end is not loaded. */
  readonly why: { readonly from: GraphNode; readonly to: GraphNode } | null
  /** What is lit of it. */
  readonly asked: { readonly edge: string; readonly columns: readonly ColumnEdge[] } | null
}

/** The edge that the address asks about. */
export const useAsked = ({ why }: ExplorerState, byShort: ReadonlyMap<string, GraphNode>, index: ColumnIndex): Asked =>
  useMemo(() => {
    const [from, to] = [byShort.get(why?.from ?? ''), byShort.get(why?.to ?? '')]
    if (!from || !to) return { why: null, asked: null }
    const columns = why?.fields ? columnsBetween(index, from.key, to.key, why.fields) : []
    return { why: { from, to }, asked: { edge: edgeId(from.key, to.key), columns } }
  }, [why, byShort, index])
