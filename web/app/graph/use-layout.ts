import { useEffect, useMemo, useRef, useState } from 'react'
import type { Key } from '../../../src/graph/keys.ts'
import type { LayoutReply, LayoutRequest } from './layout.worker.ts'
import type { LayoutInput, LayoutResult } from '../../../src/graph/layout/types.ts'

export interface Drawn {
  readonly result: LayoutResult
  readonly input: LayoutInput
  /** The node that was to stay in its place. */
  readonly anchor: Key | null
  /** Nothing of an earlier picture was kept: look at it afresh. */
  readonly fresh: boolean
  readonly tookMs: number
}
interface Wish {
  readonly input: LayoutInput
  readonly anchor: Key | null
  readonly picture: string
}

/**
 * Lays out in a worker, the latest wish only; until it is done the last picture stands. `picture` names what is drawn: while it
 * is the same, known nodes keep their places.
 */
export const useLayout = (
  input: LayoutInput | null,
  anchor: Key | null,
  picture: string,
): { drawn: Drawn | null; error: string | null } => {
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const [error, setError] = useState<string | null>(null)
  const last = useRef<{ drawn: Drawn; picture: string } | null>(null)
  const worker = useWorker()
  const wish = useMemo((): Wish | null => input && { input, anchor, picture }, [input, anchor, picture])
  useEffect(() => {
    if (!wish) return
    const before = last.current?.picture === wish.picture ? last.current.drawn : null
    const known = before ? { known: before.result.known, ...(wish.anchor === null ? {} : { anchor: wish.anchor }) } : {}
    return worker({ ...wish.input, ...known }, (reply) => {
      if ('error' in reply) return setError(reply.error)
      const next: Drawn = { result: reply.result, input: wish.input, anchor: wish.anchor, fresh: before === null, tookMs: reply.tookMs }
      last.current = { drawn: next, picture: wish.picture }
      setError(null)
      setDrawn(next)
    })
  }, [wish, worker])
  return { drawn, error }
}

type Ask = (input: LayoutInput, done: (reply: LayoutReply) => void) => () => void

/** One worker for as long as the page is open. What is asked can be taken back. */
const useWorker = (): Ask => {
  const state = useRef<{ worker: Worker | null; id: number; done: ((reply: LayoutReply) => void) | null }>({
    worker: null,
    id: 0,
    done: null,
  })
  useEffect(() => {
    const at = state.current
    return () => {
      at.worker?.terminate()
      at.worker = null
    }
  }, [])
  return useMemo(
    (): Ask => (input, done) => {
      const at = state.current
      at.worker ??= start(at)
      const id = ++at.id
      at.done = done
      const request: LayoutRequest = { id, input }
      at.worker.postMessage(request)
      return () => {
        if (at.id === id) at.done = null
      }
    },
    [],
  )
}

const start = (at: { id: number; done: ((reply: LayoutReply) => void) | null }): Worker => {
  const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module', name: 'layout' })
  worker.addEventListener('message', (event: MessageEvent<LayoutReply>) => {
    if (event.data.id === at.id) at.done?.(event.data)
  })
  worker.addEventListener('error', (event) => at.done?.({ id: at.id, error: event.message || 'The layout could not be loaded.' }))
  return worker
}
