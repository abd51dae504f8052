import { member, objectMember, stringMember } from '../../lib/json.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { RunTraits } from '../run-traits.ts'

/**
 * Which try of a task instance a run is: Airflow gives each try a run id of its own, and the run of a DAG another one when it is cleared, while
 * its own `run_id` stays (provider openlineage 2.x).
 */
export function airflowTryOf(facets: JsonObject): Pick<RunTraits, 'triesOf' | 'tryNumber' | 'mapIndex'> | null {
  const airflow = objectMember(facets, 'airflow')
  const instance = objectMember(airflow, 'taskInstance')
  const dagRun = stringMember(objectMember(airflow, 'dagRun'), 'run_id')
  const tryNumber = small(member(instance, 'try_number'))
  if (tryNumber === null || tryNumber < 1 || dagRun === undefined) return null
  const index = small(member(instance, 'map_index')) ?? small(member(objectMember(facets, 'airflow_mappedTask'), 'mapIndex')) ?? -1
  return { triesOf: `${index} ${dagRun}`, tryNumber, mapIndex: index < 0 ? null : index }
}

const small = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e9 ? value : null
