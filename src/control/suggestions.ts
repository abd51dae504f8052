import type { DismissedSuggestion } from '../contract/rules.ts'
import { iso } from './store.ts'
import type { Store } from './store.ts'

interface Row {
  readonly key: string
  readonly says: string
  readonly at: number
  readonly by_name: string | null
}

const shownMax = 1_000

/** Suggestions that a person does not want to see again. */
export const suggestionHandlers = ({ db, now }: Store) => ({
  /** Newest first, the last thousand. */
  dismissedSuggestions: async (_: object): Promise<DismissedSuggestion[]> =>
    (await db.all<Row>(`SELECT * FROM dismissed_suggestions ORDER BY at DESC, key LIMIT ${shownMax}`)).map((row) => ({
      key: row.key,
      says: row.says,
      at: iso(row.at),
      by: row.by_name,
    })),

  /** Once more changes nothing. */
  dismissSuggestion: ({ key, says, by }: { key: string; says: string; by: string | null }): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.run('INSERT INTO dismissed_suggestions (key, says, at, by_name) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO NOTHING', [
        key,
        says,
        now(),
        by,
      ])
    }),

  bringBackSuggestion: ({ key }: { key: string }): Promise<void> =>
    db.transaction(async (tx) => void (await tx.run('DELETE FROM dismissed_suggestions WHERE key = ?', [key]))),
})
