import { z } from 'zod'
import { Causes, CausesQuery } from '../../contract/causes.ts'
import { Impact, ImpactQuery } from '../../contract/impact.ts'
import { textLines } from '../ndjson.ts'
import { needsTime } from './lineage.ts'
import { found } from '../pages.ts'
import { ApiError } from '../problem.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const formats = { ndjson: 'application/x-ndjson', csv: 'text/csv; charset=utf-8', markdown: 'text/markdown; charset=utf-8' } as const
const TextQuery = ImpactQuery.extend({ format: z.enum(['ndjson', 'csv', 'markdown']).default('csv') })

/** What breaks if this changes, and what broke it. */
export const impactRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/causes',
    access: 'viewer',
    summary: 'What failed, changed or is late upstream of a job or dataset, nearest first',
    query: CausesQuery,
    response: Causes,
    handler: async ({ query }, context) => {
      needsTime('since', query.since)
      return found(await context.catalog.causes(query), `such ${query.type}`)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/impact',
    access: 'viewer',
    summary: 'Everything downstream of a dataset or of columns of it, nearest first: depth, path, owners, last run',
    query: ImpactQuery,
    response: Impact,
    handler: async ({ query }, context) => found(await context.catalog.impact(checked(query)), 'such dataset'),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/impact/text',
    access: 'viewer',
    summary: 'The same as CSV, NDJSON or Markdown, sent as it is found',
    query: TextQuery,
    response: { media: Object.values(formats).map((m) => m.split(';')[0] ?? m), description: 'One line for each job, dataset or column.' },
    handler: async ({ query }, context) => {
      const lines = await context.export.impact(checked(query), query.format)
      return textLines(found(lines, 'such dataset'), formats[query.format])
    },
  }),
]

function checked<Q extends ImpactQuery>(query: Q): Q {
  needsTime('asOf', query.asOf)
  if (query.fields !== undefined && !isTextList(query.fields))
    throw new ApiError(400, 'fields_not_a_list', 'fields is no JSON list of texts.', 'Send a list such as ["id","amount"].', {
      pointer: '/query/fields',
    })
  return query
}

function isTextList(text: string): boolean {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((item) => typeof item === 'string')
  } catch {
    return false
  }
}
