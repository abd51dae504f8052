import { stringMember } from '../../lib/json.ts'
import { encodeText } from '../../lib/text.ts'
import type { FacetReader } from '../facet-reader.ts'
import { need, shown, text } from './shape.ts'

/** ProcessingEngineRunFacet 1-0-0 to 1-1-1. */
export const processingEngine: FacetReader = {
  container: 'run',
  key: 'processing_engine',
  also: ['processingEngine'],
  className: 'ProcessingEngineRunFacet',
  versions: '1-0-0 to 1-1-1',
  yields: 'engine of the run and its version',
  members: { version: need(text), name: text, openlineageAdapterVersion: shown(text) },
  read(facet, scope) {
    const name = stringMember(facet, 'name') ?? null
    const version = stringMember(facet, 'version') ?? null
    if (version === null) scope.warn('version is missing or not text', '/version')
    if (name === null && version === null) return null
    const fact = { engine_key: scope.key, engine_name: name && encodeText(name), engine_version: version && encodeText(version) }
    if (scope.run !== null) scope.changes.run(scope.run, { ...fact, spark: name?.toLowerCase() === 'spark' ? 1 : 0 })
    return [name, version].filter(Boolean).join(' ')
  },
}
