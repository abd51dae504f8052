import type { ColumnEdge } from './columns.ts'
import { inPort, outPort, type Point } from './curve.ts'
import type { Key } from './keys.ts'
import type { Placement, Route } from './layout/types.ts'
import { edgeId } from './model.ts'
import { type OpenCard, rowPort } from './scene.ts'

/** A stretch of a column's path, from one point along a route to another. */
export interface Stretch {
  readonly id: string
  readonly from: Point
  readonly to: Point
  readonly route: Pick<Route, 'slots' | 'back'>
  /** The edge between nodes in whose place it runs. */
  readonly over: string
}

export const straight = { slots: [], back: false } as const

/** Edges that are drawn alike share their stretches. */
const lineOf = (e: ColumnEdge): string => `${String(e.indirect)}${e.inferred ? ' inferred' : ''}`

/** The stretches of one column edge: field, job, field; or field to field where the job is not drawn. */
export const stretches = (e: ColumnEdge, result: Placement, open: ReadonlyMap<Key, OpenCard>): Stretch[] => {
  const [a, b, job] = [result.nodes.get(e.fromKey), result.nodes.get(e.toKey), e.job === null ? undefined : result.nodes.get(e.job)]
  if (!a || !b) return []
  const stretch = (id: string, from: Point, to: Point, over: string): Stretch => ({
    id,
    from,
    to,
    route: result.routes.get(over) ?? straight,
    over,
  })
  const start = outPort(a, a.y + rowPort(open.get(e.fromKey), e.raw.from.field))
  const end = inPort(b, b.y + rowPort(open.get(e.toKey), e.raw.to.field))
  if (!job || e.job === null) return [stretch(`${e.from}|${e.to}${lineOf(e)}`, start, end, edgeId(e.fromKey, e.toKey))]
  return [
    stretch(`${e.from}|${e.job}${lineOf(e)}`, start, inPort(job), edgeId(e.fromKey, e.job)),
    stretch(`${e.job}|${e.to}${lineOf(e)}`, outPort(job), end, edgeId(e.job, e.toKey)),
  ]
}
