/** Why an edge is in the lineage: who said it, when, and how. */
import { z } from 'zod'
import { Cursor, Identity, Instant, RunState } from './common.ts'
import { NodeRef, NodeType } from './lineage.ts'

const name = z.string().max(20_000)

/**
 * GET /api/v2/lineage/why. Of a table edge one end is a job. With fields it is of column edges; then a job narrows it. Between two datasets
 * without fields, or between two jobs, it is also of what stands between them. `fold` and `top…` as the lineage was asked with. `asOf`: only what
 * was said up to then; what is inferred from SQL is known of now alone.
 */
export const WhyQuery = z.object({
  fromType: NodeType.default('dataset'),
  fromNamespace: name,
  fromName: name,
  fromField: name.optional(),
  toType: NodeType.default('dataset'),
  toNamespace: name,
  toName: name,
  toField: name.optional(),
  jobNamespace: name.optional(),
  jobName: name.optional(),
  fold: z.stringbool().optional(),
  topType: NodeType.optional(),
  topNamespace: name.optional(),
  topName: name.optional(),
  asOf: Instant.optional(),
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(10),
})
export type WhyQuery = z.infer<typeof WhyQuery>

/** An event in the log: GET /api/v2/events/{position}. */
const EventRef = z.object({ position: z.number(), at: Instant.nullable() })

const WhyEnd = Identity.extend({ field: z.string().nullable() })

/** One way in which the edge was said: under these ids, by this job, with these words. */
export const Saying = z.object({
  /** Null: said by an event about a dataset alone. */
  job: Identity.nullable(),
  /** As the events spell it, which may be another id of the dataset than the one that it is shown by. */
  dataset: Identity.nullable(),
  from: WhyEnd.nullable(),
  to: WhyEnd.nullable(),
  /** Of columns; null where the events give none. */
  type: z.enum(['DIRECT', 'INDIRECT']).nullable(),
  subtype: z.string().nullable(),
  masking: z.boolean().nullable(),
  description: z.string().nullable(),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  /** Runs of the job that said it; 0: events without a run, or a facet that does not list it. Null of columns. */
  runs: z.number().nullable(),
  /** Events that said it first and last; null where they are not found among the first and last events of the job or dataset. */
  firstEvent: EventRef.nullable(),
  lastEvent: EventRef.nullable(),
  /** Read out of SQL, said by nobody: no event and no time. */
  inferred: z.boolean().optional(),
})
export type Saying = z.infer<typeof Saying>

export const WhyRun = z.object({
  runId: z.string(),
  job: Identity,
  state: RunState,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** The event of this run that said it last. */
  event: EventRef.nullable(),
})
export type WhyRun = z.infer<typeof WhyRun>

/** One step of a way. `lastSeenAt` and `runs` up to `asOf`; null where they are not known of it. */
const WhyStep = z.object({ firstSeenAt: Instant.nullable(), lastSeenAt: Instant.nullable(), runs: z.number().nullable() })

/** From one dataset to another over a job, or from one job to another over a dataset. */
export const Way = z.object({ via: NodeRef, into: WhyStep, outOf: WhyStep })
export type Way = z.infer<typeof Way>

export const Why = z.object({
  from: NodeRef.extend({ field: z.string().nullable() }),
  to: NodeRef.extend({ field: z.string().nullable() }),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  /** That said it, in all. Of columns those that wrote the dataset while they were said; what each said of its columns is not kept by run. */
  runs: z.number(),
  /** The last said first, 100 at most. */
  sayings: z.array(Saying),
  sayingsTruncated: z.boolean(),
  /** Runs that said it, newest start first. `next` may be there where `items` is empty: so far none was found. */
  items: z.array(WhyRun),
  next: z.string().nullable(),
  /** Read out of the SQL of this job, said by nobody: what it was read as, what of it could not be read, which event and run sent it last. */
  inferred: z
    .object({
      job: Identity,
      dialect: z.string(),
      problem: z.string().nullable(),
      event: EventRef.nullable(),
      run: z.object({ runId: z.string(), job: Identity }).nullable(),
    })
    .nullable(),
  /** Between two datasets or two jobs: each way over one job or dataset, 100 at most; `waysAtLeast`: there may be more. */
  ways: z.array(Way),
  waysAtLeast: z.boolean(),
  /** Of the job that said it last: its latest SQL, and what it was when the edge was last said, where that is another. */
  sql: z.object({ query: z.string(), dialect: z.string().nullable() }).nullable(),
  sqlThen: z.object({ query: z.string(), dialect: z.string().nullable(), since: Instant.nullable() }).nullable(),
})
export type Why = z.infer<typeof Why>
