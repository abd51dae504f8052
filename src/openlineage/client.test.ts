import { expect, test } from 'vitest'
import { clientOf, isOlder } from './client.ts'

const github = 'https://github.com/OpenLineage/OpenLineage/tree'

test.each([
  ['https://github.com/apache/airflow/tree/providers-openlineage/2.20.3', 'airflow', '2.20.3'],
  ['apache-airflow 3.3.2, apache-airflow-providers-openlineage 2.20.3, openlineage-python/-sql 1.54.0', 'airflow', '2.20.3'],
  [`${github}/1.6.2/integration/airflow`, 'openlineage-airflow', '1.6.2'],
  [`${github}/1.53.0/integration/spark`, 'spark', '1.53.0'],
  [`${github}/1.53.0-SNAPSHOT/integration/flink`, 'flink', '1.53.0-SNAPSHOT'],
  [`${github}/1.54.0/integration/dbt`, 'dbt', '1.54.0'],
  [`${github}/1.54.0/integration/common/src/openlineage/common/provider/great_expectations`, 'great expectations', '1.54.0'],
  [`${github}/1.54.0/client/python`, 'python', '1.54.0'],
])('%s', (producer, name, version) => expect(clientOf(producer)).toEqual({ name, version }))

test.each(['producer', 'https://example.com/1.2/spark', '', `${github}/main/integration/spark`])('no client: %s', (producer) =>
  expect(clientOf(producer)).toBeNull(),
)

test.each([
  ['1.9.1', '1.10.0', true],
  ['1.10', '1.10.0', false],
  ['1.10.0', '1.9.1', false],
  ['1.50.0-SNAPSHOT', '1.50.0', false],
  ['odd', '1.0', true],
])('%s is older than %s: %s', (version, than, older) => expect(isOlder(version, than)).toBe(older))
