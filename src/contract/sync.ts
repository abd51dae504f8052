/** Sync metadata: bringing the catalog up to the end of the log, and its history. */
import { z } from 'zod'
import { Instant } from './common.ts'

/** What a sync added to and changed in the catalog, by noun. */
export const SyncCounts = z.object({
  jobs: z.number(),
  runs: z.number(),
  datasets: z.number(),
  fields: z.number(),
  edges: z.number(),
  columnEdges: z.number(),
})
export type SyncCounts = z.infer<typeof SyncCounts>

export const Sync = z.object({
  id: z.number(),
  kind: z.enum(['metadata', 'full']),
  sourceId: z.number().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  state: z.enum(['running', 'complete', 'failed', 'cancelled']),
  phase: z.enum(['waiting', 'reading', 'applying', 'swapping', 'done']),
  eventsDone: z.number(),
  eventsTotal: z.number(),
  /** Events a second over this sync. */
  rate: z.number(),
  added: SyncCounts,
  changed: SyncCounts,
  /** What went wrong and what to do; null when nothing did. */
  error: z.string().nullable(),
  startedBy: z.string().nullable(),
})
export type Sync = z.infer<typeof Sync>
/** Jobs whose SQL waits to be read for column lineage; `atLeast`: there are more. `settled`: none waits, and what is inferred is as it stays. */
export const InferenceWaiting = z.object({ jobs: z.number(), atLeast: z.boolean(), settled: z.boolean() })
export type InferenceWaiting = z.infer<typeof InferenceWaiting>

/** GET /api/v2/sync. */
export const SyncState = z.object({ inference: InferenceWaiting })
export type SyncState = z.infer<typeof SyncState>

/** POST /api/v2/sync. Joins a running sync of the same scope (`joined`). */
export const StartSync = z.object({ sourceId: z.number().int().nullable().default(null), full: z.boolean().default(false) })
export const StartedSync = z.object({ sync: Sync, joined: z.boolean() })
export type StartedSync = z.infer<typeof StartedSync>
