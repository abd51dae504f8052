import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { DatasetDetail, Field } from '../../../../src/contract/catalog.ts'
import type { Lineage, LineageNode } from '../../../../src/contract/lineage.ts'
import { api } from '../../api/client.ts'
import type { Query } from '../../api/client.ts'
import { isJob, type Key, keyOf, type Side } from '../../../../src/graph/keys.ts'
import { type Graph, type GraphNode, mergeAnswers } from '../../../../src/graph/model.ts'
import { useComparison, windowOf } from './time/use-changes.ts'
import type { ExplorerState } from './url.ts'

const PATH = '/api/v2/lineage'
const LIMIT = 1000
const STALE = 60_000
/** Hops that the path of a column is followed. */
const FAR = 100

type Asked = { readonly id: string; readonly query: Query }
const question = (query: Query) => ({
  queryKey: [PATH, query] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Lineage>(PATH, query, { signal }),
  staleTime: STALE,
})

/** What every question says: jobs are folded, and what is inside a job that is the root counts as it wherever one asks. */
const common = (s: ExplorerState): Query => ({
  fold: s.fold,
  topNamespace: s.fold && s.type === 'job' ? s.namespace : undefined,
  topName: s.fold && s.type === 'job' ? s.name : undefined,
  asOf: s.asOf,
  inferred: true,
  window: windowOf(s),
})
const rootQuery = (s: ExplorerState): Query => ({
  ...common(s),
  control: s.control,
  type: s.type,
  namespace: s.namespace,
  name: s.name,
  depth: s.depth,
  direction: s.direction,
  limit: LIMIT,
})
const refQuery = (n: LineageNode, s: ExplorerState) => ({
  ...common(s),
  control: s.control,
  type: n.type,
  namespace: n.namespace,
  name: n.name,
})

const pathQuery = (s: ExplorerState): Query | null =>
  s.pin && {
    ...common(s),
    type: 'dataset',
    namespace: s.pin.dataset?.namespace ?? s.namespace,
    name: s.pin.dataset?.name ?? s.name,
    field: s.pin.field,
    depth: FAR,
    direction: s.direction,
    limit: LIMIT,
  }

/** Was this side already read by the question about the root? */
const covered = (root: Lineage | undefined, rootKey: Key | null, s: ExplorerState, node: GraphNode, side: Side): boolean => {
  if (!root || root.leftOut > 0 || isJob(node.key)) return false
  const first = root.nodes.find((n) => keyOf(n) === node.key)
  if (!first) return false
  const toward = side === 'u' ? 'upstream' : 'downstream'
  const hop = side === 'u' ? -first.depth : first.depth
  return (
    s.direction !== (side === 'u' ? 'downstream' : 'upstream') &&
    (node.key === rootKey || hop >= 0) &&
    hop < s.depth &&
    (s.direction === 'both' || s.direction === toward)
  )
}

/** Questions for the sides and cards that a person opened. A short name is known once its node has been read. */
const opened = (s: ExplorerState, byShort: ReadonlyMap<string, GraphNode>, root: Lineage | undefined, rootKey: Key | null): Asked[] => {
  const out: Asked[] = []
  for (const [id, children] of s.sides) {
    const node = byShort.get(id.slice(0, -2))
    const side: Side = id.endsWith('u') ? 'u' : 'd'
    if (!node || children === 0 || covered(root, rootKey, s, node, side)) continue
    out.push({ id, query: { ...refQuery(node, s), depth: 1, direction: side === 'u' ? 'upstream' : 'downstream', limit: LIMIT } })
  }
  for (const short of s.columns) {
    const node = byShort.get(short)
    if (node) out.push({ id: `${short}.c`, query: { ...refQuery(node, s), depth: 1, direction: 'both', columns: true, limit: LIMIT } })
  }
  return out
}

export interface Loaded {
  readonly graph: Graph
  readonly rootKey: Key | null
  readonly byShort: ReadonlyMap<string, GraphNode>
  readonly pending: boolean
  readonly error: Error | null
  readonly retry: () => void
  /** Nodes for which the answer about the root had no room. */
  readonly leftOut: number
  /** `short.side` of what is being read. */
  readonly busy: ReadonlySet<string>
  /** Questions about parts that failed. */
  readonly failed: readonly Error[]
  readonly retryFailed: () => void
  readonly pin: { readonly key: Key; readonly field: string; readonly ready: boolean; readonly truncated: boolean } | null
  readonly fields: ReadonlyMap<Key, readonly Field[]>
  readonly compared: ReturnType<typeof useComparison>
}

