import type { Person } from '../contract/access.ts'
import type { Executor } from '../db/contract.ts'
import { newSecret, tokenHash } from '../lib/token.ts'
import { ControlError } from './errors.ts'
import { checkPassword, hashPassword, verifyPassword } from './password.ts'
import { emailKey, personOf, rowOfPerson } from './people.ts'
import type { PersonRow } from './people.ts'
import { SignInLimit } from './sign-in-limit.ts'
import { hex, hourMs, iso } from './store.ts'
import type { Store } from './store.ts'

/** A new session: the only time that its token is known. */
export interface OpenedSession {
  readonly token: string
  readonly person: Person
  readonly expiresAt: string
  readonly maxAgeSeconds: number
}
export type SignInResult = ({ readonly ok: true } & OpenedSession) | { readonly ok: false; readonly retryAfterSeconds: number | null }

interface SessionRow extends PersonRow {
  readonly hash: string
  readonly session_created_at: number
  readonly used_at: number
}

/** How stale "last used" may be: spares a write to disk for each request. */
const touchAfterMs = 60_000

/** Opens a session inside a transaction. Sessions that have ended go at the same time. */
export async function openSession(
  store: Store,
  tx: Executor,
  person: PersonRow,
  from: string,
  client: string | null,
): Promise<OpenedSession> {
  const { options } = store
  const now = store.now()
  const token = newSecret()
  await tx.run('DELETE FROM sessions WHERE created_at < ? OR used_at < ?', [
    now - options.sessionMaxHours * hourMs,
    now - options.sessionIdleHours * hourMs,
  ])
  const row = [hex(tokenHash(token)), person.id, now, now, from, client?.slice(0, 300) ?? null]
  await tx.run('INSERT INTO sessions (hash, person_id, created_at, used_at, from_address, client) VALUES (?, ?, ?, ?, ?, ?)', row)
  await tx.run('UPDATE people SET last_seen_at = ? WHERE id = ?', [now, person.id])
  return {
    token,
    person: personOf({ ...person, last_seen_at: now }),
    expiresAt: iso(now + options.sessionMaxHours * hourMs),
    maxAgeSeconds: options.sessionMaxHours * 3600,
  }
}

/** Sessions: sign in and out, look up, change of password. Cookies hold 256 random bits; only their SHA-256 is stored. */
export function sessionHandlers(store: Store) {
  const { db, options } = store
  const limit = new SignInLimit(store.now)
  return {
    /** The same answer for an unknown person, a wrong password and a person who may not sign in; and the same time. */
    signIn: async (input: { email: string; password: string; from: string; client: string | null }): Promise<SignInResult> => {
      const key = emailKey(input.email)
      const wait = limit.attempt(key, input.from)
      if (wait > 0) return { ok: false, retryAfterSeconds: wait }
      const row = await db.get<PersonRow>('SELECT * FROM people WHERE email_key = ?', [key])
      const right = await verifyPassword(input.password, row?.password ?? null)
      if (!right || row === undefined || row.disabled === 1) return { ok: false, retryAfterSeconds: null }
      limit.succeeded(key, input.from)
      return { ok: true, ...(await db.transaction((tx) => openSession(store, tx, row, input.from, input.client))) }
    },

    sessionOf: async ({
      token,
      from,
    }: {
      token: string
      from: string
    }): Promise<{ hash: string; person: Person; expiresAt: string } | null> => {
      if (token.length > 100) return null
      const hash = hex(tokenHash(token))
      const now = store.now()
      const sql =
        'SELECT p.*, s.hash, s.created_at AS session_created_at, s.used_at FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.hash = ?'
      const row = await db.get<SessionRow>(sql, [hash])
      if (row === undefined || row.disabled === 1) return null
      const ends = row.session_created_at + options.sessionMaxHours * hourMs
      if (now >= ends || now >= row.used_at + options.sessionIdleHours * hourMs) return null
      // With a full disk reading goes on.
      if (now - row.used_at > touchAfterMs) await touch(hash, row.id, from, now).catch(() => undefined)
      return { hash, person: personOf(row), expiresAt: iso(ends) }
    },

    signOut: async ({ hash }: { hash: string }): Promise<void> => {
      await db.transaction((tx) => tx.run('DELETE FROM sessions WHERE hash = ?', [hash]))
    },

    signOutEverywhere: async ({ personId }: { personId: number }): Promise<{ ended: number }> => ({
      ended: await db.transaction((tx) => tx.run('DELETE FROM sessions WHERE person_id = ?', [personId])),
    }),

    /** Ends all sessions of the person, this one too, and opens a new one. */
    changePassword: async (input: {
      personId: number
      current: string
      next: string
      from: string
      client: string | null
    }): Promise<OpenedSession> => {
      const person = await rowOfPerson(db, input.personId)
      const account = `change ${person.id}`
      const wait = limit.attempt(account, input.from)
      if (wait > 0) throw new ControlError('busy', `Too many tries. Wait ${wait} s.`)
      if (!(await verifyPassword(input.current, person.password)))
        throw new ControlError('wrong_password', 'The current password is not right.')
      limit.succeeded(account, input.from)
      checkPassword(input.next, person)
      const password = await hashPassword(input.next)
      return db.transaction(async (tx) => {
        await tx.run('UPDATE people SET password = ? WHERE id = ?', [password, person.id])
        await tx.run('DELETE FROM sessions WHERE person_id = ?', [person.id])
        return openSession(store, tx, { ...person, password }, input.from, input.client)
      })
    },
  }

  async function touch(hash: string, personId: number, from: string, now: number): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.run('UPDATE sessions SET used_at = ?, from_address = ? WHERE hash = ?', [now, from, hash])
      await tx.run('UPDATE people SET last_seen_at = ? WHERE id = ?', [now, personId])
    })
  }
}
