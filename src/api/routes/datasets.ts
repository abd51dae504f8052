import { DatasetDetail, DatasetFacets, DatasetItem, DatasetsQuery } from '../../contract/catalog.ts'
import { Identity, paged } from '../../contract/common.ts'
import { found, startOf, withCursor } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

export const datasetRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/datasets',
    access: 'viewer',
    summary: 'Datasets under their canonical names: search and filter',
    query: DatasetsQuery,
    response: paged(DatasetItem),
    handler: async ({ query: { cursor, ...query } }, context) => {
      const list = `datasets:${query.sort}`
      return withCursor(list, await context.catalog.datasets({ ...query, after: startOf(list, 2, cursor) }))
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/datasets/facets',
    access: 'viewer',
    summary: 'What the filters of datasets may be set to, with counts',
    response: DatasetFacets,
    handler: async (_, context) => context.catalog.datasetFacets({}),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/dataset',
    access: 'viewer',
    summary: 'One dataset, by any of its names',
    query: Identity,
    response: DatasetDetail,
    handler: async ({ query }, context) => found(await context.catalog.dataset(query), 'such dataset'),
  }),
]
