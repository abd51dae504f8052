import { objectMember, stringMember } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'

/**
 * Whether an event says of itself that its lists are complete (JobTypeJobFacet 2-0-4, `emissionPattern.eventContentMode`): of such a run the
 * last lists that are not empty stand, while those of other runs add up.
 */
export function isSnapshot(event: JsonObject): boolean {
  const type = objectMember(objectMember(objectMember(event, 'job'), 'facets'), 'jobType')
  return stringMember(objectMember(type, 'emissionPattern'), 'eventContentMode')?.toUpperCase() === 'COMPLETE_SNAPSHOT'
}
