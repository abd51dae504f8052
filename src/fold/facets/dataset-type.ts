import { stringMember } from '../../lib/json.ts'
import { described, joined } from './described.ts'
import { need, shown, text } from './shape.ts'

/** DatasetTypeDatasetFacet 1-0-0, 1-0-1: TABLE, VIEW, FILE, TOPIC, …; MATERIALIZED, EXTERNAL, TEMPORARY. */
export const datasetType = described(
  {
    container: 'dataset',
    key: 'datasetType',
    className: 'DatasetTypeDatasetFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'kind of the dataset; its history',
    members: { datasetType: shown(need(text)), subType: shown(text) },
    keeps: true,
    history: true,
  },
  (facet) => joined(stringMember(facet, 'datasetType'), stringMember(facet, 'subType')),
)
