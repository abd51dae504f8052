import type { ReadContext } from '../catalog/context.ts'
import type { Change, ChangedBy, CompareQuery, Comparison, Lineage, LineageColumnEdge, LineageEdge, NodeRef } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import { parseInstant } from '../openlineage/time.ts'
import { addedBy, newTrace, removedBy } from './compare-by.ts'
import type { Trace } from './compare-by.ts'
import { stoodThen } from './compare-cut.ts'
import type { Stood } from './compare-cut.ts'
import { findLineage, shownLineage } from './lineage.ts'

/** What the last good run of its job does not say has gone, unless the question says otherwise: a job that runs monthly, or on and on, is still there. */
const lastRuns = 'last'

/**
 * The lineage round one root at two moments as one graph, each part marked as added, removed or the same. Where a walk ends for want of room or
 * depth, what it did not reach is the same if it stood at that moment at all. Null when no event names the root at all. Throws RangeError when a moment is no time.
 */
export async function compareLineage(context: ReadContext, query: CompareQuery): Promise<Comparison | null> {
  // What is inferred is so from the SQL of now: beside an earlier moment all of it would look new.
  const { before, after, window = lastRuns, inferred: _, ...rest } = query
  const [oldTrace, nowTrace] = [newTrace(), newTrace()]
  const oldQuery = { ...rest, window, asOf: before }
  const nowQuery = { ...rest, window, ...(after === undefined ? {} : { asOf: after }) }
  const [oldFound, nowFound] = await Promise.all([findLineage(context, oldQuery), findLineage(context, nowQuery)])
  // What is there now is shown as it is now.
  const elsewhere = nowFound?.found.depths
  const [old, now] = await Promise.all([
    oldFound && shownLineage(context, oldQuery, oldFound, { trace: oldTrace, elsewhere }),
    nowFound && shownLineage(context, nowQuery, nowFound, { trace: nowTrace }),
  ])
  // A field that only one of the moments knows is still there to be compared.
  const some = now ?? old
  if (some === null) return null
  const cut = await cutParts(context.db, { answer: old, trace: oldTrace }, { answer: now, trace: nowTrace }, query.field !== undefined)
  const nodes = marked(old?.nodes ?? [], now?.nodes ?? [], nodeKey, cut)
  const edges = marked(old?.edges ?? [], now?.edges ?? [], edgeKey, cut)
  const columns = marked(old?.columns ?? [], now?.columns ?? [], columnKey, cut)
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
    nodes: nodes.map(({ of, change }) => ({ ...of, change })),
    edges: edges.map(by),
    columns: columns.map(by),
    truncated: old?.truncated === true || now?.truncated === true || cut.unknown.size > 0,
    leftOut: (old?.leftOut ?? 0) + (now?.leftOut ?? 0) + cut.unknown.size,
    leftOutAtLeast: old?.leftOutAtLeast === true || now?.leftOutAtLeast === true || cut.unknown.size > 0,
    ...(old?.cutBy === undefined && now?.cutBy === undefined ? {} : { cutBy: 'time' as const }),
  }
}

const nodeKey = ({ type, namespace, name }: NodeRef): string => JSON.stringify([type, namespace, name])
const edgeKey = ({ from, to }: LineageEdge): string => `${nodeKey(from)} ${nodeKey(to)}`
const columnKey = ({ from, to, job, type, subtype, masking }: LineageColumnEdge): string =>
  JSON.stringify([from, to, job, type, subtype, masking])

interface Side {
  readonly answer: Lineage | null
  readonly trace: Trace
}

/** Of what only one of the answers has, while the other ended for want of room or depth: what stood at both moments. */
async function cutParts(db: Executor, old: Side, now: Side, ofField: boolean): Promise<Stood> {
  const [added, removed] = await Promise.all([stoodAlso(db, now, old, ofField), stoodAlso(db, old, now, ofField)])
  return { there: added.there.union(removed.there), unknown: added.unknown.union(removed.unknown) }
}

async function stoodAlso(db: Executor, own: Side, other: Side, ofField: boolean): Promise<Stood> {
  if (own.answer === null || other.answer?.truncated !== true) return { there: new Set(), unknown: new Set() }
  const { nodes, edges, columns } = own.answer
  const alone = {
    nodes: without(nodes, other.answer.nodes, nodeKey),
    edges: without(edges, other.answer.edges, edgeKey),
    columns: without(columns, other.answer.columns, columnKey),
  }
  return stoodThen(db, alone, own.trace, other.trace, ofField)
}

function without<T>(all: readonly T[], known: readonly T[], key: (of: T) => string): T[] {
  const keys = new Set(known.map(key))
  return all.filter((of) => !keys.has(key(of)))
}

interface Marked<T> {
  readonly of: T
  readonly change: Change
}

const only = <T>(parts: readonly Marked<T>[], change: Change): T[] => parts.filter((p) => p.change === change).map((p) => p.of)

/** What is there now as it is now, then what has gone as it was; without what could not be compared. */
function marked<T extends object>(old: readonly T[], now: readonly T[], key: (of: T) => string, cut: Stood): Marked<T>[] {
  const [added, removed] = [new Set(without(now, old, key)), without(old, now, key)]
  const changeOf = (of: T, change: Change): Change => (cut.there.has(of) ? 'same' : change)
  const all = [
    ...now.map((of) => ({ of, change: added.has(of) ? changeOf(of, 'added') : ('same' as const) })),
    ...removed.map((of) => ({ of, change: changeOf(of, 'removed') })),
  ]
  return all.filter(({ of }) => !cut.unknown.has(of))
}
