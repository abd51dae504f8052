import { stringMember } from '../../lib/json.ts'
import { described, joined } from './described.ts'
import { need, shown, text } from './shape.ts'

/** StorageDatasetFacet 1-0-0, 1-0-1. */
export const storage = described(
  {
    container: 'dataset',
    key: 'storage',
    className: 'StorageDatasetFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'how the dataset is stored; its history',
    members: { storageLayer: shown(need(text)), fileFormat: shown(text) },
    keeps: true,
    history: true,
  },
  (facet) => joined(stringMember(facet, 'storageLayer'), stringMember(facet, 'fileFormat')),
)
