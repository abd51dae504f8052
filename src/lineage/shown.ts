import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import type { ReadContext } from '../catalog/context.ts'
import { decoded, jobNames, shownKey } from '../catalog/names.ts'
import type { Lineage, LineageColumnEdge, LineageEdge, LineageNode, NodeRef } from '../contract/lineage.ts'
import type { Trace } from './compare-by.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { must } from '../lib/assert.ts'
import { atLeastShown } from './at-least.ts'
import { lastSaidOf, runsOf, seenOf, staleness } from './edge-facts.ts'
import type { Found } from './found.ts'
import type { Place } from './place.ts'
import type { Moment } from './moment.ts'
import { datasetFacts, jobFacts } from './node-facts.ts'
import type { NodeFacts } from './node-facts.ts'
import { datasetNodes, jobNodes } from './nodes.ts'
import type { EdgeSaid } from './walk.ts'

/** `facts`: with all that a picture shows. `trace` is filled with what the parts of the answer were made of. */
export interface Showing {
  readonly moment: Moment
  readonly facts: boolean
  readonly trace?: Trace | undefined
  /** Nodes that another answer shows, and this one only names: their neighbours are not counted, and they come without facts. */
  readonly elsewhere?: Found['depths'] | undefined
}

/** What was found as an answer shows it: names, counts, words. */
export async function answer(
  context: ReadContext,
  root: Place,
  found: Found,
  { moment, facts, trace, elsewhere }: Showing,
): Promise<Lineage> {
  const said = found.edges.map((e) => e.said)
  const [plainDatasets, plainJobs, columnJobs, lastSaid, stale, runs] = await Promise.all([
    datasetNodes(
      context,
      { depths: found.depths.datasets, elsewhere: elsewhere?.datasets, withColumns: columnEnds(found) },
      moment,
      found.folded,
    ),
    jobNodes(context, { depths: found.depths.jobs, elsewhere: elsewhere?.jobs }, moment, found.folded),
    jobNames(
      context.db,
      found.columns.map((c) => c.job_id),
    ),
    lastSaidOf(context.db, said, moment, facts),
    facts ? staleness(context.db, said, moment) : null,
    facts ? runsOf(context.db, said, moment) : null,
  ])
  const own = (nodes: ReadonlyMap<number, unknown>, others?: ReadonlyMap<number, number>): number[] =>
    [...nodes.keys()].filter((id) => others?.has(id) !== true)
  const datasets = facts
    ? withFacts(plainDatasets, await datasetFacts(context, own(plainDatasets, elsewhere?.datasets), moment))
    : plainDatasets
  const jobs = facts ? withFacts(plainJobs, await jobFacts(context, own(plainJobs, elsewhere?.jobs), moment)) : plainJobs
  const nodeOf = (place: Place): LineageNode | undefined => (place.kind === 'job' ? jobs : datasets).get(place.id)
  const rootNode = nodeOf(root)
  const edges: LineageEdge[] = []
  for (const edge of found.edges) {
    const [from, to] = [nodeOf(edge.from), nodeOf(edge.to)]
    if (from === undefined || to === undefined) continue
    const one = shownEdge(from, to, edge.said, { lastSaid, stale, runs })
    trace?.edges.set(one, edge)
    edges.push(one)
  }
  const columns: LineageColumnEdge[] = []
  for (const row of found.columns) {
    const [from, to] = [datasets.get(row.from_group), datasets.get(row.to_group)]
    if (from === undefined || to === undefined) continue
    const lastKey = found.columnWords.lastOf(row)
    const description = found.columnWords.byRow.get(row.id)?.description ?? null
    const one = shownColumn(row, from, to, { job: columnJobs.get(row.job_id) ?? null, description, last: knownThen(lastKey, moment) })
    trace?.columns.set(one, { row, lastKey })
    columns.push(one)
  }
  const nodes = atLeastShown([...datasets.values(), ...jobs.values()], edges, found.whole)
  const places = [...kept('dataset', datasets), ...kept('job', jobs)]
  for (const [i, node] of nodes.entries()) trace?.nodes.set(node, must(places[i], 'a place for each node'))
  return {
    root: rootNode === undefined ? { type: root.kind, namespace: '', name: '' } : refOf(rootNode),
    nodes: nodes.sort(
      (a, b) =>
        Math.abs(a.depth) - Math.abs(b.depth) ||
        a.depth - b.depth ||
        compare(a.type, b.type) ||
        compare(a.name, b.name) ||
        compare(a.namespace, b.namespace),
    ),
    edges,
    columns,
    truncated: found.truncated,
    leftOut: found.leftOut,
    leftOutAtLeast: found.leftOutAtLeast,
    ...(found.isLate ? { cutBy: 'time' } : {}),
  }
}

const columnEnds = ({ columns }: Found): ReadonlySet<number> => new Set(columns.flatMap((c) => [c.from_group, c.to_group]))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const refOf = ({ type, namespace, name }: NodeRef): NodeRef => ({ type, namespace, name })

function withFacts(nodes: ReadonlyMap<number, LineageNode>, facts: ReadonlyMap<number, NodeFacts>): Map<number, LineageNode> {
  return new Map([...nodes].map(([id, node]) => [id, { ...node, ...facts.get(id) }]))
}

interface EdgeFacts {
  readonly lastSaid: Awaited<ReturnType<typeof lastSaidOf>>
  /** Null where they were not asked for. */
  readonly stale: Awaited<ReturnType<typeof staleness>> | null
  readonly runs: Awaited<ReturnType<typeof runsOf>> | null
}

function shownEdge(from: NodeRef, to: NodeRef, said: readonly EdgeSaid[], { lastSaid, stale, runs }: EdgeFacts): LineageEdge {
  const { firstKey, lastKey } = seenOf(said, lastSaid)
  const edge = { from: refOf(from), to: refOf(to), lastSeenAt: shownKey(lastKey), firstSeenAt: shownKey(firstKey) }
  if (stale === null) return edge
  const n = runs?.(said) ?? null
  return { ...edge, ...(n === null ? {} : { runs: n }), stale: stale(said) }
}

/** Said again after the moment: when it was said last up to then is not known. */
const knownThen = (key: string | null, { asOf }: Moment): string | null =>
  key === null || (asOf !== null && instantOf(key) > asOf) ? null : key

function shownColumn(
  row: ColumnEdgeRow,
  from: NodeRef,
  to: NodeRef,
  { job, description, last }: { readonly job: LineageColumnEdge['job']; readonly description: string | null; readonly last: string | null },
): LineageColumnEdge {
  return {
    from: { namespace: from.namespace, name: from.name, field: decoded(row.from_field) },
    to: { namespace: to.namespace, name: to.name, field: decoded(row.to_field) },
    job,
    type: row.type as LineageColumnEdge['type'],
    subtype: decoded(row.subtype),
    masking: row.masking === 1,
    description: decoded(description),
    firstSeenAt: shownKey(row.first_key),
    lastSeenAt: shownKey(last),
    ...(row.inferred === 1 ? { inferred: true } : {}),
  }
}

const kept = (kind: Place['kind'], nodes: ReadonlyMap<number, unknown>): Place[] => [...nodes.keys()].map((id) => ({ kind, id }))
