import type { Graph } from '../../../../src/graph/model.ts'
import { isJob, type Key } from '../../../../src/graph/keys.ts'
import type { Visible } from '../../../../src/graph/visible.ts'
import { groupByHops } from '../../graph/hops.ts'
import type { ExplorerState } from './url.ts'

interface Reach {
  readonly datasets: number
  readonly atLeast: boolean
}
interface Drawn {
  readonly graph: Graph
  readonly rootKey: Key | null
  readonly reach?: { readonly upstream: Reach; readonly downstream: Reach } | undefined
}

/**
 * What all hops would bring: datasets within the reach that are not drawn, or neighbours further away from the root that are not, whichever is
 * more. Neither counts what lies beyond the reach; what else its sources feed, and its results are made of, does not come by itself.
 */
export const leftOf = (
  { graph, rootKey, reach }: Drawn,
  listed: Visible,
  direction: ExplorerState['direction'],
): { n: number; of: string; atLeast: boolean } => {
  const [up, down] = [direction !== 'downstream', direction !== 'upstream']
  let near = 0
  let unsure = false
  for (const { hops, datasets, jobs } of rootKey === null ? [] : groupByHops(graph, listed, rootKey)) {
    if (hops === null) continue
    for (const hidden of [...datasets, ...jobs].map((key) => listed.hidden.get(key))) {
      near += (up && hops <= 0 ? (hidden?.u ?? 0) : 0) + (down && hops >= 0 ? (hidden?.d ?? 0) : 0)
      unsure ||= (up && hops <= 0 && hidden?.uAtLeast === true) || (down && hops >= 0 && hidden?.dAtLeast === true)
    }
  }
  if (near === 0 && !unsure) return { n: 0, of: '', atLeast: false }
  const sides = reach ? [...(up ? [reach.upstream] : []), ...(down ? [reach.downstream] : [])] : []
  const drawn = [...listed.nodes].filter((key) => !isJob(key) && key !== rootKey).length
  const far = sides.reduce((sum, r) => sum + r.datasets, 0) - drawn
  return far > 0 && far >= near
    ? { n: far, of: far === 1 ? ' dataset' : ' datasets', atLeast: unsure || sides.some((r) => r.atLeast) }
    : { n: near, of: '', atLeast: true }
}
