/** Warnings gathered by source and kind. */
import { z } from 'zod'
import { Identity, Instant } from './common.ts'

export const WarningSample = z.object({
  says: z.string(),
  /** The event whose receipt tells more, and where in it; null where no single event does. */
  position: z.number().nullable(),
  pointer: z.string(),
  at: Instant.nullable(),
  job: Identity.nullable(),
  /** Of `job`. */
  runId: z.string().nullable(),
  dataset: Identity.nullable(),
})
export type WarningSample = z.infer<typeof WarningSample>

export const WarningGroup = z.object({
  /** Null: of no single source. */
  source: z.object({ id: z.number(), name: z.string() }).nullable(),
  code: z.string(),
  title: z.string(),
  severity: z.enum(['high', 'medium', 'low']),
  /** What to do. */
  fix: z.string(),
  /** Figures of a finding, such as the median of a delay; null for warnings of single events. */
  says: z.string().nullable(),
  count: z.number(),
  /** False: there are at least so many. */
  exact: z.boolean(),
  /** What is counted: `event`, `run`, `job`, `column` … */
  of: z.string(),
  /** By event time. */
  firstAt: Instant.nullable(),
  lastAt: Instant.nullable(),
  samples: z.array(WarningSample),
})
export type WarningGroup = z.infer<typeof WarningGroup>

/** GET /api/v2/warnings: the most severe first, then the most frequent. */
export const WarningsQuery = z.object({ source: z.coerce.number().int().optional() })
export type WarningsQuery = z.infer<typeof WarningsQuery>
export const Warnings = z.object({ items: z.array(WarningGroup) })
export type Warnings = z.infer<typeof Warnings>
