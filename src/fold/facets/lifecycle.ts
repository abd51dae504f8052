import { objectMember, stringMember } from '../../lib/json.ts'
import { identityOf } from '../../openlineage/event.ts'
import { described } from './described.ts'
import { need, object, shown, text } from './shape.ts'

const changes = new Set(['ALTER', 'CREATE', 'DROP', 'OVERWRITE', 'RENAME', 'TRUNCATE'])

/** LifecycleStateChangeDatasetFacet 1-0-0, 1-0-1. A dropped dataset stays in the catalog, and says so. */
export const lifecycle = described(
  {
    container: 'dataset',
    key: 'lifecycleStateChange',
    className: 'LifecycleStateChangeDatasetFacet',
    versions: '1-0-0, 1-0-1',
    yields: 'creations, renames, drops of the dataset; their history',
    members: {
      lifecycleStateChange: shown(need(text)),
      previousIdentifier: shown(object({ name: need(text), namespace: need(text) })),
    },
    keeps: true,
    history: true,
  },
  (facet, scope) => {
    const change = stringMember(facet, 'lifecycleStateChange')?.toUpperCase()
    if (change === undefined) return null
    if (!changes.has(change))
      scope.warn('Not one of ALTER, CREATE, DROP, OVERWRITE, RENAME, TRUNCATE; shown as it came', '/lifecycleStateChange', 'unknown_value')
    const previous = identityOf(objectMember(facet, 'previousIdentifier'))
    if (previous !== null && scope.dataset !== null) {
      const at = { key: scope.key, position: scope.position, run: scope.run }
      scope.changes.histories.rename(scope.dataset, scope.datasetId(previous), at)
    }
    const before = stringMember(objectMember(facet, 'previousIdentifier'), 'name')
    return before === undefined ? change : `${change} of ${before}`
  },
)
