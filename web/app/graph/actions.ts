import type { Key, Side } from '../../../src/graph/keys.ts'

/** What can be done in the graph. One object that stays the same, so that cards need not be drawn again. */
export interface GraphActions {
  readonly select: (key: Key | null) => void
  /** Moves the keyboard's place. */
  readonly enter: (key: Key) => void
  readonly expand: (key: Key, side: Side) => void
  readonly collapse: (key: Key, side: Side) => void
  /** More children of a stack. */
  readonly more: (key: Key, side: Side) => void
  /** All children of a stack, as a list. */
  readonly listAll: (key: Key) => void
  /** Opens a group in its place. */
  readonly openGroup: (short: string) => void
  /** Shows a node that is loaded and not drawn. */
  readonly reveal: (key: Key) => void
  /** So many hops at once; the menu of a side asks for it. */
  readonly menu: (key: Key, side: Side, x: number, y: number) => void
  readonly findColumns: (key: Key, text: string) => void
  readonly toggleColumns: (key: Key) => void
  readonly moreColumns: (key: Key) => void
  /** `add`: beside the columns that are pinned already. */
  readonly pin: (key: Key, field: string, add?: boolean) => void
  readonly hoverColumn: (key: Key | null, field: string | null) => void
}
