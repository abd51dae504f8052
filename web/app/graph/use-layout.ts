import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Key } from '../../../src/graph/keys.ts'
import { differenceOf, withDifference } from '../../../src/graph/layout/difference.ts'
import type { LayoutReply, LayoutRequest } from './layout.worker.ts'
import type { LayoutEdge, LayoutInput, LayoutNode, Placement } from '../../../src/graph/layout/types.ts'

export interface Drawn {
  readonly result: Placement
  /** The node that was to stay in its place. */
  readonly anchor: Key | null
  /** Nothing of an earlier picture was kept: look at it afresh. */
  readonly fresh: boolean
  readonly tookMs: number
}
interface Wish {
  readonly nodes: ReadonlyMap<string, LayoutNode>
  readonly edges: ReadonlyMap<string, LayoutEdge>
  readonly root: Key
  readonly widths: LayoutInput['widths']
  readonly picture: string
}
/** What is drawn, and what it was asked as. */
interface Last {
  readonly id: number
  readonly wish: Wish
  readonly drawn: Drawn
}
const NOTHING: { readonly wish: Pick<Wish, 'nodes' | 'edges'>; readonly drawn: { readonly result: Pick<Placement, 'nodes' | 'routes'> } } =
  {
    wish: { nodes: new Map(), edges: new Map() },
    drawn: { result: { nodes: new Map(), routes: new Map() } },
  }

const byId = <T extends { readonly id: string }>(list: readonly T[]): Map<string, T> => new Map(list.map((x) => [x.id, x]))
const wishOf = (input: LayoutInput, picture: string): Wish => ({
  nodes: byId(input.nodes),
  edges: byId(input.edges),
  root: input.root,
  widths: input.widths,
  picture,
})

/**
 * Lays out in a worker, the latest wish only; until it is done the last picture stands. `picture` names what is drawn: while it
 * is the same, known nodes keep their places. Only what differs from the last picture goes there and comes back.
 */
export const useLayout = (
  input: LayoutInput | null,
  anchor: Key | null,
  picture: string,
): { drawn: Drawn | null; error: string | null } => {
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const [error, setError] = useState<string | null>(null)
  const last = useRef<Last | null>(null)
  const ask = useWorker()
  const wish = useMemo(() => input && wishOf(input, picture), [input, picture])
  const near = useRef(anchor)
  near.current = anchor
  // before the browser paints: each frame counts while someone waits for a card
  useLayoutEffect(() => {
    if (!wish) return
    const [before, at] = [last.current, near.current]
    const [keep, from] = [before?.wish.picture === wish.picture, before ?? NOTHING]
    const [nodes, edges] = [differenceOf(from.wish.nodes, wish.nodes), differenceOf(from.wish.edges, wish.edges)]
    const { root, widths } = wish
    const some = [nodes, edges].some((d) => d.set.length + d.gone.length > 0)
    if (keep && !some && before?.wish.root === root) return
    const request = { base: before?.id ?? null, keep, nodes, edges, root, widths, ...(at === null ? {} : { anchor: at }) }
    return ask(request, (reply) => {
      if ('error' in reply) return setError(reply.error)
      const { bounds, tookMs } = reply
      const placed = withDifference(from.drawn.result.nodes, reply.nodes)
      const result = { nodes: placed, routes: withDifference(from.drawn.result.routes, reply.routes), bounds }
      const next: Drawn = { result, anchor: at, fresh: !keep, tookMs }
      last.current = { id: reply.id, wish, drawn: next }
      // someone waits for it: not behind what is rendered at leisure
      flushSync(() => {
        setError(null)
        setDrawn(next)
      })
    })
  }, [wish, ask])
  return { drawn, error }
}

type Done = (reply: LayoutReply) => void
type Ask = (request: Omit<LayoutRequest, 'id'>, done: Done) => () => void

/** One worker for as long as the page is open. What is asked can be taken back. */
const useWorker = (): Ask => {
  const state = useRef<{ worker: Worker | null; id: number; done: Done | null }>({ worker: null, id: 0, done: null })
  useLayoutEffect(() => {
    const at = state.current
    return () => {
      at.worker?.terminate()
      at.worker = null
    }
  }, [])
  return useMemo(
    (): Ask => (request, done) => {
      const at = state.current
      at.worker ??= start(at)
      const id = ++at.id
      at.done = done
      const message: LayoutRequest = { id, ...request }
      at.worker.postMessage(message)
      return () => {
        if (at.id === id) at.done = null
      }
    },
    [],
  )
}

const start = (at: { id: number; done: Done | null }): Worker => {
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'layout' })
  worker.addEventListener('message', (event: MessageEvent<LayoutReply>) => {
    if (event.data.id === at.id) at.done?.(event.data)
  })
  worker.addEventListener('error', (event) => at.done?.({ id: at.id, error: event.message || 'The layout could not be loaded.' }))
  return worker
}
