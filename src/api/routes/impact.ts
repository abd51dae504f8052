import { z } from 'zod'
import { Causes, CausesQuery } from '../../contract/causes.ts'
import { Impact, ImpactQuery } from '../../contract/impact.ts'
import { truncate } from '../../lib/text.ts'
import { textLines } from '../ndjson.ts'
import { needsTime } from './lineage.ts'
import { found } from '../pages.ts'
import type { ApiContext } from '../context.ts'
import { ApiError, notFound } from '../problem.ts'
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
    handler: async ({ query }, context) => (await context.catalog.impact(checked(query))) ?? (await missing(query, context)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/impact/text',
    access: 'viewer',
    summary: 'The same as CSV, NDJSON or Markdown, sent as it is found',
    query: TextQuery,
    response: { media: Object.values(formats).map((m) => m.split(';')[0] ?? m), description: 'One line for each job, dataset or column.' },
    handler: async ({ query }, context) => {
      const lines = (await context.export.impact(checked(query), query.format)) ?? (await missing(query, context))
      return textLines(lines, formats[query.format])
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

/** Throws the 404 that says what there is none of: the dataset, or which of its columns. */
async function missing({ namespace, name, field, fields }: ImpactQuery, context: ApiContext): Promise<never> {
  const asked = [...(field === undefined ? [] : [field]), ...(fields === undefined ? [] : (JSON.parse(fields) as string[]))]
  const unknown = await context.catalog.unknownFields({ namespace, name, fields: asked })
  if (unknown === null || unknown.length === 0) return found<never>(null, 'such dataset')
  const some = unknown.slice(0, 5).map((f) => `"${truncate(f, 100)}"`)
  const list = `${some.join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}`
  throw notFound(
    `column ${list} in this dataset`,
    'Neither a schema nor column lineage ever named it. Columns are compared letter by letter; a nested one is a dotted path.',
  )
}

function isTextList(text: string): boolean {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((item) => typeof item === 'string')
  } catch {
    return false
  }
}
