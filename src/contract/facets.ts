/** What Headwater reads of OpenLineage's facets. */
import { z } from 'zod'

export const FacetMember = z.object({
  /** `a.b`; `[]` an item of a list, `*` a key that is data. */
  path: z.string(),
  type: z.enum(['text', 'number', 'integer', 'boolean', 'time', 'any', 'object', 'list', 'map']),
  required: z.boolean(),
  /** `used`: facts of the catalog are made of it. `shown only`: pages show it. */
  use: z.enum(['used', 'shown only']),
})
export type FacetMember = z.infer<typeof FacetMember>

export const FacetKind = z.object({
  container: z.enum(['run', 'job', 'dataset', 'input', 'output']),
  key: z.string(),
  /** Other keys that mean the same. */
  also: z.array(z.string()),
  /** At the end of `_schemaURL`; by it a facet under an unknown key is known too. */
  className: z.string(),
  versions: z.string(),
  yields: z.string(),
  members: z.array(FacetMember),
})
export type FacetKind = z.infer<typeof FacetKind>

/** GET /api/v2/facets */
export const FacetKinds = z.object({ facets: z.array(FacetKind) })
export type FacetKinds = z.infer<typeof FacetKinds>
