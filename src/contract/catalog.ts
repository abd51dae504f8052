/** Jobs, runs, datasets, fields, search and Home, as the catalog knows them. */
import { z } from 'zod'
import { FacetValue, Identity, Instant, Owner, Page, RunState, Tag } from './common.ts'

/** One bar of "the last 14 runs". `durationMs` is null while it runs or where no end is known. */
export const RunBar = z.object({ runId: z.string(), state: RunState, startedAt: Instant.nullable(), durationMs: z.number().nullable() })
export type RunBar = z.infer<typeof RunBar>

export const JobItem = z.object({
  namespace: z.string(),
  name: z.string(),
  parent: Identity.nullable(),
  /** How many jobs name this one as parent. */
  children: z.number(),
  /** In how many ways what it runs is run, each a job of its own: dbt's run, build and structured logs. 1: this one. */
  ways: z.number(),
  /** airflow, spark, dbt, flink …, in lower case; null unknown. */
  integration: z.string().nullable(),
  /** DAG, TASK, JOB, MODEL, QUERY, …; as sent. */
  jobType: z.string().nullable(),
  processingType: z.string().nullable(),
  lastState: RunState.nullable(),
  /** First line of the last run's error, when its state is FAIL. */
  says: z.string().nullable(),
  lastRunId: z.string().nullable(),
  lastStartedAt: Instant.nullable(),
  lastEndedAt: Instant.nullable(),
  lastDurationMs: z.number().nullable(),
  nominalTime: Instant.nullable(),
  /** Oldest first, 14 at most. */
  bars: z.array(RunBar),
  owners: z.array(Owner),
  sourceIds: z.array(z.number()),
})
export type JobItem = z.infer<typeof JobItem>

export const JobsQuery = Page.extend({
  q: z.string().max(2000).optional(),
  namespace: z.string().max(20000).optional(),
  source: z.coerce.number().int().optional(),
  integration: z.string().max(200).optional(),
  state: RunState.optional(),
  /** `roots`: jobs without a parent; children come by `parentNamespace` + `parentName`. `all`: flat. A search or filter is flat. */
  view: z.enum(['roots', 'all']).default('all'),
  parentNamespace: z.string().max(20000).optional(),
  parentName: z.string().max(20000).optional(),
  /** Steps within a job are left out of flat lists, and of several ways of running the same only the one that ran last is listed. A search shows all. */
  fold: z.stringbool().optional(),
  sort: z.enum(['name', 'lastRun']).default('lastRun'),
})
export type JobsQuery = z.infer<typeof JobsQuery>

/** GET /api/v2/jobs/facets: what filters may be set to, with counts. */
export const JobFacets = z.object({
  namespaces: z.array(z.object({ value: z.string(), count: z.number() })),
  integrations: z.array(z.object({ value: z.string(), count: z.number() })),
  states: z.array(z.object({ value: RunState, count: z.number() })),
  total: z.number(),
})
export type JobFacets = z.infer<typeof JobFacets>

export const DatasetRef = Identity.extend({ lastSeenAt: Instant.nullable() })
export type DatasetRef = z.infer<typeof DatasetRef>

/** Control flow between two jobs: one runs before the other. What is said is as it was sent. */
export const JobDependency = z.object({
  job: Identity,
  /** Whether the catalog has a job of that name; it may be named here and nowhere else. */
  known: z.boolean(),
  lastState: RunState.nullable(),
  /** DIRECT_INVOCATION, IMPLICIT_DEPENDENCY, … */
  type: z.string().nullable(),
  /** FINISH_TO_START, FINISH_TO_FINISH, START_TO_START. */
  sequence: z.string().nullable(),
  /** EXECUTE_EVERY_TIME, EXECUTE_ON_SUCCESS, EXECUTE_ON_FAILURE. */
  status: z.string().nullable(),
  /** When the job that says it runs at all: ALL_SUCCESS, ALL_DONE, … */
  condition: z.string().nullable(),
  saidBy: z.enum(['this job', 'the other job']),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
})
export type JobDependency = z.infer<typeof JobDependency>

