import type { SyncCounts } from '../../contract/sync.ts'

/** What applying changes added to the catalog and changed in it, by noun. */
export interface Tally {
  readonly added: SyncCounts
  readonly changed: SyncCounts
}

const none = (): SyncCounts => ({ jobs: 0, runs: 0, datasets: 0, fields: 0, edges: 0, columnEdges: 0 })
export const emptyTally = (): Tally => ({ added: none(), changed: none() })

export function addTally(into: Tally, from: Tally): void {
  for (const noun of Object.keys(into.added) as (keyof SyncCounts)[]) {
    into.added[noun] += from.added[noun]
    into.changed[noun] += from.changed[noun]
  }
}
