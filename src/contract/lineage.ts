/** The lineage graph round one job, dataset or field. */
import { z } from 'zod'
import { Instant, RunState, WindowOrLast } from './common.ts'

export const NodeType = z.enum(['dataset', 'job'])
export type NodeType = z.infer<typeof NodeType>

/** A node's identity in the graph. */
export const NodeRef = z.object({ type: NodeType, namespace: z.string(), name: z.string() })
export type NodeRef = z.infer<typeof NodeRef>

/**
 * With `asOf` a node is as it was then, so far as the catalog knows. As of now at any moment: names, `integration`, `ways`, `inside`, and what `fold`
 * shows as one. An end that a run said twice counts from the second time.
 */
export const LineageNode = NodeRef.extend({
  /** Hops over datasets from the root: negative upstream, positive downstream, 0 the root. Jobs have the depth of the dataset they were reached from. */
  depth: z.number(),
  /** Dataset: fields of the last schema, null also where it cannot be told which one stood at `asOf`; job: null. */
  fieldCount: z.number().nullable(),
  /** Neighbours in all, also those that this answer leaves out: jobs of a dataset, datasets of a job. */
  upstream: z.number(),
  downstream: z.number(),
  /** There may be more: a hub is counted to a bound, and of a moment or a window the first of its edges are looked at. */
  upstreamAtLeast: z.boolean().optional(),
  downstreamAtLeast: z.boolean().optional(),
  /** Job: integration and last state; with `asOf` the state that its last run by then was in. */
  integration: z.string().nullable(),
  lastState: RunState.nullable(),
  /** Job: start of its last run; dataset: when it was last written, null also where that is not known of `asOf`, such as while a run wrote it. */
  lastRunAt: Instant.nullable(),
  /** Dataset: has column edges, said or inferred. */
  hasColumns: z.boolean(),
  /** Job, with `fold`: ways of running the same that it stands for (1: itself), and other jobs inside it that it stands for. */
  ways: z.number().optional(),
  inside: z.number().optional(),
  /** With `facts`. Names of owners and tags (`key` or `key:value`); left out where they cannot be told of `asOf`: contents took turns round it. */
  owners: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  /** Dataset: outcome of its latest data quality assertions; null: none were sent. */
  quality: z.enum(['pass', 'fail']).nullable().optional(),
  /** When it should have been written or run again by its own rhythm, and was not; null: it is not late, or has no rhythm. */
  dueAt: Instant.nullable().optional(),
  /** Job: the DAG, application or project that it is in. */
  parent: z.object({ namespace: z.string(), name: z.string() }).nullable().optional(),
})
export type LineageNode = z.infer<typeof LineageNode>

export const LineageEdge = z.object({
  from: NodeRef,
  to: NodeRef,
  /** Up to `asOf`. Null where that is not known: without `facts`, where it was said again later; with them, while a run said it. */
  lastSeenAt: Instant.nullable(),
  firstSeenAt: Instant.nullable().optional(),
  /** With `facts`: runs of the job that said so, counted up to 1,000; left out where it was said again after `asOf`. */
  runs: z.number().optional(),
  /** With `facts`: the job ran on and no longer says so. */
  stale: z.boolean().optional(),
  /** Read out of SQL, said by nobody. */
  inferred: z.boolean().optional(),
})
export type LineageEdge = z.infer<typeof LineageEdge>

export const LineageColumnEdge = z.object({
  from: z.object({ namespace: z.string(), name: z.string(), field: z.string().nullable() }),
  to: z.object({ namespace: z.string(), name: z.string(), field: z.string().nullable() }),
  job: z.object({ namespace: z.string(), name: z.string() }).nullable(),
  type: z.enum(['DIRECT', 'INDIRECT']).nullable(),
  subtype: z.string().nullable(),
  masking: z.boolean(),
  description: z.string().nullable(),
  firstSeenAt: Instant.nullable().optional(),
  /** Null where it was said again after `asOf`. */
  lastSeenAt: Instant.nullable().optional(),
  /** Read out of SQL, said by nobody. */
  inferred: z.boolean().optional(),
})
export type LineageColumnEdge = z.infer<typeof LineageColumnEdge>

/** Control flow: `from` runs before `to`. No data goes along it. */
export const LineageControl = z.object({
  from: NodeRef,
  to: NodeRef,
  /** DIRECT_INVOCATION, IMPLICIT_DEPENDENCY, …; as sent. */
  dependency: z.string().nullable(),
  lastSeenAt: Instant.nullable(),
})
export type LineageControl = z.infer<typeof LineageControl>