export const JobDetail = JobItem.extend({
  description: z.string().nullable(),
  descriptionType: z.string().nullable(),
  tags: z.array(Tag),
  sql: z.object({ query: z.string(), dialect: z.string().nullable() }).nullable(),
  /** What came of reading column lineage out of the SQL: in which dialect it was read, how many edges, why some of it could not be read. Null: it was not read. */
  inference: z.object({ dialect: z.string(), edges: z.number(), problem: z.string().nullable() }).nullable(),
  sourceCodeLocation: z
    .object({
      type: z.string().nullable(),
      url: z.string().nullable(),
      repoUrl: z.string().nullable(),
      path: z.string().nullable(),
      version: z.string().nullable(),
      branch: z.string().nullable(),
      tag: z.string().nullable(),
    })
    .nullable(),
  engine: z.object({ name: z.string().nullable(), version: z.string().nullable() }).nullable(),
  /** Link to the job in its own tool, by the source's base URL; null when none can be made. */
  externalUrl: z.string().nullable(),
  sources: z.array(z.object({ id: z.number(), name: z.string() })),
  /** More than one source claims this job. */
  collision: z.boolean(),
  root: Identity.nullable(),
  inputs: z.array(DatasetRef),
  outputs: z.array(DatasetRef),
  childJobs: z.array(JobItem),
  /** What the job and all jobs below it read and write; null where none is below it. */
  inside: z.object({ jobs: z.number(), truncated: z.boolean(), inputs: z.array(DatasetRef), outputs: z.array(DatasetRef) }).nullable(),
  /** The other jobs that run the same; what it is, as its producer calls it. */
  otherWays: z.array(JobItem),
  wayOfRunning: z.string().nullable(),
  /** What runs before and after, which is not what data flows; 200 of each at most. */
  dependencies: z.object({ upstream: z.array(JobDependency), downstream: z.array(JobDependency), truncated: z.boolean() }),
  /** Newest first, 60 at most, for the duration trend. */
  trend: z.array(RunBar),
  runCount: z.number(),
  eventCount: z.number(),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  facets: z.array(FacetValue),
})
export type JobDetail = z.infer<typeof JobDetail>

export const RunItem = z.object({
  runId: z.string(),
  job: Identity,
  state: RunState,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  lastEventAt: Instant.nullable(),
  durationMs: z.number().nullable(),
  nominalStart: Instant.nullable(),
  nominalEnd: Instant.nullable(),
  /** Decimal text: rows may pass 2^53. */
  rowsWritten: z.string().nullable(),
  error: z.string().nullable(),
  parent: z.object({ runId: z.string(), job: Identity }).nullable(),
  /** Which try of the same task, from 1, and of which instance of a mapped task; null unknown. */
  tryNumber: z.number().nullable(),
  mapIndex: z.number().nullable(),
})
export type RunItem = z.infer<typeof RunItem>
/** GET /api/v2/runs: newest first. */
export const RunsQuery = Page.extend({
  namespace: z.string().max(20000).optional(),
  name: z.string().max(20000).optional(),
  state: RunState.optional(),
})
export type RunsQuery = z.infer<typeof RunsQuery>

export const RunDataset = Identity.extend({
  rowCount: z.string().nullable(),
  bytes: z.string().nullable(),
  fileCount: z.string().nullable(),
})
export type RunDataset = z.infer<typeof RunDataset>

export const RunDetail = RunItem.extend({
  /** The longest of the last runs of its job that ended, ms: silent for four times as long, a run is shown as LOST. Null: none is known. */
  usualMs: z.number().nullable(),
  root: z.object({ runId: z.string(), job: Identity }).nullable(),
  integration: z.string().nullable(),
  engine: z.object({ name: z.string().nullable(), version: z.string().nullable() }).nullable(),
  errorMessage: z.object({ message: z.string(), language: z.string().nullable(), stackTrace: z.string().nullable() }).nullable(),
  externalUrl: z.string().nullable(),
  inputs: z.array(RunDataset),
  outputs: z.array(RunDataset),
  tags: z.array(Tag),
  facets: z.array(FacetValue),
  events: z.array(
    z.object({ position: z.number(), eventType: z.string().nullable(), eventTime: z.string().nullable(), receivedAt: Instant }),
  ),
  /** All tries of the same task instance by number, this one among them; empty where it is the only one. */
  tries: z.array(RunItem),
  /** Run ids under which the producer sent this run as well. */
  sentAlsoAs: z.array(z.string()),
  earlier: z.string().nullable(),
  later: z.string().nullable(),
  /** The family of this run for the Gantt: root-most known parent first, then its descendants by start; 500 at most. `depth` 0 is the first. */
  family: z.array(RunItem.extend({ depth: z.number() })),
  familyTruncated: z.boolean(),
})
export type RunDetail = z.infer<typeof RunDetail>

export const DatasetItem = z.object({
  namespace: z.string(),
  name: z.string(),
  /** How many other ids it goes by. */
  aliasCount: z.number(),
  fieldCount: z.number(),
  producers: z.number(),
  consumers: z.number(),
  lastWrittenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  owners: z.array(Owner),
  tags: z.array(Tag),
})
export type DatasetItem = z.infer<typeof DatasetItem>
export const DatasetsQuery = Page.extend({
  q: z.string().max(2000).optional(),
  namespace: z.string().max(20000).optional(),
  source: z.coerce.number().int().optional(),
  sort: z.enum(['name', 'lastWritten']).default('lastWritten'),
})
export type DatasetsQuery = z.infer<typeof DatasetsQuery>
export const DatasetFacets = z.object({ namespaces: z.array(z.object({ value: z.string(), count: z.number() })), total: z.number() })
export type DatasetFacets = z.infer<typeof DatasetFacets>

