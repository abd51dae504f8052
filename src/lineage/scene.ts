import type { ReadContext } from '../catalog/context.ts'
import { fieldsOf } from '../catalog/dataset-fields.ts'
import { groupRows } from '../catalog/dataset-items.ts'
import { groupIdOf, memberIds } from '../catalog/names.ts'
import type { Identity } from '../contract/common.ts'
import type { Lineage, LineageNode, LineageQuery, NodeRef } from '../contract/lineage.ts'
import type { Scene, SceneQuery } from '../contract/scene.ts'
import { nodeKey, readsSide, shortOf } from '../contract/short.ts'
import { lineage } from './lineage.ts'

/** Nodes and column edges of one scene: past them nothing more is opened. */
const nodesAtMost = 5_000
const columnsAtMost = 40_000
/** After so many ms nothing more is opened: what is missing is asked for by itself. */
const openingMs = 10_000
/** Hops that the path of a column is followed. */
const far = 1_000
/** Columns of one open card. */
const fieldsAtMost = 2_000

/** The whole picture, merged out of the answers that it is made of; null when no event names the root. Throws RangeError when `asOf` is no time. */
export async function scene(context: ReadContext, ask: SceneQuery): Promise<Scene | null> {
  const root = await lineage(context, questionOf(ask, ask, { depth: ask.depth, direction: ask.direction }))
  if (root === null) return null
  const found = new Merged(root, performance.now() + (context.walkMs ?? openingMs))
  const sides = await openSides(context, ask, root, found)
  const cards = await openCards(context, ask, found)
  const pins: Scene['pins'] = []
  for (const pin of ask.pins) pins.push(await followPin(context, ask, pin, found))
  const open = new Map([
    ...cards.map((node) => [nodeKey(node), node] as const),
    ...pins.filter((p) => p.known).map(({ root: at }) => [nodeKey({ type: 'dataset', ...at }), at] as const),
  ])
  const fields = await Promise.all([...open.values()].map((node) => fieldsWithLineage(context, node)))
  return { ...root, ...found.parts(), own: root.nodes.length, sides, cards: cards.map((n) => shortOf(nodeKey(n))), pins, fields }
}

/** A question about one node, in the manner of the whole scene: jobs are folded around its root wherever one asks. */
const questionOf = (
  ask: SceneQuery,
  { type, namespace, name }: NodeRef,
  more: Pick<LineageQuery, 'depth' | 'direction'> & Partial<LineageQuery>,
): LineageQuery => ({
  type,
  namespace,
  name,
  columns: false,
  fold: ask.fold,
  control: ask.control,
  facts: ask.facts,
  inferred: ask.inferred,
  limit: ask.limit,
  ...(ask.fold ? { topType: ask.type, topNamespace: ask.namespace, topName: ask.name } : {}),
  ...(ask.asOf === undefined ? {} : { asOf: ask.asOf }),
  ...(ask.window === undefined ? {} : { window: ask.window }),
  ...more,
})

/** Opens sides as the nodes behind them become known, round by round. */
async function openSides(context: ReadContext, ask: SceneQuery, root: Lineage, found: Merged): Promise<string[]> {
  const opened: string[] = []
  const firstDepth = new Map(root.leftOut > 0 || root.leftOutAtLeast === true ? [] : root.nodes.map((n) => [nodeKey(n), n.depth]))
  let waiting = [...ask.sides]
  for (let before = -1; waiting.length !== before && !found.full;) {
    before = waiting.length
    const later: typeof waiting = []
    for (const step of waiting) {
      const node = found.byShort.get(step.node)
      if (node === undefined || found.full) {
        later.push(step)
        continue
      }
      opened.push(`${step.node}.${step.side}`)
      const depth = node.type === 'dataset' ? firstDepth.get(nodeKey(node)) : undefined
      if (depth !== undefined && step.hops === 1 && readsSide(ask, depth, step.side)) continue
      found.add(
        await lineage(context, questionOf(ask, node, { depth: step.hops, direction: step.side === 'u' ? 'upstream' : 'downstream' })),
      )
    }
    waiting = later
  }
  return opened
}

async function openCards(context: ReadContext, ask: SceneQuery, found: Merged): Promise<LineageNode[]> {
  const cards: LineageNode[] = []
  for (const short of ask.columns) {
    const node = found.byShort.get(short)
    if (node?.type !== 'dataset' || found.full) continue
    cards.push(node)
    found.add(await lineage(context, questionOf(ask, node, { depth: 1, direction: 'both', columns: true })))
  }
  return cards
}

async function followPin(
  context: ReadContext,
  ask: SceneQuery,
  pin: SceneQuery['pins'][number],
  found: Merged,
): Promise<Scene['pins'][number]> {
  const more = { depth: far, direction: ask.direction, field: pin.field }
  const path = await lineage(context, questionOf(ask, { type: 'dataset', namespace: pin.namespace, name: pin.name }, more))
  found.add(path)
  const { namespace, name } = path?.root ?? pin
  return { known: path !== null, truncated: path?.truncated ?? false, root: { namespace, name } }
}

async function fieldsWithLineage({ db }: ReadContext, { namespace, name }: Identity): Promise<Scene['fields'][number]> {
  const group = await groupIdOf(db, { namespace, name })
  const [row] = group === null ? [] : await groupRows(db, [group])
  if (row === undefined) return { namespace, name, fields: [] }
  const ids = { id: row.id, schemaDataset: row.schema_dataset_id, schemaHash: row.schema_hash, members: await memberIds(db, row.id) }
  const { fields } = await fieldsOf(db, ids, [])
  return { namespace, name, fields: fields.filter((f) => f.from + f.into > 0).slice(0, fieldsAtMost) }
}

/** Answers as one graph. What the root's answer says of a node stands; of an edge the latest time it was seen. */
class Merged {
  readonly byShort = new Map<string, LineageNode>()
  readonly #nodes = new Map<string, LineageNode>()
  readonly #edges = new Map<string, Lineage['edges'][number]>()
  readonly #columns = new Map<string, Lineage['columns'][number]>()
  readonly #until: number
  readonly #control = new Map<string, NonNullable<Lineage['control']>[number]>()

  constructor(root: Lineage, until: number) {
    this.#until = until
    this.add(root)
  }

  get full(): boolean {
    return performance.now() > this.#until || this.#nodes.size >= nodesAtMost || this.#columns.size >= columnsAtMost
  }

  add(answer: Lineage | null): void {
    for (const node of answer?.nodes ?? []) {
      const key = nodeKey(node)
      if (this.#nodes.has(key)) continue
      this.#nodes.set(key, node)
      this.byShort.set(shortOf(key), node)
    }
    for (const edge of answer?.edges ?? []) {
      const key = JSON.stringify([nodeKey(edge.from), nodeKey(edge.to)])
      const known = this.#edges.get(key)
      if (known === undefined || (edge.lastSeenAt ?? '') > (known.lastSeenAt ?? '')) this.#edges.set(key, edge)
    }
    for (const { description: _, ...rest } of answer?.columns ?? []) this.#columns.set(JSON.stringify(rest), { description: _, ...rest })
    for (const edge of answer?.control ?? []) this.#control.set(JSON.stringify([nodeKey(edge.from), nodeKey(edge.to)]), edge)
  }

  parts(): Pick<Lineage, 'nodes' | 'edges' | 'columns'> & { control?: NonNullable<Lineage['control']> } {
    const control = [...this.#control.values()]
    return {
      nodes: [...this.#nodes.values()],
      edges: [...this.#edges.values()],
      columns: [...this.#columns.values()],
      ...(control.length > 0 ? { control } : {}),
    }
  }
}
