import { type Dispatch, type RefObject, type SetStateAction, useMemo, useRef } from 'react'
import type { GraphActions } from '../../graph/actions.ts'
import type { Key, Side } from '../../../../src/graph/keys.ts'
import { ROWS } from '../../../../src/graph/scene.ts'
import { neighbours } from '../../../../src/graph/model.ts'
import { wayTo } from '../../graph/reveal.ts'
import { CHILDREN, CHILDREN_STEP, type NodeGroup, type Visible } from '../../../../src/graph/visible.ts'
import type { PanelTab } from './panel.ts'
import { type ExplorerState, type PinnedColumn, withSide } from './url.ts'
import type { Loaded } from './use-graph.ts'
import type { Column } from './use-scene.ts'

/** In `sel`: the panel was closed. */
export const CLOSED = 'none'

/** A step of the state; `replace` leaves no trace in the history. */
export type Change = (next: Partial<ExplorerState>, how?: 'push' | 'replace') => void
interface ActionParts {
  readonly change: Change
  readonly latest: RefObject<ExplorerState>
  readonly graph: Loaded
  readonly setActive: (key: Key) => void
  readonly setAnchor: (key: Key) => void
  readonly setHover: (column: Column | null) => void
  readonly setRows: Dispatch<SetStateAction<ReadonlyMap<Key, number>>>
  readonly setTab: (tab: PanelTab) => void
  readonly setFind: Dispatch<SetStateAction<ReadonlyMap<Key, string>>>
  readonly setMenu: (menu: SideMenuAt) => void
  /** Without groups: what is drawn or inside of one. */
  readonly listed: Visible
  readonly groups: readonly NodeGroup[]
  /** The node that is to come into the middle once it is drawn. */
  readonly setGoal: (key: Key) => void
}
export interface SideMenuAt {
  readonly key: Key
  /** One, where its plus sign was asked; from the card itself, each that can be opened. */
  readonly sides: readonly Side[]
  readonly x: number
  readonly y: number
}
/** What the page itself does beside the graph. */
export interface PageActions extends GraphActions {
  /** Opens a side over so many hops at once. */
  readonly expandFar: (key: Key, side: Side, hops: number) => void
  readonly closeGroup: (short: string) => void
}

