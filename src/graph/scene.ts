import { type ColumnEdge, type ColumnIndex, type ColumnPath, columnId } from './columns.ts'
import { isGroup } from './groups.ts'
import { compareText, isJob, type Key } from './keys.ts'
import type { LayoutEdge, LayoutInput, LayoutNode } from './layout/types.ts'
import { type Graph, edgeId } from './model.ts'
import { JOB_MAX, jobWidth } from './names.ts'
import type { Visible } from './visible.ts'

export const CARD = { w: 184, h: 44, row: 22, pad: 3, port: 22 } as const
const JOB_HEIGHT = 22
const STACK_HEIGHT = 84
/** Two sheets behind it stand out at the top. */
export const GROUP_HEIGHT = 46
/** Columns shown at first, and with each `more`. */
export const ROWS = 10

export interface CardRow {
  readonly field: string
  readonly type: string | null
  readonly from: number
  readonly into: number
  readonly masked: boolean
}
/** The open columns of a card. `more`: with lineage, not shown. */
export interface OpenCard {
  readonly rows: readonly CardRow[]
  readonly more: number
  /** Columns with lineage in all; there is a field to find them where they are more than are shown at first. */
  readonly total: number
  readonly find: string | null
}
export interface FieldInfo {
  readonly path: string
  readonly type: string | null
  readonly from: number
  readonly into: number
}

/**
 * Rows of an open card: columns with lineage in the order of the schema; those on the path come up to the top. On the card from which the path goes out only those that
 * would be out of sight do: nothing moves under the pointer. `limit` null: the card is closed and shows only what is on the path.
 */
export const cardRows = (
  key: Key,
  index: ColumnIndex,
  path: ColumnPath | null,
  info: readonly FieldInfo[] | undefined,
  limit: number | null,
  find = '',
): OpenCard => {
  const known = new Map((index.fields.get(key) ?? []).map((f) => [f.field, f]))
  const byInfo = new Map((info ?? []).map((f, i) => [f.path, { ...f, i }]))
  const names = new Set([...known.keys(), ...(info ?? []).filter((f) => f.from + f.into > 0).map((f) => f.path)])
  const total = names.size
  const text = limit === null ? '' : find.trim().toLowerCase()
  const isLit = (f: string): boolean => path?.columns.has(columnId(key, f)) ?? false
  const at = (f: string): number => byInfo.get(f)?.i ?? Infinity
  const schema = [...names]
    .filter((f) => f.toLowerCase().includes(text))
    .sort((x, y) => (at(x) === at(y) ? compareText(x, y) : at(x) - at(y)))
  const lit = schema.filter(isLit).slice(0, ROWS)
  const below = limit === null ? lit : lit.filter((f) => schema.indexOf(f) >= limit)
  const up = path?.starts?.has(key) === true ? below : lit
  const order = [...up, ...schema.filter((f) => !up.includes(f))]
  const shown = limit === null ? lit.length : limit + below.length
  const rows = order.slice(0, shown).map((field): CardRow => {
    const [f, i] = [known.get(field), byInfo.get(field)]
    return {
      field,
      type: i?.type ?? null,
      from: Math.max(f?.from ?? 0, i?.from ?? 0),
      into: Math.max(f?.into ?? 0, i?.into ?? 0),
      masked: f?.masked ?? false,
    }
  })
  return { rows, more: order.length - rows.length, total, find: limit !== null && total > ROWS ? find : null }
}

const openHeight = (open: OpenCard): number =>
  CARD.h + CARD.pad * 2 + CARD.row * (Math.max(1, open.rows.length) + (open.more > 0 ? 1 : 0) + (open.find === null ? 0 : 1))

/** Middle of a column's row, measured from the top of its card; of the header where the row is not shown. */
export const rowPort = (open: OpenCard | undefined, field: string | null): number => {
  const i = field === null ? -1 : (open?.rows.findIndex((r) => r.field === field) ?? -1)
  return i < 0 ? CARD.port : CARD.h + CARD.pad + CARD.row * i + CARD.row / 2
}

const boxOf = (graph: Graph, key: Key, open: ReadonlyMap<Key, OpenCard>): LayoutNode => {
  const node = graph.nodes.get(key)
  if (isJob(key) && node) return { id: key, w: jobWidth(node), h: JOB_HEIGHT }
  const card = open.get(key)
  if (isGroup(key)) return { id: key, w: CARD.w, h: GROUP_HEIGHT, port: GROUP_HEIGHT / 2 }
  return card ? { id: key, w: CARD.w, h: openHeight(card), port: CARD.port } : { id: key, w: CARD.w, h: CARD.h }
}

/** Column edges whose job is not drawn need a way of their own from card to card. */
export const looseEdges = (visible: Visible, path: ColumnPath | null): ColumnEdge[] =>
  [...(path?.edges ?? [])].filter(
    (e) =>
      visible.nodes.has(e.fromKey) && visible.nodes.has(e.toKey) && e.fromKey !== e.toKey && (e.job === null || !visible.nodes.has(e.job)),
  )

/** What the layout has to place. */
export const layoutInput = (
  graph: Graph,
  visible: Visible,
  open: ReadonlyMap<Key, OpenCard>,
  path: ColumnPath | null,
  root: Key,
): LayoutInput => {
  const nodes = [...visible.nodes].map((key) => boxOf(graph, key, open))
  // from card to card a layer of jobs lies between
  const edges: LayoutEdge[] = visible.edges.map((e) => ({ id: e.id, from: e.from, to: e.to, min: isJob(e.from) || isJob(e.to) ? 1 : 2 }))
  const known = new Set(edges.map((e) => e.id))
  for (const e of looseEdges(visible, path)) {
    const id = edgeId(e.fromKey, e.toKey)
    if (!known.has(id)) edges.push({ id, from: e.fromKey, to: e.toKey, min: 2 })
    known.add(id)
  }
  for (const s of visible.stacks) {
    nodes.push({ id: s.id, w: CARD.w, h: STACK_HEIGHT })
    const [from, to] = s.side === 'd' ? [s.of, s.id] : [s.id, s.of]
    edges.push({ id: edgeId(from, to), from, to, min: isJob(s.of) ? 1 : 2 })
  }
  return { nodes, edges, root, widths: isJob(root) ? [JOB_MAX, CARD.w] : [CARD.w, JOB_MAX] }
}
