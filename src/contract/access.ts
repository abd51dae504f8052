/** People, sessions, one-time links and personal tokens. */
import { z } from 'zod'
import { Instant } from './common.ts'

export const Role = z.enum(['admin', 'viewer'])
export type Role = z.infer<typeof Role>

export const Password = z.string().min(12, 'Use at least 12 characters').max(1024)

export const Person = z.object({
  id: z.number(),
  name: z.string(),
  email: z.string(),
  role: Role,
  disabled: z.boolean(),
  /** False while the one-time link has not been used. */
  joined: z.boolean(),
  lastSeenAt: Instant.nullable(),
  createdAt: Instant,
})
export type Person = z.infer<typeof Person>

/** GET, POST /api/v2/session. `via` is `cookie`, `token` or `local` (the CLI on this machine; then `person` is null). */
export const Session = z.object({
  person: Person.nullable(),
  role: Role,
  via: z.enum(['cookie', 'token', 'local']),
  expiresAt: Instant.nullable(),
})
export type Session = z.infer<typeof Session>
export const SignIn = z.object({ email: z.string().max(320), password: z.string().max(1024) })

/** GET /api/v2/invite?token=…: what a one-time link is for. */
export const Invite = z.object({
  purpose: z.enum(['first-admin', 'join', 'reset']),
  email: z.string().nullable(),
  name: z.string().nullable(),
  expiresAt: Instant,
})
export type Invite = z.infer<typeof Invite>
/** POST /api/v2/invite: uses the link up, makes the person and signs them in (answers Session). */
export const AcceptInvite = z.object({
  token: z.string().max(200),
  name: z.string().trim().min(1).max(200),
  email: z.string().trim().max(320),
  password: Password,
})

export const AddPerson = z.object({ name: z.string().trim().min(1).max(200), email: z.string().trim().min(3).max(320), role: Role })
/** POST /api/v2/people and POST /api/v2/people/:id/link. The link is shown once. */
export const PersonLink = z.object({ person: Person, link: z.string(), expiresAt: Instant })
export type PersonLink = z.infer<typeof PersonLink>
export const ChangePerson = z.object({
  role: Role.optional(),
  disabled: z.boolean().optional(),
  name: z.string().trim().min(1).max(200).optional(),
})
export const ChangePassword = z.object({ current: z.string().max(1024), next: Password })

/** A personal token (`hwp_…`): acts as its person, never above `role`. */
export const Token = z.object({
  id: z.number(),
  name: z.string(),
  prefix: z.string(),
  role: Role,
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
})
export type Token = z.infer<typeof Token>
export const AddToken = z.object({
  name: z.string().trim().min(1).max(200),
  role: Role,
  expiresInDays: z.number().int().min(1).max(3650).nullable().default(365),
})
export const NewToken = z.object({ item: Token, token: z.string() })
export type NewToken = z.infer<typeof NewToken>
