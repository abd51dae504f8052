/** Server-sent events that come back by themselves. */
import { useEffect, useRef, useState } from 'react'

export type StreamState = 'connecting' | 'open' | 'waiting'
type Handlers = Readonly<Record<string, (data: unknown) => void>>

const FIRST_WAIT = 1_000
const LONGEST_WAIT = 30_000

/**
 * Listens to `path` while the component is there; null listens to nothing. `on` has one function for each event name, which gets
 * the parsed JSON. The browser re-connects after a broken connection; after an answer that is not a stream (a restart, a proxy)
 * it does not, so that is done here, with a growing wait.
 */
export function useEventStream(path: string | null, on: Handlers): StreamState {
  const handlers = useRef(on)
  const [state, setState] = useState<StreamState>('connecting')
  useEffect(() => {
    handlers.current = on
  })
  useEffect(() => {
    if (path === null) return
    return listen(path, handlers, Object.keys(handlers.current), setState)
  }, [path])
  return state
}

function listen(
  path: string,
  handlers: { readonly current: Handlers },
  names: readonly string[],
  tell: (state: StreamState) => void,
): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_WAIT
  const open = () => {
    source = new EventSource(path)
    source.addEventListener('open', () => {
      wait = FIRST_WAIT
      tell('open')
    })
    source.addEventListener('error', () => {
      tell('waiting')
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(open, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT)
    })
    for (const name of names)
      source.addEventListener(name, (message) => handlers.current[name]?.(JSON.parse((message as MessageEvent<string>).data)))
  }
  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