/** One field. Nested fields come flat with dotted paths (a dot inside a name is `\.`). `from`, `into`: column edges in and out. */
export const Field = z.object({
  path: z.string(),
  type: z.string().nullable(),
  description: z.string().nullable(),
  depth: z.number(),
  tags: z.array(Tag),
  from: z.number(),
  into: z.number(),
  /** Column edges inferred from SQL, in and out; those that are said as well count here too. */
  inferredFrom: z.number(),
  inferredInto: z.number(),
  /** Not in the last schema any more, but column edges still name it. */
  removed: z.boolean(),
})
export type Field = z.infer<typeof Field>

/**
 * `removed`, `changed` (another type that is not known to hold each value of the old one) and `moved` (`before`: the path where that name
 * and type stood) are breaking. `added`, `widened` and `described` (`before`, `after`: descriptions) are compatible.
 */
export const FieldChange = z.object({
  kind: z.enum(['added', 'removed', 'changed', 'widened', 'moved', 'described']),
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type FieldChange = z.infer<typeof FieldChange>
/** A distinct set of fields, newest first. `changes` is against the version before it. */
export const SchemaVersion = z.object({
  firstSeenAt: Instant.nullable(),
  /** When it followed the version before it: `firstSeenAt`, or when the dataset came back to it. Null: it came back, when is not kept (older ones). */
  changedAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  eventPosition: z.number().nullable(),
  fieldCount: z.number(),
  fields: z.array(z.object({ path: z.string(), type: z.string().nullable() })),
  changes: z.array(FieldChange),
  breaking: z.boolean(),
})
export type SchemaVersion = z.infer<typeof SchemaVersion>

export const Write = z.object({
  runId: z.string(),
  job: Identity,
  at: Instant.nullable(),
  state: RunState,
  rowCount: z.string().nullable(),
  bytes: z.string().nullable(),
  fileCount: z.string().nullable(),
})
export type Write = z.infer<typeof Write>

export const DatasetDetail = DatasetItem.extend({
  description: z.string().nullable(),
  descriptionType: z.string().nullable(),
  aliases: z.array(Identity.extend({ type: z.string().nullable() })),
  /** What says that these names are one dataset, the first 200: a symlink of a producer (with its type), or a rule. */
  claims: z.array(z.object({ from: Identity, to: Identity, by: z.enum(['symlink', 'rule']), type: z.string().nullable() })),
  fields: z.array(Field),
  fieldsTruncated: z.boolean(),
  schemas: z.array(SchemaVersion),
  producerJobs: z.array(JobItem),
  consumerJobs: z.array(JobItem),
  /** Newest first, 60 at most. */
  writes: z.array(Write),
  facets: z.array(FacetValue),
  /** Something was measured or tested: /api/v2/dataset/series has it. */
  hasSeries: z.boolean(),
  firstSeenAt: Instant.nullable(),
  eventCount: z.number(),
})
export type DatasetDetail = z.infer<typeof DatasetDetail>

export const ColumnEnd = Identity.extend({ field: z.string().nullable() })
export type ColumnEnd = z.infer<typeof ColumnEnd>
/** A column edge: `to` was made out of `from`, by `job` (null: a DatasetEvent said so). */
export const ColumnEdge = z.object({
  job: Identity.nullable(),
  from: ColumnEnd,
  to: ColumnEnd,
  type: z.enum(['DIRECT', 'INDIRECT']).nullable(),
  subtype: z.string().nullable(),
  masking: z.boolean(),
  description: z.string().nullable(),
  firstSeenAt: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  /** Read out of SQL, said by nobody. */
  inferred: z.boolean().optional(),
})
export type ColumnEdge = z.infer<typeof ColumnEdge>
/** GET /api/v2/dataset/columns?namespace&name&field: the edges into and out of one field. */
export const FieldLineage = z.object({ upstream: z.array(ColumnEdge), downstream: z.array(ColumnEdge), truncated: z.boolean() })
export type FieldLineage = z.infer<typeof FieldLineage>

/** GET /api/v2/fields?q=…: fields by name, over all datasets. */
export const FieldItem = z.object({ dataset: Identity, path: z.string(), type: z.string().nullable() })
export type FieldItem = z.infer<typeof FieldItem>

export { SearchHit, SearchResult } from './search.ts'

/** GET /api/v2/home */
export const Home = z.object({
  /** Each is the instant it was first reached, or null. */
  checklist: z.object({
    source: Instant.nullable(),
    firstEvent: Instant.nullable(),
    firstLineage: Instant.nullable(),
    firstColumnLineage: Instant.nullable(),
  }),
  events: z.number(),
  logBytes: z.number(),
  eventsPerMinute: z.number(),
  lagMs: z.number(),
  refusedToday: z.number(),
  /** Accepted events in each of the last 24 hours x 6 (ten minutes each), oldest first. */
  perTenMinutes: z.array(z.number()),
  failing: z.array(JobItem),
  failingTotal: z.number(),
  running: z.array(JobItem),
  runningTotal: z.number(),
  schemaChanges: z.array(z.object({ dataset: Identity, at: Instant.nullable(), summary: z.string(), breaking: z.boolean() })),
  counts: z.object({ jobs: z.number(), datasets: z.number(), runs: z.number() }),
})
export type Home = z.infer<typeof Home>
