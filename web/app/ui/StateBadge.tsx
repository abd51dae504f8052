import type { RunState } from '../../../src/contract/common.ts'
import { Icon } from './Icon.tsx'

export type ShownState = RunState | 'STALE'
export const STATE_WORDS: Readonly<Record<ShownState, string>> = {
  NEW: 'New',
  RUNNING: 'Running',
  COMPLETE: 'Complete',
  FAIL: 'Failed',
  ABORT: 'Aborted',
  LOST: 'Lost',
  STALE: 'Stale',
}

/** Icon and word. `pill` is for page titles; in lists it stands without ground, and Complete keeps its word grey. */
export function StateBadge({
  state,
  pill = false,
  word,
}: {
  readonly state: ShownState
  readonly pill?: boolean
  readonly word?: string | undefined
}) {
  const quiet = !pill && state === 'COMPLETE' ? ' quiet' : ''
  return (
    <span className={`state st-${state}${pill ? ' badge' : ''}${quiet}`}>
      <Icon name={state} />
      <span className="w">{word ?? STATE_WORDS[state]}</span>
    </span>
  )
}
