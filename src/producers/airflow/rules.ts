import type { ProducerRule } from '../rule.ts'

export const airflowQueriesRule = 'airflow/queries'
export const airflowTriesRule = 'airflow/tries'

export const airflowRules: readonly ProducerRule[] = [
  {
    id: airflowQueriesRule,
    version: 1,
    title: 'Airflow: queries fold into their task',
    says: 'Airflow sends a job for every query that a hook ran, with a number that stands for different SQL from run to run. Lists and lineage show them under their task.',
  },
  {
    id: airflowTriesRule,
    version: 1,
    title: 'Airflow: tries of one task',
    says: 'Each try of a task has a run id of its own. The tries of one task in one DAG run are shown together, with their numbers.',
  },
]
