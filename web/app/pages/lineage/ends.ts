import type { ColumnEdge } from '../../../../src/contract/catalog.ts'
import type { Side } from '../../../../src/graph/keys.ts'
import { plural } from '../../ui/Time.tsx'

export const endOf = (e: ColumnEdge, side: Side): ColumnEdge['from'] => (side === 'u' ? e.from : e.to)

/** What it is made of, or goes into, before what only decides about it; several ways of one column together. */
export const ordered = (edges: readonly ColumnEdge[], side: Side): { edges: readonly ColumnEdge[]; count: string } => {
  const idOf = (e: ColumnEdge): string => JSON.stringify(endOf(e, side))
  const first = new Map<string, number>()
  const indirect = (e: ColumnEdge): number => (e.type === 'INDIRECT' ? 1 : 0)
  const sorted = edges.toSorted((a, b) => indirect(a) - indirect(b))
  for (const [i, e] of sorted.entries()) if (!first.has(idOf(e))) first.set(idOf(e), i)
  const columns = new Set(edges.filter((e) => endOf(e, side).field !== null).map(idOf)).size
  const whole = first.size - columns
  const words = [...(columns > 0 ? [plural(columns, 'column')] : []), ...(whole > 0 ? [plural(whole, 'whole dataset')] : [])]
  return {
    edges: sorted.toSorted((a, b) => (first.get(idOf(a)) ?? 0) - (first.get(idOf(b)) ?? 0)),
    count: words.join(', ') || 'no column',
  }
}
