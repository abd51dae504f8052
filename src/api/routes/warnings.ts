import { Warnings, WarningsQuery } from '../../contract/warnings.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'
import { knownSource } from './sources.ts'

export const warningRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/warnings',
    access: 'viewer',
    summary: 'What is odd about what sources send, by source and kind, with samples and what to do',
    query: WarningsQuery,
    response: Warnings,
    handler: async ({ query }, context) => {
      if (query.source !== undefined) await knownSource(context, query.source)
      const sources = (await context.control.listSources({})).map(({ id, name }) => ({ id, name }))
      return context.catalog.warnings({ ...query, sources })
    },
  }),
]
