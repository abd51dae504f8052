import { z } from 'zod'
import { SearchResult } from '../../contract/search.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

/** `limit`: hits of each kind. */
const SearchQuery = z.object({ q: z.string().max(2000), limit: z.coerce.number().int().min(1).max(100).default(10) })

export const searchRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/search',
    access: 'viewer',
    summary: 'Jobs, datasets, columns, namespaces, owners, tags, runs and facets by name, description and SQL, best first',
    query: SearchQuery,
    response: SearchResult,
    handler: async ({ query }, context) => {
      const sources = query.q.includes(':') ? await context.control.listSources({}) : []
      return context.catalog.search({ ...query, sources: sources.map(({ id, name }) => ({ id, name })) })
    },
  }),
]
