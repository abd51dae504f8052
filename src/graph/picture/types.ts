import type { ColumnPath } from '../columns.ts'
import type { Key } from '../keys.ts'
import type { Placement } from '../layout/types.ts'
import type { Marks } from '../marks.ts'
import type { Graph } from '../model.ts'
import type { OpenCard } from '../scene.ts'
import type { Visible } from '../visible.ts'

/** Nodes of one picture; nearer ones come first, and the picture says that there are more. */
export const PICTURE_NODES = 1000

/** What a lens says of a node: `tone` is the class of a colour, `st-` and a state, or `hue-` and a number. */
export interface NodeTint {
  readonly value: string
  readonly words: string
  readonly tone: string
}

/** What is drawn, and where: of the explorer as it stands, or of an answer. */
export interface Scene {
  readonly graph: Graph
  readonly visible: Visible
  readonly open: ReadonlyMap<Key, OpenCard>
  /** Column edges that are drawn. */
  readonly path: ColumnPath | null
  /** What is not on the path steps back. */
  readonly dim: boolean
  readonly root: Key
  readonly result: Placement
  /** Columns that a person pinned. */
  readonly pins?: readonly { readonly key: Key; readonly field: string }[]
  /** What the lens says. */
  readonly tints?: ReadonlyMap<Key, NodeTint>
  /** What came and went, where two moments are compared. */
  readonly marks?: Marks | null
}

/** What stands above and below the graph. */
export interface Caption {
  readonly title: string
  readonly facts: readonly string[]
  /** What the picture leaves out. */
  readonly notes: readonly string[]
}

export type Theme = 'light' | 'dark' | 'auto'
