import type { ReadContext } from '../catalog/context.ts'
import type { Change, ChangedBy, CompareQuery, Comparison } from '../contract/lineage.ts'
import { parseInstant } from '../openlineage/time.ts'
import { addedBy, newTrace, removedBy } from './compare-by.ts'
import { tracedLineage } from './lineage.ts'

/** What the last good run of its job does not say has gone, unless the question says otherwise: a job that runs monthly, or on and on, is still there. */
const lastRuns = 'last'

/**
 * The lineage round one root at two moments as one graph, each part marked as added, removed or the same. Null when no event names the root
 * at all. Throws RangeError when a moment is no time.
 */
export async function compareLineage(context: ReadContext, query: CompareQuery): Promise<Comparison | null> {
  // What is inferred is so from the SQL of now: beside an earlier moment all of it would look new.
  const { before, after, window = lastRuns, inferred: _, ...rest } = query
  const [oldTrace, nowTrace] = [newTrace(), newTrace()]
  const [old, now] = await Promise.all([
    tracedLineage(context, { ...rest, window, asOf: before }, oldTrace),
    tracedLineage(context, { ...rest, window, ...(after === undefined ? {} : { asOf: after }) }, nowTrace),
  ])
  // A field that only one of the moments knows is still there to be compared.
  const some = now ?? old
  if (some === null) return null
  const edges = marked(old?.edges ?? [], now?.edges ?? [], (e) => [e.from.type, e.from.namespace, e.from.name, e.to.namespace, e.to.name])
  const columns = marked(old?.columns ?? [], now?.columns ?? [], ({ from, to, job, type, subtype, masking }) => [
    from,
    to,
    job,
    type,
    subtype,
    masking,
  ])
  const [added, removed] = await Promise.all([
    addedBy(context, nowTrace, { edges: only(edges, 'added'), columns: only(columns, 'added') }, parseInstant(before) ?? ''),
    removedBy(
      context,
      oldTrace,
      { edges: only(edges, 'removed'), columns: only(columns, 'removed') },
      after === undefined ? null : parseInstant(after),
    ),
  ])
  const by = <T extends object>({ of, change }: Marked<T>): T & { change: Change; by?: ChangedBy | null } =>
    change === 'same' ? { ...of, change } : { ...of, change, by: (change === 'added' ? added : removed).get(of) ?? null }
  return {
    root: some.root,
    nodes: marked(old?.nodes ?? [], now?.nodes ?? [], (n) => [n.type, n.namespace, n.name]).map(({ of, change }) => ({ ...of, change })),
    edges: edges.map(by),
    columns: columns.map(by),
    truncated: old?.truncated === true || now?.truncated === true,
    leftOut: (old?.leftOut ?? 0) + (now?.leftOut ?? 0),
    leftOutAtLeast: old?.leftOutAtLeast === true || now?.leftOutAtLeast === true,
  }
}

interface Marked<T> {
  readonly of: T
  readonly change: Change
}

const only = <T>(parts: readonly Marked<T>[], change: Change): T[] => parts.filter((p) => p.change === change).map((p) => p.of)

/** What is there now as it is now, then what has gone as it was. */
function marked<T extends object>(old: readonly T[], now: readonly T[], keyOf: (of: T) => unknown): Marked<T>[] {
  const key = (of: T): string => JSON.stringify(keyOf(of))
  const known = new Set(old.map(key))
  const left = new Set(now.map(key))
  return [
    ...now.map((of) => ({ of, change: known.has(key(of)) ? ('same' as const) : ('added' as const) })),
    ...old.filter((of) => !left.has(key(of))).map((of) => ({ of, change: 'removed' as const })),
  ]
}
