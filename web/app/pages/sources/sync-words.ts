/** What a sync did, in words. */
import type { Sync, SyncCounts } from '../../../../src/contract/sync.ts'
import { formatNumber, plural } from '../../ui/Time.tsx'

const NOUNS: readonly (readonly [keyof SyncCounts, string])[] = [
  ['jobs', 'job'],
  ['runs', 'run'],
  ['datasets', 'dataset'],
  ['fields', 'field'],
  ['edges', 'edge'],
  ['columnEdges', 'column edge'],
]

type Counts = { readonly [K in keyof SyncCounts]: number }

function counts(of: Counts, sign: string): string[] {
  return NOUNS.filter(([key]) => of[key] > 0).map(([key, noun]) => `${sign}${plural(of[key], noun)}`)
}

/** `+1 dataset, +3 fields; changed 12 runs`. */
export function changesOf(sync: Sync): string {
  if (sync.error !== null) return sync.error
  if (sync.kind === 'full' && sync.state === 'cancelled') return 'the catalog stayed as it was'
  const added = counts(sync.added, '+')
  const changed = counts(sync.changed, '')
  const parts = [added.join(', '), changed.length === 0 ? '' : `changed ${changed.join(', ')}`].filter((part) => part !== '')
  const running = sync.state === 'running' ? ' so far' : ''
  if (parts.length === 0) return sync.state === 'running' ? 'nothing so far' : 'nothing'
  return parts.join('; ') + running
}

export const doneOf = (sync: Sync): string => `${formatNumber(sync.eventsDone)} of ${formatNumber(sync.eventsTotal)}`
