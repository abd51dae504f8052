import { z } from 'zod'
import { NewRule, PreviewRules, Rule, RulePreview, Rules } from '../../contract/rules.ts'
import { builtInRules } from '../../rules/built-in.ts'
import type { ApiContext } from '../context.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const Id = z.object({ id: z.coerce.number().int().min(1) })
const Query = z.object({ removed: z.enum(['true', 'false']).default('false').describe('Those that were taken back instead') })

/** What people tell the catalog besides the events. A change makes the catalog anew in the background. */
export const ruleRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/rules',
    access: 'viewer',
    summary: 'The rules by which the catalog is made: those of people in the order in which they apply, and those that come with Headwater',
    query: Query,
    response: Rules,
    handler: async ({ query }, context) => ({
      items: await context.control.listRules({ removed: query.removed === 'true' }),
      ...(await standing(context)),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/rules',
    access: 'admin',
    summary: 'Make a rule; it holds for history as well, from when the catalog has been made anew',
    body: NewRule,
    response: Rule,
    status: 201,
    handler: async ({ body, caller }, context) => {
      const rule = await context.control.addRule({ ...body, by: caller.person?.name ?? null })
      await context.refreshGate()
      return rule
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/rules/preview',
    access: 'viewer',
    summary: 'What rules would merge, hide or leave out of the catalog as it is, without making them',
    body: PreviewRules,
    response: RulePreview,
    handler: ({ body: { bodies } }, context) => context.catalog.rulePreview({ bodies }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v2/rules/:id',
    access: 'admin',
    summary: 'Take a rule back; the catalog is then as if it had never been',
    params: Id,
    response: Rule,
    handler: async ({ params, caller }, context) => {
      const rule = await context.control.removeRule({ id: params.id, by: caller.person?.name ?? null })
      await context.refreshGate()
      return rule
    },
  }),
]

async function standing(context: ApiContext): Promise<Pick<Rules, 'builtIn' | 'inForce'>> {
  const rules = await context.control.listRules({ removed: false })
  const off = new Set(rules.map((r) => r.body).flatMap((b) => (b.kind === 'switch' ? [b.rule] : [])))
  const builtIn = builtInRules.map(({ id, title, says }) => ({ id, title, says, on: !off.has(id) }))
  return { builtIn, inForce: await context.sync.rulesInForce() }
}
