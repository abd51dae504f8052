import { arrayMember, stringMember } from '../../lib/json.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import { identityOf } from '../../openlineage/event.ts'
import { seen } from '../changes.ts'
import type { Identity } from '../../openlineage/event.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
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
        scope.warn('An identifier needs a namespace and a name', `/identifiers/${i}`)
        continue
      }
      const type = encodeText(truncate(stringMember(identifier, 'type') ?? '', 100).toUpperCase())
      if (noteLink(scope.dataset, scope.datasetId(target), type, scope, `/identifiers/${i}`)) taken++
    }
    return taken === 0 ? null : `Also known by ${taken} other id${taken === 1 ? '' : 's'}`
  },
}

/** What a symlink calls TABLE gives its standing to the id that rules put in its place. */
function noteLink(dataset: Identity, target: Identity, type: string, scope: Scope, pointer: string): boolean {
  const { rules, changes, key } = scope
  if (rules.identity.isApart(dataset, target)) scope.warn('A rule says that these two are not one dataset; left out', pointer)
  else if (rules.isTemporary(target.name)) scope.warn('The name of a temporary table joins nothing; left out', pointer)
  else {
    changes.symlink(dataset, target, type, key)
    const canonical = rules.identity.canonicalOf(target)
    if (canonical !== target) changes.symlink(dataset, canonical, type, key)
    return true
  }
  changes.dataset(target, seen(key))
  return false
}
