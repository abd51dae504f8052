import { z } from 'zod'
import { FieldItem, FieldLineage } from '../../contract/catalog.ts'
import { Identity, Page, paged } from '../../contract/common.ts'
import { found, startOf, withCursor } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const FieldsQuery = Page.extend({ q: z.string().trim().min(1).max(2000) })
/** Without `field`: of all fields of the dataset. `inferred`: with those inferred from SQL where none were said. */
const ColumnsQuery = Identity.extend({ field: z.string().max(20000).optional(), inferred: z.stringbool().optional() })

export const fieldRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/fields',
    access: 'viewer',
    summary: 'Fields whose name starts with q, over all datasets',
    query: FieldsQuery,
    response: paged(FieldItem),
    handler: async ({ query: { cursor, ...query } }, context) =>
      withCursor('fields', await context.catalog.fields({ ...query, after: startOf('fields', 3, cursor) })),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/dataset/columns',
    access: 'viewer',
    summary: 'Column edges into and out of one field, or of all fields of a dataset',
    query: ColumnsQuery,
    response: FieldLineage,
    handler: async ({ query }, context) => found(await context.catalog.fieldLineage(query), 'such dataset'),
  }),
]
