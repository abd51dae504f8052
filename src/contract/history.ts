/** What the catalog remembers over time: contents of facets, schemas, versions of jobs, series of quality. */
import { z } from 'zod'
import { Identity, Instant, RunState } from './common.ts'

const RunNamed = z.object({ runId: z.string(), job: Identity })

/** A distinct content of one facet, `_producer` and `_schemaURL` aside. Who said it is of the earliest event that did. */
export const FacetVersion = z.object({
  key: z.string(),
  /** Null where it cannot be read again. `_deleted` alone: the facet was deleted. */
  value: z.unknown(),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  /** It was said last: this holds now. */
  current: z.boolean(),
  eventPosition: z.number(),
  sourceId: z.number().nullable(),
  job: Identity.nullable(),
  run: RunNamed.nullable(),
})
export type FacetVersion = z.infer<typeof FacetVersion>

/** `key`: of one facet only, and then more of it. */
export const FacetHistoryQuery = Identity.extend({ key: z.string().max(1000).optional() })
export type FacetHistoryQuery = z.infer<typeof FacetHistoryQuery>

/** GET /api/v2/dataset/history, /api/v2/job/history: newest first, a bounded number of contents of each facet. */
export const FacetHistory = z.object({
  items: z.array(FacetVersion),
  /** There are more contents of some facet than were given. */
  truncated: z.boolean(),
  /** Names that the dataset had before, and that it has had since; empty for a job. */
  renamedFrom: z.array(Identity.extend({ at: Instant.nullable(), eventPosition: z.number() })),
  renamedTo: z.array(Identity.extend({ at: Instant.nullable(), eventPosition: z.number() })),
  /** When the dataset was dropped; null where it was not, or was written again since. */
  droppedAt: Instant.nullable(),
})
export type FacetHistory = z.infer<typeof FacetHistory>

const Point = z.object({
  at: Instant.nullable(),
  run: RunNamed.nullable(),
  eventPosition: z.number().nullable(),
})

/** Decimal text: counts may pass 2^53. */
const Count = z.string().nullable()
export const CountPoint = Point.extend({ rowCount: Count, bytes: Count, fileCount: Count })
export type CountPoint = z.infer<typeof CountPoint>

/** Measures of one column as decimal text, by name: nullCount, distinctCount, count, sum, min, max, `quantiles.0.5`. */
export const ColumnPoint = Point.extend({ measures: z.record(z.string(), z.string()) })
export type ColumnPoint = z.infer<typeof ColumnPoint>

export const Outcome = z.enum(['passed', 'failed', 'warned', 'skipped', 'unclear'])
export type Outcome = z.infer<typeof Outcome>

/** One assertion about the dataset. A test that was not carried out is skipped, never failed. */
export const Assertion = z.object({
  name: z.string().nullable(),
  assertion: z.string().nullable(),
  column: z.string().nullable(),
  outcome: Outcome,
  severity: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  lastFailedAt: Instant.nullable(),
  lastPassedAt: Instant.nullable(),
  eventPosition: z.number().nullable(),
  /** Oldest first, 60 at most. */
  points: z.array(Point.extend({ outcome: Outcome })),
})
export type Assertion = z.infer<typeof Assertion>

/** `column`: also the series of the measures of that column. */
export const SeriesQuery = Identity.extend({ column: z.string().max(20000).optional() })
export type SeriesQuery = z.infer<typeof SeriesQuery>

/** GET /api/v2/dataset/series: what runs counted, measured and tested, oldest first, the newest 60 points of each series. */
export const DatasetSeries = z.object({
  writes: z.array(CountPoint),
  reads: z.array(CountPoint),
  metrics: z.array(CountPoint),
  /** Columns of the newest measures, with them; 1,000 at most. */
  columns: z.array(z.object({ column: z.string(), measures: z.record(z.string(), z.string()) })),
  /** Of the column that was asked for; else empty. */
  column: z.array(ColumnPoint),
  /** The last said first, 200 at most. */
  assertions: z.array(Assertion),
  truncated: z.boolean(),
})
export type DatasetSeries = z.infer<typeof DatasetSeries>

export const JobCode = z.object({ key: z.string(), hash: z.string() })
/** A distinct set of inputs, outputs and code of the runs of a job that ended well (of a streaming job: that run). */
export const JobVersion = z.object({
  /** Hash of what makes the version: the same for the same set, everywhere. */
  version: z.string(),
  inputs: z.array(Identity),
  outputs: z.array(Identity),
  code: z.array(JobCode),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  firstRun: z.object({ runId: z.string(), state: RunState }),
  lastRun: z.object({ runId: z.string(), state: RunState }),
  runs: z.number(),
  /** Against the version that the run before `firstRun` had; null for the first that is known. */
  changes: z
    .object({
      inputsAdded: z.array(Identity),
      inputsRemoved: z.array(Identity),
      outputsAdded: z.array(Identity),
      outputsRemoved: z.array(Identity),
      /** Keys of the code facets that differ. */
      code: z.array(z.string()),
    })
    .nullable(),
})
export type JobVersion = z.infer<typeof JobVersion>

/** GET /api/v2/job/versions: over the newest runs of the job, the latest version first. */
export const JobVersions = z.object({
  items: z.array(JobVersion),
  runsLooked: z.number(),
  /** The job has older runs: a version may be older than it says, and there may be more of them. */
  atLeast: z.boolean(),
})
export type JobVersions = z.infer<typeof JobVersions>

/** A facet that Headwater does not read, by its name. */
export const CustomFacet = z.object({
  container: z.enum(['run', 'job', 'dataset', 'input', 'output']),
  key: z.string(),
  events: z.number(),
  jobs: z.number(),
  datasets: z.number(),
  runs: z.number(),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  /** As the latest event that carries it says. */
  producer: z.string().nullable(),
  schemaUrl: z.string().nullable(),
  eventPosition: z.number().nullable(),
})
export type CustomFacet = z.infer<typeof CustomFacet>

/** GET /api/v2/facets/custom: those in most events first, 500 at most. `q`: a part of the name. */
export const CustomFacetsQuery = z.object({ q: z.string().max(2000).optional() })
export type CustomFacetsQuery = z.infer<typeof CustomFacetsQuery>
export const CustomFacets = z.object({ items: z.array(CustomFacet), truncated: z.boolean() })
export type CustomFacets = z.infer<typeof CustomFacets>

/**
 * GET /api/v2/facets/carriers: who carries a facet, the newest known first, 50 of each kind at most. Of facets that are read (`facet` null) jobs and
 * datasets; of runs, inputs and outputs it is kept only for facets that are not.
 */
export const FacetCarriersQuery = z.object({ container: CustomFacet.shape.container, key: z.string().max(1000) })
export type FacetCarriersQuery = z.infer<typeof FacetCarriersQuery>
export const FacetCarriers = z.object({
  facet: CustomFacet.nullable(),
  jobs: z.array(Identity),
  datasets: z.array(Identity),
  runs: z.array(RunNamed),
  truncated: z.boolean(),
})
export type FacetCarriers = z.infer<typeof FacetCarriers>
