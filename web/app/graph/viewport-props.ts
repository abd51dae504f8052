import type { ReactNode, Ref } from 'react'
import type { GraphActions } from './actions.ts'
import type { Camera } from './camera.ts'
import type { ColumnEdge, ColumnPath } from '../../../src/graph/columns.ts'
import type { Shape } from './edges.ts'
import type { Key } from '../../../src/graph/keys.ts'
import type { Tint } from './lens.ts'
import type { Graph } from '../../../src/graph/model.ts'
import type { Marks } from '../../../src/graph/marks.ts'
import type { OpenCard } from '../../../src/graph/scene.ts'
import type { Eye } from './stage.ts'
import type { Drawn } from './use-layout.ts'
import type { Visible } from '../../../src/graph/visible.ts'

export interface ViewportHandle {
  readonly camera: Camera
  readonly fit: () => void
  readonly home: () => void
  readonly zoom: (factor: number) => void
  /** Brings a node into the middle, or only into sight. */
  readonly show: (key: Key, how: 'middle' | 'sight') => void
  readonly focus: (key: Key) => void
}
/** What cards are told. */
export interface CardsProps {
  readonly drawn: Drawn
  readonly graph: Graph
  readonly visible: Visible
  readonly open: ReadonlyMap<Key, OpenCard>
  readonly root: Key
  readonly selected: Key | null
  readonly active: Key
  readonly found: Key | null
  readonly path: ColumnPath | null
  readonly pins: readonly { readonly key: Key; readonly field: string }[]
  readonly tints: ReadonlyMap<Key, Tint>
  /** `short.side` of what is being read. */
  readonly busy: ReadonlySet<string>
  /** Sides can be opened and closed; not where only a column's path is drawn. */
  readonly expandable: boolean
  readonly actions: GraphActions
  /** What came and went, where two moments are compared. */
  readonly marks: Marks | null
}
export interface ViewportProps extends CardsProps {
  readonly eye: Eye | null
  readonly onEye: (eye: Eye) => void
  readonly label: string
  readonly handle: Ref<ViewportHandle>
  /** The edge of which a panel tells: between nodes, or of columns. */
  readonly asked: { readonly edge: string; readonly columns: readonly ColumnEdge[] } | null
  readonly onWhy: (from: Key, to: Key, fields: readonly [string, string] | null) => void
  readonly onEdge: (edge: Shape | null, x: number, y: number) => void
  readonly children: ReactNode
}
