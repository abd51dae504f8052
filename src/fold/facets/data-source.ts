import { stringMember } from '../../lib/json.ts'
import { described, joined } from './described.ts'
import { shown, text } from './shape.ts'

/** DatasourceDatasetFacet 1-0-0, 1-0-1. */
export const dataSource = described(
  {
    container: 'dataset',
    key: 'dataSource',
    also: ['datasource'],
    className: 'DatasourceDatasetFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'name and address of the store that holds the dataset; its history',
    members: { name: shown(text), uri: shown(text) },
    keeps: true,
    history: true,
  },
  (facet) => joined(stringMember(facet, 'name'), stringMember(facet, 'uri')),
)
