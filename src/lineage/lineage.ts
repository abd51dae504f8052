import { distinctEdges, edgeWords } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import type { ReadContext } from '../catalog/context.ts'
import { fieldHash } from '../catalog/keys.ts'
import { decoded, groupIdOf, jobIdOf, jobNames, memberIds, shownKey } from '../catalog/names.ts'
import { among, idList } from '../catalog/sql.ts'
import type { Lineage, LineageColumnEdge, LineageEdge, LineageNode, LineageQuery, NodeRef } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import { catalogColumns, edgesBetween, walkColumns } from './columns.ts'
import { controlOf } from './control.ts'
import { FoldedGraph } from './fold.ts'
import { catalogGraph } from './graph.ts'
import { momentOf } from './moment.ts'
import type { Moment } from './moment.ts'
import { datasetNodes, jobNodes } from './nodes.ts'
import { walk } from './walk.ts'
import type { Direction, Walked } from './walk.ts'

/** Column edges of one answer. */
const columnsAtMost = 20_000
const linksPerNode = 20

interface Found {
  readonly depths: { readonly jobs: ReadonlyMap<number, number>; readonly datasets: ReadonlyMap<number, number> }
  readonly edges: readonly { readonly from: Place; readonly to: Place; readonly lastKey: string | null }[]
  readonly columns: readonly ColumnEdgeRow[]
  readonly folded: FoldedGraph | null
  readonly truncated: boolean
  readonly leftOut: number
}
interface Place {
  readonly kind: 'job' | 'dataset'
  readonly id: number
}

/** The lineage of a job, a dataset or a field; null when no event names the root. Throws RangeError when `asOf` is no time. */
export async function lineage(context: ReadContext, query: LineageQuery): Promise<Lineage | null> {
  const moment = momentOf(query.asOf, query.window, context.now())
  const root = await rootOf(context.db, query)
  if (root === null) return null
  const folded =
    query.fold === true ? await FoldedGraph.open(context.db, catalogGraph(context.db, moment), await topOf(context.db, query, root)) : null
  const found =
    query.field === undefined
      ? await ofTables(context.db, query, root, moment, folded)
      : await ofField(context.db, query, root.id, query.field, moment, folded)
  if (found === null) return null
  const shown = await answer(context, root, found, moment)
  return query.control === true ? { ...shown, control: await controlOf(context.db, [...found.depths.jobs.keys()], folded) } : shown
}

async function rootOf(db: Executor, query: LineageQuery): Promise<Place | null> {
  const kind = query.field === undefined ? query.type : 'dataset'
  const id = kind === 'job' ? await jobIdOf(db, query) : await groupIdOf(db, query)
  return id === null ? null : { kind, id }
}

/** The job that stands for all that is inside it. */
async function topOf(db: Executor, query: LineageQuery, root: Place): Promise<number | null> {
  if (root.kind === 'job') return root.id
  return query.topName === undefined ? null : jobIdOf(db, { namespace: query.topNamespace ?? '', name: query.topName })
}

const directionsOf = (query: LineageQuery): readonly Direction[] =>
  query.direction === 'both' ? ['upstream', 'downstream'] : [query.direction]

async function ofTables(db: Executor, query: LineageQuery, root: Place, moment: Moment, folded: FoldedGraph | null): Promise<Found> {
  const options = {
    root,
    directions: directionsOf(query),
    depth: query.depth,
    nodesAtMost: query.limit,
    linksAtMost: query.limit * linksPerNode,
  }
  const walked = await walk(folded ?? catalogGraph(db, moment), options)
  const between = query.columns
    ? await edgesBetween(db, new Set(walked.datasets.keys()), columnsAtMost, moment, query.inferred)
    : { edges: [], truncated: false }
  return {
    depths: walked,
    edges: edgesOf(walked),
    columns: distinctEdges(await foldedRows(between.edges, folded)),
    folded,
    truncated: walked.truncated || between.truncated,
    leftOut: walked.leftOut,
  }
}

/** Column edges with the jobs that they are shown with. */
async function foldedRows(rows: readonly ColumnEdgeRow[], folded: FoldedGraph | null): Promise<readonly ColumnEdgeRow[]> {
  if (folded === null) return rows
  const shown = await folded.shownAs(rows.map((r) => r.job_id))
  return rows.map((row) => ({ ...row, job_id: shown.get(row.job_id) ?? row.job_id }))
}

