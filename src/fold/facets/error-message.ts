import { stringMember } from '../../lib/json.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'
import { need, shown, text } from './shape.ts'

/** As much of a message as lists show; the whole, with its stack, is read from the event. */
const messageLength = 500

/** ErrorMessageRunFacet 1-0-0, 1-0-1. `programmingLanguage` is left out by some producers. */
export const errorMessage: FacetReader = {
  container: 'run',
  key: 'errorMessage',
  className: 'ErrorMessageRunFacet',
  versions: '1-0-0, 1-0-1',
  yields: 'error of the run, its stack trace',
  members: { message: need(text), programmingLanguage: shown(text), stackTrace: shown(text) },
  read: (facet, scope) => noteError(stringMember(facet, 'message'), scope),
}

/** Spark's own facet for RDD jobs and failed queries, where it sends no errorMessage. */
export const sparkException: FacetReader = {
  container: 'run',
  key: 'spark.exception',
  className: 'ErrorRunFacet',
  versions: 'openlineage-spark',
  yields: 'error of the run, its stack trace',
  members: { message: text, stackTrace: shown(text) },
  read: (facet, scope) => noteError(stringMember(facet, 'message') ?? stringMember(facet, 'stackTrace'), scope),
}

function noteError(message: string | undefined, scope: Scope): string | null {
  if (message === undefined) {
    scope.warn('message is missing or not text', '/message')
    return null
  }
  const error = encodeText(truncate(message, messageLength))
  if (scope.run !== null) scope.changes.run(scope.run, { error_key: scope.key, error, error_position: scope.position })
  return truncate(message.trim().split('\n', 1)[0] ?? '', 120)
}
