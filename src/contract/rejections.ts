/** Refused requests: single ones, groups of the same cause, and what came of trying them again. */
import { z } from 'zod'
import { Cursor, Instant, Page } from './common.ts'

export const Rejection = z.object({
  id: z.number(),
  at: Instant,
  /** Known where the token told it. */
  sourceId: z.number().nullable(),
  /** Of the cause. A refused element of a batch has one too, though the batch was answered 200. */
  status: z.number(),
  /** no_token, token_malformed, token_unknown, token_expired, token_revoked, source_paused, not_json, not_utf8, no_identity, too_large, … */
  code: z.string(),
  cause: z.string(),
  fix: z.string(),
  method: z.string(),
  path: z.string(),
  from: z.string(),
  client: z.string().nullable(),
  bodyBytes: z.number(),
  /** The body was read whole under a valid token, so that it can be tried again. */
  retriable: z.boolean(),
  retriedAt: Instant.nullable(),
  /** When a retry took it in, and the position of its (first) event in the log; null: none did yet. */
  acceptedAt: Instant.nullable(),
  position: z.number().nullable(),
  /** Why the last retry was refused. */
  retryCode: z.string().nullable(),
  retryCause: z.string().nullable(),
})
export type Rejection = z.infer<typeof Rejection>

/** What the sender was told. */
export const GivenAnswer = z.object({ status: z.number(), reason: z.string(), text: z.string() })
export type GivenAnswer = z.infer<typeof GivenAnswer>

/** GET /api/v2/rejections/:id */
export const RejectionDetail = Rejection.extend({
  /** Null: the connection had gone before there was one. */
  answer: GivenAnswer.nullable(),
  /** The head of the request. Secrets are cut. */
  headers: z.record(z.string(), z.string()),
  /** As much of the body as is kept, 64 kB at most; …/body has all that is kept. */
  body: z.string().nullable(),
  /** False: what is kept is no UTF-8, and `body` shows only roughly what it is. */
  bodyIsText: z.boolean(),
  keptBytes: z.number(),
})
export type RejectionDetail = z.infer<typeof RejectionDetail>

/** Whose requests: a source's, or those of no known source. */
export const RejectionSource = z.union([z.literal('none'), z.coerce.number().int().min(1)])
export type RejectionSource = z.infer<typeof RejectionSource>
export const RejectionFilter = z.object({ source: RejectionSource.optional(), code: z.string().max(60).optional() })
export const RejectionsQuery = Page.extend(RejectionFilter.shape)

/** The refused requests of one source (null: of no known one) with one cause. */
export const RejectionGroup = z.object({
  sourceId: z.number().nullable(),
  status: z.number(),
  code: z.string(),
  /** What the cause means in general; each request has its own words. */
  cause: z.string(),
  fix: z.string(),
  kept: z.number(),
  /** Of those with their whole body, under a valid token. */
  whole: z.number(),
  /** Of these not taken in yet: what a retry of all tries. */
  waiting: z.number(),
  firstAt: Instant.nullable(),
  lastAt: Instant,
  /** Requests that are not kept any more, or never were, because there was no room; and when that last happened. */
  letGo: z.number(),
  letGoAt: Instant.nullable(),
})
export type RejectionGroup = z.infer<typeof RejectionGroup>
/** GET /api/v2/rejections/groups: the latest first. */
export const RejectionGroups = z.object({ items: z.array(RejectionGroup), keptDays: z.number() })
export type RejectionGroups = z.infer<typeof RejectionGroups>

/** POST /api/v2/rejections/:id/retry */
export const RetryResult = z.object({
  status: z.number(),
  code: z.string().nullable(),
  cause: z.string().nullable(),
  /** Of the event, or of the first of a batch. */
  position: z.number().nullable(),
  /** Events stored, found to be there already, and refused: more than one only of a batch. */
  accepted: z.number(),
  duplicates: z.number(),
  refused: z.number(),
})
export type RetryResult = z.infer<typeof RetryResult>

/** POST /api/v2/rejections/retry: does a part of the work; call again with `cursor` until `next` is null. */
export const RetryAll = z.object({
  code: z.string().min(1).max(60),
  source: z.number().int().min(1).nullable().default(null),
  cursor: Cursor.nullable().default(null),
})
export const RetriedAll = z.object({
  /** Requests that waited when the first part began. */
  total: z.number(),
  /** Of this part, requests: taken in, in the log already, refused again, and no longer kept or taken in by someone else. */
  accepted: z.number(),
  duplicates: z.number(),
  refused: z.number(),
  gone: z.number(),
  /** Events of batches that were taken in without them: each is kept as a refused request of its own. */
  refusedElements: z.number(),
  /** Why those of this part were refused again. */
  causes: z.array(z.object({ code: z.string(), cause: z.string(), count: z.number() })),
  next: z.string().nullable(),
  /** Why the rest was not tried: nothing can be stored just now. */
  stopped: z.object({ code: z.string(), cause: z.string() }).nullable(),
})
export type RetriedAll = z.infer<typeof RetriedAll>
