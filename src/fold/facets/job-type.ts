import { stringMember } from '../../lib/json.ts'
import { encodeText, truncate } from '../../lib/text.ts'
import type { FacetReader } from '../facet-reader.ts'
import { integer, need, object, shown, text } from './shape.ts'

/** JobTypeJobFacet 2-0-2 to 2-0-4. STREAMING decides whether a START after an end reopens a run. */
export const jobType: FacetReader = {
  container: 'job',
  key: 'jobType',
  className: 'JobTypeJobFacet',
  versions: '2-0-2 to 2-0-4',
  yields: 'integration, kind and processing type of the job; their history',
  history: true,
  members: {
    processingType: need(text),
    integration: need(text),
    jobType: text,
    emissionPattern: object({ eventTrigger: shown(text), eventContentMode: text, windowDuration: shown(integer) }),
  },
  read(facet, scope) {
    const short = (name: string): string | null => {
      const value = stringMember(facet, name)
      return value === undefined || value === '' ? null : truncate(value, 200)
    }
    const processing = short('processingType')
    const integration = short('integration')
    const kind = short('jobType')
    if (processing === null && integration === null && kind === null) {
      scope.warn('None of processingType, integration and jobType is text')
      return null
    }
    if (scope.job !== null)
      scope.changes.job(scope.job, {
        type_key: scope.key,
        processing_type: processing && encodeText(processing.toUpperCase()),
        integration: integration && encodeText(integration.toLowerCase()),
        job_type: kind && encodeText(kind),
      })
    return [integration, kind, processing].filter(Boolean).join(' ')
  },
}
