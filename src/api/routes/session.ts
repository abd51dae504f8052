import { z } from 'zod'
import { AcceptInvite, ChangePassword, Invite, Session, SignIn } from '../../contract/access.ts'
import type { OpenedSession } from '../../control/sessions.ts'
import { sessionCookie } from '../authenticate.ts'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../problem.ts'
import { publicUrlOf } from '../public-url.ts'
import { Reply, defineRoute } from '../route.ts'
import type { Route } from '../route.ts'

const clientOf = (request: Request): string | null => request.headers.get('user-agent')?.slice(0, 300) ?? null

async function setCookie(context: ApiContext, opened: OpenedSession | null): Promise<Record<string, string>> {
  const { publicUrl } = await publicUrlOf(context)
  return {
    'set-cookie': sessionCookie(context, opened?.token ?? null, {
      https: publicUrl.startsWith('https:'),
      maxAgeSeconds: opened?.maxAgeSeconds ?? 0,
    }),
  }
}

async function signedIn(context: ApiContext, opened: OpenedSession, status = 200): Promise<Reply<z.input<typeof Session>>> {
  const { person, expiresAt } = opened
  return new Reply({ person, role: person.role, via: 'cookie', expiresAt }, { status, headers: await setCookie(context, opened) })
}

/** Sign in and out, one-time links, the own account. */
export const sessionRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v2/session',
    access: 'viewer',
    summary: 'Who is signed in',
    response: Session,
    handler: async ({ caller }) => ({ person: caller.person, role: caller.role, via: caller.via, expiresAt: caller.expiresAt }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/session',
    access: 'public',
    summary: 'Sign in; sets the session cookie',
    body: SignIn,
    response: Session,
    handler: async ({ body, from, raw }, context) => {
      const result = await context.control.signIn({ ...body, from, client: clientOf(raw) })
      context.metrics.signIns.inc({ result: result.ok ? 'ok' : result.retryAfterSeconds === null ? 'refused' : 'limited' })
      if (result.ok) return signedIn(context, result)
      if (result.retryAfterSeconds === null)
        throw new ApiError(
          401,
          'sign_in_failed',
          'E-mail or password is not right.',
          'Type them again. An administrator can make a link to set a new password.',
        )
      const wait = String(result.retryAfterSeconds)
      throw new ApiError(429, 'too_many_tries', 'There were too many tries to sign in.', `Try again in ${wait} s.`, {
        headers: { 'retry-after': wait },
      })
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v2/session',
    access: 'viewer',
    summary: 'Sign out',
    response: null,
    handler: async ({ caller }, context) => {
      if (caller.sessionHash !== null) await context.control.signOut({ hash: caller.sessionHash })
      return new Reply(null, { status: 204, headers: await setCookie(context, null) })
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v2/invite',
    access: 'public',
    summary: 'What a one-time link is for',
    query: z.object({ token: z.string().max(200) }),
    response: Invite,
    handler: async ({ query }, context) => context.control.readLink(query),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v2/invite',
    access: 'public',
    summary: 'Use a one-time link: sets the password and signs in',
    body: AcceptInvite,
    response: Session,
    handler: async ({ body, from, raw }, context) =>
      signedIn(context, await context.control.acceptLink({ ...body, from, client: clientOf(raw) })),
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v2/account/password',
    access: 'account',
    summary: 'Change the own password; ends all other sessions',
    body: ChangePassword,
    response: Session,
    handler: async ({ body, caller, from, raw }, context) =>
      signedIn(context, await context.control.changePassword({ ...body, personId: caller.person.id, from, client: clientOf(raw) })),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v2/session/all',
    access: 'account',
    summary: 'End all own sessions, this one too',
    response: z.object({ ended: z.number() }),
    handler: async ({ caller }, context) =>
      new Reply(await context.control.signOutEverywhere({ personId: caller.person.id }), { headers: await setCookie(context, null) }),
  }),
]
