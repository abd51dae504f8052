/** How long a job usually takes, from its last runs. */
import type { RunBar } from '../../../../src/contract/catalog.ts'

/** The median of the runs that completed, in milliseconds; null with fewer than two of them. */
export function usualDuration(bars: readonly RunBar[]): number | null {
  const done = bars.flatMap((bar) => (bar.state === 'COMPLETE' && bar.durationMs !== null ? [bar.durationMs] : [])).sort((a, b) => a - b)
  return done.length < 2 ? null : (done[done.length >> 1] ?? null)
}
