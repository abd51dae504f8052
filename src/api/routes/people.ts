import { z } from 'zod'
import { AddPerson, AddToken, ChangePerson, NewToken, Person, PersonLink, Token } from '../../contract/access.ts'
import type { MadePersonLink } from '../../control/links.ts'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { inviteLink } from '../invite-link.ts'
import { defineRoute } from '../route.ts'
import type { Caller, Route } from '../route.ts'

const Id = z.object({ id: z.coerce.number().int().min(1) })

const linked = async (context: ApiContext, made: MadePersonLink): Promise<z.input<typeof PersonLink>> => ({
  person: made.person,
  link: await inviteLink(context, made.token),
  expiresAt: made.expiresAt,
})

/** A token cannot make another one: it would outlive its own end. */
function mustNotBeToken(caller: Caller): void {
  if (caller.via === 'token' && caller.role !== 'admin')
    throw new ApiError(403, 'sign_in_first', 'A token cannot make or remove tokens.', 'Sign in to do this.')
}
/** Tokens that belong to nobody are shown to administrators. */
const scopeOf = (caller: Caller): { personId: number | null; withNobody: boolean } => ({
  personId: caller.person?.id ?? null,
  withNobody: caller.role === 'admin',
})

/** People (for administrators) and the own personal tokens. */
export const peopleRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/people',
    access: 'admin',
    summary: 'All people',
    response: z.object({ items: z.array(Person) }),
    handler: async (_, context) => ({ items: await context.control.listPeople({}) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/people',
    access: 'admin',
    summary: 'Add a person; answers a one-time link to send to them',
    body: AddPerson,
    response: PersonLink,
    status: 201,
    handler: async ({ body }, context) => linked(context, await context.control.addPerson(body)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v2/people/:id',
    access: 'admin',
    summary: 'Change name or role, disable or enable; ends their sessions',
    params: Id,
    body: ChangePerson,
    response: Person,
    handler: async ({ params, body }, context) => context.control.changePerson({ ...body, id: params.id }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/people/:id/link',
    access: 'admin',
    summary: 'A new one-time link to join or to set a new password',
    params: Id,
    response: PersonLink,
    status: 201,
    handler: async ({ params }, context) => linked(context, await context.control.linkForPerson(params)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/people/:id/sign-out',
    access: 'admin',
    summary: 'End all sessions of a person',
    params: Id,
    response: z.object({ ended: z.number() }),
    handler: async ({ params }, context) => context.control.signOutEverywhere({ personId: params.id }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/tokens',
    access: 'viewer',
    summary: 'The own personal tokens; for administrators also those of the command line',
    response: z.object({ items: z.array(Token) }),
    handler: async ({ caller }, context) => ({ items: await context.control.listTokens(scopeOf(caller)) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/tokens',
    access: 'viewer',
    summary: 'Make a personal token; it is shown this once',
    body: AddToken,
    response: NewToken,
    status: 201,
    handler: async ({ body, caller }, context) => {
      mustNotBeToken(caller)
      if (body.role === 'admin' && caller.role !== 'admin')
        throw new ApiError(403, 'above_own_role', 'A token cannot be above your own role.', 'Choose the role viewer.', {
          pointer: '/body/role',
        })
      return context.control.addToken({ ...body, personId: caller.person?.id ?? null })
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v2/tokens/:id',
    access: 'viewer',
    summary: 'Remove a personal token; it stops working at once',
    params: Id,
    response: null,
    handler: async ({ params, caller }, context) => {
      mustNotBeToken(caller)
      await context.control.removeToken({ id: params.id, ...scopeOf(caller) })
      return null
    },
  }),
]
