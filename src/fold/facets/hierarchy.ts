import { arrayMember, stringMember } from '../../lib/json.ts'
import { truncate } from '../../lib/text.ts'
import { described } from './described.ts'
import { listOf, need, object, shown, text } from './shape.ts'

/** HierarchyDatasetFacet 1-0-0: where the dataset stands, from the highest level to itself. */
export const hierarchy = described(
  {
    container: 'dataset',
    key: 'hierarchy',
    className: 'HierarchyDatasetFacet',
    versions: '1-0-0',
    yields: 'place of the dataset: database, schema, table; its history',
    members: { hierarchy: shown(need(listOf(object({ type: need(text), name: need(text) })))) },
    keeps: true,
    history: true,
  },
  (facet) => {
    const names = arrayMember(facet, 'hierarchy').flatMap((level) => stringMember(level, 'name') ?? [])
    return names.length === 0 ? null : truncate(names.join(' > '), 200)
  },
)
