import type { z } from 'zod'
import type { Person, Role } from '../contract/access.ts'
import type { ApiContext } from './context.ts'

/**
 * Who may call a route. `public`: anyone. `viewer`: anyone with a credential. `admin`: role admin. `account`: a person, not the command
 * line of this machine nor a token that belongs to nobody.
 */
export type Access = 'public' | 'viewer' | 'admin' | 'account'

/** Who calls. `local` is the command line on this machine. */
export interface Caller {
  readonly via: 'cookie' | 'token' | 'local'
  readonly role: Role
  readonly person: Person | null
  /** ISO 8601; null without an end. */
  readonly expiresAt: string | null
  /** Hash of the session's cookie, for `via: cookie`. */
  readonly sessionHash: string | null
}
type CallerOf<A extends Access> = A extends 'public' ? Caller | null : A extends 'account' ? Caller & { readonly person: Person } : Caller

export interface RouteRequest<Q = unknown, P = unknown, B = unknown, C = Caller | null> {
  readonly query: Q
  readonly params: P
  readonly body: B
  readonly caller: C
  /** The address of the sender. */
  readonly from: string
  readonly requestId: string
  readonly raw: Request
}

/** Media types that a route reads or writes itself, instead of JSON by a schema. */
export interface Media {
  readonly media: readonly string[]
  readonly description: string
}

type Value<S> = S extends z.ZodType ? z.output<S> : undefined
type Result<R> = R extends z.ZodType ? z.input<R> | Reply<z.input<R>> | Response : R extends null ? null | Reply<null> : Response

export interface RouteSpec<A extends Access, Q, P, B, R> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Whole (`/api/v2/sources/:id`). Parameters are ids only: names of jobs and datasets go into the query, they may be long and odd. */
  readonly path: string
  readonly access: A
  readonly summary: string
  /** An object; each value is text, so use z.coerce for numbers. */
  readonly query?: Q
  readonly params?: P
  /** JSON by a schema, or the media types that the handler reads from `raw.body`. */
  readonly body?: B
  /** JSON by a schema (null: 204), or the media types of the Response that the handler makes. */
  readonly response: R
  readonly status?: 200 | 201 | 202 | 204
  readonly handler: (request: RouteRequest<Value<Q>, Value<P>, Value<B>, CallerOf<A>>, context: ApiContext) => Promise<Result<R>>
}

/** A route with its types forgotten. */
export type Route = Omit<
  RouteSpec<Access, z.ZodObject | undefined, z.ZodObject | undefined, z.ZodType | Media | undefined, z.ZodType | Media | null>,
  'handler'
> & {
  readonly handler: (request: RouteRequest, context: ApiContext) => Promise<unknown>
}

/** Declares one route: what it takes, what it answers, who may call it. The OpenAPI document is made of the same. */
export function defineRoute<
  const A extends Access,
  R extends z.ZodType | Media | null,
  Q extends z.ZodObject | undefined = undefined,
  P extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | Media | undefined = undefined,
>(spec: RouteSpec<A, Q, P, B, R>): Route {
  return spec as unknown as Route
}

/** An answer with another status or with headers, such as a cookie. */
export class Reply<T> {
  readonly value: T
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  constructor(value: T, options: { status?: number; headers?: Readonly<Record<string, string>> } = {}) {
    this.value = value
    this.status = options.status ?? 200
    this.headers = options.headers ?? {}
  }
}

export const isMedia = (part: z.ZodType | Media | null | undefined): part is Media => part !== null && part !== undefined && 'media' in part
