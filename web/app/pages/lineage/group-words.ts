import type { Grouping } from '../../../../src/graph/groups.ts'

/** What nodes are grouped by: `grouped by schema`. */
export const GROUP_WORDS: Readonly<Record<Grouping, string>> = {
  none: 'none',
  schema: 'schema',
  namespace: 'namespace',
  parent: 'job parent',
}
