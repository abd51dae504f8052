import { stringMember } from '../../lib/json.ts'
import { described, joined } from './described.ts'
import { need, shown, text } from './shape.ts'

/** ExternalQueryRunFacet 1-0-0 to 1-0-2: the id under which a warehouse knows the query. */
export const externalQuery = described(
  {
    container: 'run',
    key: 'externalQuery',
    className: 'ExternalQueryRunFacet',
    versions: '1-0-0 to 1-0-2',
    yields: 'id of the query in its warehouse',
    members: { externalQueryId: shown(need(text)), source: shown(need(text)) },
  },
  (facet) => joined(stringMember(facet, 'externalQueryId'), stringMember(facet, 'source')),
)
