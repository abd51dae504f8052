import { expect, test } from 'vitest'
import { externalUrl } from './links.ts'
import type { LinkFacts } from './links.ts'

const of = (facts: Partial<LinkFacts>): LinkFacts => ({
  job: { namespace: 'n', name: 'dag.task' },
  parent: { namespace: 'n', name: 'dag' },
  integration: 'airflow',
  jobType: 'TASK',
  engineVersion: '3.1.0',
  facets: new Map(),
  ...facts,
})
const source = (baseUrl: string | null) => [{ id: 1, name: 'One', baseUrl }]
const taskInstance = (log_url: string) => new Map([['airflow', { taskInstance: { log_url } }]])
const dagRun = new Map([['airflowDagRun', { dag: { dag_id: 'dag' }, dagRun: { run_id: 'manual__2026-11-20T00:00:00+00:00' } }]])

test('Airflow: DAG and task by their names, where each version has them', () => {
  const base = source('https://etl.example.com/airflow/')
  expect(externalUrl(of({}), base)).toBe('https://etl.example.com/airflow/dags/dag/tasks/task')
  expect(externalUrl(of({ engineVersion: '2.10.5' }), base)).toBe('https://etl.example.com/airflow/dags/dag/grid?task_id=task')
  expect(externalUrl(of({ engineVersion: null, job: { namespace: 'n', name: 'a.dag' }, parent: null, jobType: 'DAG' }), base)).toBe(
    'https://etl.example.com/airflow/dags/a.dag/grid',
  )
  expect(externalUrl(of({ job: { namespace: 'n', name: 'dag' }, parent: null, jobType: 'DAG', facets: dagRun }), base)).toBe(
    'https://etl.example.com/airflow/dags/dag/runs/manual__2026-11-20T00%3A00%3A00%2B00%3A00',
  )
})

test('Airflow: the log of a task, below the base URL and not where Airflow thinks it is', () => {
  const facets = taskInstance('http://localhost:8080/dags/dag/runs/r/tasks/task?try_number=2')
  expect(externalUrl(of({ facets }), source('https://etl.example.com'))).toBe(
    'https://etl.example.com/dags/dag/runs/r/tasks/task?try_number=2',
  )
  expect(externalUrl(of({ facets: taskInstance('http://internal/airflow/dags/dag/grid?x=1') }), source('https://etl.example.com/a'))).toBe(
    'https://etl.example.com/a/dags/dag/grid?x=1',
  )
  expect(externalUrl(of({ facets }), source(null))).toBe('http://localhost:8080/dags/dag/runs/r/tasks/task?try_number=2')
})

test('Spark: the history server before the page of the application itself, else the base URL', () => {
  const details = (more: object) =>
    of({ integration: 'spark', facets: new Map([['spark_applicationDetails', { uiWebUrl: 'http://driver:4040', ...more }]]) })
  expect(externalUrl(details({ historyUrl: 'https://history.example.com/app-1' }), [])).toBe('https://history.example.com/app-1')
  expect(externalUrl(details({}), source('https://spark.example.com'))).toBe('http://driver:4040/')
  expect(externalUrl(of({ integration: 'spark' }), source('https://spark.example.com'))).toBe('https://spark.example.com/')
})

test('only http and https, nothing where nothing is known', () => {
  expect(externalUrl(of({ integration: 'dbt' }), source('https://dbt.example.com'))).toBe('https://dbt.example.com/')
  for (const bad of ['javascript:alert(1)', 'ftp://x', 'not a url', '']) {
    expect(externalUrl(of({ integration: null }), source(bad))).toBeNull()
    expect(externalUrl(of({ facets: taskInstance(bad) }), source(bad))).toBeNull()
  }
})
