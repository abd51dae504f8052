import { objectMember, stringMember } from '../lib/json.ts'
import type { JsonObject } from '../lib/json.ts'
import { isAirflowQuery } from './airflow/jobs.ts'
import { airflowQueriesRule, airflowRules, airflowTriesRule } from './airflow/rules.ts'
import { airflowTryOf } from './airflow/tries.ts'
import { columnSourcesOf, isDbt } from './dbt/cte-names.ts'
import type { ColumnSources } from './dbt/cte-names.ts'
import { dbtNodeOf, isDbtStatement } from './dbt/jobs.ts'
import { cteNamesRule, dbtRules, oneModelRule, sentAgainRule, skippedTestsRule, statementsRule } from './dbt/rules.ts'
import { skippedTestsIn } from './dbt/skipped-tests.ts'
import type { JobTraits } from './job-traits.ts'
import type { RunTraits } from './run-traits.ts'
import type { IsOn, ProducerRule } from './rule.ts'
import { isSparkAction } from './spark/jobs.ts'
import { sparkActionsRule, sparkRules } from './spark/rules.ts'

export type { ColumnOf, ColumnSources } from './dbt/cte-names.ts'

/** All that is known of single producers, as rules that can be switched off. */
export const producerRules: readonly ProducerRule[] = [...dbtRules, ...sparkRules, ...airflowRules]

/** What the columns that an event names in its lineage really are; null: what they say. Pure. */
export const columnSources = (event: JsonObject, isOn: IsOn): ColumnSources | null => (isOn(cteNamesRule) ? columnSourcesOf(event) : null)

/** What an event tells of its job's place among others; null: nothing. Pure. */
export function jobTraits(event: JsonObject, isOn: IsOn): JobTraits | null {
  const job = objectMember(event, 'job')
  const facets = objectMember(job, 'facets')
  const type = objectMember(facets, 'jobType')
  const name = stringMember(job, 'name') ?? ''
  if (facets === undefined) return null
  const parent = stringMember(objectMember(objectMember(runFacets(event), 'parent'), 'job'), 'name')
  const kin = isOn(oneModelRule) ? dbtNodeOf(facets) : null
  const isPart = isPartOf(stringMember(type, 'integration')?.toUpperCase(), stringMember(type, 'jobType'), name, parent, isOn)
  return kin === null && !isPart ? null : { kin, isPart }
}

/** What an event tells of its run's place among others; null: nothing. Pure. */
export function runTraits(event: JsonObject, isOn: IsOn): RunTraits | null {
  const facets = runFacets(event)
  const tried = facets !== undefined && isOn(airflowTriesRule) ? airflowTryOf(facets) : null
  const mayBeSentAgain = isOn(sentAgainRule) && isDbt(event)
  return tried === null && !mayBeSentAgain ? null : { triesOf: null, tryNumber: null, mapIndex: null, ...tried, mayBeSentAgain }
}

/** Facets of an event that say what did not happen, by key, with why; null: none. Pure. */
export const unsaidFacets = (event: JsonObject, isOn: IsOn): ReadonlyMap<string, string> | null =>
  isOn(skippedTestsRule) ? skippedTestsIn(event) : null

const runFacets = (event: JsonObject): JsonObject | undefined => objectMember(objectMember(event, 'run'), 'facets')

function isPartOf(
  integration: string | undefined,
  type: string | undefined,
  name: string,
  parent: string | undefined,
  isOn: IsOn,
): boolean {
  switch (integration) {
    case 'DBT':
      return isOn(statementsRule) && isDbtStatement(name, parent)
    case 'SPARK':
      return isOn(sparkActionsRule) && isSparkAction(type, name, parent)
    case 'AIRFLOW':
      return isOn(airflowQueriesRule) && isAirflowQuery(name, parent)
    default:
      return false
  }
}
