import { useQueries, useQuery } from '@tanstack/react-query'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { DatasetDetail, Field } from '../../../../src/contract/catalog.ts'
import type { Lineage, LineageNode } from '../../../../src/contract/lineage.ts'
import type { Scene, SceneQuery } from '../../../../src/contract/scene.ts'
import { readsSide } from '../../../../src/contract/short.ts'
import { api } from '../../api/client.ts'
import type { Query } from '../../api/client.ts'
import { isJob, type Key, keyOf, type Side } from '../../../../src/graph/keys.ts'
import { type Grown, grown } from '../../../../src/graph/grow.ts'
import type { Graph, GraphNode } from '../../../../src/graph/model.ts'
import { queryClient } from '../../api/query.ts'
import { useKept, useSteady } from './steady.ts'
import { foldOf, useComparison, windowOf } from './time/use-changes.ts'
import { type ExplorerState, hopsAsked, type PinnedColumn } from './url.ts'

const PATH = '/api/v2/lineage'
const SCENE = '/api/v2/lineage/scene'
const LIMIT = 1000
const STALE = 60_000
/** Hops that the path of a column is followed. */
const FAR = 1_000
/** What one question may open; the rest is asked one by one. */
const MOST = { sides: 100, columns: 60, pins: 10 } as const

type Asked = { readonly id: string; readonly query: Query }
const question = (query: Query) => ({
  queryKey: [PATH, query] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<Lineage>(PATH, query, { signal }),
  staleTime: STALE,
})

/** What every question says. */
const common = (s: ExplorerState): Query => ({
  ...foldOf(s),
  asOf: s.asOf,
  inferred: true,
  window: windowOf(s),
  facts: true,
})
const refQuery = (n: LineageNode, s: ExplorerState) => ({
  ...common(s),
  control: s.control,
  type: n.type,
  namespace: n.namespace,
  name: n.name,
})

/** `last`, or days. */
const windowIn = (s: ExplorerState): Pick<SceneQuery, 'window'> => {
  const window = windowOf(s)
  return window === undefined ? {} : { window: window === 'last' ? window : Number(window) }
}

type Base = Omit<SceneQuery, 'sides' | 'columns' | 'pins'>
const baseOf = (s: ExplorerState): Base => ({
  type: s.type,
  namespace: s.namespace,
  name: s.name,
  direction: s.direction,
  depth: hopsAsked(s.depth),
  fold: s.fold,
  control: s.control,
  facts: true,
  inferred: true,
  limit: LIMIT,
  ...(s.asOf === null ? {} : { asOf: s.asOf }),
  ...windowIn(s),
})

/** The columns that are pinned, with the names of their datasets. */
const pinsOf = (s: ExplorerState): PinnedColumn[] =>
  s.pin === null
    ? []
    : [{ namespace: s.pin.dataset?.namespace ?? s.namespace, name: s.pin.dataset?.name ?? s.name, field: s.pin.field }, ...s.also]

const samePin = (a: PinnedColumn, b: PinnedColumn): boolean => a.namespace === b.namespace && a.name === b.name && a.field === b.field

/** Opened sides and over how many hops. */
const hopsOf = (s: ExplorerState): Map<string, number> => {
  const all = new Map([...s.sides].filter(([, children]) => children > 0).map(([id]) => [id, 1]))
  for (const [id, hops] of s.hops) if (s.sides.get(id) !== 0) all.set(id, hops)
  return all
}

const sceneOf = (s: ExplorerState): SceneQuery => ({
  ...baseOf(s),
  sides: [...hopsOf(s)]
    .slice(0, MOST.sides)
    .map(([id, hops]) => ({ node: id.slice(0, -2), side: id.endsWith('u') ? 'u' : 'd', hops: hopsAsked(hops) })),
  columns: s.columns.slice(0, MOST.columns),
  pins: pinsOf(s).slice(0, MOST.pins),
})

/**
 * The question with which the picture came: what was open then is read by it, and what is opened later by questions of its own.
 * Another depth, direction or time asks for the whole picture anew.
 */
const useSceneQuestion = (s: ExplorerState): SceneQuery => {
  const key = JSON.stringify(baseOf(s))
  const held = useRef<{ readonly key: string; readonly ask: SceneQuery } | null>(null)
  if (held.current?.key !== key) held.current = { key, ask: sceneOf(s) }
  return held.current.ask
}

type Own = ReadonlyMap<Key, number>
/** What the question about the root itself read, and how far from it; nothing where that had no room for all. */
const ownOf = (scene: Scene | undefined): Own =>
  new Map(
    scene === undefined || scene.leftOut > 0 || scene.leftOutAtLeast === true
      ? []
      : scene.nodes.slice(0, scene.own).map((n) => [keyOf(n), n.depth]),
  )

