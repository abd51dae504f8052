/** Why an edge between groups is in the lineage: the edges that it stands for. */
import { z } from 'zod'
import { Instant } from './common.ts'
import { NodeRef } from './lineage.ts'

/**
 * What an edge may join. `schema`: the datasets of a namespace whose names start with it, as in the answer of a level ('' those that have none).
 * `namespace`: all datasets of one. `family`: a job with all that runs in it: a DAG, an application, a project. `job`, `dataset`: that one alone.
 */
export const GroupType = z.enum(['dataset', 'job', 'schema', 'namespace', 'family'])
export type GroupType = z.infer<typeof GroupType>

const name = z.string().max(20_000)

/** GET /api/v2/lineage/why/groups. `asOf`: only what was said up to then. A namespace has no name. */
export const WhyGroupsQuery = z.object({
  fromType: GroupType,
  fromNamespace: name,
  fromName: name.default(''),
  toType: GroupType,
  toNamespace: name,
  toName: name.default(''),
  asOf: Instant.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
})
export type WhyGroupsQuery = z.infer<typeof WhyGroupsQuery>

const GroupRef = z.object({ type: GroupType, namespace: z.string(), name: z.string() })

/** An edge between a job and a dataset: GET /api/v2/lineage/why tells its runs and events. `runs`: null where they are not known of the moment. */
export const EdgeBeneath = z.object({
  from: NodeRef,
  to: NodeRef,
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  runs: z.number().nullable(),
})
export type EdgeBeneath = z.infer<typeof EdgeBeneath>

export const WhyGroups = z.object({
  from: GroupRef,
  to: GroupRef,
  /**
   * How many edges there are beneath. Between two groups of datasets those into the jobs that lead from one to the other, between two families those
   * into the datasets. `edgesAtLeast`: there may be more, as not all were looked at.
   */
  edges: z.number(),
  edgesAtLeast: z.boolean(),
  /** Those that were said last first. */
  items: z.array(EdgeBeneath),
})
export type WhyGroups = z.infer<typeof WhyGroups>
