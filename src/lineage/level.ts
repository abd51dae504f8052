import type { ReadContext } from '../catalog/context.ts'
import { groupNames, jobNames } from '../catalog/names.ts'
import { among, idList } from '../catalog/sql.ts'
import type { Identity } from '../contract/common.ts'
import type { LevelEdge, LevelLineage, LevelNode, LevelQuery, LevelRef } from '../contract/level.ts'
import type { NodeRef } from '../contract/lineage.ts'
import type { Executor } from '../db/contract.ts'
import type { Found } from './found.ts'
import type { Place } from './place.ts'
import { findLineage } from './lineage.ts'

const edgesAtMost = 20_000
const viaShown = 5
const parentsAtMost = 20

/** The lineage at another granularity; null when no event names the root. Throws RangeError when `asOf` is no time. */
export async function levelLineage(context: ReadContext, query: LevelQuery): Promise<LevelLineage | null> {
  const answer = await findLineage(context, { ...query, columns: false })
  if (answer === null) return null
  const { found, root } = answer
  const named = await namesOf(context.db, found, query)
  const edges = new Edges()
  if (query.level === 'group') for (const { from, to } of found.edges) edges.add(named(from), named(to))
  else contract(found, query.level, named, edges)
  const isOfLevel = (place: Place): boolean => query.level === 'group' || place.kind === query.level
  return {
    level: query.level,
    root: isOfLevel(root) ? (named(root)?.shown ?? null) : null,
    nodes: nodesOf(found, isOfLevel, named),
    edges: edges.all(),
    truncated: found.truncated || edges.isFull,
    leftOut: found.leftOut,
    leftOutAtLeast: found.leftOutAtLeast,
    ...(found.isLate ? { cutBy: 'time' } : {}),
  }
}

/** A job or dataset, and what it is shown as. */
interface Named {
  readonly own: NodeRef
  readonly shown: LevelRef
}
type NamedOf = (place: Place) => Named | null

async function namesOf(db: Executor, { depths }: Found, { level, datasetsBy }: LevelQuery): Promise<NamedOf> {
  const tops = level === 'group' ? await topsOf(db, [...depths.jobs.keys()]) : new Map<number, number>()
  const [jobs, datasets] = await Promise.all([
    jobNames(db, [...depths.jobs.keys(), ...tops.values()]),
    groupNames(db, depths.datasets.keys()),
  ])
  return ({ kind, id }) => {
    const own = (kind === 'job' ? jobs : datasets).get(id)
    if (own === undefined) return null
    if (kind === 'job') return { own: { type: kind, ...own }, shown: { type: kind, ...(jobs.get(tops.get(id) ?? id) ?? own) } }
    return { own: { type: kind, ...own }, shown: level === 'group' ? groupOf(own, datasetsBy) : { type: kind, ...own } }
  }
}

/** By job, the one that it is in at the top. A circle of parents ends. */
async function topsOf(db: Executor, jobs: readonly number[]): Promise<Map<number, number>> {
  const parents = new Map<number, number>()
  let frontier = [...jobs]
  for (let level = 0; level < parentsAtMost && frontier.length > 0; level++) {
    const sql = `SELECT id, parent_id FROM job WHERE id ${among(db)} AND parent_id <> 0`
    const rows = await db.all<{ id: number; parent_id: number }>(sql, [idList(db, frontier)])
    for (const { id, parent_id } of rows) parents.set(id, parent_id)
    frontier = rows.map((r) => r.parent_id).filter((id) => !parents.has(id))
  }
  return new Map(jobs.map((id) => [id, topOf(id, parents)]))
}

function topOf(job: number, parents: ReadonlyMap<number, number>): number {
  const seen = new Set([job])
  let at = job
  for (let up = parents.get(at); up !== undefined && !seen.has(up); up = parents.get(at)) {
    seen.add(up)
    at = up
  }
  return at
}

/** `shop.public.orders` is in `shop.public`, `/lake/raw/orders` in `/lake/raw`. */
function groupOf({ namespace, name }: Identity, by: LevelQuery['datasetsBy']): LevelRef {
  if (by === 'namespace') return { type: 'namespace', namespace, name: '' }
  return { type: 'schema', namespace, name: schemaOf(name) }
}

/** What the name of a dataset starts with; '' nothing. */
export function schemaOf(name: string): string {
  const end = name.includes('/') ? name.lastIndexOf('/') : name.lastIndexOf('.')
  return end <= 0 ? '' : name.slice(0, end)
}

const keyOf = ({ type, namespace, name }: LevelRef): string => JSON.stringify([type, namespace, name])

function nodesOf({ depths }: Found, isOfLevel: (place: Place) => boolean, named: NamedOf): LevelNode[] {
  const nodes = new Map<string, LevelNode>()
  for (const kind of ['dataset', 'job'] as const) {
    for (const [id, depth] of kind === 'job' ? depths.jobs : depths.datasets) {
      const shown = isOfLevel({ kind, id }) ? named({ kind, id })?.shown : undefined
      if (shown === undefined) continue
      const known = nodes.get(keyOf(shown))
      const nearest = known !== undefined && Math.abs(known.depth) <= Math.abs(depth) ? known.depth : depth
      nodes.set(keyOf(shown), { ...shown, depth: nearest, members: (known?.members ?? 0) + 1 })
    }
  }
  return [...nodes.values()].toSorted(
    (a, b) => Math.abs(a.depth) - Math.abs(b.depth) || a.depth - b.depth || (keyOf(a) < keyOf(b) ? -1 : 1),
  )
}

/** Leaves out nodes of the other kind: what leads into one is joined to what leads out of it. */
function contract({ edges }: Found, level: 'dataset' | 'job', named: NamedOf, into: Edges): void {
  const out = Map.groupBy(
    edges.filter((e) => e.from.kind !== level && e.to.kind === level),
    (e) => e.from.id,
  )
  for (const { from, to: between } of edges) {
    if (from.kind !== level) continue
    // Column edges of events about a dataset alone lead straight from dataset to dataset.
    if (between.kind === level) into.add(named(from), named(between))
    else for (const { to } of out.get(between.id) ?? []) into.add(named(from), named(to), named(between)?.own)
  }
}

class Edges {
  readonly #edges = new Map<string, LevelEdge & { readonly via: NodeRef[]; count: number }>()
  isFull = false

  add(from: Named | null, to: Named | null, via?: NodeRef): void {
    if (from === null || to === null) return
    const key = `${keyOf(from.shown)} ${keyOf(to.shown)}`
    const known = this.#edges.get(key)
    if (known === undefined && this.#edges.size >= edgesAtMost) this.isFull = true
    else if (known === undefined) this.#edges.set(key, { from: from.shown, to: to.shown, count: 1, via: via === undefined ? [] : [via] })
    else {
      known.count++
      if (via !== undefined && known.via.length < viaShown) known.via.push(via)
    }
  }

  all(): LevelEdge[] {
    return [...this.#edges.values()]
  }
}
