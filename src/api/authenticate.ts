import { timingSafeEqual } from 'node:crypto'
import type { Role } from '../contract/access.ts'
import { parseToken, tokenHash } from '../lib/token.ts'
import type { ApiContext } from './context.ts'
import { ApiError } from './problem.ts'
import type { Access, Caller } from './route.ts'

export const cookieName = (context: Pick<ApiContext, 'instanceId'>): string => `headwater_${context.instanceId}`

/** The caller of a request, or null without a credential. Throws ApiError 401 for a credential that does not hold. */
export async function callerOf(request: Request, from: string, context: ApiContext): Promise<Caller | null> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return bearerCaller(authorization, context)
  const cookie = readCookie(request.headers.get('cookie'), cookieName(context))
  if (cookie === undefined) return null
  const session = await context.control.sessionOf({ token: cookie, from })
  if (session === null) return null
  return { via: 'cookie', role: session.person.role, person: session.person, expiresAt: session.expiresAt, sessionHash: session.hash }
}

async function bearerCaller(authorization: string, context: ApiContext): Promise<Caller> {
  const token = /^bearer +(\S+)$/i.exec(authorization)?.[1]
  if (token === undefined)
    throw refused(
      'token_malformed',
      'The header Authorization does not hold a token.',
      'Send Authorization: Bearer, a space, and a personal token (hwp_…).',
    )
  if (sameText(token, context.localToken)) return { via: 'local', role: 'admin', person: null, expiresAt: null, sessionHash: null }
  const parsed = parseToken(token)
  if (typeof parsed === 'string')
    throw refused(
      'token_malformed',
      parsed === 'checksum' ? 'The token is mistyped: its check digits do not fit.' : 'What was sent does not have the shape of a token.',
      'Copy the personal token again, whole. It starts with hwp_.',
    )
  if (parsed.kind !== 'hwp')
    throw refused(
      'token_wrong_kind',
      'This is not a personal token. The token of a data source can only send events.',
      'Make a personal token under Settings, Tokens.',
    )
  const known = await context.control.personalTokenOf({ token })
  if (!known.ok) throw refused(known.code, tokenTexts[known.code], 'Make a new one under Settings, Tokens, or with headwater token create.')
  return { via: 'token', role: known.role, person: known.person, expiresAt: known.expiresAt, sessionHash: null }
}

const tokenTexts = {
  token_unknown: 'The token is not known here.',
  token_expired: 'The token has expired.',
  token_disabled: 'The person of this token cannot sign in any more.',
} as const

function refused(code: string, detail: string, fix: string): ApiError {
  return new ApiError(401, code, detail, fix, { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } })
}

const sameText = (a: string, b: string): boolean => b !== '' && timingSafeEqual(tokenHash(a), tokenHash(b))

function readCookie(header: string | null, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

/** The Set-Cookie that holds a session, or ends it when `token` is null. */
export function sessionCookie(
  context: ApiContext,
  token: string | null,
  options: { readonly https: boolean; readonly maxAgeSeconds: number },
): string {
  const parts = [
    `${cookieName(context)}=${token ?? ''}`,
    'HttpOnly',
    'SameSite=Lax',
    'Path=/',
    `Max-Age=${token === null ? 0 : Math.floor(options.maxAgeSeconds)}`,
  ]
  if (options.https) parts.push('Secure')
  return parts.join('; ')
}

const roleRank: Readonly<Record<Role, number>> = { viewer: 1, admin: 2 }

/** Throws unless `caller` may call a route of this `access`. */
export function checkAccess(access: Access, caller: Caller | null): void {
  if (access === 'public') return
  if (caller === null)
    throw new ApiError(401, 'not_signed_in', 'This needs a credential.', 'Sign in, or send Authorization: Bearer with a personal token.', {
      headers: { 'www-authenticate': 'Bearer' },
    })
  if (access === 'admin' && roleRank[caller.role] < roleRank.admin)
    throw new ApiError(403, 'admin_only', 'Only administrators can do this.', 'Ask an administrator, or for the role.')
  if (access === 'account' && caller.person === null)
    throw new ApiError(403, 'person_only', 'This belongs to a person, and the credential belongs to none.', 'Sign in as a person.')
}

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** What a form on another site can send without asking first. */
const formTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i

/**
 * Refuses a change that a page of another site could have started: with a cookie the request must come from our own pages and must
 * not look like a form. Without one (sign-in) a foreign Origin is refused where the browser names it.
 */
export function checkSameSite(request: Request, caller: Caller | null, publicOrigin: string | null): void {
  if (!unsafe.has(request.method) || (caller !== null && caller.via !== 'cookie')) return
  const own = isOwnOrigin(request, publicOrigin)
  if (own === false || (own === null && caller !== null)) {
    throw new ApiError(
      403,
      'foreign_origin',
      'The request did not come from the pages of this server.',
      'Open Headwater at the address that is its public URL. Programs use a personal token instead of a cookie.',
    )
  }
  const type = request.headers.get('content-type')
  const missing = type === null && request.method !== 'DELETE'
  if (missing || (type !== null && formTypes.test(type)))
    throw new ApiError(415, 'json_only', 'The request is not sent as JSON.', 'Send Content-Type: application/json.')
}

/** Null where the request does not say. */
function isOwnOrigin(request: Request, publicOrigin: string | null): boolean | null {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = request.headers.get('origin')
  if (origin === null) return null
  if (origin === publicOrigin) return true
  return URL.canParse(origin) && new URL(origin).host === (request.headers.get('host') ?? new URL(request.url).host)
}