/** The same array for as long as its elements are the same, whatever their number. */
const useSame = <T>(list: readonly T[]): readonly T[] => {
  const kept = useRef(list)
  if (kept.current.length !== list.length || kept.current.some((x, i) => x !== list[i])) kept.current = list
  return kept.current
}

const bySameId = (a: readonly Asked[], b: readonly Asked[]): boolean =>
  a.length === b.length && a.every((x, i) => x.id === b[i]?.id && JSON.stringify(x.query) === JSON.stringify(b[i]?.query))

/**
 * Everything that the address asks for, as one graph: the root, each opened side, the columns of each open card, the path of the
 * pinned column. Each is one question, kept for a minute; as nodes come in, the short names behind them open.
 */
export const useGraph = (s: ExplorerState): Loaded => {
  // another depth or direction: what is drawn stays until the answer is there
  const root = useQuery({ ...question(rootQuery(s)), placeholderData: keepPreviousData<Lineage> })
  const [asked, setAsked] = useState<readonly Asked[]>([])
  const answers = useQueries({ queries: asked.map((a) => question(a.query)) })
  const path = useQuery({ ...question(pathQuery(s) ?? {}), enabled: s.pin !== null })

  const compared = useComparison(s)
  const other = s.before === null ? undefined : compared.answer.data
  // what is there now comes last: its counts stand
  const read = useSame([other, root.data, ...answers.map((a) => a.data), s.pin ? path.data : undefined])
  const graph = useMemo(() => mergeAnswers(read.filter((a): a is Lineage => a !== undefined)), [read])
  const rootKey = root.data ? keyOf(root.data.root) : null
  const byShort = useMemo(() => new Map([...graph.nodes.values()].map((n) => [n.short, n])), [graph])

  useEffect(() => {
    const next = opened(s, byShort, root.data, rootKey)
    setAsked((now) => (bySameId(now, next) ? now : next))
  }, [s, byShort, root.data, rootKey])
  const pinKey =
    s.pin === null ? null : path.data ? keyOf(path.data.root) : s.pin.dataset ? keyOf({ type: 'dataset', ...s.pin.dataset }) : rootKey
  const fields = useFields(s, byShort, pinKey === null ? undefined : graph.nodes.get(pinKey))
  const failed = [...answers, ...(s.pin ? [path] : [])].filter((a) => a.isError)
  return {
    graph,
    rootKey,
    byShort,
    pending: root.isPending,
    error: root.error,
    retry: () => void root.refetch(),
    leftOut: root.data?.leftOut ?? 0,
    busy: new Set(asked.filter((_, i) => answers[i]?.isPending).map((a) => a.id)),
    failed: failed.flatMap((a) => (a.error ? [a.error] : [])),
    retryFailed: () => failed.forEach((a) => void a.refetch()),
    pin:
      pinKey !== null && s.pin
        ? { key: pinKey, field: s.pin.field, ready: path.data !== undefined, truncated: path.data?.truncated ?? false }
        : null,
    fields,
    compared,
  }
}

/** Types and order of the columns, for cards that a person opened and the one with the pinned column. */
const useFields = (
  s: ExplorerState,
  byShort: ReadonlyMap<string, GraphNode>,
  pinned: GraphNode | undefined,
): ReadonlyMap<Key, readonly Field[]> => {
  const nodes = [...s.columns.map((short) => byShort.get(short)), pinned].filter((n) => n?.type === 'dataset')
  const open = [...new Set(nodes)].filter((n) => n !== undefined)
  const details = useQueries({
    queries: open.map((n) => {
      const query = { namespace: n.namespace, name: n.name }
      return {
        queryKey: ['/api/v2/dataset', query],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.get<DatasetDetail>('/api/v2/dataset', query, { signal }),
        staleTime: STALE,
      }
    }),
  })
  const keys = useSame(open.map((n) => n.key))
  const data = useSame(details.map((d) => d.data))
  return useMemo(() => new Map(keys.flatMap((key, i) => (data[i] ? [[key, data[i].fields] as const] : []))), [keys, data])
}
