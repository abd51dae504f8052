import { compareText, type Key, keyOf } from './keys.ts'
import type { LineageColumnEdge } from '../contract/lineage.ts'
import { type Cell, csvCell } from './csv.ts'
import type { Graph, GraphEdge } from './model.ts'

const HEAD =
  'kind,from_type,from_namespace,from_name,from_field,to_type,to_namespace,to_name,to_field,job_namespace,job_name,dependency,subtype,masking,stale,inferred,first_seen_at,last_seen_at'

const edgeCells = (graph: Graph, kind: 'edge' | 'control', e: GraphEdge): Cell[] => {
  const [from, to] = [graph.nodes.get(e.from), graph.nodes.get(e.to)]
  const ends = [from, to].flatMap((n): Cell[] => [n?.type ?? null, n?.namespace ?? null, n?.name ?? null, null])
  return [kind, ...ends, null, null, null, null, null, e.stale ?? null, e.inferred ?? null, null, e.lastSeenAt]
}

const columnCells = (e: LineageColumnEdge): Cell[] => {
  const ends = [e.from, e.to].flatMap((end): Cell[] => ['dataset', end.namespace, end.name, end.field])
  const seen = [e.firstSeenAt ?? null, e.lastSeenAt ?? null]
  return ['column', ...ends, e.job?.namespace ?? null, e.job?.name ?? null, e.type, e.subtype, e.masking, null, e.inferred ?? null, ...seen]
}

/** The edges of a graph as CSV (RFC 4180), one a line: between nodes, between columns, and control flow. */
export const csvOf = (graph: Graph, keys: ReadonlySet<Key>): string => {
  const drawn = ({ from, to }: GraphEdge): boolean => keys.has(from) && keys.has(to)
  const has = (end: LineageColumnEdge['from']): boolean => keys.has(keyOf({ type: 'dataset', namespace: end.namespace, name: end.name }))
  const rows = [
    ...[...graph.edges.values()].filter(drawn).map((e) => edgeCells(graph, 'edge', e)),
    ...graph.columns.filter((e) => has(e.from) && has(e.to)).map(columnCells),
    ...graph.control.filter(drawn).map((e) => edgeCells(graph, 'control', e)),
  ]
  const lines = rows.map((cells) => cells.map(csvCell).join(',')).sort(compareText)
  return [HEAD, ...lines].map((text) => `${text}\r\n`).join('')
}
