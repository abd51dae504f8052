import { ControlError } from './errors.ts'
import { countsOf, whereOf } from './rejection-choice.ts'
import type { RejectionChoice } from './rejection-choice.ts'
import { changeGroups, holderOf } from './rejection-room.ts'
import { answerOf, bodyOf, findRejection } from './rejection-row.ts'
import { shown } from './request-head.ts'
import type { Store } from './store.ts'

export interface RejectionForRetry {
  readonly sourceId: number
  readonly method: string
  readonly path: string
  readonly from: string
  readonly client: string | null
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** It was one element of a batch whose others were looked at for themselves. */
  readonly isElement: boolean
  /** An earlier retry took it in. */
  readonly wasAccepted: boolean
  /** Why its source takes nothing in now. */
  readonly shut: 'paused' | 'removed' | null
}

/** Taken in, its first event at `position`; or refused again because of `code`. */
export interface RetryOutcome {
  readonly accepted: boolean
  readonly position: number | null
  readonly code: string | null
  readonly cause: string | null
}

/** Refused requests that are tried again. */
export const rejectionRetryHandlers = ({ db, now }: Store) => ({
  /** How many can be tried again and were not taken in yet. */
  countWaiting: async (choice: RejectionChoice): Promise<number> => (await countsOf(db, choice)).waiting,

  /** Those that can be tried again and were not taken in yet, the oldest first. */
  waitingRejections: async ({
    afterId,
    upToId,
    limit,
    ...choice
  }: RejectionChoice & { afterId: number; upToId: number; limit: number }): Promise<{ id: number; bytes: number }[]> => {
    const { where, params } = whereOf(choice)
    const waiting = `${where} AND id > ? AND id <= ? AND whole = 1 AND accepted_at IS NULL`
    return db.all(`SELECT id, body_bytes AS bytes FROM rejections WHERE ${waiting} ORDER BY id LIMIT ?`, [
      ...params,
      afterId,
      upToId,
      limit,
    ])
  },

  /** What a retry needs. Throws ControlError when it cannot be tried again. */
  rejectionForRetry: async ({ id }: { id: number }): Promise<RejectionForRetry> => {
    const row = await findRejection(db, id)
    const body = row.whole === 1 ? await bodyOf(db, id) : null
    if (row.source_id === null || body === null)
      throw new ControlError('conflict', 'This request cannot be tried again: its body is not whole, or it had no valid token.')
    const source = await db.get<{ paused: number; removed_at: number | null }>('SELECT paused, removed_at FROM sources WHERE id = ?', [
      row.source_id,
    ])
    return {
      sourceId: row.source_id,
      method: row.method,
      path: row.path,
      from: row.from_address,
      client: row.client,
      headers: JSON.parse(row.headers) as Record<string, string>,
      body,
      isElement: answerOf(row)?.status === 200,
      wasAccepted: row.accepted_at !== null,
      shut: source === undefined || source.removed_at !== null ? 'removed' : source.paused === 1 ? 'paused' : null,
    }
  },

  /** Notes what a retry came to. What was taken in once stays so. */
  markRetried: ({ id, ...result }: RetryOutcome & { id: number }): Promise<void> =>
    db.transaction(async (tx) => {
      if (!result.accepted) {
        await tx.run('UPDATE rejections SET retried_at = ?, retry_code = ?, retry_cause = ? WHERE id = ?', [
          now(),
          result.code,
          result.cause === null ? null : shown(result.cause),
          id,
        ])
        return
      }
      const taken = await tx.get<{ source_id: number | null; code: string }>(
        `UPDATE rejections SET retried_at = ?, retry_code = NULL, retry_cause = NULL, accepted_at = ?, event_position = ?
        WHERE id = ? AND accepted_at IS NULL RETURNING source_id, code`,
        [now(), now(), result.position, id],
      )
      if (taken !== undefined) await changeGroups(tx, [{ holder: holderOf(taken.source_id), code: taken.code, waiting: -1 }])
      else await tx.run('UPDATE rejections SET retried_at = ? WHERE id = ?', [now(), id])
    }),
})
