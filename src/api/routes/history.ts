import { Identity } from '../../contract/common.ts'
import {
  CustomFacets,
  CustomFacetsQuery,
  DatasetSeries,
  FacetCarriers,
  FacetCarriersQuery,
  FacetHistory,
  FacetHistoryQuery,
  JobVersions,
  SeriesQuery,
} from '../../contract/history.ts'
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
  defineRoute({
    method: 'GET',
    path: '/api/v2/job/versions',
    access: 'viewer',
    summary: 'Distinct sets of inputs, outputs and code of a job over its newest runs, with what changed',
    query: Identity,
    response: JobVersions,
    handler: async ({ query }, context) => found(await context.catalog.jobVersions(query), 'such job'),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/dataset/series',
    access: 'viewer',
    summary: 'Rows and bytes, measures and tests of a dataset over its newest runs',
    query: SeriesQuery,
    response: DatasetSeries,
    handler: async ({ query }, context) => found(await context.catalog.datasetSeries(query), 'such dataset'),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/facets/custom',
    access: 'viewer',
    summary: 'The facets that are not read, by name, with how many jobs, datasets, runs and events carry them',
    query: CustomFacetsQuery,
    response: CustomFacets,
    handler: async ({ query }, context) => context.catalog.customFacets(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/facets/carriers',
    access: 'viewer',
    summary: 'Jobs, datasets and runs that carry a facet; of one that is read jobs and datasets',
    query: FacetCarriersQuery,
    response: FacetCarriers,
    handler: async ({ query }, context) => found(await context.catalog.facetCarriers(query), 'such facet'),
  }),
]
