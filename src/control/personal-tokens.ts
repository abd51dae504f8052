import { timingSafeEqual } from 'node:crypto'
import type { NewToken, Person, Role, Token } from '../contract/access.ts'
import { newToken, parseToken, shownPrefix, tokenHash } from '../lib/token.ts'
import { ControlError } from './errors.ts'
import { personOf, rowOfPerson } from './people.ts'
import { iso, isoOrNull } from './store.ts'
import type { Store } from './store.ts'
import { insert } from './tables.ts'

interface TokenRow {
  readonly id: number
  readonly person_id: number | null
  readonly name: string
  readonly public_id: string
  readonly hash: Uint8Array
  readonly role: Role
  readonly created_at: number
  readonly expires_at: number | null
  readonly last_used_at: number | null
}

export type TokenLookUp =
  | { readonly ok: true; readonly role: Role; readonly person: Person | null; readonly expiresAt: string | null }
  | { readonly ok: false; readonly code: 'token_unknown' | 'token_expired' | 'token_disabled' }

const dayMs = 86_400_000
const touchAfterMs = 60_000
const noHash = new Uint8Array(32)

const tokenOf = (row: TokenRow): Token => ({
  id: row.id,
  name: row.name,
  prefix: shownPrefix('hwp', row.public_id),
  role: row.role,
  createdAt: iso(row.created_at),
  expiresAt: isoOrNull(row.expires_at),
  lastUsedAt: isoOrNull(row.last_used_at),
})

/** Personal tokens (`hwp_…`). They act as their person, never above the role of either. */
export const personalTokenHandlers = ({ db, now }: Store) => ({
  /** Those of one person; `withNobody` adds those that the command line made. */
  listTokens: async ({ personId, withNobody }: { personId: number | null; withNobody: boolean }): Promise<Token[]> => {
    const sql = 'SELECT * FROM personal_tokens WHERE person_id = ? OR (person_id IS NULL AND ? = 1) ORDER BY id DESC'
    return (await db.all<TokenRow>(sql, [personId ?? -1, Number(withNobody)])).map(tokenOf)
  },

  addToken: (input: { personId: number | null; name: string; role: Role; expiresInDays: number | null }): Promise<NewToken> =>
    db.transaction(async (tx) => {
      if (input.personId !== null && input.role === 'admin' && (await rowOfPerson(tx, input.personId)).role !== 'admin') {
        throw new ControlError('not_allowed', 'A token cannot be above the role of its person.')
      }
      const made = newToken('hwp')
      const expires = input.expiresInDays === null ? null : now() + input.expiresInDays * dayMs
      const row = {
        person_id: input.personId,
        name: input.name,
        public_id: made.publicId,
        hash: made.hash,
        role: input.role,
        created_at: now(),
        expires_at: expires,
        last_used_at: null,
      }
      const id = await insert(tx, 'personal_tokens', row)
      return { item: tokenOf({ ...row, id }), token: made.token }
    }),

  removeToken: async ({ id, personId, withNobody }: { id: number; personId: number | null; withNobody: boolean }): Promise<void> => {
    const sql = 'DELETE FROM personal_tokens WHERE id = ? AND (person_id = ? OR (person_id IS NULL AND ? = 1))'
    const removed = await db.transaction((tx) => tx.run(sql, [id, personId ?? -1, Number(withNobody)]))
    if (removed === 0) throw new ControlError('not_found', 'There is no such token of yours.')
  },

  personalTokenOf: async ({ token }: { token: string }): Promise<TokenLookUp> => {
    const parsed = parseToken(token)
    if (typeof parsed === 'string') return { ok: false, code: 'token_unknown' }
    const row = await db.get<TokenRow>('SELECT * FROM personal_tokens WHERE public_id = ?', [parsed.publicId])
    const same = timingSafeEqual(tokenHash(token), row?.hash ?? noHash)
    if (row === undefined || !same) return { ok: false, code: 'token_unknown' }
    if (row.expires_at !== null && row.expires_at <= now()) return { ok: false, code: 'token_expired' }
    const person = row.person_id === null ? null : personOf(await rowOfPerson(db, row.person_id))
    if (person?.disabled) return { ok: false, code: 'token_disabled' }
    if (now() - (row.last_used_at ?? 0) > touchAfterMs)
      // With a full disk reading goes on.
      await db
        .transaction((tx) => tx.run('UPDATE personal_tokens SET last_used_at = ? WHERE id = ?', [now(), row.id]))
        .catch(() => undefined)
    const role: Role = row.role === 'admin' && (person === null || person.role === 'admin') ? 'admin' : 'viewer'
    return { ok: true, role, person, expiresAt: isoOrNull(row.expires_at) }
  },
})
