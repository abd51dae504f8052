/** What went wrong upstream. */
import { z } from 'zod'
import { Instant } from './common.ts'
import { CutBy, NodeRef, NodeType } from './lineage.ts'

/** GET /api/v2/causes */
export const CausesQuery = z.object({
  type: NodeType.default('dataset'),
  namespace: z.string().max(20_000),
  name: z.string().max(20_000),
  /** Schema changes from then on count; three days ago unless told. */
  since: Instant.optional(),
  depth: z.coerce.number().int().min(1).max(1_000).default(20),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})
export type CausesQuery = z.infer<typeof CausesQuery>

/**
 * `failed`, `aborted`: how the last run of a job ended. `lost`: it says nothing any more. `late`: the job should have run again by its own
 * rhythm. `schema`: the columns of a dataset changed. `quality`: an assertion about a dataset did not hold when it was last tested. A job that is running
 * is told with how its last run before that ended.
 */
export const CauseKind = z.enum(['failed', 'lost', 'aborted', 'quality', 'late', 'schema'])
export type CauseKind = z.infer<typeof CauseKind>

export const Cause = z.object({
  kind: CauseKind,
  node: NodeRef,
  /** Datasets away; 0: the root itself, or a job that writes it. */
  depth: z.number(),
  /** When it went wrong; of what is late, when it should have come. */
  at: Instant.nullable(),
  /** In a sentence. */
  says: z.string(),
  /** The run that failed or was lost. */
  runId: z.string().nullable(),
})
export type Cause = z.infer<typeof Cause>

export const Causes = z.object({
  root: NodeRef,
  /** Nearest first. */
  items: z.array(Cause),
  /** Jobs and datasets that were looked at. */
  lookedAt: z.number(),
  truncated: z.boolean(),
  cutBy: CutBy.optional(),
})
export type Causes = z.infer<typeof Causes>
