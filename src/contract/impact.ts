/** What is downstream of a dataset or of some of its columns. */
import { z } from 'zod'
import { Identity, Instant, RunState, WindowOrLast } from './common.ts'
import { CutBy } from './lineage.ts'

/**
 * GET /api/v2/impact. Without fields everything downstream of the dataset, jobs and datasets; with fields the columns that are made
 * of them and the jobs that make these. `fields`: a JSON list of paths.
 */
export const ImpactQuery = z.object({
  namespace: z.string().max(20_000),
  name: z.string().max(20_000),
  field: z.string().max(20_000).optional(),
  fields: z.string().max(200_000).optional().describe('A JSON list of field paths'),
  depth: z.coerce.number().int().min(1).max(1_000).default(1_000),
  asOf: Instant.optional(),
  window: WindowOrLast.optional(),
  inferred: z.stringbool().optional().describe('With columns that were inferred from SQL; never with asOf'),
  limit: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
})
export type ImpactQuery = z.infer<typeof ImpactQuery>

export const ImpactRow = z.object({
  type: z.enum(['dataset', 'job']),
  namespace: z.string(),
  name: z.string(),
  /** Null: the job or dataset as a whole. */
  field: z.string().nullable(),
  /** Datasets away from the root; a job has the depth of the dataset that it reads. */
  depth: z.number(),
  /** Of columns: DIRECT when every step of the path is, INDIRECT when one is not; null where that is not known. */
  dependency: z.enum(['DIRECT', 'INDIRECT']).nullable(),
  /** The step before: a nearest way from the root. */
  via: z.object({ dataset: Identity, field: z.string().nullable(), job: Identity.nullable() }),
  /** Names of datasets from the root to here. */
  path: z.string(),
  /** None also where they cannot be told of `asOf`. */
  owners: z.array(z.string()),
  /** Of a job its last run, of a dataset when it was last written; up to `asOf`, null where that is not known. */
  lastRunAt: Instant.nullable(),
  lastState: RunState.nullable(),
  /** A step of the path was read out of SQL, said by nobody. */
  inferred: z.boolean().optional(),
})
export type ImpactRow = z.infer<typeof ImpactRow>

/** How much is known of who uses the columns that were asked about. */
export const ImpactReaders = z.object({
  /** Jobs that read the dataset. */
  jobs: z.number(),
  /** There are more than were counted. */
  atLeast: z.boolean(),
  /** Those of them that say nothing of columns, so that any may use these; null where there are too many column edges to tell. */
  silent: z.number().nullable(),
  /** Something was inferred from SQL that the answer leaves out. */
  inferred: z.boolean(),
})
export type ImpactReaders = z.infer<typeof ImpactReaders>

export const Impact = z.object({
  root: Identity,
  items: z.array(ImpactRow),
  /** Where columns were asked about. */
  readers: ImpactReaders.optional(),
  /** There is more than `limit` or `depth` let in. */
  truncated: z.boolean(),
  cutBy: CutBy.optional(),
})
export type Impact = z.infer<typeof Impact>
