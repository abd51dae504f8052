import type { Lineage, NodeRef } from '../../contract/lineage.ts'
import { columnId, type ColumnPath, indexColumns } from '../columns.ts'
import { grouped, type Grouping, groupsIn } from '../groups.ts'
import { isJob, type Key, keyOf, shortOf, SIDES } from '../keys.ts'
import { layout } from '../layout.ts'
import { type Graph, mergeAnswers } from '../model.ts'
import { visible as seen } from '../name-cut.ts'
import { cardRows, layoutInput, type OpenCard } from '../scene.ts'
import { sideId, type Visible, visibleOf, visibleSet } from '../visible.ts'
import type { PreviewWords } from './preview.ts'
import type { Caption, Scene } from './types.ts'
import { count, plural, when } from './words.ts'

/** All column edges of an answer. */
const everyColumn = (graph: Graph): ColumnPath => {
  const index = indexColumns(graph)
  const edges = new Set([...index.into.values()].flat())
  const columns = new Set([...edges].flatMap((e) => [columnId(e.fromKey, e.raw.from.field), columnId(e.toKey, e.raw.to.field)]))
  return { edges, columns, nodes: new Set([...edges].flatMap((e) => [e.fromKey, e.toKey, ...(e.job === null ? [] : [e.job])])) }
}

const openCards = (graph: Graph, path: ColumnPath): Map<Key, OpenCard> => {
  const index = indexColumns(graph)
  const cards = new Map<Key, OpenCard>()
  for (const key of path.nodes) {
    if (isJob(key) || !graph.nodes.has(key)) continue
    const card = cardRows(key, index, path, undefined, null)
    if (card.rows.length > 0) cards.set(key, card)
  }
  return cards
}

/** The part of an answer that is drawn: all of it, nodes of one schema, namespace or parent as one card each where that is asked for. */
export const visibleIn = (graph: Graph, root: Key, path: ColumnPath | null, grouping: Grouping): Visible => {
  const visible = visibleSet(graph, graph.nodes.keys())
  return grouped(visible, groupsIn(graph, visible, grouping, new Set([root, ...(path?.nodes ?? [])])))
}

/** The whole of an answer as a scene, laid out as the explorer lays out a fresh one. */
export const sceneOf = (answer: Lineage, grouping: Grouping = 'none'): Scene => {
  const graph = mergeAnswers([answer])
  const root = keyOf(answer.root)
  const path = answer.columns.length === 0 ? null : everyColumn(graph)
  return laidOut(graph, root, path, visibleIn(graph, root, path, grouping))
}

const laidOut = (graph: Graph, root: Key, path: ColumnPath | null, visible: Visible): Scene => {
  const open = path === null ? new Map<Key, OpenCard>() : openCards(graph, path)
  return { graph, visible, open, path, dim: false, root, result: layout(layoutInput(graph, visible, open, path, root)) }
}

/** Children of the root on each side that a preview has room for. */
const PREVIEW_CHILDREN = 4

/** What a preview shows of an answer: a few of many children, with a card that counts the rest, where nothing groups them and no column leads through them. */
export const previewSceneOf = (answer: Lineage, direction: Asked['direction'], grouping: Grouping): Scene => {
  if (answer.columns.length > 0 || grouping !== 'none') return sceneOf(answer, grouping)
  const graph = mergeAnswers([answer])
  const root = keyOf(answer.root)
  const sides = new Map(
    SIDES.filter((side) => directionsOf[direction].includes(side)).map((s) => [sideId(shortOf(root), s), PREVIEW_CHILDREN]),
  )
  return laidOut(graph, root, null, visibleOf(graph, { root, direction, depth: answer.nodes.length, sides }))
}

export interface Asked {
  readonly field?: string | undefined
  /** Columns that are pinned beside it, as `dataset.column`. */
  readonly also?: readonly string[]
  readonly direction: 'upstream' | 'downstream' | 'both'
  readonly depth: number
  readonly asOf?: string | null | undefined
  /** A person opened more than that. */
  readonly opened?: boolean
}

/** What of an answer is said beside its picture. */
export type Told = Pick<Lineage, 'root' | 'reach' | 'truncated' | 'leftOut' | 'leftOutAtLeast' | 'cutBy'> & {
  readonly nodes: { readonly length: number }
}

const where = ({ type, namespace }: NodeRef): string => `${type} in ${namespace === '' ? 'the empty namespace' : seen(namespace)}`
const direction = { upstream: 'upstream', downstream: 'downstream', both: 'both directions' } as const
const directionsOf = { upstream: 'u', downstream: 'd', both: 'ud' } as const

const amount = (r: { readonly datasets: number; readonly atLeast: boolean }): string =>
  `${r.atLeast ? 'at least ' : ''}${count(r.datasets)}`

/** What stands above a picture, and what it says it leaves out. `now`: when it is made, ISO 8601. */
export const captionOf = (answer: Told, asked: Asked, now: string): Caption => {
  const { root, reach, leftOut, truncated } = answer
  const fields = [...(asked.field === undefined ? [] : [asked.field]), ...(asked.also ?? [])].map(seen)
  const of = seen(root.name) + (fields.length === 0 ? '' : `, column${fields.length > 1 ? 's' : ''} ${fields.join(', ')}`)
  const reached = reach
    ? [`${amount(reach.upstream)} upstream`, `${amount(reach.downstream)} downstream (${plural(reach.hops, 'hop')})`]
    : []
  const far = asked.depth === 100 || asked.depth >= 1_000 ? 'all hops' : plural(asked.depth, 'hop')
  const hops = asked.opened === true ? `${far} and what was opened` : far
  return {
    title: `Lineage of ${of}`,
    facts: [
      [where(root), ...reached].join(' · '),
      `As of ${asked.asOf ? when(asked.asOf) : `now, ${when(now)}`} · ${hops}, ${direction[asked.direction]} · ${plural(answer.nodes.length, 'node')}`,
    ],
    notes:
      leftOut === 0 && answer.cutBy === 'time'
        ? ['Reading took too long and was ended here: there is more.']
        : leftOut > 0
          ? [`${answer.leftOutAtLeast === true ? 'At least ' : ''}${count(leftOut)} more nodes are left out.`]
          : truncated
            ? ['It goes on from there: this ends at its depth.']
            : [],
  }
}

/** What stands in the band of a preview. Nothing in it comes from the clock: as long as the lineage is the same, so is its picture. */
export const previewWords = ({ root, reach }: Told, asked: Pick<Asked, 'field' | 'asOf'>): PreviewWords => {
  const { field, asOf } = asked
  const sides = reach
    ? [`${amount(reach.upstream)} upstream`, `${amount(reach.downstream)} downstream within ${plural(reach.hops, 'hop')}`]
    : []
  return {
    above: `Lineage of a ${field === undefined ? '' : 'column of a '}${where(root)}`,
    name: field === undefined ? root.name : `${root.name}.${field}`,
    below: [...sides, ...(asOf ? [`as of ${when(asOf)}`] : [])].join(' · '),
  }
}
