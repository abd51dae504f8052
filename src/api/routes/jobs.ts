import { JobDetail, JobFacets, JobItem, JobsQuery } from '../../contract/catalog.ts'
import { Identity, paged } from '../../contract/common.ts'
import { found, sourceRefs, startOf, withCursor } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

export const jobRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/jobs',
    access: 'viewer',
    summary: 'Jobs: search, filter, or one level of the tree of parents and children',
    query: JobsQuery,
    response: paged(JobItem),
    handler: async ({ query: { cursor, ...query } }, context) => {
      const list = `jobs:${query.sort}`
      return withCursor(list, await context.catalog.jobs({ ...query, after: startOf(list, 2, cursor) }))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/jobs/facets',
    access: 'viewer',
    summary: 'What the filters of jobs may be set to, with counts up to 10,000',
    response: JobFacets,
    handler: async (_, context) => context.catalog.jobFacets({}),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/job',
    access: 'viewer',
    summary: 'One job',
    query: Identity,
    response: JobDetail,
    handler: async ({ query }, context) => found(await context.catalog.job({ ...query, sources: await sourceRefs(context) }), 'such job'),
  }),
]
