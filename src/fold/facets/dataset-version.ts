import { stringMember } from '../../lib/json.ts'
import { described, joined } from './described.ts'
import { need, shown, text } from './shape.ts'

/** DatasetVersionDatasetFacet 1-0-1: the snapshot of an Iceberg or Delta table that a run read or wrote. */
export const datasetVersion = described(
  {
    container: 'dataset',
    key: 'version',
    also: ['datasetVersion'],
    className: 'DatasetVersionDatasetFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'version of the dataset; its history',
    members: { datasetVersion: shown(need(text)) },
    keeps: true,
    history: true,
  },
  (facet) => joined(stringMember(facet, 'datasetVersion')),
)
