import { useMemo } from 'react'
import { type ColumnIndex, columnPath, type ColumnPath, indexColumns } from '../../../../src/graph/columns.ts'
import { isJob, type Key } from '../../../../src/graph/keys.ts'
import type { LayoutInput } from '../../../../src/graph/layout/types.ts'
import { edgeId } from '../../../../src/graph/model.ts'
import { cardRows, layoutInput, type OpenCard, ROWS } from '../../../../src/graph/scene.ts'
import { type View, type Visible, visibleOf, visibleSet } from '../../../../src/graph/visible.ts'
import type { ExplorerState } from './url.ts'
import type { Loaded } from './use-graph.ts'

export interface Column {
  readonly key: Key
  readonly field: string
}
export interface Scene {
  readonly index: ColumnIndex
  readonly visible: Visible
  /** The path of the pinned column. */
  readonly pinned: ColumnPath | null
  readonly open: ReadonlyMap<Key, OpenCard>
  readonly input: LayoutInput | null
  /** Only the path is drawn. */
  readonly only: boolean
}

const startOf = (c: Column): { dataset: Key; field: string } => ({ dataset: c.key, field: c.field })

/** Is the pointer over a column: its path, together with that of the pinned one. */
export const hoverPath = (index: ColumnIndex, pin: Column | null, hover: Column | null, indirect: boolean): ColumnPath | null =>
  pin === null && hover === null ? null : columnPath(index, [pin, hover].filter((c): c is Column => c !== null).map(startOf), indirect)

/** The edges between nodes along which a path runs. */
const edgesOn = (path: ColumnPath): Set<string> =>
  new Set(
    [...path.edges].flatMap((e) => (e.job === null ? [edgeId(e.fromKey, e.toKey)] : [edgeId(e.fromKey, e.job), edgeId(e.job, e.toKey)])),
  )

/** What is drawn of what was loaded: the visible part, open cards, and what the layout gets. */
export const useScene = (s: ExplorerState, loaded: Loaded, rows: ReadonlyMap<Key, number>): Scene => {
  const { graph, rootKey, byShort, pin, fields } = loaded
  const index = useMemo(() => indexColumns(graph), [graph])
  const [pinKey, pinField] = [pin?.key ?? null, pin?.field ?? null]
  const pinned = useMemo(
    () => (pinKey !== null && pinField !== null ? columnPath(index, [{ dataset: pinKey, field: pinField }], s.indirect) : null),
    [index, pinKey, pinField, s.indirect],
  )
  const only = pinned !== null && s.only && (pin?.ready ?? false)
  const visible = useMemo((): Visible => {
    if (rootKey === null) return visibleSet(graph, [])
    if (only && pinned) return visibleSet(graph, [rootKey, ...pinned.nodes], edgesOn(pinned))
    const view: View = { root: rootKey, direction: s.direction, depth: s.depth, sides: s.sides }
    return visibleOf(graph, view)
  }, [graph, rootKey, only, pinned, s.direction, s.depth, s.sides])
  const open = useMemo(() => {
    const cards = new Map<Key, OpenCard>()
    const add = (key: Key, limit: number | null): void => {
      if (isJob(key) || !visible.nodes.has(key)) return
      const card = cardRows(key, index, pinned, fields.get(key), limit)
      if (limit !== null || card.rows.length > 0) cards.set(key, card)
    }
    for (const key of pinned?.nodes ?? []) add(key, null)
    for (const short of s.columns) {
      const key = byShort.get(short)?.key
      if (key !== undefined) add(key, rows.get(key) ?? ROWS)
    }
    return cards
  }, [visible, index, pinned, fields, s.columns, byShort, rows])
  const input = useMemo(
    () => (rootKey === null || visible.nodes.size === 0 ? null : layoutInput(graph, visible, open, pinned, rootKey)),
    [graph, visible, open, pinned, rootKey],
  )
  return { index, visible, pinned, open, input, only }
}
