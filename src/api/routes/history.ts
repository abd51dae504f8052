import { FacetHistory, FacetHistoryQuery } from '../../contract/history.ts'
import { found } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

export const historyRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/dataset/history',
    access: 'viewer',
    summary: 'What facets of a dataset said over time, who said it first, renames and drops',
    query: FacetHistoryQuery,
    response: FacetHistory,
    handler: async ({ query }, context) => found(await context.catalog.datasetHistory(query), 'such dataset'),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/job/history',
    access: 'viewer',
    summary: 'What facets of a job said over time, and who said it first',
    query: FacetHistoryQuery,
    response: FacetHistory,
    handler: async ({ query }, context) => found(await context.catalog.jobHistory(query), 'such job'),
  }),
]
