/** Shapes that every part of `/api/v2` shares. Zod schemas are the contract: routes, OpenAPI and the web's types come from them. */
import { z } from 'zod'

/** A (namespace, name) pair: the identity of a job or of a dataset, as its producer spelt it. */
export const Identity = z.object({ namespace: z.string(), name: z.string() })
export type Identity = z.infer<typeof Identity>

/** ISO 8601 in UTC, as many fraction digits as the producer sent. */
export const Instant = z.string()
/** Days up to the moment that is asked about: only what was said again in them. */
export const Window = z.coerce.number().min(0.01).max(36_500)
/** `last`: only what the last run of each job said that ended well; where a job has none, all that it said. */
export const WindowOrLast = z.union([z.literal('last'), Window])
export type WindowOrLast = z.infer<typeof WindowOrLast>

export const RunState = z.enum(['NEW', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'LOST'])
export type RunState = z.infer<typeof RunState>

/** Opaque; hand back what a page gave as `next`. */
export const Cursor = z.string().max(4096)

export const Page = z.object({
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})

/** A keyset page. `total` is exact up to 10,000, then null with `totalAtLeast`. */
export const paged = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().nullable(), totalAtLeast: z.number().nullable() })
export type Paged<T> = { items: T[]; next: string | null; total: number | null; totalAtLeast: number | null }

/** RFC 9457, with a stable `code` and what to do. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  fix: z.string(),
  pointer: z.string().optional(),
  requestId: z.string(),
})
export type Problem = z.infer<typeof Problem>

export const Tag = z.object({ key: z.string(), value: z.string(), source: z.string().nullable(), field: z.string().nullable() })
export type Tag = z.infer<typeof Tag>
export const Owner = z.object({ name: z.string(), type: z.string().nullable() })
export type Owner = z.infer<typeof Owner>

/** The latest value of one facet. `use` says what the catalog does with it. `eventPosition` is the event that said it. */
export const FacetValue = z.object({
  key: z.string(),
  container: z.enum(['run', 'job', 'dataset', 'input', 'output']),
  use: z.enum(['used', 'stored only']),
  value: z.unknown(),
  eventTime: Instant.nullable(),
  eventPosition: z.number().nullable(),
})
export type FacetValue = z.infer<typeof FacetValue>
