import { z } from 'zod'
import { RunDetail, RunItem, RunsQuery } from '../../contract/catalog.ts'
import { Identity, paged } from '../../contract/common.ts'
import { RunLineage, RunLineageQuery } from '../../contract/run-lineage.ts'
import { found, sourceRefs, startOf, withCursor } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const RunQuery = Identity.extend({ runId: z.string().max(20000) })

export const runRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/runs',
    access: 'viewer',
    summary: 'Runs, newest start first',
    query: RunsQuery,
    response: paged(RunItem),
    handler: async ({ query: { cursor, ...query } }, context) =>
      withCursor('runs', await context.catalog.runs({ ...query, after: startOf('runs', 2, cursor) })),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/run',
    access: 'viewer',
    summary: 'One run of a job (namespace and name are of the job)',
    query: RunQuery,
    response: RunDetail,
    handler: async ({ query }, context) =>
      found(await context.catalog.run({ ...query, sources: await sourceRefs(context) }), 'such run of this job'),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/run/lineage',
    access: 'viewer',
    summary: 'Which runs wrote what a run read, and which read what it wrote (namespace and name are of the job)',
    query: RunLineageQuery,
    response: RunLineage,
    handler: async ({ query }, context) => found(await context.catalog.runLineage(query), 'such run of this job'),
  }),
]