/** Was this side already read by the question about the root? */
const covered = (own: Own, s: ExplorerState, node: GraphNode, side: Side, hops: number): boolean => {
  const depth = own.get(node.key)
  return (
    depth !== undefined && !isJob(node.key) && hops === 1 && readsSide({ direction: s.direction, depth: hopsAsked(s.depth) }, depth, side)
  )
}

/** The question for one side of a node. */
export const sideQuestion = (s: ExplorerState, node: LineageNode, side: Side, hops: number) =>
  question({ ...refQuery(node, s), depth: hopsAsked(hops), direction: side === 'u' ? 'upstream' : 'downstream', limit: LIMIT })

/** Questions for what was opened since. A short name is known once its node has been read. */
const opened = (
  s: ExplorerState,
  ask: SceneQuery,
  scene: Scene | undefined,
  own: Own,
  byShort: ReadonlyMap<string, GraphNode>,
): Asked[] => {
  const out: Asked[] = []
  if (!scene) return out
  const read = new Map(ask.sides.map((x) => [`${x.node}.${x.side}`, x.hops]))
  for (const [id, hops] of hopsOf(s)) {
    const node = byShort.get(id.slice(0, -2))
    const side: Side = id.endsWith('u') ? 'u' : 'd'
    if (!node || (scene.sides.includes(id) && (read.get(id) ?? 0) >= hopsAsked(hops)) || covered(own, s, node, side, hops)) continue
    out.push({
      id,
      query: { ...refQuery(node, s), depth: hopsAsked(hops), direction: side === 'u' ? 'upstream' : 'downstream', limit: LIMIT },
    })
  }
  for (const short of s.columns) {
    const node = byShort.get(short)
    if (!node || scene.cards.includes(short)) continue
    out.push({ id: `${short}.c`, query: { ...refQuery(node, s), depth: 1, direction: 'both', columns: true, limit: LIMIT } })
  }
  for (const pin of pinsOf(s)) {
    if (ask.pins.some((p) => samePin(p, pin))) continue
    out.push({ id: pinId(pin), query: { ...common(s), type: 'dataset', ...pin, depth: FAR, direction: s.direction, limit: LIMIT } })
  }
  return out
}
const pinId = (pin: PinnedColumn): string => `pin ${JSON.stringify(pin)}`

export interface LoadedPin {
  readonly key: Key
  readonly field: string
  readonly ready: boolean
  readonly truncated: boolean
}
export interface Loaded {
  readonly graph: Graph
  readonly rootKey: Key | null
  readonly byShort: ReadonlyMap<string, GraphNode>
  readonly pending: boolean
  /** Another answer is being read; what is drawn is the one before. */
  readonly again: boolean
  readonly error: Error | null
  readonly retry: () => void
  /** Nodes for which the answer about the root had no room. */
  readonly leftOut: number
  readonly leftOutAtLeast: boolean
  /** Reading the answer about the root took too long, and was ended. */
  readonly late: boolean
  /** There is more beyond the depth that was asked for. */
  readonly beyond: boolean
  readonly reach: Lineage['reach']
  /** `short.side` of what is being read. */
  readonly busy: ReadonlySet<string>
  /** Questions about parts that failed. */
  readonly failed: readonly Error[]
  readonly retryFailed: () => void
  /** The pinned column, and all of them. */
  readonly pin: LoadedPin | null
  readonly pins: readonly LoadedPin[]
  readonly fields: ReadonlyMap<Key, readonly Field[]>
  readonly compared: ReturnType<typeof useComparison>
  /** Asks what a step will ask, before it is rendered. */
  readonly foresee: (next: ExplorerState) => void
}

const bySameId = (a: readonly Asked[], b: readonly Asked[]): boolean =>
  a.length === b.length && a.every((x, i) => x.id === b[i]?.id && JSON.stringify(x.query) === JSON.stringify(b[i]?.query))

/**
 * Everything that the address asks for, as one graph. A reload is one question, whatever was opened; each step from there is one
 * more, kept for a minute.
 */
