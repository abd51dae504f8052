import { columnEdgeKey } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import type { Executor } from '../db/contract.ts'
import type { LineageColumnEdge, LineageEdge, LineageNode } from '../contract/lineage.ts'
import { boundsOf } from './bounds.ts'
import type { Trace } from './compare-by.ts'
import { edgesBetween } from './column-graph.ts'
import type { FoundEdge, Place } from './place.ts'
import { linksBetween, withEdges } from './graph.ts'

/** Parts that only one of two answers has. */
export interface Alone {
  readonly nodes: readonly LineageNode[]
  readonly edges: readonly LineageEdge[]
  readonly columns: readonly LineageColumnEdge[]
}

/** `unknown`: there were too many to look at. */
export interface Stood {
  readonly there: ReadonlySet<object>
  readonly unknown: ReadonlySet<object>
}

/**
 * Which of the parts that one answer (`trace`) has alone stood at the moment of the other (`other`) as well, where its walk had no room to say so: an
 * edge that held, a node that had edges. Whether they were joined to the root then is not asked.
 */
export async function stoodThen(db: Executor, alone: Alone, trace: Trace, other: Trace, ofField: boolean): Promise<Stood> {
  const columns = await columnsThen(db, alone.columns, trace, other)
  const edges = ofField ? edgesOfColumns(alone.edges, columns.there, trace) : await edgesThen(db, alone.edges, trace, other)
  const nodes = await nodesThen(db, alone.nodes, trace, other)
  for (const [column, { row }] of trace.columns) {
    if (!columns.there.has(column)) continue
    for (const node of alone.nodes) if (isEnd(trace.nodes.get(node), row)) nodes.add(node)
  }
  return {
    there: new Set([...nodes, ...edges.there, ...columns.there]),
    unknown: new Set([...edges.unknown, ...columns.unknown]),
  }
}

const isEnd = (place: Place | undefined, row: ColumnEdgeRow): boolean =>
  place !== undefined && (place.kind === 'job' ? row.job_id === place.id : row.from_group === place.id || row.to_group === place.id)

async function edgesThen(db: Executor, edges: readonly LineageEdge[], trace: Trace, other: Trace): Promise<Stood> {
  const found = edges.flatMap((edge) => {
    const link = linkOf(trace.edges.get(edge))
    return link === null ? [] : [{ edge, ...link }]
  })
  const members = await other.folded?.membersOfAll([...new Set(found.map((f) => f.job))])
  const said = found.map((f) => ({ ...f, pairs: (members?.get(f.job) ?? [f.job]).map((job) => [f.dataset, f.side, job] as const) }))
  let room = boundsOf(db).pairs
  const looked = said.filter(({ pairs }) => (room -= pairs.length) >= 0)
  const held = new Set(
    (
      await linksBetween(
        db,
        looked.flatMap((f) => f.pairs),
        other.scope,
      )
    ).map((l) => `${l.dataset} ${l.side} ${l.job}`),
  )
  const there = looked.filter(({ pairs }) => pairs.some((p) => held.has(p.join(' '))))
  return { there: new Set(there.map((f) => f.edge)), unknown: new Set(said.slice(looked.length).map((f) => f.edge)) }
}

function linkOf(edge: FoundEdge | undefined): { job: number; side: 0 | 1; dataset: number } | null {
  if (edge === undefined) return null
  const { from, to } = edge
  if (from.kind === to.kind) return null
  return from.kind === 'job' ? { job: from.id, side: 1, dataset: to.id } : { job: to.id, side: 0, dataset: from.id }
}

/** The way of columns stood where one of its columns did. */
function edgesOfColumns(edges: readonly LineageEdge[], columns: ReadonlySet<object>, trace: Trace): Stood {
  const rows = [...trace.columns].filter(([column]) => columns.has(column)).map(([, { row }]) => row)
  const ways = new Set(
    rows.flatMap((r) =>
      r.job_id === 0
        ? [`dataset ${r.from_group} dataset ${r.to_group}`]
        : [`dataset ${r.from_group} job ${r.job_id}`, `job ${r.job_id} dataset ${r.to_group}`],
    ),
  )
  const wayOf = (edge: FoundEdge | undefined): string =>
    edge === undefined ? '' : `${edge.from.kind} ${edge.from.id} ${edge.to.kind} ${edge.to.id}`
  return { there: new Set(edges.filter((e) => ways.has(wayOf(trace.edges.get(e))))), unknown: new Set() }
}

async function columnsThen(db: Executor, columns: readonly LineageColumnEdge[], trace: Trace, other: Trace): Promise<Stood> {
  const asked = columns.flatMap((column) => {
    const row = trace.columns.get(column)?.row
    return row === undefined ? [] : [{ column, row }]
  })
  if (asked.length === 0) return { there: new Set(), unknown: new Set() }
  const { edges, truncated } = await edgesBetween(
    db,
    new Set(asked.flatMap(({ row }) => [row.from_group, row.to_group])),
    boundsOf(db).columns,
    other.scope,
  )
  const shown = await other.folded?.shownAs(edges.map((e) => e.job_id))
  const keys = new Set(edges.map((e) => columnEdgeKey({ ...e, job_id: shown?.get(e.job_id) ?? e.job_id })))
  const [there, not] = [asked.filter(({ row }) => keys.has(columnEdgeKey(row))), asked.filter(({ row }) => !keys.has(columnEdgeKey(row)))]
  return { there: new Set(there.map((a) => a.column)), unknown: new Set(truncated ? not.map((a) => a.column) : []) }
}

async function nodesThen(db: Executor, nodes: readonly LineageNode[], trace: Trace, other: Trace): Promise<Set<object>> {
  const places = nodes.flatMap((node) => {
    const place = trace.nodes.get(node)
    return place === undefined ? [] : [{ node, ...place }]
  })
  const idsOf = (kind: Place['kind']): number[] => places.filter((p) => p.kind === kind).map((p) => p.id)
  const members = (await other.folded?.membersOfAll(idsOf('job'))) ?? new Map<number, readonly number[]>()
  const own = (id: number): readonly number[] => members.get(id) ?? [id]
  const [jobs, datasets] = await Promise.all([
    withEdges(db, 'job', idsOf('job').flatMap(own), other.scope),
    withEdges(db, 'dataset', idsOf('dataset'), other.scope),
  ])
  const stood = places.filter(({ kind, id }) => (kind === 'job' ? own(id).some((one) => jobs.has(one)) : datasets.has(id)))
  return new Set(stood.map((p) => p.node))
}
