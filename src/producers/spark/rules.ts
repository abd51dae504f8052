import type { ProducerRule } from '../rule.ts'

export const sparkActionsRule = 'spark/actions'

export const sparkRules: readonly ProducerRule[] = [
  {
    id: sparkActionsRule,
    version: 1,
    title: 'Spark: actions fold into their application',
    says: 'Spark sends a job for every action and query of an application, named after the plan. Lists and lineage show them under their application.',
  },
]
