import type { MouseEvent } from 'react'
import type { RunBar } from '../../../src/contract/catalog.ts'
import { STATE_WORDS } from './StateBadge.tsx'
import { formatDuration } from './Time.tsx'

const CLASS = { NEW: 'n', RUNNING: 'r', COMPLETE: '', FAIL: 'f', ABORT: 'a', LOST: 'l' } as const

/** Height in percent against the longest of these runs; a run without a known end stands at half. */
function height(bar: RunBar, longest: number): string {
  const share = bar.durationMs === null || longest === 0 ? 0.5 : bar.durationMs / longest
  return `${Math.round(Math.max(0.15, bar.state === 'FAIL' ? Math.max(share, 0.6) : share) * 100)}%`
}

/**
 * The last 14 runs, oldest left: height is duration, shape and colour the state. Hover names a run, a click opens it
 * (`onOpen`); from the keyboard the runs are reached on the job's page.
 */
export function RunBars({ bars, onOpen }: { readonly bars: readonly RunBar[]; readonly onOpen?: ((bar: RunBar) => void) | undefined }) {
  const longest = Math.max(0, ...bars.map((bar) => bar.durationMs ?? 0))
  const failed = bars.filter((bar) => bar.state === 'FAIL').length
  const open = (event: MouseEvent<HTMLElement>) => {
    const index = (event.target as HTMLElement).dataset['i']
    const bar = index === undefined ? undefined : bars[Number(index)]
    if (bar === undefined || onOpen === undefined) return
    event.stopPropagation()
    onOpen(bar)
  }
  if (bars.length === 0) return <span className="t3 s12">not yet run</span>
  return (
    <span
      className={onOpen === undefined ? 'bars' : 'bars open'}
      role="img"
      aria-label={`last ${bars.length} runs, ${failed} failed`}
      onClick={open}
    >
      {bars.map((bar, i) => (
        <i
          key={bar.runId}
          data-i={i}
          className={CLASS[bar.state]}
          style={{ height: height(bar, longest) }}
          title={`${STATE_WORDS[bar.state]}${bar.durationMs === null ? '' : `, ${formatDuration(bar.durationMs)}`}\n${bar.runId}`}
        />
      ))}
    </span>
  )
}
