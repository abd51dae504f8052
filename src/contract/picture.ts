/** A lineage graph outside of the explorer: a picture, a chart, a table. */
import { z } from 'zod'
import { LineageQuery } from './lineage.ts'

export const PictureFormat = z.enum(['svg', 'mermaid', 'csv'])
export type PictureFormat = z.infer<typeof PictureFormat>

export const PictureTheme = z.enum(['light', 'dark', 'auto'])
export type PictureTheme = z.infer<typeof PictureTheme>

export const Grouping = z.enum(['none', 'schema', 'namespace', 'parent'])
export type Grouping = z.infer<typeof Grouping>

/** GET /api/v2/lineage/picture: the question of /api/v2/lineage, with at most 1,000 nodes. `download`: as a file with a name. */
export const PictureQuery = LineageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
  format: PictureFormat.default('svg'),
  theme: PictureTheme.default('auto'),
  group: Grouping.optional().describe(
    'Nodes of one schema, namespace or parent as one card each, where there are three or more; not in a CSV table',
  ),
  download: z.stringbool().optional(),
})
export type PictureQuery = z.infer<typeof PictureQuery>
