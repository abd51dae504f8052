import { stringMember } from '../../lib/json.ts'
import { described, joined } from './described.ts'
import { any, mapOf, need, shown, text } from './shape.ts'

/** CatalogDatasetFacet 1-0-0, 1-1-0: the metastore that knows the dataset. */
export const catalog = described(
  {
    container: 'dataset',
    key: 'catalog',
    className: 'CatalogDatasetFacet',
    versions: '1-0-0, 1-1-0',
    yields: 'metastore of the dataset; its history',
    members: {
      framework: shown(need(text)),
      type: shown(need(text)),
      name: shown(need(text)),
      metadataUri: shown(text),
      warehouseUri: shown(text),
      source: shown(text),
      catalogProperties: shown(mapOf(any)),
    },
    keeps: true,
    history: true,
  },
  (facet) => joined(stringMember(facet, 'name'), stringMember(facet, 'type'), stringMember(facet, 'framework')),
)
