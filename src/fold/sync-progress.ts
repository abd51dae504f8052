import type { SyncCounts } from '../contract/sync.ts'
import type { CatalogBuild } from './catalog-build.ts'
import type { First } from './firsts.ts'
import type { Tally } from './writer/tally.ts'

/** How far one sync is; the thread that answers requests keeps its history. */
export interface SyncProgress {
  readonly id: number
  readonly state: 'running' | 'complete' | 'failed' | 'cancelled'
  readonly phase: 'waiting' | 'reading' | 'applying' | 'swapping' | 'done'
  readonly eventsDone: number
  readonly eventsTotal: number
  readonly added: SyncCounts
  readonly changed: SyncCounts
  readonly error: string | null
}

export type EngineMessage =
  | { readonly type: 'sync'; readonly progress: SyncProgress }
  | { readonly type: 'applied'; readonly position: number; readonly events: number; readonly ms: number }
  | { readonly type: 'first'; readonly first: First }
  | { readonly type: 'catalog'; readonly name: string }
  /** The rules are others than those of the live catalog: it is to be made anew. */
  | { readonly type: 'rules' }
  | { readonly type: 'error'; readonly message: string }

/** A sync that runs. */
export interface ActiveSync {
  readonly id: number
  readonly sourceId: number | null
  readonly full: boolean
  target: number
  phase: SyncProgress['phase']
  done: number
  total: number
  readonly tally: Tally
  build: CatalogBuild | null
  announced: number
}

export const progressOf = (sync: ActiveSync): SyncProgress => ({
  id: sync.id,
  state: 'running',
  phase: sync.phase,
  eventsDone: sync.done,
  eventsTotal: sync.total,
  added: { ...sync.tally.added },
  changed: { ...sync.tally.changed },
  error: null,
})
