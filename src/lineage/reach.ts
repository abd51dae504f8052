import type { Lineage } from '../contract/lineage.ts'
import type { LineageBounds } from './bounds.ts'
import type { ColumnGraph, FieldRef } from './column-graph.ts'
import type { Direction, Graph, NodeKind } from './walk.ts'

type Reach = NonNullable<Lineage['reach']>
type Side = Reach['upstream']

const hops = 5
/** Ms of looking in one direction. A picture does not wait for a number beside it. */
const timeAtMost = 20
/** However slow it is. */
const alwaysCounted = 200

/** What lies within five hops of a job or dataset, drawn or not. */
export async function reachOf(graph: Graph, root: { readonly kind: NodeKind; readonly id: number }, bounds: LineageBounds): Promise<Reach> {
  const { reachLinks: linksAtMost } = bounds
  const side = async (direction: Direction): Promise<Side> => {
    const [ofDatasets, ofJobs] = direction === 'upstream' ? ([1, 0] as const) : ([0, 1] as const)
    const jobs = new Set<number>(root.kind === 'job' ? [root.id] : [])
    const step = async (datasets: readonly number[], isFirst: boolean): Promise<Step> => {
      const links = isFirst && root.kind === 'job' ? [] : await graph.linksOfDatasets(datasets, ofDatasets, linksAtMost)
      const fresh = isFirst && root.kind === 'job' ? [root.id] : [...new Set(links.map((l) => l.job))].filter((id) => !jobs.has(id))
      for (const id of fresh) jobs.add(id)
      const reached = fresh.length === 0 ? [] : await graph.linksOfJobs(fresh, ofJobs, linksAtMost)
      return {
        next: reached.map((l) => l.dataset),
        datasets: reached.map((l) => l.dataset),
        cut: graph.isCut === true || Math.max(links.length, reached.length) >= linksAtMost,
      }
    }
    return counted(root.kind === 'dataset' ? [root.id] : [], root.kind === 'dataset' ? root.id : 0, String, step, bounds)
  }
  return { hops, upstream: await side('upstream'), downstream: await side('downstream') }
}

/** The same over columns: datasets with a column that the field is made of, or that is made of it. */
export async function columnReach(graph: ColumnGraph, root: FieldRef, bounds: LineageBounds): Promise<Reach> {
  const { reachLinks: linksAtMost } = bounds
  const side = (direction: Direction): Promise<Side> =>
    counted(
      [root],
      root.dataset,
      (field) => `${field.dataset} ${field.hash}`,
      async (fields) => {
        const edges = await graph.linksOf(fields, direction, linksAtMost)
        const next = edges.map((e) =>
          direction === 'upstream' ? { dataset: e.from_group, hash: e.from_hash } : { dataset: e.to_group, hash: e.to_hash },
        )
        return { next, datasets: next.map((field) => field.dataset), cut: edges.length >= linksAtMost }
      },
      bounds,
    )
  return { hops, upstream: await side('upstream'), downstream: await side('downstream') }
}

interface Step<T = number> {
  readonly next: readonly T[]
  readonly datasets: readonly number[]
  readonly cut: boolean
}

/** Breadth first until the hops, the count or the time end. The root counts nowhere, not even where a circle leads back to it. */
async function counted<T>(
  start: readonly T[],
  root: number,
  keyOf: (of: T) => string,
  step: (frontier: readonly T[], isFirst: boolean) => Promise<Step<T>>,
  { reachDatasets: datasetsAtMost }: LineageBounds,
): Promise<Side> {
  const until = performance.now() + timeAtMost
  const datasets = new Set<number>()
  const seen = new Set(start.map(keyOf))
  let frontier = [...start]
  for (let hop = 0; hop < hops && (hop === 0 || frontier.length > 0); hop++) {
    const { next, datasets: reached, cut } = await step(frontier, hop === 0)
    for (const id of reached) if (id !== root && datasets.size < datasetsAtMost) datasets.add(id)
    frontier = next.filter((of) => !seen.has(keyOf(of)) && seen.add(keyOf(of)))
    const isLate = datasets.size > alwaysCounted && performance.now() > until && hop < hops - 1 && frontier.length > 0
    if (cut || datasets.size >= datasetsAtMost || isLate) return { datasets: datasets.size, atLeast: true }
  }
  return { datasets: datasets.size, atLeast: false }
}
