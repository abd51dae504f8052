import type { ColumnPath } from '../../../../src/graph/columns.ts'
import type { FindHit } from '../../graph/find.ts'
import type { Key } from '../../../../src/graph/keys.ts'
import type { kindOf } from '../../graph/stage.ts'
import type { Drawn } from '../../graph/use-layout.ts'
import type { PanelTab } from './panel.ts'
import type { useAsked } from './time/use-asked.ts'
import type { ExplorerState } from './url.ts'
import type { Change } from './use-actions.ts'
import type { Asking } from './use-expand.ts'
import type { Loaded } from './use-graph.ts'
import type { Column, Scene } from './use-scene.ts'

/** What is shown, as what lies round the graph tells of it. */
export interface View {
  readonly state: ExplorerState
  readonly loaded: Loaded
  readonly scene: Scene
  readonly drawn: Drawn | null
  readonly rootKey: Key | null
  readonly selected: Key | null
  /** The path that is locked or hovered, where a column is pinned. */
  readonly path: ColumnPath | null
  readonly pin: Column | null
  readonly why: ReturnType<typeof useAsked>['why']
  readonly rolled: ReturnType<typeof useAsked>['rolled']
  readonly kind: ReturnType<typeof kindOf>
  readonly tab: PanelTab
  readonly listOpen: boolean
  readonly phone: boolean
  readonly tight: boolean
  readonly dim: boolean
}

/** What can be done from there; the same for the life of the page. */
export interface Doings {
  readonly change: Change
  readonly pick: (key: Key) => void
  readonly toggleList: () => void
  readonly expandAll: () => void
  readonly onHit: (hit: FindHit | null) => void
  readonly clearFilters: () => void
  readonly tidy: () => void
  readonly fit: () => void
  readonly home: () => void
  readonly leave: () => void
  readonly close: () => void
  readonly setTab: (tab: PanelTab) => void
  readonly ask: (asking: Asking) => void
}
