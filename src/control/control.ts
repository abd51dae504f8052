import { randomBytes } from 'node:crypto'
import type { Database } from '../db/contract.ts'
import { migrate } from '../db/migrate.ts'
import { embedHandlers } from './embeds.ts'
import { linkHandlers } from './links.ts'
import { peopleHandlers } from './people.ts'
import { personalTokenHandlers } from './personal-tokens.ts'
import { sessionHandlers } from './sessions.ts'
import { progressHandlers } from './progress.ts'
import { rejectionRetryHandlers } from './rejection-retries.ts'
import { rejectionHandlers } from './rejections.ts'
import { sourceHandlers } from './sources.ts'
import { ruleHandlers } from './rules.ts'
import { suggestionHandlers } from './suggestions.ts'
import { syncHandlers } from './syncs.ts'
import { usageHandlers } from './usage.ts'
import { claimMeta, readMeta, writeMeta } from './store.ts'
import type { ControlOptions, Store } from './store.ts'
import { controlMigrations } from './tables.ts'

/**
 * Who may do what, and what happened to requests: sources with their tokens and usage, people, sessions, refused requests, the history
 * of syncs. Each handler takes one cloneable argument and answers with one cloneable value, so that they can be called from another
 * thread (lib/rpc.ts). Call `start` first.
 */
export function createControl(db: Database, options: ControlOptions) {
  const store: Store = { db, options, now: options.now ?? Date.now }
  return {
    /** Makes or updates the tables. `instanceId` stays that of the store for ever. */
    start: async (_: object): Promise<{ instanceId: string }> => {
      await migrate(db, 'control', controlMigrations)
      return db.transaction(async (tx) => {
        await claimMeta(tx, 'instance_id', randomBytes(4).toString('hex'))
        return { instanceId: (await readMeta(tx, 'instance_id')) ?? '' }
      })
    },
    savedPublicUrl: (_: object): Promise<string | null> => readMeta(db, 'public_url'),
    savePublicUrl: ({ url }: { url: string | null }): Promise<void> => db.transaction((tx) => writeMeta(tx, 'public_url', url)),
    ...peopleHandlers(store),
    ...sessionHandlers(store),
    ...linkHandlers(store),
    ...personalTokenHandlers(store),
    ...sourceHandlers(store),
    ...usageHandlers(store),
    ...progressHandlers(store),
    ...rejectionHandlers(store),
    ...rejectionRetryHandlers(store),
    ...syncHandlers(store),
    ...ruleHandlers(store),
    ...suggestionHandlers(store),
    ...embedHandlers(store),
  }
}

export type ControlHandlers = ReturnType<typeof createControl>
