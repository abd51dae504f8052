import type { Person, Role } from '../contract/access.ts'
import type { Executor } from '../db/contract.ts'
import { ControlError } from './errors.ts'
import { iso, isoOrNull } from './store.ts'
import type { Store } from './store.ts'
import { insert } from './tables.ts'

export interface PersonRow {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly disabled: number
  readonly password: string | null
  readonly created_at: number
  readonly last_seen_at: number | null
}

export const personOf = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  disabled: row.disabled === 1,
  joined: row.password !== null,
  lastSeenAt: isoOrNull(row.last_seen_at),
  createdAt: iso(row.created_at),
})

export const emailKey = (email: string): string => email.trim().normalize('NFC').toLowerCase()

export async function rowOfPerson(tx: Executor, id: number): Promise<PersonRow> {
  const row = await tx.get<PersonRow>('SELECT * FROM people WHERE id = ?', [id])
  if (row === undefined) throw new ControlError('not_found', 'There is no such person.')
  return row
}

export interface NewPerson {
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly password: string | null
}

/** Throws ControlError when the e-mail is taken or is none. */
export async function insertPerson(tx: Executor, person: NewPerson, now: number): Promise<PersonRow> {
  const email = person.email.trim()
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new ControlError('not_valid', 'This is not an e-mail address.')
  const taken = await tx.get('SELECT id FROM people WHERE email_key = ?', [emailKey(email)])
  if (taken !== undefined) throw new ControlError('conflict', 'There is a person with this e-mail already.')
  const row = {
    name: person.name,
    email,
    email_key: emailKey(email),
    role: person.role,
    disabled: 0,
    password: person.password,
    created_at: now,
    last_seen_at: null,
  }
  return rowOfPerson(tx, await insert(tx, 'people', row))
}

export interface ChangePersonInput {
  readonly id: number
  readonly role?: Role | undefined
  readonly disabled?: boolean | undefined
  readonly name?: string | undefined
}

/** People: list, change. The last administrator who can sign in stays one. A change of role or disabling ends all sessions of the person. */
export const peopleHandlers = ({ db }: Store) => ({
  listPeople: async (_: object): Promise<Person[]> => (await db.all<PersonRow>('SELECT * FROM people ORDER BY name, id')).map(personOf),

  changePerson: (input: ChangePersonInput): Promise<Person> =>
    db.transaction(async (tx) => {
      const before = await rowOfPerson(tx, input.id)
      const after = {
        role: input.role ?? before.role,
        disabled: input.disabled === undefined ? before.disabled : Number(input.disabled),
        name: input.name ?? before.name,
      }
      await tx.run('UPDATE people SET role = ?, disabled = ?, name = ? WHERE id = ?', [after.role, after.disabled, after.name, input.id])
      if (before.role === 'admin' && before.disabled === 0) await keepAnAdmin(tx)
      if (after.role !== before.role || after.disabled !== before.disabled)
        await tx.run('DELETE FROM sessions WHERE person_id = ?', [input.id])
      if (after.disabled === 1) await tx.run('UPDATE one_time_links SET used_at = 0 WHERE person_id = ? AND used_at IS NULL', [input.id])
      return personOf(await rowOfPerson(tx, input.id))
    }),
})

async function keepAnAdmin(tx: Executor): Promise<void> {
  const left = await tx.get("SELECT id FROM people WHERE role = 'admin' AND disabled = 0 LIMIT 1")
  if (left === undefined) throw new ControlError('last_admin', 'This is the last administrator.')
}