export const useGraph = (s: ExplorerState): Loaded => {
  const ask = useSceneQuestion(s)
  // another depth or direction: what is drawn stays until the answer is there
  const root = useQuery<Scene, Error>({
    queryKey: [SCENE, ask],
    queryFn: ({ signal }) => api.post<Scene>(SCENE, ask, { signal }),
    staleTime: STALE,
    placeholderData: (before) => before,
  })
  const scene = root.data
  const [asked, setAsked] = useState<readonly Asked[]>([])
  const answers = useQueries({ queries: asked.map((a) => question(a.query)) })

  const compared = useComparison(s)
  const other = s.before === null ? undefined : compared.answer.data
  // what is there now comes last: its counts stand
  const read = useKept([other, scene, ...answers.map((a) => a.data)].filter((a): a is Lineage => a !== undefined))
  const growing = useRef<Grown | null>(null)
  const growth = useMemo(() => grown(growing.current, read), [read])
  growing.current = growth
  const { graph } = growth
  const rootKey = scene ? keyOf(scene.root) : null
  const byShort = useMemo(() => new Map([...graph.nodes.values()].map((n) => [n.short, n])), [graph])

  const own = useMemo(() => ownOf(scene), [scene])
  useLayoutEffect(() => {
    const next = root.isPlaceholderData ? [] : opened(s, ask, scene, own, byShort)
    setAsked((now) => (bySameId(now, next) ? now : next))
  }, [s, ask, byShort, scene, own, root.isPlaceholderData])
  const pins = pinsOf(s).map((pin): LoadedPin => {
    const i = ask.pins.findIndex((p) => samePin(p, pin))
    const told = i < 0 ? undefined : scene?.pins[i]
    const later = i < 0 ? answers[asked.findIndex((a) => a.id === pinId(pin))]?.data : undefined
    const key = keyOf({ type: 'dataset', ...(told?.root ?? later?.root ?? { namespace: pin.namespace, name: pin.name }) })
    return { key, field: pin.field, ready: told !== undefined || later !== undefined, truncated: (told ?? later)?.truncated ?? false }
  })
  const fields = useFields(s, scene, graph, byShort, pins)
  const keptPins = useKept(pins, (a, b) => JSON.stringify(a) === JSON.stringify(b))
  const failed = answers.filter((a) => a.isError)
  const unknown = ask.pins.filter((_, i) => scene?.pins[i]?.known === false).filter((p) => pinsOf(s).some((q) => samePin(p, q)))
  const reading = useKept(asked.filter((_, i) => answers[i]?.isPending).map((a) => a.id))
  const busy = useMemo(() => new Set(reading), [reading])
  const steady = useSteady({
    retry: () => void root.refetch(),
    retryFailed: () => {
      for (const a of failed) void a.refetch()
      if (unknown.length > 0) void root.refetch()
    },
    foresee: (next: ExplorerState) => {
      if (root.isPlaceholderData || JSON.stringify(baseOf(next)) !== JSON.stringify(baseOf(s))) return
      for (const { query } of opened(next, ask, scene, own, byShort)) void queryClient.prefetchQuery(question(query))
    },
  })
  const faults = [
    ...failed.flatMap((a) => (a.error ? [a.error] : [])),
    ...unknown.map((p) => new Error(`${p.name} has no column ${p.field}, or none that lineage names`)),
  ]
  const keptFaults = useKept(faults, (a, b) => a.length === b.length && a.every((e, i) => e.message === b[i]?.message))
  return useKept({
    graph,
    rootKey,
    byShort,
    pending: root.isPending,
    again: root.isPlaceholderData,
    error: root.error,
    leftOut: scene?.leftOut ?? 0,
    leftOutAtLeast: scene?.leftOutAtLeast ?? false,
    late: scene?.cutBy === 'time',
    beyond: scene?.truncated ?? false,
    reach: scene?.reach,
    busy,
    failed: keptFaults,
    pin: keptPins[0] ?? null,
    pins: keptPins,
    fields,
    compared,
    ...steady,
  })
}

/** Types and order of the columns, for cards that a person opened and those with a pinned column. */
const useFields = (
  s: ExplorerState,
  scene: Scene | undefined,
  graph: Graph,
  byShort: ReadonlyMap<string, GraphNode>,
  pins: readonly LoadedPin[],
): ReadonlyMap<Key, readonly Field[]> => {
  const told = useMemo(() => new Map((scene?.fields ?? []).map((f) => [keyOf({ type: 'dataset', ...f }), f.fields])), [scene])
  const nodes = scene ? [...s.columns.map((short) => byShort.get(short)), ...pins.map((p) => graph.nodes.get(p.key))] : []
  const open = [...new Set(nodes)].filter((n) => n?.type === 'dataset' && !told.has(n.key)).filter((n) => n !== undefined)
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
  const keys = useKept(open.map((n) => n.key))
  const data = useKept(details.map((d) => d.data))
  return useMemo(
    () => new Map([...told, ...keys.flatMap((key, i) => (data[i] ? [[key, data[i].fields] as const] : []))]),
    [told, keys, data],
  )
}