/** The nearer depth stands where several jobs are shown as one. */
async function foldedDepths(jobs: ReadonlyMap<number, number>, folded: FoldedGraph | null): Promise<ReadonlyMap<number, number>> {
  if (folded === null) return jobs
  const shown = await folded.shownAs(jobs.keys())
  const depths = new Map<number, number>()
  for (const [id, depth] of jobs) {
    const as = shown.get(id) ?? id
    const known = depths.get(as)
    if (known === undefined || Math.abs(depth) < Math.abs(known)) depths.set(as, depth)
  }
  return depths
}

function edgesOf(walked: Walked): Found['edges'] {
  return walked.links.map((link) => {
    const job = { kind: 'job', id: link.job } as const
    const dataset = { kind: 'dataset', id: link.dataset } as const
    return link.side === 0 ? { from: dataset, to: job, lastKey: link.lastKey } : { from: job, to: dataset, lastKey: link.lastKey }
  })
}

/** Null when neither a schema nor a column edge knows the field. */
async function ofField(
  db: Executor,
  query: LineageQuery,
  dataset: number,
  field: string,
  moment: Moment,
  folded: FoldedGraph | null,
): Promise<Found | null> {
  const hash = fieldHash(encodeText(field))
  const options = {
    root: { dataset, hash },
    directions: directionsOf(query),
    depth: query.depth,
    nodesAtMost: query.limit,
    edgesAtMost: columnsAtMost,
  }
  const walked = await walkColumns(catalogColumns(db, moment, query.inferred), options)
  if (walked.edges.length === 0 && !(await isField(db, dataset, hash))) return null
  const columns = distinctEdges(await foldedRows(walked.edges, folded))
  const depths = { datasets: walked.datasets, jobs: await foldedDepths(walked.jobs, folded) }
  return { depths, edges: linksOf(columns), columns, folded, truncated: walked.truncated, leftOut: walked.leftOut }
}

async function isField(db: Executor, group: number, hash: string): Promise<boolean> {
  const members = idList(db, await memberIds(db, group))
  const known = await db.get(`SELECT 1 AS n FROM field WHERE dataset_id ${among(db)} AND path_hash = ? LIMIT 1`, [members, hash])
  if (known !== undefined) return true
  const sql =
    'SELECT 1 AS n FROM column_edge WHERE to_group = ? AND to_hash = ? UNION ALL SELECT 1 AS n FROM column_edge WHERE from_group = ? AND from_hash = ? LIMIT 1'
  return (await db.get(sql, [group, hash, group, hash])) !== undefined
}

/** The jobs and datasets that column edges run over. Where no job is known, straight from dataset to dataset. */
function linksOf(edges: readonly ColumnEdgeRow[]): Found['edges'] {
  const links = new Map<string, Found['edges'][number]>()
  const add = (from: Place, to: Place): void => void links.set(`${from.kind} ${from.id} ${to.id}`, { from, to, lastKey: null })
  for (const edge of edges) {
    const from = { kind: 'dataset', id: edge.from_group } as const
    const to = { kind: 'dataset', id: edge.to_group } as const
    const job = { kind: 'job', id: edge.job_id } as const
    if (edge.job_id === 0) add(from, to)
    else {
      add(from, job)
      add(job, to)
    }
  }
  return [...links.values()]
}

async function answer(context: ReadContext, root: Place, found: Found, moment: Moment): Promise<Lineage> {
  const [datasets, jobs, words, columnJobs] = await Promise.all([
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
  ])
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
    edges: found.edges.flatMap((edge) => shownEdge(nodeOf(edge.from), nodeOf(edge.to), edge.lastKey)),
    columns: found.columns.flatMap((row) =>
      shownColumn(row, datasets, columnJobs.get(row.job_id) ?? null, words.get(row.id)?.description ?? null),
    ),
    truncated: found.truncated,
    leftOut: found.leftOut,
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const refOf = ({ type, namespace, name }: NodeRef): NodeRef => ({ type, namespace, name })

const shownEdge = (from: LineageNode | undefined, to: LineageNode | undefined, lastKey: string | null): LineageEdge[] =>
  from === undefined || to === undefined ? [] : [{ from: refOf(from), to: refOf(to), lastSeenAt: shownKey(lastKey) }]

function shownColumn(
  row: ColumnEdgeRow,
  datasets: ReadonlyMap<number, LineageNode>,
  job: LineageColumnEdge['job'],
  description: string | null,
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
      ...(row.inferred === 1 ? { inferred: true } : {}),
    },
  ]
}
