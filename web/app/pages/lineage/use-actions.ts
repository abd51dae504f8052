import { type Dispatch, type RefObject, type SetStateAction, useMemo, useRef } from 'react'
import type { GraphActions } from '../../graph/actions.ts'
import type { Key, Side } from '../../../../src/graph/keys.ts'
import { ROWS } from '../../../../src/graph/scene.ts'
import { CHILDREN, CHILDREN_STEP } from '../../../../src/graph/visible.ts'
import type { PanelTab } from './panel.ts'
import { type ExplorerState, withSide } from './url.ts'
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
}

/** One object for the life of the page; it looks the current state up when something is done. */
export const useGraphActions = (parts: ActionParts): GraphActions => {
  const now = useRef(parts)
  now.current = parts
  return useMemo((): GraphActions => {
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
      collapse: (key, s) => side(key, s, () => 0),
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
      pin: (key, field) => {
        const id = short(key)
        if (id === null) return
        touch(key)
        const { graph } = now.current
        const same = graph.pin?.key === key && graph.pin.field === field
        now.current.setTab('column')
        const node = graph.graph.nodes.get(key)
        const pinned = { dataset: key === graph.rootKey || !node ? null : { namespace: node.namespace, name: node.name }, field }
        now.current.change(
          same
            ? { pin: null, only: false }
            : { pin: pinned, only: now.current.latest.current.pin !== null && now.current.latest.current.only, selected: id },
        )
      },
      hoverColumn: (key, field) => now.current.setHover(key === null || field === null ? null : { key, field }),
    }
  }, [])
}