/**
 * GET /api/v2/lineage. `depth` counts datasets; jobs between them do not count. `field` walks column edges from one field.
 * Without `field`, `columns=true` adds the column edges between the datasets of the answer.
 */
export const LineageQuery = z.object({
  type: NodeType.default('dataset'),
  namespace: z.string().max(20000),
  name: z.string().max(20000),
  field: z.string().max(20000).optional(),
  direction: z.enum(['upstream', 'downstream', 'both']).default('both'),
  depth: z.coerce.number().int().min(0).max(1_000).default(1),
  columns: z.stringbool().default(false),
  /**
   * Steps are shown as the job that they are in, ways of running the same as one, and everything inside a job that is the root as that job.
   * `top…` names the job of which that holds where the root is another node; or, with `topType` dataset, the dataset around which steps stand for
   * themselves where folding would hide what it is made of, or what is made of it.
   */
  fold: z.stringbool().optional(),
  topType: NodeType.optional(),
  topNamespace: z.string().max(20000).optional(),
  topName: z.string().max(20000).optional(),
  /** Adds the control flow of the jobs of the answer. */
  control: z.stringbool().optional(),
  asOf: Instant.optional(),
  window: WindowOrLast.optional(),
  /** Column edges only of this kind. `direct` leaves out those that are said to be INDIRECT, so that those of unknown kind stay. */
  dependency: z.enum(['direct', 'indirect']).optional(),
  /** Column edges only of these subtypes, such as `FILTER,JOIN`; letter case does not matter. */
  subtypes: z.string().max(2_000).optional(),
  /** Column edges only that mask (true) or do not (false). */
  masking: z.stringbool().optional(),
  /** Adds what a picture shows of each node and edge: owners, tags, quality, lateness, parents, runs; and `reach`. */
  facts: z.stringbool().optional(),
  /** Adds column edges inferred from SQL where no columns were said; never with `asOf`. */
  inferred: z.stringbool().optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
})
export type LineageQuery = z.infer<typeof LineageQuery>

/** `time`: reading took too long, and was ended before depth or room ended it. */
export const CutBy = z.enum(['time'])

/** Datasets in one direction. */
export const Reach = z.object({ datasets: z.number(), /** There are more. */ atLeast: z.boolean() })
export type Reach = z.infer<typeof Reach>

export const Lineage = z.object({
  root: NodeRef,
  nodes: z.array(LineageNode),
  edges: z.array(LineageEdge),
  columns: z.array(LineageColumnEdge),
  /** With `control`; ends may be no nodes of the answer. */
  control: z.array(LineageControl).optional(),
  /** More was there than `limit` or `depth` let in; `leftOut` counts nodes that were seen and not taken. */
  truncated: z.boolean(),
  leftOut: z.number(),
  /** Within `depth` there are more than `leftOut`: what lies behind a node that was not taken was not looked at. */
  leftOutAtLeast: z.boolean().optional(),
  cutBy: CutBy.optional(),
  /** With `facts`: what lies within `hops` of the root, drawn or not. */
  reach: z.object({ hops: z.number(), upstream: Reach, downstream: Reach }).optional(),
})
export type Lineage = z.infer<typeof Lineage>

export const Change = z.enum(['added', 'removed', 'same'])
export type Change = z.infer<typeof Change>

/**
 * GET /api/v2/lineage/compare: the same question at two moments, `after` now unless told. `window`: when an edge has gone. `last`, unless told: when
 * the last good run of its job did not say it; a number: after so many days of silence.
 */
export const CompareQuery = LineageQuery.omit({ asOf: true }).extend({ before: Instant, after: Instant.optional() })
export type CompareQuery = z.infer<typeof CompareQuery>

/**
 * What did it: of what was added the run and event that said it first, or first again; of what was removed the first good run of its job that no
 * longer said it, with its last event. `runId` null: an event without a run.
 */
export const ChangedBy = z.object({
  runId: z.string().nullable(),
  job: z.object({ namespace: z.string(), name: z.string() }).nullable(),
  position: z.number().nullable(),
  at: Instant.nullable(),
})
export type ChangedBy = z.infer<typeof ChangedBy>

/**
 * `by`: of what was added or removed; null where it is not known, such as where a job no longer runs. Where `truncated`, a part counts as the same
 * if it stood at the moment whose walk did not reach it: nothing is added or removed for want of room.
 */
export const Comparison = Lineage.extend({
  nodes: z.array(LineageNode.extend({ change: Change })),
  edges: z.array(LineageEdge.extend({ change: Change, by: ChangedBy.nullable().optional() })),
  columns: z.array(LineageColumnEdge.extend({ change: Change, by: ChangedBy.nullable().optional() })),
})
export type Comparison = z.infer<typeof Comparison>
