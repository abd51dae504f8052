import type { LineageColumnEdge } from '../contract/lineage.ts'
import { compareText, type Key, keyOf } from './keys.ts'
import type { Graph } from './model.ts'
import { push } from './multimap.ts'

/** A column of a dataset; `*` in place of the dot stands for the whole dataset. */
export type ColumnId = string
export const columnId = (dataset: Key, field: string | null): ColumnId =>
  `${dataset.length}${field === null ? '*' : '.'}${dataset}${field ?? ''}`

export interface ColumnEdge {
  readonly from: ColumnId
  readonly to: ColumnId
  readonly fromKey: Key
  readonly toKey: Key
  readonly job: Key | null
  readonly indirect: boolean
  readonly masking: boolean
  /** Read out of SQL, said by nobody: drawn dotted. */
  readonly inferred: boolean
  readonly raw: LineageColumnEdge
}
export interface ColumnFacts {
  readonly field: string
  readonly from: number
  readonly into: number
  readonly masked: boolean
}
export interface ColumnIndex {
  readonly into: ReadonlyMap<ColumnId, readonly ColumnEdge[]>
  readonly outOf: ReadonlyMap<ColumnId, readonly ColumnEdge[]>
  /** Columns with lineage, by dataset, sorted by name. */
  readonly fields: ReadonlyMap<Key, readonly ColumnFacts[]>
}

const dataset = (i: { namespace: string; name: string }): Key => keyOf({ type: 'dataset', namespace: i.namespace, name: i.name })

const toEdge = (raw: LineageColumnEdge): ColumnEdge => {
  const [fromKey, toKey] = [dataset(raw.from), dataset(raw.to)]
  return {
    from: columnId(fromKey, raw.from.field),
    to: columnId(toKey, raw.to.field),
    fromKey,
    toKey,
    job: raw.job && keyOf({ type: 'job', namespace: raw.job.namespace, name: raw.job.name }),
    indirect: raw.type === 'INDIRECT',
    masking: raw.masking,
    inferred: raw.inferred === true,
    raw,
  }
}

/** Lookup of the loaded column edges in both directions. */
export const indexColumns = (graph: Pick<Graph, 'columns'>): ColumnIndex => {
  const into = new Map<ColumnId, ColumnEdge[]>()
  const outOf = new Map<ColumnId, ColumnEdge[]>()
  const facts = new Map<Key, Map<string, { field: string; from: number; into: number; masked: boolean }>>()
  const fact = (key: Key, field: string) => {
    const of = facts.get(key) ?? new Map<string, { field: string; from: number; into: number; masked: boolean }>()
    facts.set(key, of)
    const f = of.get(field) ?? { field, from: 0, into: 0, masked: false }
    of.set(field, f)
    return f
  }
  for (const raw of graph.columns) {
    const e = toEdge(raw)
    push(into, e.to, e)
    push(outOf, e.from, e)
    if (raw.from.field !== null) fact(e.fromKey, raw.from.field).into++
    if (raw.to.field === null) continue
    const f = fact(e.toKey, raw.to.field)
    f.from++
    f.masked ||= e.masking
  }
  const fields = new Map([...facts].map(([key, of]) => [key, [...of.values()].sort((a, b) => compareText(a.field, b.field))]))
  return { into, outOf, fields }
}

/** What lights up for a column: columns, the edges between them, and the cards and pills that they touch. */
export interface ColumnPath {
  /** Datasets of the columns from which it was followed. */
  readonly starts?: ReadonlySet<Key>
  readonly columns: ReadonlySet<ColumnId>
  readonly edges: ReadonlySet<ColumnEdge>
  readonly nodes: ReadonlySet<Key>
}

/** Whole dataset of a column: what is said of it holds for each of its columns. */
const wholeOf = (id: ColumnId): ColumnId => {
  const digits = id.search(/[.*]/)
  return `${id.slice(0, digits)}*${id.slice(digits + 1, digits + 1 + Number(id.slice(0, digits)))}`
}
const edgesAt = (map: ReadonlyMap<ColumnId, readonly ColumnEdge[]>, id: ColumnId): readonly ColumnEdge[] => {
  const whole = map.get(wholeOf(id))
  const own = map.get(id) ?? []
  return whole && wholeOf(id) !== id ? [...own, ...whole] : own
}

/** Follows column edges from some columns both ways. INDIRECT edges (filter, join, group …) only where asked for. */
export const columnPath = (index: ColumnIndex, starts: readonly { dataset: Key; field: string }[], indirect: boolean): ColumnPath => {
  const columns = new Set<ColumnId>(starts.map((s) => columnId(s.dataset, s.field)))
  const nodes = new Set<Key>(starts.map((s) => s.dataset))
  const edges = new Set<ColumnEdge>()
  for (const forward of [false, true]) {
    const seen = new Set<ColumnId>(starts.map((s) => columnId(s.dataset, s.field)))
    const queue = [...seen]
    for (const id of queue) {
      for (const e of edgesAt(forward ? index.outOf : index.into, id)) {
        if (e.indirect && !indirect) continue
        edges.add(e)
        const next = forward ? e.to : e.from
        columns.add(next)
        nodes.add(forward ? e.toKey : e.fromKey)
        if (e.job) nodes.add(e.job)
        // an edge to or from a whole dataset ends the path: going on would light every column of it
        if (seen.has(next) || (forward ? e.raw.to.field : e.raw.from.field) === null) continue
        seen.add(next)
        queue.push(next)
      }
    }
  }
  return { starts: new Set(starts.map((s) => s.dataset)), columns, edges, nodes }
}

/** Columns of one dataset that are on a path, by name. */
export const columnsOn = (path: ColumnPath, index: ColumnIndex, key: Key): string[] =>
  (index.fields.get(key) ?? []).filter((f) => path.columns.has(columnId(key, f.field))).map((f) => f.field)

/** What is said of one column being made of another. */
export const columnsBetween = (index: ColumnIndex, from: Key, to: Key, [a, b]: readonly [string, string]): readonly ColumnEdge[] =>
  (index.into.get(columnId(to, b)) ?? []).filter((e) => e.from === columnId(from, a))
