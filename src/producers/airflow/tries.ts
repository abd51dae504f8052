import { member, objectMember } from '../../lib/json.ts'
import type { JsonObject } from '../../lib/json.ts'

/** Which try of a task instance a run is: Airflow gives each try a run id of its own (provider openlineage 2.x). */
export function airflowTryOf(facets: JsonObject): { readonly tryNumber: number; readonly mapIndex: number | null } | null {
  const instance = objectMember(objectMember(facets, 'airflow'), 'taskInstance')
  const tryNumber = small(member(instance, 'try_number'))
  if (tryNumber === null || tryNumber < 1) return null
  const index = small(member(instance, 'map_index')) ?? small(member(objectMember(facets, 'airflow_mappedTask'), 'mapIndex'))
  return { tryNumber, mapIndex: index === null || index < 0 ? null : index }
}

const small = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e9 ? value : null
