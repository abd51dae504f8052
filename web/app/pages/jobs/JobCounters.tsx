import type { JobFacets } from '../../../../src/contract/catalog.ts'
import type { RunState } from '../../../../src/contract/common.ts'
import { Icon } from '../../ui/Icon.tsx'
import { formatNumber } from '../../ui/Time.tsx'

const COUNTERS: readonly { readonly state: RunState; readonly word: string; readonly always?: boolean }[] = [
  { state: 'FAIL', word: 'failing', always: true },
  { state: 'RUNNING', word: 'running', always: true },
  { state: 'LOST', word: 'lost' },
  { state: 'ABORT', word: 'aborted' },
  { state: 'COMPLETE', word: 'fine', always: true },
  { state: 'NEW', word: 'not yet run' },
]

type Props = {
  readonly facets: JobFacets | undefined
  readonly state: RunState | undefined
  readonly onState: (state: RunState | undefined) => void
}

/** How many jobs stand in which state; a press keeps only those. */
export function JobCounters({ facets, state, onState }: Props) {
  const counts = new Map(facets?.states.map((one) => [one.value, one.count]))
  return (
    <div className="sum" role="group" aria-label="Jobs by the state of their last run">
      {COUNTERS.map((counter) => {
        const count = counts.get(counter.state) ?? 0
        const on = state === counter.state
        if (count === 0 && counter.always !== true && !on) return null
        return (
          <button
            key={counter.state}
            type="button"
            className={count === 0 ? 'plain zero' : `plain st-${counter.state}`}
            aria-pressed={on}
            onClick={() => onState(on ? undefined : counter.state)}
          >
            <Icon name={counter.state} />
            <b>{facets === undefined ? '·' : formatNumber(count)}</b>
            {counter.word}
          </button>
        )
      })}
    </div>
  )
}
