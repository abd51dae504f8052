/** Lineage at another granularity: derived from that of jobs and datasets when it is asked for. */
import { z } from 'zod'
import { CutBy, LineageQuery, NodeRef } from './lineage.ts'

/**
 * `dataset`: datasets alone, each joined to those that are made of it. `job`: jobs alone, each joined to those that read what it writes. `group`:
 * jobs as what they are in at the top (DAG, application, project), datasets as their schema or namespace.
 */
export const Level = z.enum(['dataset', 'job', 'group'])
export type Level = z.infer<typeof Level>

/** GET /api/v2/lineage/level: the same question as of the lineage; `limit` and `depth` are of jobs and datasets. */
export const LevelQuery = LineageQuery.omit({ columns: true, control: true, facts: true }).extend({
  level: Level,
  datasetsBy: z.enum(['schema', 'namespace']).default('schema'),
})
export type LevelQuery = z.infer<typeof LevelQuery>

/** `name` of a schema: what the names of its datasets start with; '' is the namespace itself. */
const LevelRef = z.object({ type: z.enum(['dataset', 'job', 'schema', 'namespace']), namespace: z.string(), name: z.string() })
export type LevelRef = z.infer<typeof LevelRef>

export const LevelNode = LevelRef.extend({
  /** Of the nearest member. */
  depth: z.number(),
  /** Jobs or datasets of the answer that it stands for. */
  members: z.number(),
})
export type LevelNode = z.infer<typeof LevelNode>

export const LevelEdge = z.object({
  from: LevelRef,
  to: LevelRef,
  /** Of groups: edges between members. Of datasets the jobs, of jobs the datasets between the two. */
  count: z.number(),
  /** Those jobs or datasets, some of them. */
  via: z.array(NodeRef),
})
export type LevelEdge = z.infer<typeof LevelEdge>

export const LevelLineage = z.object({
  level: Level,
  /** The node of the root, or that it is part of; null where the level has none, such as a dataset among jobs. */
  root: LevelRef.nullable(),
  nodes: z.array(LevelNode),
  edges: z.array(LevelEdge),
  truncated: z.boolean(),
  leftOut: z.number(),
  leftOutAtLeast: z.boolean(),
  cutBy: CutBy.optional(),
})
export type LevelLineage = z.infer<typeof LevelLineage>
