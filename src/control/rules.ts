import type { Rule, RuleBody } from '../contract/rules.ts'
import type { Executor } from '../db/contract.ts'
import { ruleFault } from '../rules/rules.ts'
import { ControlError } from './errors.ts'
import { iso, isoOrNull, raiseRevision, readMeta, writeMeta } from './store.ts'
import type { Store } from './store.ts'
import { insert } from './tables.ts'

interface Row {
  readonly id: number
  readonly body: string
  readonly note: string | null
  readonly created_at: number
  readonly created_by: string | null
  readonly removed_at: number | null
  readonly removed_by: string | null
}

const inForceMax = 5_000
const historyMax = 1_000
const revisionName = 'rules_revision'

const ruleOf = (row: Row): Rule => ({
  id: row.id,
  body: JSON.parse(row.body) as RuleBody,
  note: row.note,
  createdAt: iso(row.created_at),
  createdBy: row.created_by,
  removedAt: isoOrNull(row.removed_at),
  removedBy: row.removed_by,
})

/** Changes whenever a rule is made or taken back; '' before the first. */
export const rulesRevision = async (db: Executor): Promise<string> => (await readMeta(db, revisionName)) ?? ''

/** The rules in force, in the order in which they were made: what a catalog is to be made with. */
export async function readRules(db: Executor): Promise<RuleBody[]> {
  return (await db.all<Row>('SELECT * FROM rules WHERE removed_at IS NULL ORDER BY id')).map((row) => ruleOf(row).body)
}

/** What people told the catalog. Nothing is deleted: a rule that was taken back is part of the history. */
export const ruleHandlers = ({ db, now }: Store) => {
  const changed = async (tx: Executor): Promise<void> => {
    await writeMeta(tx, revisionName, String(Number(await rulesRevision(tx)) + 1))
    await raiseRevision(tx)
  }
  const find = async (tx: Executor, id: number): Promise<Row> => {
    const row = await tx.get<Row>('SELECT * FROM rules WHERE id = ?', [id])
    if (row === undefined) throw new ControlError('not_found', 'There is no such rule.')
    return row
  }

  return {
    /** Those in force, oldest first; with `removed` those taken back, newest first, the last thousand. */
    listRules: async ({ removed }: { removed: boolean }): Promise<Rule[]> => {
      const sql = removed
        ? `SELECT * FROM rules WHERE removed_at IS NOT NULL ORDER BY removed_at DESC, id DESC LIMIT ${historyMax}`
        : 'SELECT * FROM rules WHERE removed_at IS NULL ORDER BY id'
      return (await db.all<Row>(sql)).map(ruleOf)
    },

    /** One that is in force already is answered as it is. Throws ControlError for a rule that cannot be used. */
    addRule: ({ body, note, by }: { body: RuleBody; note: string | null; by: string | null }): Promise<Rule> =>
      db.transaction(async (tx) => {
        const fault = ruleFault(body)
        if (fault !== null) throw new ControlError('not_valid', `${fault}.`)
        const text = JSON.stringify(body)
        const known = await tx.get<Row>('SELECT * FROM rules WHERE body = ? AND removed_at IS NULL', [text])
        if (known !== undefined) return ruleOf(known)
        const count = await tx.get<{ n: number }>('SELECT count(*) AS n FROM rules WHERE removed_at IS NULL')
        if ((count?.n ?? 0) >= inForceMax)
          throw new ControlError('conflict', `There are ${inForceMax} rules already. Take some back, or say the same with a pattern.`)
        const id = await insert(tx, 'rules', { body: text, note, created_at: now(), created_by: by, removed_at: null, removed_by: null })
        await changed(tx)
        return ruleOf(await find(tx, id))
      }),

    /** Takes a rule back; once more changes nothing. */
    removeRule: ({ id, by }: { id: number; by: string | null }): Promise<Rule> =>
      db.transaction(async (tx) => {
        const row = await find(tx, id)
        if (row.removed_at !== null) return ruleOf(row)
        await tx.run('UPDATE rules SET removed_at = ?, removed_by = ? WHERE id = ?', [now(), by, id])
        await changed(tx)
        return ruleOf(await find(tx, id))
      }),
  }
}
