/** Events of the log with their receipts. */
import { z } from 'zod'
import { Identity, Instant, Page } from './common.ts'

export const EventKind = z.enum(['RunEvent', 'JobEvent', 'DatasetEvent'])
export type EventKind = z.infer<typeof EventKind>

export const EventItem = z.object({
  position: z.number(),
  /** SHA-256 of the bytes, hexadecimal. */
  eventId: z.string(),
  kind: EventKind,
  eventType: z.string().nullable(),
  /** As stated by the producer; null when it cannot be read. */
  eventTime: z.string().nullable(),
  receivedAt: Instant,
  sourceId: z.number(),
  job: Identity.nullable(),
  runId: z.string().nullable(),
  dataset: Identity.nullable(),
  bytes: z.number(),
  warnings: z.number(),
  test: z.boolean(),
  /** In the catalog already. */
  applied: z.boolean(),
})
export type EventItem = z.infer<typeof EventItem>
/** GET /api/v2/events: newest in the log first. */
export const EventsQuery = Page.extend({
  source: z.coerce.number().int().optional(),
  kind: EventKind.optional(),
  eventType: z.string().max(20).optional(),
  jobNamespace: z.string().max(20000).optional(),
  jobName: z.string().max(20000).optional(),
  runId: z.string().max(20000).optional(),
  datasetNamespace: z.string().max(20000).optional(),
  datasetName: z.string().max(20000).optional(),
})
export type EventsQuery = z.infer<typeof EventsQuery>

export const ReceiptLine = z.object({
  use: z.enum(['used', 'warning', 'stored only', 'ignored']),
  /** Where it stands in the event, as a JSON pointer. */
  pointer: z.string(),
  /** Short: `run.parent`, `outputs[0].schema`. */
  label: z.string(),
  /** What came of it, or why nothing did. */
  says: z.string(),
  /** Of a warning: its kind, and what to do. */
  code: z.string().optional(),
  fix: z.string().optional(),
})
export type ReceiptLine = z.infer<typeof ReceiptLine>
/** Something that the catalog holds since this event, by event time. */
export const ReceiptChange = z.object({
  kind: z.enum(['job', 'run', 'dataset', 'edge', 'schema', 'columnEdges', 'runState', 'symlink']),
  says: z.string(),
  job: Identity.nullable(),
  /** Of `job`. */
  runId: z.string().nullable(),
  dataset: Identity.nullable(),
})
export type ReceiptChange = z.infer<typeof ReceiptChange>
export const Receipt = z.object({
  lines: z.array(ReceiptLine),
  /** What the event changed: empty where earlier events had said it all, and while it waits for a sync. */
  changed: z.array(ReceiptChange),
  applied: z.boolean(),
  notAppliedBecause: z.string().nullable(),
})
export type Receipt = z.infer<typeof Receipt>

/** GET /api/v2/events/:position. The bytes themselves come from …/body. */
export const EventDetail = EventItem.extend({
  producer: z.string().nullable(),
  schemaURL: z.string().nullable(),
  receipt: Receipt,
  previous: z.number().nullable(),
  next: z.number().nullable(),
})
export type EventDetail = z.infer<typeof EventDetail>

/** What POST /api/v1/lineage answers with 201. */
export const Accepted = z.object({
  status: z.literal('accepted'),
  eventId: z.string(),
  position: z.number(),
  duplicate: z.boolean(),
  receipt: z.string(),
  warnings: z.array(z.string()),
})
export type Accepted = z.infer<typeof Accepted>
