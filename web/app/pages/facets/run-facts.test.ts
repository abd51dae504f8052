import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { airflowFacts, runFactGroups } from './run-facts.ts'

const facet = (key: string, value: unknown): FacetValue => ({
  key,
  container: 'run',
  use: 'used',
  value,
  eventTime: null,
  eventPosition: 1,
})
const valueOf = (facts: ReturnType<typeof airflowFacts>, name: string) => facts.find((fact) => fact.name === name)?.value

test('airflow: the log, the try and the map index', () => {
  const facts = airflowFacts(
    facet('airflow', {
      taskInstance: { log_url: 'https://airflow/log', try_number: 2, map_index: 3 },
      task: { operator_class: 'PythonOperator', retries: 0 },
    }),
    null,
  )
  expect(facts[0]).toEqual({ name: 'Log', value: 'https://airflow/log', as: 'link', words: 'Open the log' })
  expect([valueOf(facts, 'Try'), valueOf(facts, 'Map index'), valueOf(facts, 'Retries allowed')]).toEqual(['2', '3', '0'])
  expect(valueOf(airflowFacts(facet('airflow', { taskInstance: { map_index: -1 } }), null), 'Map index')).toBe(undefined)
  expect(valueOf(airflowFacts(null, facet('airflow_mappedTask', { mapIndex: 0 })), 'Map index')).toBe('0')
})

test('groups stand only where they say something, under their older names as well', () => {
  const groups = runFactGroups([
    facet('gcp_dataproc_spark', { appId: 'a', projectId: 'p' }),
    facet('gcp_composer_run', { dagRunId: 'd' }),
    facet('spark_applicationDetails', { uiWebUrl: 'http://localhost:4040', appName: null }),
  ])
  expect(groups.map((group) => [group.title, group.facts.length])).toEqual([
    ['Spark application', 1],
    ['Dataproc', 2],
    ['Cloud Composer', 1],
  ])
})

test('nothing is thrown whatever stands there', () => {
  for (const value of [{}, { taskInstance: null }, { taskInstance: [] }, { task: 'x', dagRun: 3 }, { appName: {}, dagRunId: [] }])
    expect(
      runFactGroups(['airflow', 'spark_applicationDetails', 'gcp_dataproc', 'gcp_composer_run'].map((key) => facet(key, value))),
    ).toEqual([])
})
