import { useMemo } from 'react'
import { type ColumnIndex, columnPath, type ColumnPath, indexColumns } from '../../../../src/graph/columns.ts'
import { conditionsOf, type Filtered, filtered } from '../../graph/filter.ts'
import { GROUP_FROM, grouped, type Grouping, groupsIn } from '../../../../src/graph/groups.ts'
import { isJob, type Key } from '../../../../src/graph/keys.ts'
import type { LayoutInput } from '../../../../src/graph/layout/types.ts'
import { inferredNodes, legendOf, type LegendLine, type Lens, type Tint, tintOf } from '../../graph/lens.ts'
import { edgeId, type Graph } from '../../../../src/graph/model.ts'
import { cardRows, layoutInput, type OpenCard, ROWS } from '../../../../src/graph/scene.ts'
import { parseSelector, type Term } from '../../graph/selector.ts'
import { type NodeGroup, sameVisible, type View, type Visible, visibleOf, visibleSet } from '../../../../src/graph/visible.ts'
import { useKept } from './steady.ts'
import { type ExplorerState, hopsAsked } from './url.ts'
import type { Loaded } from './use-graph.ts'

export interface Column {
  readonly key: Key
  readonly field: string
}
export interface Scene {
  readonly index: ColumnIndex
  /** What is drawn: filtered, and in groups. */
  readonly visible: Visible
  /** The same without groups: what the list shows. */
  readonly listed: Visible
  /** The same before it was filtered. */
  readonly opened: Visible
  readonly terms: readonly Term[]
  /** Nodes that filters and the legend hide. */
  readonly hidden: number
  readonly grouping: Grouping
  /** All groups, also those that were opened. */
  readonly groups: readonly NodeGroup[]
  readonly tints: ReadonlyMap<Key, Tint>
  readonly legend: readonly LegendLine[]
  /** The paths of the pinned columns, as one. */
  readonly pinned: ColumnPath | null
  readonly open: ReadonlyMap<Key, OpenCard>
  readonly input: LayoutInput | null
  /** Only the path is drawn. */
  readonly only: boolean
  /** More than one should draw unasked. */
  readonly tooMany: boolean
}
/** Past so many nodes a person is asked first. */
const MANY = 3_000

const startOf = (c: Column): { dataset: Key; field: string } => ({ dataset: c.key, field: c.field })

/** Is the pointer over a column: its path, together with those of the pinned ones. */
export const hoverPath = (index: ColumnIndex, pins: readonly Column[], hover: Column | null, indirect: boolean): ColumnPath | null =>
  pins.length === 0 && hover === null ? null : columnPath(index, [...pins, ...(hover ? [hover] : [])].map(startOf), indirect)

/** The edges between nodes along which a path runs. */
const edgesOn = (path: ColumnPath): Set<string> =>
  new Set(
    [...path.edges].flatMap((e) => (e.job === null ? [edgeId(e.fromKey, e.toKey)] : [edgeId(e.fromKey, e.job), edgeId(e.job, e.toKey)])),
  )

const NO_TINTS: ReadonlyMap<Key, Tint> = new Map()
const NO_GROUPS: readonly NodeGroup[] = []

const tintsOf = (lens: Lens, graph: Graph, visible: Visible, asOf: string | null): ReadonlyMap<Key, Tint> => {
  if (lens === 'none') return NO_TINTS
  const [now, inferred, tints] = [asOf === null ? Date.now() : Date.parse(asOf), inferredNodes(graph), new Map<Key, Tint>()]
  for (const key of visible.nodes) {
    const node = graph.nodes.get(key)
    const tint = node && tintOf(lens, key, node, now, inferred, asOf !== null)
    if (tint) tints.set(key, tint)
  }
  return tints
}

/** Of open cards: how many columns they show, and what is looked for in them. */
export interface CardState {
  readonly rows: ReadonlyMap<Key, number>
  readonly find: ReadonlyMap<Key, string>
}

