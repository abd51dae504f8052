import { arrayMember, stringMember } from '../../lib/json.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import { identityOf } from '../../openlineage/event.ts'
import { stored } from '../facet-reader.ts'
import type { FacetReader } from '../facet-reader.ts'
import { listOf, need, object, text } from './shape.ts'

/** SymlinksDatasetFacet 1-0-0, 1-0-1: further ids of the same dataset. They accumulate; `_deleted` ends the claims made before it. */
export const symlinks: FacetReader = {
  container: 'dataset',
  key: 'symlinks',
  className: 'SymlinksDatasetFacet',
  versions: '1-0-0, 1-0-1',
  yields: 'other ids of the dataset',
  members: { identifiers: listOf(object({ namespace: need(text), name: need(text), type: need(text) })) },
  read(facet, scope) {
    let taken = 0
    for (const [i, identifier] of arrayMember(facet, 'identifiers').entries()) {
      const target = identityOf(identifier)
      if (target === null || scope.dataset === null) {
        scope.warn('An identifier needs a namespace and a name', `/identifiers/${i}`, 'bad_identifier')
        continue
      }
      const type = encodeText(truncate(stringMember(identifier, 'type') ?? '', 100).toUpperCase())
      scope.changes.symlink(scope.dataset, stored(target), type, scope.key)
      taken++
    }
    return taken === 0 ? null : `Also known by ${taken} other id${taken === 1 ? '' : 's'}`
  },
}
