import { expect, test } from 'vitest'
import { firstLine, lastPart, shortProducer, shortRunId, toolName, tryWords, withoutParent } from './format.ts'

test.each([
  ['https://github.com/OpenLineage/OpenLineage/tree/1.41.0/integration/airflow', 'openlineage-airflow 1.41.0'],
  ['https://github.com/OpenLineage/OpenLineage/tree/1.41.0/client/python', 'openlineage-python 1.41.0'],
  ['https://github.com/apache/airflow/tree/providers-openlineage/2.7.3', 'airflow providers-openlineage/2.7.3'],
  ['https://my.tool/v1', 'my.tool/v1'],
  ['', null],
  [null, null],
])('producer %s', (producer, short) => {
  expect(shortProducer(producer)).toBe(short)
})

test('a child drops the prefix of its parent, and only that', () => {
  expect(withoutParent('dag.task', 'dag')).toBe('task')
  expect(withoutParent('dag.', 'dag')).toBe('dag.')
  expect(withoutParent('dagger.task', 'dag')).toBe('dagger.task')
  expect(withoutParent('dag', 'dag')).toBe('dag')
  expect(withoutParent('x', null)).toBe('x')
})

test('short forms', () => {
  expect(shortRunId('0198b7e2-5c1f-7b44-9a0e-3f6d1c22b81f')).toBe('0198b7e2…1c22b81f')
  expect(shortRunId('manual')).toBe('manual')
  expect(lastPart('warehouse.analytics.fct_orders')).toBe('fct_orders')
  expect(lastPart('lake/raw/a.parquet')).toBe('a.parquet')
  expect(lastPart('')).toBe('')
  expect(toolName('airflow')).toBe('Airflow')
  expect(toolName('dbt')).toBe('dbt')
  expect(firstLine('\n  \n Database Error\n x')).toBe('Database Error')
})

test('which try of which instance', () => {
  expect(tryWords({ tryNumber: 2, mapIndex: 0 })).toBe('instance 0, try 2')
  expect(tryWords({ tryNumber: 1, mapIndex: 3 })).toBe('instance 3')
  expect(tryWords({ tryNumber: 1, mapIndex: null })).toBe('')
  expect(tryWords({ tryNumber: null, mapIndex: null })).toBe('')
})
