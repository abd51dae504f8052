import { z } from 'zod'
import { ndjson } from '../ndjson.ts'
import { ApiError } from '../problem.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'
import { knownSource } from './sources.ts'

const ImportResult = z.object({
  received: z.number(),
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  problems: z.array(z.object({ index: z.number(), code: z.string(), cause: z.string() })),
})
const ImportQuery = z.object({ source: z.coerce.number().int() })
const EventsQuery = z.object({ json: z.stringbool().default(false) })
const CatalogQuery = z.object({ inferred: z.stringbool().default(false) })
const taken = ['application/x-ndjson', 'application/json', 'application/octet-stream']
const media = (description: string) => ({ media: ['application/x-ndjson'], description })

/** Events in and out in bulk. */
export const transferRoutes: readonly Route[] = [
  defineRoute({
    method: 'POST',
    path: '/api/v2/import',
    access: 'admin',
    summary: 'Take in events of a source: one, an array, or NDJSON, also as `export events` prints them',
    query: ImportQuery,
    body: { media: taken, description: 'Not compressed.' },
    response: ImportResult,
    handler: async ({ query, raw }, context) => {
      const type = raw.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
      if (!taken.includes(type))
        throw new ApiError(415, 'type_not_supported', 'This kind of body is not taken.', `Send ${taken.join(', ')}.`)
      await knownSource(context, query.source)
      const { problems, ...counts } = await context.intake.importStream({
        sourceId: query.source,
        body: (raw.body ?? []) as AsyncIterable<Uint8Array>,
      })
      return { ...counts, problems: [...problems] }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/export/events',
    access: 'viewer',
    summary: 'All events in log order, one a line; with json=true with position, arrival and source',
    query: EventsQuery,
    response: media('Bodies as they came, line breaks inside as spaces.'),
    handler: async ({ query }, context) => ndjson(context.export.events({ json: query.json })),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/export/catalog',
    access: 'viewer',
    summary: 'The catalog as sorted NDJSON: equal catalogs are equal bytes; with inferred=true with column edges inferred from SQL',
    query: CatalogQuery,
    response: media('Lines with a `kind`.'),
    handler: async ({ query }, context) => ndjson(context.export.catalog(query)),
  }),
]
