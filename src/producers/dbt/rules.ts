import type { ProducerRule } from '../rule.ts'

export const cteNamesRule = 'dbt/cte-names'
export const oneModelRule = 'dbt/one-model'
export const statementsRule = 'dbt/statements'

export const skippedTestsRule = 'dbt/skipped-tests'
export const sentAgainRule = 'dbt/sent-again'

export const dbtRules: readonly ProducerRule[] = [
  {
    id: cteNamesRule,
    version: 1,
    title: 'dbt: names within the SQL are no datasets',
    says: 'Column lineage of dbt names CTEs and aliases as if they were tables. Where the SQL of the event defines the name, its columns are followed to the tables that they come from; what cannot be followed is left out, with a warning on the receipt.',
  },
  {
    id: oneModelRule,
    version: 1,
    title: 'dbt: one model under several names',
    says: 'dbt names the job of one model in three ways: by run, by build and by its structured logs. They stay jobs of their own and are shown as one, with several ways of running.',
  },
  {
    id: statementsRule,
    version: 1,
    title: 'dbt: statements fold into their model',
    says: 'The structured logs of dbt send a job for every SQL statement of a model. Lists and lineage show them under their model only.',
  },
  {
    id: skippedTestsRule,
    version: 1,
    title: 'dbt: a skipped test has not failed',
    says: 'The structured logs of dbt send a test that was skipped as an aborted run with an assertion that does not hold. The assertion is left out.',
  },
  {
    id: sentAgainRule,
    version: 1,
    title: 'dbt: runs that were sent again',
    says: 'The command send-events sends the last run again under new run ids. A run of the same job with the same start and end, to the microsecond, is shown as the same run sent again.',
  },
]
