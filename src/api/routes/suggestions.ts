import { z } from 'zod'
import { AnswerSuggestion, JobClaims, Rule, RuleBody, Suggestions } from '../../contract/rules.ts'
import type { ApiContext } from '../context.ts'
import { found } from '../pages.ts'
import { defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const Id = z.object({ id: z.coerce.number().int().min(1) })
const Key = z.object({ key: z.string().min(1).max(100) })

/** What looks like one dataset: found in the catalog, settled by a person. */
export const suggestionRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/rules/suggestions',
    access: 'viewer',
    summary: 'Names that look like one dataset, and names that join too much; each with the rules that would settle it',
    response: Suggestions,
    handler: (_, context) => open(context),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/sources/:id/collisions',
    access: 'viewer',
    summary: 'Jobs that this source and another one name, so that their runs are mixed',
    params: Id,
    response: JobClaims,
    handler: async ({ params }, context) => {
      await context.control.getSource(params)
      return context.catalog.collisions({ sourceId: params.id })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/rules/suggestions/:key',
    access: 'admin',
    summary: 'Accept a suggestion (its rules are made), dismiss it, or bring it back; either is remembered',
    params: Key,
    body: AnswerSuggestion,
    response: z.object({ rules: z.array(Rule) }),
    handler: async ({ params: { key }, body: { answer }, caller }, context) => {
      const by = caller.person?.name ?? null
      if (answer === 'bringBack') {
        await context.control.bringBackSuggestion({ key })
        return { rules: [] }
      }
      const { items } = await open(context)
      const { bodies, says } = found(items.find((s) => s.key === key) ?? null, 'such suggestion any more')
      if (answer === 'dismiss') {
        await context.control.dismissSuggestion({ key, says, by })
        return { rules: [] }
      }
      const rules: Rule[] = []
      for (const body of bodies) rules.push(await context.control.addRule({ body, note: `Suggested: ${says}.`, by }))
      await context.refreshGate()
      return { rules }
    },
  }),
]

/** Those that nobody has settled yet. One that was accepted and taken back was settled as well. */
async function open(context: ApiContext): Promise<Suggestions> {
  const [looked, dismissed, made, takenBack] = await Promise.all([
    context.catalog.suggestions({}),
    context.control.dismissedSuggestions({}),
    context.control.listRules({ removed: false }),
    context.control.listRules({ removed: true }),
  ])
  const gone = new Set(dismissed.map((d) => d.key))
  const settled = new Set([...made, ...takenBack].map((r) => JSON.stringify(r.body)))
  const isSettled = (body: RuleBody): boolean => settled.has(JSON.stringify(body))
  // A name may be too long for any rule.
  const usable = looked.items.flatMap((s) => {
    const bodies = s.bodies.map((body) => RuleBody.safeParse(body))
    return bodies.every((b) => b.success) ? [{ ...s, bodies: bodies.map((b) => b.data) }] : []
  })
  return { items: usable.filter((s) => !gone.has(s.key) && !s.bodies.every(isSettled)), dismissed, atLeast: looked.atLeast }
}
