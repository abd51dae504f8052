import { FacetKinds } from '../../contract/facets.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

export const facetRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/facets',
    access: 'viewer',
    summary: 'The facets that are read, their members, and what the catalog has from each',
    response: FacetKinds,
    handler: async (_, context) => context.catalog.facetKinds({}),
  }),
]
