import type { Ladder, LadderStep } from '../contract/sources.ts'
import type { Executor } from '../db/contract.ts'
import { buildLadder } from './ladder.ts'
import type { LadderRefusal } from './ladder.ts'
import { ControlError } from './errors.ts'
import type { Store } from './store.ts'

/** A step that a source reached, the first time that it did. */
export interface Progress {
  readonly sourceId: number
  readonly step: LadderStep['key']
  readonly at: number
  /** Short, what arrived: a name, a sender. */
  readonly detail: string | null
  readonly link: LadderStep['link']
}
interface ProgressRow {
  readonly step: LadderStep['key']
  readonly at: number
  readonly detail: string | null
  readonly link: string | null
}

/** Keeps the first. True when it is news. */
export async function reach(tx: Executor, { sourceId, step, at, detail, link }: Progress): Promise<boolean> {
  const row = [sourceId, step, at, detail?.slice(0, 500) ?? null, link === null ? null : JSON.stringify(link)]
  return (
    (await tx.run(
      'INSERT INTO source_progress (source_id, step, at, detail, link) VALUES (?, ?, ?, ?, ?) ON CONFLICT (source_id, step) DO NOTHING',
      row,
    )) === 1
  )
}

/** How far each source has come. */
export const progressHandlers = ({ db }: Store) => ({
  /** Answers the sources for which something was new. */
  recordProgress: ({ items }: { items: readonly Progress[] }): Promise<{ changed: number[] }> =>
    db.transaction(async (tx) => {
      const changed = new Set<number>()
      for (const item of items) if (await reach(tx, item)) changed.add(item.sourceId)
      return { changed: [...changed] }
    }),

  /** Which steps are known already, so that a caller need not report them again. */
  progressOf: ({ sourceId }: { sourceId: number }): Promise<LadderStep['key'][]> =>
    db.all<ProgressRow>('SELECT step FROM source_progress WHERE source_id = ?', [sourceId]).then((rows) => rows.map((row) => row.step)),

  /** `producer`: whose configuration the person looks at, for hints before the first event. */
  ladderOf: async ({ sourceId, producer }: { sourceId: number; producer: string | null }): Promise<Ladder> => {
    const source = await db.get<{
      created_at: number
      producer: string | null
      paused: number
      sync_mode: string
      last_test_at: number | null
    }>('SELECT * FROM sources WHERE id = ? AND removed_at IS NULL', [sourceId])
    if (source === undefined) throw new ControlError('not_found', 'There is no such data source.')
    const rows = await db.all<ProgressRow>('SELECT step, at, detail, link FROM source_progress WHERE source_id = ?', [sourceId])
    const refusals = 'SELECT id, at, code, cause, fix, from_address FROM rejections WHERE'
    return buildLadder({
      since: source.created_at,
      producer: source.producer ?? producer,
      paused: source.paused === 1,
      manual: source.sync_mode === 'manual',
      lastTestAt: source.last_test_at,
      reached: new Map(
        rows.map((row) => [
          row.step,
          { at: row.at, detail: row.detail, link: row.link === null ? null : (JSON.parse(row.link) as LadderStep['link']) },
        ]),
      ),
      refusal: (await db.get<LadderRefusal>(`${refusals} source_id = ? ORDER BY id DESC LIMIT 1`, [sourceId])) ?? null,
      stranger:
        (await db.get<LadderRefusal>(`${refusals} source_id IS NULL AND status = 401 AND at >= ? ORDER BY id DESC LIMIT 1`, [
          source.created_at,
        ])) ?? null,
    })
  },
})
