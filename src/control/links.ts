import type { Invite, Person, Role } from '../contract/access.ts'
import type { Executor } from '../db/contract.ts'
import { newToken, parseToken, tokenHash } from '../lib/token.ts'
import { ControlError } from './errors.ts'
import { checkPassword, hashPassword } from './password.ts'
import { insertPerson, personOf, rowOfPerson } from './people.ts'
import type { PersonRow } from './people.ts'
import { openSession } from './sessions.ts'
import type { OpenedSession } from './sessions.ts'
import { claimMeta, hex, hourMs, iso } from './store.ts'
import type { Store } from './store.ts'

type Purpose = Invite['purpose']

/** The token of a one-time link; the link itself is `PUBLIC_URL/invite?token=…`. Shown once. */
export interface MadeLink {
  readonly token: string
  readonly expiresAt: string
}
export type MadePersonLink = MadeLink & { readonly person: Person }

interface LinkRow {
  readonly hash: string
  readonly purpose: Purpose
  readonly person_id: number | null
  readonly expires_at: number
  readonly used_at: number | null
}

/** One-time links: the first administrator, joining, a new password. */
export function linkHandlers(store: Store) {
  const { db, options } = store

  /** Earlier links of the same person end. */
  async function insertLink(tx: Executor, purpose: Purpose, personId: number | null): Promise<MadeLink> {
    const { token } = newToken('hwl')
    const now = store.now()
    const expires = now + options.linkHours * hourMs
    if (personId !== null) await tx.run('UPDATE one_time_links SET used_at = 0 WHERE person_id = ? AND used_at IS NULL', [personId])
    await tx.run('INSERT INTO one_time_links (hash, purpose, person_id, created_at, expires_at) VALUES (?, ?, ?, ?, ?)', [
      hex(tokenHash(token)),
      purpose,
      personId,
      now,
      expires,
    ])
    return { token, expiresAt: iso(expires) }
  }

  async function find(tx: Executor, token: string): Promise<LinkRow> {
    const shaped = typeof parseToken(token) === 'object'
    const row = shaped ? await tx.get<LinkRow>('SELECT * FROM one_time_links WHERE hash = ?', [hex(tokenHash(token))]) : undefined
    if (row === undefined || row.used_at !== null || row.expires_at <= store.now())
      throw new ControlError('link_not_valid', 'This link was used already, or has expired, or is not whole.')
    return row
  }

  async function personBehind(tx: Executor, link: LinkRow): Promise<PersonRow | null> {
    if (link.person_id === null) return null
    const person = await rowOfPerson(tx, link.person_id)
    if (person.disabled === 1) throw new ControlError('link_not_valid', 'This link was withdrawn.')
    return person
  }

  return {
    /** At the very first start of a store, and never again: null then. */
    firstAdminLink: (_: object): Promise<MadeLink | null> =>
      db.transaction(async (tx) => {
        const first = await claimMeta(tx, 'first_admin_link', iso(store.now()))
        return first ? insertLink(tx, 'first-admin', null) : null
      }),

    addPerson: (input: { name: string; email: string; role: Role }): Promise<MadePersonLink> =>
      db.transaction(async (tx) => {
        const row = await insertPerson(tx, { ...input, password: null }, store.now())
        return { person: personOf(row), ...(await insertLink(tx, 'join', row.id)) }
      }),

    /** A new link for someone who has not joined yet, or who forgot the password. */
    linkForPerson: ({ id }: { id: number }): Promise<MadePersonLink> =>
      db.transaction(async (tx) => {
        const row = await rowOfPerson(tx, id)
        if (row.disabled === 1) throw new ControlError('conflict', 'This person is disabled. Enable them first.')
        return { person: personOf(row), ...(await insertLink(tx, row.password === null ? 'join' : 'reset', id)) }
      }),

    readLink: async ({ token }: { token: string }): Promise<Invite> => {
      const link = await find(db, token)
      const person = await personBehind(db, link)
      return { purpose: link.purpose, email: person?.email ?? null, name: person?.name ?? null, expiresAt: iso(link.expires_at) }
    },

    /** Uses the link up and signs in. For a link to a person the e-mail stays theirs; all their earlier sessions end. */
    acceptLink: async (input: {
      token: string
      name: string
      email: string
      password: string
      from: string
      client: string | null
    }): Promise<OpenedSession> => {
      const before = await personBehind(db, await find(db, input.token))
      checkPassword(input.password, { name: input.name, email: before?.email ?? input.email })
      const password = await hashPassword(input.password)
      return db.transaction(async (tx) => {
        const link = await find(tx, input.token)
        const used = await tx.run('UPDATE one_time_links SET used_at = ? WHERE hash = ? AND used_at IS NULL', [store.now(), link.hash])
        if (used !== 1) throw new ControlError('link_not_valid', 'This link was used already.')
        const known = await personBehind(tx, link)
        const person =
          known === null
            ? await insertPerson(tx, { name: input.name, email: input.email, role: 'admin', password }, store.now())
            : await setPassword(tx, known, input.name, password)
        return openSession(store, tx, person, input.from, input.client)
      })
    },
  }
}

async function setPassword(tx: Executor, person: PersonRow, name: string, password: string): Promise<PersonRow> {
  await tx.run('UPDATE people SET password = ?, name = ? WHERE id = ?', [password, name, person.id])
  await tx.run('DELETE FROM sessions WHERE person_id = ?', [person.id])
  return rowOfPerson(tx, person.id)
}
