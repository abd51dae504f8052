import { useRouter } from '@tanstack/react-router'
import { type RefObject, useCallback, useRef, useState } from 'react'
import { address } from './address.ts'
import { type ExplorerState, keptState } from './url.ts'
import type { Change } from './use-actions.ts'

/** A step that was taken before the address said so. */
interface Ahead {
  readonly state: ExplorerState
  /** Addresses that are on their way, the last one with it; and the one from which they went. */
  readonly from: string
  readonly sent: readonly string[]
}
interface Steps {
  readonly state: ExplorerState
  /** The same, for what is done between two renderings. */
  readonly latest: RefObject<ExplorerState>
  readonly change: Change
}

/**
 * The state of the address, and steps of it. A step shows at once; the address, which the whole page hangs on, follows. Parts that a step does not change
 * stay the same objects. `onStep` hears of each before anything is rendered.
 */
export const useSteps = (told: ExplorerState, onStep: RefObject<(next: ExplorerState) => void>): Steps => {
  const { history } = useRouter()
  const [ahead, setAhead] = useState<Ahead | null>(null)
  const here = address(told)
  const onTheWay = ahead !== null && here !== ahead.sent.at(-1) && (here === ahead.from || ahead.sent.includes(here))
  if (ahead !== null && !onTheWay) setAhead(null)
  const shown = useRef(told)
  shown.current = keptState(shown.current, onTheWay ? ahead.state : told)
  const latest = useRef(shown.current)
  latest.current = shown.current
  const at = useRef(here)
  at.current = here
  const change = useCallback<Change>(
    (next, how = 'push') => {
      // another picture is looked at from its own beginning
      const anew = ['direction', 'depth', 'group', 'only', 'pin'].some((k) => k in next)
      const state = { ...latest.current, ...(anew ? { eye: null } : {}), ...next }
      latest.current = state
      const to = address(state)
      const from = at.current
      onStep.current(state)
      setAhead((before) => (to === from ? null : { state, from: before?.from ?? from, sent: [...(before?.sent ?? []), to] }))
      if (how === 'replace') history.replace(to)
      else history.push(to)
    },
    [history, onStep],
  )
  return { state: shown.current, latest, change }
}
