/** Signed links: one lineage question that whoever has the link may ask, without a credential, until it ends or is revoked. */
import { z } from 'zod'
import { Instant } from './common.ts'
import { NodeType } from './lineage.ts'
import { Grouping } from './picture.ts'

/** Hops that a signed link may go. */
export const EMBED_DEPTH = 10

/** The one question. All of it is signed. */
export const EmbedQuestion = z.object({
  type: NodeType,
  namespace: z.string().max(2000),
  name: z.string().max(2000),
  field: z.string().max(2000).nullable().default(null),
  direction: z.enum(['upstream', 'downstream', 'both']).default('both'),
  depth: z.number().int().min(0).max(EMBED_DEPTH).default(1),
  /** Jobs are folded as the explorer folds them. */
  fold: z.boolean().default(true),
  columns: z.boolean().default(false),
  asOf: Instant.nullable().default(null),
  group: Grouping.default('none'),
})
export type EmbedQuestion = z.infer<typeof EmbedQuestion>

export const Embed = EmbedQuestion.extend({
  id: z.number(),
  createdAt: Instant,
  createdBy: z.string().nullable(),
  expiresAt: Instant,
  revokedAt: Instant.nullable(),
  /** To the minute. */
  lastUsedAt: Instant.nullable(),
})
export type Embed = z.infer<typeof Embed>

export const AddEmbed = EmbedQuestion.extend({ expiresInDays: z.number().int().min(1).max(3650).default(90) })
export type AddEmbed = z.infer<typeof AddEmbed>

/** `url`: the whole address, with the signature; it can be shown again as long as the link holds. */
export const EmbedLink = z.object({ item: Embed, url: z.string() })
export type EmbedLink = z.infer<typeof EmbedLink>

/**
 * GET /embed/lineage, /embed/lineage.svg and /embed/lineage.png: the question in plain sight, the number of the link, its end in seconds since 1970, and the
 * signature over all of them. `theme` is not signed.
 */
export const EmbedQuery = z.object({
  type: NodeType,
  namespace: z.string().max(2000),
  name: z.string().max(2000),
  field: z.string().max(2000).optional(),
  direction: z.enum(['upstream', 'downstream', 'both']).default('both'),
  depth: z.coerce.number().int().min(0).max(EMBED_DEPTH).default(1),
  fold: z.stringbool().default(true),
  columns: z.stringbool().default(false),
  asOf: Instant.optional(),
  group: Grouping.default('none'),
  link: z.coerce.number().int().positive(),
  until: z.coerce.number().int().positive(),
  token: z.string().max(200),
  theme: z.enum(['light', 'dark', 'auto']).default('auto'),
})
export type EmbedQuery = z.infer<typeof EmbedQuery>
