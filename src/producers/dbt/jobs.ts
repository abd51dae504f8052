import { objectMember, stringMember } from '../../lib/json.ts'
import type { JsonObject } from '../../lib/json.ts'

/** `model.shop.orders.sql.3`: the third statement of a model, in the structured logs. */
const statement = /^(.+)\.sql\.\d+$/s

/**
 * The node of the dbt project that a job runs: run, build and structured logs name the job of one node differently (seen in 1.54.0). The tests
 * of a model carry the model's id and are not the model.
 */
export function dbtNodeOf(facets: JsonObject): string | null {
  const id = stringMember(objectMember(facets, 'dbt_node'), 'unique_id')
  if (id === undefined || id === '') return null
  const isTest = stringMember(objectMember(facets, 'jobType'), 'jobType') === 'TEST' && !/^(unit_)?test\./.test(id)
  return isTest ? `tests of ${id}` : id
}

/** A job of one SQL statement, inside the job that it names first. */
export const isDbtStatement = (name: string, parent: string | undefined): boolean => {
  const of = statement.exec(name)?.[1]
  return of !== undefined && of === parent
}
