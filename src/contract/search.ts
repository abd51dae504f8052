import { z } from 'zod'
import { Identity, Instant, RunState } from './common.ts'

/** [from, to) in UTF-16 units. */
const Range = z.tuple([z.number(), z.number()])

/** Why something was found: which of its members has the words, and where. */
export const SearchReason = z.object({
  member: z.enum(['name', 'alias', 'description', 'sql', 'runId', 'column']),
  how: z.enum(['exact', 'lastPart', 'start', 'words', 'wordStart', 'inside', 'near', 'text']),
  /** The name, or the part of a text round the words. */
  text: z.string(),
  ranges: z.array(Range),
  /** Letters that a word is off. */
  off: z.number(),
  /** In words: `Column name, one letter off`. */
  says: z.string(),
})
export type SearchReason = z.infer<typeof SearchReason>

const Found = z.object({
  why: SearchReason.optional(),
  /** Runs of a job, jobs that read a dataset; counted to 100. */
  uses: z.number().optional(),
  /** Last run of a job, last event about a dataset. */
  recentAt: Instant.nullable().optional(),
})

export const SearchHit = z.discriminatedUnion('kind', [
  Found.extend({ kind: z.literal('job'), job: Identity, state: RunState.nullable(), integration: z.string().nullable() }),
  Found.extend({ kind: z.literal('dataset'), dataset: Identity, fieldCount: z.number() }),
  /** `used`: it is read, and `yields` says what comes of it. `stored only`: in so many `events` it came. */
  Found.extend({
    kind: z.literal('facet'),
    container: z.string(),
    key: z.string(),
    use: z.enum(['used', 'stored only']),
    events: z.number().nullable(),
    yields: z.string().nullable(),
  }),
  Found.extend({
    kind: z.literal('field'),
    dataset: Identity,
    path: z.string(),
    type: z.string().nullable(),
    description: z.string().nullable().optional(),
  }),
  Found.extend({ kind: z.literal('namespace'), namespace: z.string(), jobs: z.number(), datasets: z.number() }),
  /** Counted to 1,000 each. */
  Found.extend({ kind: z.literal('owner'), owner: z.string(), jobs: z.number(), datasets: z.number() }),
  Found.extend({ kind: z.literal('tag'), tag: z.string(), jobs: z.number(), datasets: z.number() }),
  Found.extend({ kind: z.literal('run'), runId: z.string(), job: Identity, state: RunState, startedAt: Instant.nullable() }),
])
export type SearchHit = z.infer<typeof SearchHit>

/** How many of a kind were found; `atLeast`: not all that match were looked at. */
export const SearchGroup = z.object({ kind: z.string(), count: z.number(), atLeast: z.boolean() })
export type SearchGroup = z.infer<typeof SearchGroup>

export const SearchFilter = z.object({ key: z.string(), value: z.string(), negated: z.boolean() })
export type SearchFilter = z.infer<typeof SearchFilter>

/** GET /api/v2/search?q=…&limit=…: best first within each kind. `limit`: hits of each kind. */
export const SearchResult = z.object({
  q: z.string(),
  hits: z.array(SearchHit),
  truncated: z.boolean(),
  tookMs: z.number(),
  groups: z.array(SearchGroup).optional(),
  /** `type: ns: owner: tag: source: state:`, as they were read. */
  filters: z.array(SearchFilter).optional(),
  /** What to write instead, where a filter is none or names what is not there. */
  hints: z.array(z.string()).optional(),
})
export type SearchResult = z.infer<typeof SearchResult>
