import { member, objectMember, stringMember } from '../../lib/json.ts'

const says = 'The test did not run: dbt sends a skipped test as one that failed, in an event of type ABORT'

/**
 * Facets of an event that say what did not happen, by key, with why: the structured logs of dbt send a skipped test as ABORT with an assertion
 * `success: false` (seen in 1.54.0).
 */
export function skippedTestsIn(event: unknown): ReadonlyMap<string, string> | null {
  const type = objectMember(objectMember(objectMember(event, 'job'), 'facets'), 'jobType')
  if (member(event, 'eventType') !== 'ABORT' || stringMember(type, 'integration') !== 'DBT') return null
  return stringMember(type, 'jobType') === 'TEST' ? skipped : null
}

const skipped: ReadonlyMap<string, string> = new Map([['dataQualityAssertions', says]])
