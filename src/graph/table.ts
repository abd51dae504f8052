import { compareText, type Key, keyOf } from './keys.ts'
import type { LineageColumnEdge } from '../contract/lineage.ts'
import { type Cell, csvCell } from './csv.ts'
import type { Graph, GraphEdge } from './model.ts'

const HEAD =
  'kind,from_type,from_namespace,from_name,from_field,to_type,to_namespace,to_name,to_field,job_namespace,job_name,dependency,subtype,masking,stale,inferred,first_seen_at,last_seen_at,runs'

const edgeCells = (graph: Graph, kind: 'edge' | 'control', e: GraphEdge): Cell[] => {
  const [from, to] = [graph.nodes.get(e.from), graph.nodes.get(e.to)]
  const ends = [from, to].flatMap((n): Cell[] => [n?.type ?? null, n?.namespace ?? null, n?.name ?? null, null])
  const said = [e.stale ?? null, e.inferred ?? null, e.firstSeenAt ?? null, e.lastSeenAt, e.runs ?? null]
  return [kind, ...ends, null, null, null, null, null, ...said]
}

const columnCells = (e: LineageColumnEdge): Cell[] => {
  const ends = [e.from, e.to].flatMap((end): Cell[] => ['dataset', end.namespace, end.name, end.field])
  const seen = [e.firstSeenAt ?? null, e.lastSeenAt ?? null]
  const job = [e.job?.namespace ?? null, e.job?.name ?? null]
  return ['column', ...ends, ...job, e.type, e.subtype, e.masking, null, e.inferred ?? null, ...seen, null]
}

/** The last row of a table that is not whole: its kind is `left_out`, and `from_name` says what. */
const leftOutCells = (note: string): Cell[] => ['left_out', null, null, note, ...Array.from(HEAD.matchAll(/,/g), () => null).slice(3)]

/**
 * The edges of a graph as CSV (RFC 4180), one a line: between nodes, between columns, and control flow. `notes`: what is left out of it, a row each at
 * its end.
 */
export const csvOf = (graph: Graph, keys: ReadonlySet<Key>, notes: readonly string[] = []): string => {
  const drawn = ({ from, to }: GraphEdge): boolean => keys.has(from) && keys.has(to)
  const has = (end: LineageColumnEdge['from']): boolean => keys.has(keyOf({ type: 'dataset', namespace: end.namespace, name: end.name }))
  const rows = [
    ...[...graph.edges.values()].filter(drawn).map((e) => edgeCells(graph, 'edge', e)),
    ...graph.columns.filter((e) => has(e.from) && has(e.to)).map(columnCells),
    ...graph.control.filter(drawn).map((e) => edgeCells(graph, 'control', e)),
  ]
  const line = (cells: readonly Cell[]): string => cells.map(csvCell).join(',')
  return [HEAD, ...rows.map(line).sort(compareText), ...notes.map((note) => line(leftOutCells(note)))].map((text) => `${text}\r\n`).join('')
}
