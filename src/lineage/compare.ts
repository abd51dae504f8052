import type { ReadContext } from '../catalog/context.ts'
import type { Change, CompareQuery, Comparison } from '../contract/lineage.ts'
import { lineage } from './lineage.ts'

/** After so many days without a word an edge counts as gone, unless the question says otherwise. */
const windowDays = 7

/**
 * The lineage round one root at two moments as one graph, each part marked as added, removed or the same. Null when no event names the root
 * at all. Throws RangeError when a moment is no time.
 */
export async function compareLineage(context: ReadContext, query: CompareQuery): Promise<Comparison | null> {
  // What is inferred is so from the SQL of now: beside an earlier moment all of it would look new.
  const { before, after, window = windowDays, inferred: _, ...rest } = query
  const [old, now] = await Promise.all([
    lineage(context, { ...rest, window, asOf: before }),
    lineage(context, { ...rest, window, ...(after === undefined ? {} : { asOf: after }) }),
  ])
  // A field that only one of the moments knows is still there to be compared.
  const some = now ?? old
  if (some === null) return null
  return {
    root: some.root,
    nodes: marked(old?.nodes ?? [], now?.nodes ?? [], (n) => [n.type, n.namespace, n.name]),
    edges: marked(old?.edges ?? [], now?.edges ?? [], (e) => [e.from.type, e.from.namespace, e.from.name, e.to.namespace, e.to.name]),
    columns: marked(old?.columns ?? [], now?.columns ?? [], ({ from, to, job, type, subtype, masking }) => [
      from,
      to,
      job,
      type,
      subtype,
      masking,
    ]),
    truncated: old?.truncated === true || now?.truncated === true,
    leftOut: (old?.leftOut ?? 0) + (now?.leftOut ?? 0),
  }
}

/** What is there now as it is now, then what has gone as it was. */
function marked<T extends object>(old: readonly T[], now: readonly T[], keyOf: (of: T) => unknown): (T & { change: Change })[] {
  const key = (of: T): string => JSON.stringify(keyOf(of))
  const known = new Set(old.map(key))
  const left = new Set(now.map(key))
  return [
    ...now.map((of) => ({ ...of, change: known.has(key(of)) ? ('same' as const) : ('added' as const) })),
    ...old.filter((of) => !left.has(key(of))).map((of) => ({ ...of, change: 'removed' as const })),
  ]
}