/** One object for the life of the page; it looks the current state up when something is done. */
export const useGraphActions = (parts: ActionParts): PageActions => {
  const now = useRef(parts)
  now.current = parts
  return useMemo((): PageActions => {
    const short = (key: Key): string | null => now.current.graph.graph.nodes.get(key)?.short ?? null
    const touch = (key: Key): void => {
      now.current.setActive(key)
      now.current.setAnchor(key)
    }
    const side = (key: Key, s: Side, children: (before: number) => number): void => {
      const id = short(key)
      if (id === null) return
      touch(key)
      const before = now.current.latest.current.sides.get(`${id}.${s}`)
      now.current.change(withSide(now.current.latest.current, id, s, children(before ?? CHILDREN)))
    }
    return {
      select: (key) => {
        if (key !== null) now.current.setActive(key)
        now.current.change({ selected: key === null ? CLOSED : short(key), why: null }, 'replace')
      },
      enter: (key) => now.current.setActive(key),
      expand: (key, s) => side(key, s, (before) => Math.max(before, CHILDREN)),
      collapse: (key, s) => {
        const id = short(key)
        const { graph, latest } = now.current
        if (id === null) return
        touch(key)
        const next = withSide(latest.current, id, s, 0)
        const gone = new Set(neighbours(graph.graph, key, s).map((k) => graph.graph.nodes.get(k)?.short))
        const hops = new Map([...next.hops].filter(([at]) => at !== `${id}.${s}`))
        now.current.change({ sides: next.sides, hops, shown: next.shown.filter((x) => !gone.has(x)) })
      },
      expandFar: (key, s, hops) => {
        const id = short(key)
        if (id === null) return
        touch(key)
        const { latest, change } = now.current
        const sides = new Map([...latest.current.sides].filter(([at, n]) => at !== `${id}.${s}` || n > 0))
        change({ sides, hops: new Map([...latest.current.hops, [`${id}.${s}`, hops]]) })
      },
      openGroup: (group) => {
        const { latest, change, groups } = now.current
        const first = groups.find((g) => g.short === group)?.members[0]
        if (first !== undefined) now.current.setActive(first)
        change({ groupsOpen: [...latest.current.groupsOpen.filter((g) => g !== group), group] })
      },
      closeGroup: (group) => now.current.change({ groupsOpen: now.current.latest.current.groupsOpen.filter((g) => g !== group) }),
      reveal: (key) => {
        const { latest, change, graph, listed, groups } = now.current
        if (graph.rootKey === null) return
        const way = wayTo(graph.graph, listed.nodes, graph.rootKey, key).flatMap((k) => graph.graph.nodes.get(k)?.short ?? [])
        const inside = groups.find((g) => g.members.includes(key))?.short
        now.current.setActive(key)
        now.current.setGoal(key)
        const { shown, groupsOpen } = latest.current
        change({
          shown: [...shown, ...way.filter((x) => !shown.includes(x))],
          groupsOpen: inside === undefined || groupsOpen.includes(inside) ? groupsOpen : [...groupsOpen, inside],
        })
      },
      menu: (key, s, x, y) => now.current.setMenu({ key, sides: [s], x, y }),
      findColumns: (key, text) => now.current.setFind((all) => new Map([...all, [key, text]])),
      more: (key, s) => side(key, s, (before) => before + CHILDREN_STEP),
      listAll: (key) => {
        now.current.setTab('neighbours')
        now.current.change({ selected: short(key) }, 'replace')
      },
      toggleColumns: (key) => {
        const id = short(key)
        if (id === null || !now.current.graph.graph.nodes.get(key)?.hasColumns) return
        touch(key)
        const { columns } = now.current.latest.current
        now.current.change({ columns: columns.includes(id) ? columns.filter((c) => c !== id) : [...columns, id] })
      },
      moreColumns: (key) => {
        const id = short(key)
        if (id === null) return
        touch(key)
        const { columns } = now.current.latest.current
        if (columns.includes(id)) now.current.setRows((rows) => new Map([...rows, [key, (rows.get(key) ?? ROWS) + ROWS]]))
        else now.current.change({ columns: [...columns, id] })
      },
      pin: (key, field, add = false) => {
        const { graph, latest, change } = now.current
        const node = graph.graph.nodes.get(key)
        if (!node) return
        touch(key)
        now.current.setTab('column')
        const before = graph.pins.map((p): PinnedColumn | null => {
          const at = graph.graph.nodes.get(p.key)
          return at ? { namespace: at.namespace, name: at.name, field: p.field } : null
        })
        const mine: PinnedColumn = { namespace: node.namespace, name: node.name, field }
        const same = (p: PinnedColumn | null): boolean => p?.namespace === mine.namespace && p.name === mine.name && p.field === field
        const others = before.filter((p): p is PinnedColumn => p !== null && !same(p))
        const had = before.some(same)
        const next = had ? others : add ? [...others, mine] : [mine]
        const [first, ...also] = next.slice(0, 10)
        const root = graph.rootKey === null ? undefined : graph.graph.nodes.get(graph.rootKey)
        const ofRoot = first !== undefined && root?.type === 'dataset' && root.namespace === first.namespace && root.name === first.name
        change({
          pin:
            first === undefined ? null : { dataset: ofRoot ? null : { namespace: first.namespace, name: first.name }, field: first.field },
          also,
          only: first !== undefined && latest.current.pin !== null && latest.current.only,
          ...(had ? {} : { selected: node.short }),
        })
      },
      hoverColumn: (key, field) => now.current.setHover(key === null || field === null ? null : { key, field }),
    }
  }, [])
}
