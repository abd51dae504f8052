/** When the lineage round one root changed. */
import { z } from 'zod'
import { Identity, Instant, Window } from './common.ts'
import { LineageQuery, NodeRef } from './lineage.ts'

/**
 * GET /api/v2/lineage/changes: the same question as for lineage, over all time. An edge has gone when a good run of its job left it out, as in a
 * comparison; `window`: also after so many days of silence. `offset`: minutes that the days of the answer begin earlier than in UTC (east is positive).
 */
export const ChangesQuery = LineageQuery.omit({
  asOf: true,
  columns: true,
  control: true,
  facts: true,
  window: true,
  dependency: true,
  subtypes: true,
  masking: true,
}).extend({
  window: Window.optional(),
  offset: z.coerce.number().int().min(-840).max(840).default(0),
  newest: z.coerce.number().int().min(0).max(200).default(100),
})
export type ChangesQuery = z.infer<typeof ChangesQuery>

/** How many edges were said first, and how many ceased, on one day. */
export const ChangedDay = z.object({
  /** 2026-11-23 */
  day: z.string(),
  edgesAdded: z.number(),
  edgesGone: z.number(),
  columnsAdded: z.number(),
  columnsGone: z.number(),
})
export type ChangedDay = z.infer<typeof ChangedDay>

export const LineageChange = z.object({
  /**
   * When it was said first. Of what has gone when it ceased, as in a comparison: the end of the first good run of its job that no longer said it;
   * where no run left it out, such as of a job that no longer runs, when it was said last.
   */
  at: Instant,
  change: z.enum(['added', 'gone']),
  from: NodeRef,
  to: NodeRef,
  /** Of a column edge; null is the whole dataset. Both are left out of an edge. */
  fromField: z.string().nullable().optional(),
  toField: z.string().nullable().optional(),
  job: Identity.nullable(),
  /** The run that said it first; of what has gone the first one that no longer said it. */
  runId: z.string().nullable(),
})
export type LineageChange = z.infer<typeof LineageChange>

/** A moment before which something was still as it had been. */
export const Mark = z.object({ at: Instant, node: NodeRef, runId: z.string().nullable() })
export type Mark = z.infer<typeof Mark>

export const Changes = z.object({
  root: NodeRef,
  /** Oldest first, only days with changes, the newest 1,000. */
  days: z.array(ChangedDay),
  /** Newest first. */
  newest: z.array(LineageChange),
  /** The newest run of these jobs that failed, and the newest change of a schema of these datasets, with when they began. */
  lastFailure: Mark.nullable(),
  lastSchemaChange: Mark.nullable(),
  /** More was there than `limit` or `depth` let in. */
  truncated: z.boolean(),
})
export type Changes = z.infer<typeof Changes>
