/** Data sources, their tokens and the first-event ladder. */
import { z } from 'zod'
import { Identity, Instant } from './common.ts'

export const SyncMode = z.enum(['continuous', 'manual'])
export type SyncMode = z.infer<typeof SyncMode>

export const SourceToken = z.object({
  id: z.number(),
  /** The part that may be shown, such as `hws_k7f2`. */
  prefix: z.string(),
  createdAt: Instant,
  /** Null: until revoked. Set by a rotation to the end of the overlap. */
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  /** The User-Agent of the last request, and its address. */
  lastUsedBy: z.string().nullable(),
  lastUsedFrom: z.string().nullable(),
})
export type SourceToken = z.infer<typeof SourceToken>

export const Source = z.object({
  id: z.number(),
  type: z.literal('openlineage'),
  name: z.string(),
  /** Web address of the ETL, for links out to it; never connected to. Null: none. */
  baseUrl: z.string().nullable(),
  syncMode: SyncMode,
  paused: z.boolean(),
  /** Whether column lineage is inferred from the SQL of its jobs, where they say no columns. */
  inferSql: z.boolean(),
  createdAt: Instant,
  createdBy: z.string().nullable(),
  /** Where producers post: the public URL, and the path below it. */
  eventsUrl: z.string(),
  eventsEndpoint: z.string(),
  tokens: z.array(SourceToken),
  /** airflow, spark, dbt, flink, trino, python, java, curl …: guessed from the last events' producer; null before the first. */
  producer: z.string().nullable(),
  producerVersion: z.string().nullable(),
  accepted: z.number(),
  refused: z.number(),
  firstEventAt: Instant.nullable(),
  lastEventAt: Instant.nullable(),
  /** Accepted events a minute over the last hour: 60 numbers, oldest first. */
  perMinute: z.array(z.number()),
  /** Events of this source that the catalog does not hold yet, and how old the oldest is. */
  waiting: z.number(),
  lagMs: z.number().nullable(),
  /** The sync that runs for this source, or null. */
  activeSync: z.number().nullable(),
  lastSyncAt: Instant.nullable(),
})
export type Source = z.infer<typeof Source>

export const AddSource = z.object({
  type: z.literal('openlineage').default('openlineage'),
  name: z.string().trim().min(1, 'Give the source a name').max(200).default('OpenLineage'),
  baseUrl: z.string().trim().max(2000).nullable().default(null),
  syncMode: SyncMode.default('continuous'),
  inferSql: z.boolean().optional(),
})
export const ChangeSource = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  baseUrl: z.string().trim().max(2000).nullable().optional(),
  syncMode: SyncMode.optional(),
  paused: z.boolean().optional(),
  inferSql: z.boolean().optional(),
})
/** Answer of POST /api/v2/sources and …/rotate: the only time that the token is shown. */
export const SourceWithToken = z.object({ source: Source, apiToken: z.string() })
export type SourceWithToken = z.infer<typeof SourceWithToken>
export const RotateToken = z.object({
  overlapHours: z
    .number()
    .min(0)
    .max(24 * 90)
    .default(24),
})
export const RevokeToken = z.object({ tokenId: z.number().int() })

export const LadderStepKey = z.enum(['request', 'token', 'readable', 'stored', 'job', 'run', 'dataset', 'edge', 'column'])
export const LadderStep = z.object({
  key: LadderStepKey,
  state: z.enum(['reached', 'waiting', 'later', 'failed']),
  at: Instant.nullable(),
  /** What arrived: `from 10.4.2.17, openlineage-python 1.54.0`. */
  detail: z.string().nullable(),
  /** Where the link of the step goes, by kind; the web makes the address. */
  link: z
    .union([
      z.object({ kind: z.literal('event'), position: z.number() }),
      z.object({ kind: z.literal('job'), job: Identity }),
      z.object({ kind: z.literal('run'), job: Identity, runId: z.string() }),
      z.object({ kind: z.literal('dataset'), dataset: Identity }),
      z.object({ kind: z.literal('rejection'), id: z.number() }),
    ])
    .nullable(),
  /** While waiting: the likely cause for this producer, or what makes the step happen. */
  hint: z.string().nullable(),
})
export type LadderStep = z.infer<typeof LadderStep>
/** GET /api/v2/sources/:id/ladder, and each `ladder` message of …/ladder/stream (server-sent events). */
export const Ladder = z.object({ listeningSince: Instant, steps: z.array(LadderStep), lastTestEventAt: Instant.nullable() })
export type Ladder = z.infer<typeof Ladder>

/** POST /api/v2/sources/:id/test-event: what the server answered to its own request over HTTP. */
export const TestEventResult = z.object({
  ok: z.boolean(),
  url: z.string(),
  status: z.number().nullable(),
  answer: z.string(),
  position: z.number().nullable(),
  tookMs: z.number(),
})
export type TestEventResult = z.infer<typeof TestEventResult>

/** GET /api/v2/server, PATCH with `publicUrl`. */
export const ServerInfo = z.object({
  version: z.string(),
  store: z.enum(['sqlite', 'postgres']),
  publicUrl: z.string(),
  /** settings: given by flag, environment or file and not to be changed here; saved: by a person; guessed: from the listening address. */
  publicUrlFrom: z.enum(['settings', 'saved', 'guessed']),
  /** Why producers elsewhere may not reach publicUrl; null when nothing speaks against it. */
  publicUrlWarning: z.string().nullable(),
  startedAt: Instant,
  uptimeSeconds: z.number(),
  events: z.number(),
  logBytes: z.number(),
  catalogLagMs: z.number(),
  eventsPerMinute: z.number(),
  limits: z.record(z.string(), z.number()),
})
export type ServerInfo = z.infer<typeof ServerInfo>
export const ChangeServer = z.object({ publicUrl: z.string().trim().max(2000).nullable() })
