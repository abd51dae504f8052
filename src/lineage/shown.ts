import { columnEdgeKey, edgeWords } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import type { ReadContext } from '../catalog/context.ts'
import { decoded, jobNames, shownKey } from '../catalog/names.ts'
import type { Lineage, LineageColumnEdge, LineageEdge, LineageNode, NodeRef } from '../contract/lineage.ts'
import { seenOf, staleness } from './edge-facts.ts'
import type { Found, Place } from './found.ts'
import type { Moment } from './moment.ts'
import { datasetFacts, jobFacts } from './node-facts.ts'
import type { NodeFacts } from './node-facts.ts'
import { datasetNodes, jobNodes } from './nodes.ts'
import type { EdgeSaid } from './walk.ts'

/** What was found as an answer shows it: names, counts, words; with `facts` all that a picture shows. */
export async function answer(context: ReadContext, root: Place, found: Found, moment: Moment, facts: boolean): Promise<Lineage> {
  const [plainDatasets, plainJobs, words, columnJobs, stale] = await Promise.all([
    datasetNodes(context, found.depths.datasets, moment, found.folded),
    jobNodes(context, found.depths.jobs, moment, found.folded),
    edgeWords(
      context.db,
      found.columns.map((c) => c.id),
    ),
    jobNames(
      context.db,
      found.columns.map((c) => c.job_id),
    ),
    facts
      ? staleness(
          context.db,
          found.edges.map((e) => e.said),
          moment,
        )
      : null,
  ])
  const datasets = facts ? withFacts(plainDatasets, await datasetFacts(context, [...plainDatasets.keys()], moment)) : plainDatasets
  const jobs = facts ? withFacts(plainJobs, await jobFacts(context, [...plainJobs.keys()], moment)) : plainJobs
  const nodeOf = (place: Place): LineageNode | undefined => (place.kind === 'job' ? jobs : datasets).get(place.id)
  const rootNode = nodeOf(root)
  const nodes = [...datasets.values(), ...jobs.values()]
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
    edges: found.edges.flatMap((edge) => {
      const [from, to] = [nodeOf(edge.from), nodeOf(edge.to)]
      return from === undefined || to === undefined ? [] : [shownEdge(from, to, edge.said, moment, stale)]
    }),
    columns: found.columns.flatMap((row) =>
      shownColumn(row, datasets, columnJobs.get(row.job_id) ?? null, {
        description: words.get(row.id)?.description ?? null,
        last: found.columnsLast.get(columnEdgeKey(row)) ?? null,
      }),
    ),
    truncated: found.truncated,
    leftOut: found.leftOut,
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const refOf = ({ type, namespace, name }: NodeRef): NodeRef => ({ type, namespace, name })

function withFacts(nodes: ReadonlyMap<number, LineageNode>, facts: ReadonlyMap<number, NodeFacts>): Map<number, LineageNode> {
  return new Map([...nodes].map(([id, node]) => [id, { ...node, ...facts.get(id) }]))
}

type Stale = Awaited<ReturnType<typeof staleness>>

function shownEdge(from: NodeRef, to: NodeRef, said: readonly EdgeSaid[], moment: Moment, stale: Stale | null): LineageEdge {
  const { firstKey, lastKey, runs } = seenOf(said, moment)
  const edge = { from: refOf(from), to: refOf(to), lastSeenAt: shownKey(lastKey), firstSeenAt: shownKey(firstKey) }
  if (stale === null) return edge
  return { ...edge, ...(runs === null ? {} : { runs }), stale: stale(said) }
}

function shownColumn(
  row: ColumnEdgeRow,
  datasets: ReadonlyMap<number, LineageNode>,
  job: LineageColumnEdge['job'],
  { description, last }: { readonly description: string | null; readonly last: string | null },
): LineageColumnEdge[] {
  const from = datasets.get(row.from_group)
  const to = datasets.get(row.to_group)
  if (from === undefined || to === undefined) return []
  return [
    {
      from: { namespace: from.namespace, name: from.name, field: decoded(row.from_field) },
      to: { namespace: to.namespace, name: to.name, field: decoded(row.to_field) },
      job,
      type: row.type as LineageColumnEdge['type'],
      subtype: decoded(row.subtype),
      masking: row.masking === 1,
      description: decoded(description),
      firstSeenAt: shownKey(row.first_key),
      lastSeenAt: shownKey(last),
    },
  ]
}
