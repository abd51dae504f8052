/** Lineage of runs: which run wrote what a run read, and which runs read what it wrote. */
import { z } from 'zod'
import { Identity, Instant, RunState } from './common.ts'

/** GET /api/v2/run/lineage: namespace and name are of the job. `depth` counts runs away; `limit` is of runs. */
export const RunLineageQuery = Identity.extend({
  namespace: z.string().max(20_000),
  name: z.string().max(20_000),
  runId: z.string().max(20_000),
  direction: z.enum(['upstream', 'downstream', 'both']).default('both'),
  depth: z.coerce.number().int().min(1).max(20).default(1),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})
export type RunLineageQuery = z.infer<typeof RunLineageQuery>

const RunNamed = z.object({ runId: z.string(), job: Identity })

export const RunLineageNode = RunNamed.extend({
  state: RunState,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** Runs away from the root: negative upstream, positive downstream. */
  depth: z.number(),
})
export type RunLineageNode = z.infer<typeof RunLineageNode>

export const RunLineageLink = z.object({
  from: RunNamed,
  to: RunNamed,
  /** What the one wrote and the other read. */
  dataset: Identity,
  /** `version`: the events name the same version of the dataset. `time`: it is the last good run that had written it by then. */
  by: z.enum(['version', 'time']),
  version: z.string().nullable(),
  writtenAt: Instant.nullable(),
})
export type RunLineageLink = z.infer<typeof RunLineageLink>

export const RunLineage = z.object({
  root: RunNamed,
  /** Nearest first. */
  runs: z.array(RunLineageNode),
  links: z.array(RunLineageLink),
  /** Datasets that a run of the answer read, and of which no run is known that had written them by then. */
  unknown: z.array(z.object({ run: RunNamed, dataset: Identity })),
  /** More runs are there than `limit` or a bound on what is looked at let in. */
  truncated: z.boolean(),
})
export type RunLineage = z.infer<typeof RunLineage>
