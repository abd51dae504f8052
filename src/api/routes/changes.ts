import { Changes, ChangesQuery } from '../../contract/changes.ts'
import { found } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

export const changesRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/lineage/changes',
    access: 'viewer',
    summary: 'When the lineage of a job, dataset or field changed: by day, and the newest changes with the run that made them',
    query: ChangesQuery,
    response: Changes,
    handler: async ({ query }, context) =>
      found(await context.catalog.lineageChanges(query), query.field === undefined ? `such ${query.type}` : 'such dataset'),
  }),
]
