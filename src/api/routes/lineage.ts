import { LevelLineage, LevelQuery } from '../../contract/level.ts'
import { CompareQuery, Comparison, Lineage, LineageQuery } from '../../contract/lineage.ts'
import type { NodeType } from '../../contract/lineage.ts'
import { parseInstant } from '../../openlineage/time.ts'
import { WhyGroups, WhyGroupsQuery } from '../../contract/why-groups.ts'
import { Why, WhyQuery } from '../../contract/why.ts'
import { encodeCursor } from '../cursor.ts'
import { found, startOf } from '../pages.ts'
import { ApiError } from '../problem.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

export const lineageRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/lineage',
    access: 'viewer',
    summary: 'What a job, dataset or field is made of, and what is made of it',
    query: LineageQuery,
    response: Lineage,
    handler: async ({ query }, context) => {
      needsTime('asOf', query.asOf)
      needsDataset(query)
      return found(await context.catalog.lineage(query), query.field === undefined ? `such ${query.type}` : 'such field of this dataset')
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/lineage/compare',
    access: 'viewer',
    summary: 'The lineage at two moments as one graph, each part added, removed or the same',
    query: CompareQuery,
    response: Comparison,
    handler: async ({ query }, context) => {
      needsTime('before', query.before)
      needsTime('after', query.after)
      needsDataset(query)
      return found(
        await context.catalog.compareLineage(query),
        query.field === undefined ? `such ${query.type}` : 'such field of this dataset',
      )
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/lineage/level',
    access: 'viewer',
    summary: 'The lineage of datasets alone, of jobs alone, or of groups of both, with counts',
    query: LevelQuery,
    response: LevelLineage,
    handler: async ({ query }, context) => {
      needsTime('asOf', query.asOf)
      needsDataset(query)
      return found(
        await context.catalog.levelLineage(query),
        query.field === undefined ? `such ${query.type}` : 'such field of this dataset',
      )
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/lineage/why',
    access: 'viewer',
    summary: 'Why an edge is there: the runs and events that said so, how, and with what SQL',
    query: WhyQuery,
    response: Why,
    handler: async ({ query: { cursor, ...query } }, context) => {
      needsTime('asOf', query.asOf)
      const answer = found(await context.catalog.why({ ...query, after: startOf('why', 2, cursor) }), 'such edge')
      return { ...answer, next: answer.next === null ? null : encodeCursor('why', answer.next) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/lineage/why/groups',
    access: 'viewer',
    summary: 'Why an edge between schemas, namespaces, DAGs or applications is there: the edges that it stands for',
    query: WhyGroupsQuery,
    response: WhyGroups,
    handler: async ({ query }, context) => {
      needsTime('asOf', query.asOf)
      return found(await context.catalog.whyGroups(query), 'such edge')
    },
  }),
]

/** Throws a 400 for a field of a job: it has none, and the answer would be of something else. */
export function needsDataset({ type, field }: { readonly type: NodeType; readonly field?: string | undefined }): void {
  if (type === 'dataset' || field === undefined) return
  throw new ApiError(400, 'field_of_a_job', 'A field belongs to a dataset, not to a job.', 'Leave out field, or ask with type=dataset.', {
    pointer: '/query/field',
  })
}

/** Throws a 400 for what is given and is no time. `within`: where it was given. */
export function needsTime(name: string, value: string | undefined, within: 'query' | 'body' = 'query'): void {
  if (value === undefined || parseInstant(value) !== null) return
  const code = name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
  throw new ApiError(400, `${code}_not_a_time`, `${name} is no time.`, 'Send a time such as 2026-11-23T08:00:00Z.', {
    pointer: `/${within}/${name}`,
  })
}
