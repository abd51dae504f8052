import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { AddEmbed, Embed, EmbedQuestion } from '../contract/embeds.ts'
import type { Executor } from '../db/contract.ts'
import { ControlError } from './errors.ts'
import { claimMeta, iso, isoOrNull, readMeta } from './store.ts'
import type { Store } from './store.ts'
import { insert } from './tables.ts'

interface EmbedRow {
  readonly id: number
  readonly question: string
  readonly created_at: number
  readonly created_by: string | null
  readonly expires_at: number
  readonly revoked_at: number | null
  readonly last_used_at: number | null
}

export type EmbedLookUp = 'ok' | 'wrong' | 'expired' | 'revoked'

const dayMs = 86_400_000
const touchAfterMs = 60_000
/** Links that hold at one time. */
const most = 1000

const embedOf = (row: EmbedRow): Embed => ({
  // links made before there were groups
  group: 'none',
  ...(JSON.parse(row.question) as Omit<EmbedQuestion, 'group'> & Partial<EmbedQuestion>),
  id: row.id,
  createdAt: iso(row.created_at),
  createdBy: row.created_by,
  expiresAt: iso(row.expires_at),
  revokedAt: isoOrNull(row.revoked_at),
  lastUsedAt: isoOrNull(row.last_used_at),
})

/** One text for one question, whatever the order of its members. Without groups as it was before there were any: those signatures hold. */
const canonical = (q: EmbedQuestion): string => {
  const before = [q.type, q.namespace, q.name, q.field, q.direction, q.depth, q.fold, q.columns, q.asOf]
  return JSON.stringify(q.group === 'none' ? before : [...before, q.group])
}

const questionOf = ({ type, namespace, name, field, direction, depth, fold, columns, asOf, group }: EmbedQuestion): EmbedQuestion => ({
  type,
  namespace,
  name,
  field,
  direction,
  depth,
  fold,
  columns,
  asOf,
  group,
})

/** HMAC-SHA-256 over number, end and question, with a key that never leaves the store. */
const sign = (key: string, id: number, expiresAt: number, question: EmbedQuestion): Buffer =>
  createHmac('sha256', Buffer.from(key, 'base64'))
    .update(`headwater embed 1\n${id}\n${expiresAt}\n${canonical(question)}`)
    .digest()

async function keyOf(tx: Executor): Promise<string> {
  await claimMeta(tx, 'embed_key', randomBytes(32).toString('base64'))
  return (await readMeta(tx, 'embed_key')) ?? ''
}

const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

/** Signed links to one lineage question. Nothing in the store lets anyone in: the signature is made of the key each time. */
export const embedHandlers = ({ db, now }: Store) => ({
  /** Newest first; ended and revoked ones too. */
  listEmbeds: async (_: object): Promise<Embed[]> =>
    (await db.all<EmbedRow>('SELECT * FROM embeds ORDER BY id DESC LIMIT ?', [most])).map(embedOf),

  addEmbed: ({ expiresInDays, createdBy, ...rest }: AddEmbed & { createdBy: string | null }): Promise<Embed> =>
    db.transaction(async (tx) => {
      const holding = await tx.get<{ n: number }>('SELECT count(*) AS n FROM embeds WHERE expires_at > ? AND revoked_at IS NULL', [now()])
      if (Number(holding?.n ?? 0) >= most) throw new ControlError('conflict', `There are ${most} signed links already. Revoke some first.`)
      // whole seconds, as they stand in the address
      const expires = Math.ceil((now() + expiresInDays * dayMs) / 1000) * 1000
      const row = {
        question: JSON.stringify(questionOf(rest)),
        created_at: now(),
        created_by: createdBy,
        expires_at: expires,
        revoked_at: null,
        last_used_at: null,
      }
      return embedOf({ ...row, id: await insert(tx, 'embeds', row) })
    }),

  /** The signature of a link that holds. */
  signEmbed: ({ id }: { id: number }): Promise<{ embed: Embed; token: string }> =>
    db.transaction(async (tx) => {
      const row = await tx.get<EmbedRow>('SELECT * FROM embeds WHERE id = ?', [id])
      if (row === undefined || row.revoked_at !== null || row.expires_at <= now())
        throw new ControlError('not_found', 'There is no such signed link any more.')
      const embed = embedOf(row)
      return { embed, token: sign(await keyOf(tx), id, row.expires_at, questionOf(embed)).toString('base64url') }
    }),

  revokeEmbed: async ({ id }: { id: number }): Promise<void> => {
    const sql = 'UPDATE embeds SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL'
    if ((await db.transaction((tx) => tx.run(sql, [now(), id]))) === 0) throw new ControlError('not_found', 'There is no such signed link.')
  },

  /** Whether this question may be asked with this signature. What is wrong is said only to whoever has a true signature. */
  checkEmbed: async (asked: { id: number; expiresAt: number; token: string; question: EmbedQuestion }): Promise<EmbedLookUp> => {
    const key = await readMeta(db, 'embed_key')
    if (key === null) return 'wrong'
    const given = Buffer.from(asked.token, 'base64url')
    if (!sameBytes(given, sign(key, asked.id, asked.expiresAt, asked.question))) return 'wrong'
    const row = await db.get<EmbedRow>('SELECT * FROM embeds WHERE id = ?', [asked.id])
    if (row === undefined || row.revoked_at !== null) return 'revoked'
    if (asked.expiresAt <= now() || row.expires_at <= now()) return 'expired'
    if (now() - (row.last_used_at ?? 0) > touchAfterMs)
      // With a full disk reading goes on.
      await db.transaction((tx) => tx.run('UPDATE embeds SET last_used_at = ? WHERE id = ?', [now(), row.id])).catch(() => undefined)
    return 'ok'
  },
})
