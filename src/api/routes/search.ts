import { z } from 'zod'
import { SearchResult } from '../../contract/catalog.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

/** `limit`: hits of each kind. */
const SearchQuery = z.object({ q: z.string().max(2000), limit: z.coerce.number().int().min(1).max(100).default(10) })

export const searchRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/search',
    access: 'viewer',
    summary: 'Jobs, datasets and fields by name, best first',
    query: SearchQuery,
    response: SearchResult,
    handler: async ({ query }, context) => context.catalog.search(query),
  }),
]