/** What is drawn of what was loaded: opened, then filtered, then in groups; open cards; and what the layout gets. */
export const useScene = (s: ExplorerState, loaded: Loaded, shown: CardState, anyway: boolean): Scene => {
  const { graph, rootKey, byShort, fields } = loaded
  const { rows, find } = shown
  const { columns } = graph
  const index = useMemo(() => indexColumns({ columns }), [columns])
  const pinText = JSON.stringify(loaded.pins.map((p) => [p.key, p.field]))
  const pinned = useMemo(() => {
    const starts = (JSON.parse(pinText) as [Key, string][]).map(([dataset, field]) => ({ dataset, field }))
    return starts.length > 0 ? columnPath(index, starts, s.indirect) : null
  }, [index, pinText, s.indirect])
  const only = pinned !== null && s.only && loaded.pins.every((p) => p.ready)
  const found = useMemo((): Visible => {
    if (rootKey === null) return visibleSet(graph, [])
    if (only && pinned) return visibleSet(graph, [rootKey, ...pinned.nodes], edgesOn(pinned))
    const view: View = {
      root: rootKey,
      direction: s.direction,
      depth: hopsAsked(s.depth),
      sides: s.sides,
      hops: new Map([...s.hops].map(([id, n]) => [id, hopsAsked(n)])),
      shown: new Set(s.shown),
    }
    return visibleOf(graph, view)
  }, [graph, rootKey, only, pinned, s.direction, s.depth, s.sides, s.hops, s.shown])
  // a step that shows nothing else is not another picture
  const opened = useKept(found, sameVisible)
  const terms = useMemo(() => parseSelector(s.filter).terms, [s.filter])
  const byTerms = useMemo(
    (): Filtered =>
      only || rootKey === null ? { visible: opened, hidden: 0 } : filtered(graph, opened, conditionsOf(graph, opened, terms), rootKey),
    [graph, opened, terms, only, rootKey],
  )
  const tints = useMemo(() => tintsOf(s.lens, graph, byTerms.visible, s.asOf), [s.lens, s.asOf, graph, byTerms])
  const legend = useMemo(() => legendOf(tints.values()), [tints])
  const kept = useMemo((): Filtered => {
    if (only || rootKey === null || s.keep.length === 0 || tints === NO_TINTS) return byTerms
    const byLens = filtered(
      graph,
      byTerms.visible,
      [(key) => (tints.has(key) ? s.keep.includes(tints.get(key)?.value ?? '') : null)],
      rootKey,
    )
    return { visible: byLens.visible, hidden: byTerms.hidden + byLens.hidden }
  }, [graph, byTerms, tints, s.keep, only, rootKey])
  const listed = kept.visible
  const grouping: Grouping = only ? 'none' : (s.group ?? (listed.nodes.size > GROUP_FROM ? 'schema' : 'none'))
  const groups = useMemo(() => {
    if (grouping === 'none' || rootKey === null) return NO_GROUPS
    return groupsIn(graph, listed, grouping, new Set([rootKey, ...(pinned?.nodes ?? [])]))
  }, [graph, listed, grouping, rootKey, pinned])
  const visible = useMemo(
    () =>
      grouped(
        listed,
        groups.filter((g) => !s.groupsOpen.includes(g.short)),
      ),
    [listed, groups, s.groupsOpen],
  )
  const open = useMemo(() => {
    const cards = new Map<Key, OpenCard>()
    const add = (key: Key, limit: number | null): void => {
      if (isJob(key) || !visible.nodes.has(key)) return
      const card = cardRows(key, index, pinned, fields.get(key), limit, find.get(key))
      if (limit !== null || card.rows.length > 0) cards.set(key, card)
    }
    for (const key of pinned?.nodes ?? []) add(key, null)
    for (const short of s.columns) {
      const key = byShort.get(short)?.key
      if (key !== undefined) add(key, rows.get(key) ?? ROWS)
    }
    return cards
  }, [visible, index, pinned, fields, s.columns, byShort, rows, find])
  const tooMany = visible.nodes.size > MANY && !anyway
  const input = useMemo(
    () => (rootKey === null || visible.nodes.size === 0 || tooMany ? null : layoutInput(graph, visible, open, pinned, rootKey)),
    [graph, visible, open, pinned, rootKey, tooMany],
  )
  return useKept({
    index,
    visible,
    listed,
    opened,
    terms,
    hidden: kept.hidden,
    grouping,
    groups,
    tints,
    legend,
    pinned,
    open,
    input,
    only,
    tooMany,
  })
}
