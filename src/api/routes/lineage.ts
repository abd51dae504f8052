import { Lineage, LineageQuery } from '../../contract/lineage.ts'
import { parseInstant } from '../../openlineage/time.ts'
import { found } from '../pages.ts'
import { ApiError } from '../problem.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

export const lineageRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/lineage',
    access: 'viewer',
    summary: 'What a job, dataset or field is made of, and what is made of it',
    query: LineageQuery,
    response: Lineage,
    handler: async ({ query }, context) => {
      if (query.asOf !== undefined && parseInstant(query.asOf) === null) {
        throw new ApiError(400, 'as_of_not_a_time', 'asOf is no time.', 'Send a time such as 2026-11-23T08:00:00Z.', {
          pointer: '/query/asOf',
        })
      }
      return found(await context.catalog.lineage(query), query.field === undefined ? `such ${query.type}` : 'such field of this dataset')
    },
  }),
]
