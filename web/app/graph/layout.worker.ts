import { layoutSteps } from '../../../src/graph/layout.ts'
import { type Difference, differenceOf, withDifference } from '../../../src/graph/layout/difference.ts'
import type { Bounds, LayoutEdge, LayoutInput, LayoutNode, LayoutResult, Placed, Route } from '../../../src/graph/layout/types.ts'

/** To the worker: place this. A later request makes earlier ones void. */
export interface LayoutRequest extends Pick<LayoutInput, 'root' | 'widths' | 'anchor'> {
  readonly id: number
  /** The answered request from which nodes and edges differ by so much, and the answer as well; null: from nothing. */
  readonly base: number | null
  /** What that answer placed stays in its place. */
  readonly keep: boolean
  readonly nodes: Difference<LayoutNode>
  readonly edges: Difference<LayoutEdge>
}
/** From the worker. `tookMs` is the time spent in it. */
export type LayoutReply =
  | {
      readonly id: number
      readonly nodes: Difference<Placed>
      readonly routes: Difference<Route>
      readonly bounds: Bounds
      readonly tookMs: number
    }
  | { readonly id: number; readonly error: string }

interface Done {
  readonly nodes: ReadonlyMap<string, LayoutNode>
  readonly edges: ReadonlyMap<string, LayoutEdge>
  readonly result: Pick<LayoutResult, 'nodes' | 'routes' | 'known'>
}
const NOTHING: Done = {
  nodes: new Map(),
  edges: new Map(),
  result: { nodes: new Map(), routes: new Map(), known: { ranks: new Map(), ys: new Map() } },
}

let latest = 0
const answered = new Map<number, Done>()

/** The answer that the page goes on from; it will not ask for older ones. */
const baseOf = (base: number | null): Done => {
  for (const id of answered.keys()) if (id !== base) answered.delete(id)
  return (base === null ? NOTHING : answered.get(base)) ?? NOTHING
}

/** Lets messages that wait in, so that a newer request can stop this one. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })

const run = async ({ id, base, keep, nodes, edges, ...rest }: LayoutRequest): Promise<void> => {
  const start = performance.now()
  const before = baseOf(base)
  const now = { nodes: withDifference(before.nodes, nodes), edges: withDifference(before.edges, edges) }
  const { anchor, ...plain } = rest
  const known = keep ? { known: before.result.known, ...(anchor === undefined ? {} : { anchor }) } : {}
  const steps = layoutSteps({ ...plain, ...known, nodes: [...now.nodes.values()], edges: [...now.edges.values()] })
  let slice = start
  while (id === latest) {
    const step = steps.next()
    if (step.done) return answer(id, before, { ...now, result: step.value }, step.value.bounds, start)
    if (performance.now() - slice < 12) continue
    await breathe()
    slice = performance.now()
  }
}

const answer = (id: number, before: Done, now: Done, bounds: Bounds, start: number): void => {
  answered.set(id, now)
  reply({
    id,
    nodes: differenceOf(before.result.nodes, now.result.nodes),
    routes: differenceOf(before.result.routes, now.result.routes),
    bounds,
    tookMs: performance.now() - start,
  })
}

const reply = (message: LayoutReply): void => self.postMessage(message)

self.addEventListener('message', (event: MessageEvent<LayoutRequest>) => {
  const request = event.data
  latest = request.id
  run(request).catch((error: unknown) => reply({ id: request.id, error: error instanceof Error ? error.message : String(error) }))
})
