import type { Key } from '../../../../src/graph/keys.ts'
import type { Graph, GraphNode } from '../../../../src/graph/model.ts'
import type { Visible } from '../../../../src/graph/visible.ts'

/** What can be done from the panel of the selected node. */
export interface PanelActions {
  readonly close: () => void
  readonly show: (key: Key) => void
  readonly pin: (key: Key, field: string) => void
  readonly toggleColumns: (key: Key) => void
  readonly setTab: (tab: PanelTab) => void
  /** Asks why an edge is there; `fields` of a column edge. */
  readonly why: (from: Key, to: Key, fields: readonly [string, string] | null) => void
}
export type PanelTab = 'column' | 'about' | 'neighbours' | 'causes'

/** What the panel is told. */
export interface PanelProps {
  readonly node: GraphNode
  readonly graph: Graph
  readonly visible: Visible
  readonly isRoot: boolean
  readonly pin: { readonly key: Key; readonly field: string } | null
  readonly columnsOpen: boolean
  readonly tab: PanelTab
  readonly asOf: string | null
  readonly actions: PanelActions
}
