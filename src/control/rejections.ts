import type { Rejection, RejectionDetail, RejectionGroup } from '../contract/rejections.ts'
import type { Executor } from '../db/contract.ts'
import { reach } from './progress.ts'
import { rejectionCauses } from './rejection-causes.ts'
import { countsOf, groupsWhere, whereOf } from './rejection-choice.ts'
import type { RejectionChoice } from './rejection-choice.ts'
import { changeGroups, holderOf, makeRoom } from './rejection-room.ts'
import type { DroppedRejections } from './rejection-room.ts'
import { answerOf, bodyOf, findRejection, packedOf, rejectionColumns, rejectionOf, rowOf, textOf } from './rejection-row.ts'
import type { NewRejection, RejectionRow } from './rejection-row.ts'
import { shown } from './request-head.ts'
import { iso, isoOrNull } from './store.ts'
import type { Store } from './store.ts'
import { insert } from './tables.ts'

interface GroupRow {
  readonly holder: number
  readonly code: string
  readonly kept: number
  readonly whole: number
  readonly waiting: number
  readonly last_at: number
  readonly let_go: number
  readonly let_go_at: number | null
  readonly first_at: number | null
}

const shownBytes = 64 * 1024

/** Refused requests: kept for some days within bounds for each source and for all. */
export const rejectionHandlers = ({ db, options, now }: Store) => ({
  /** Answers the new ids, the sources whose ladder may have changed, and how many older ones went for want of room. */
  recordRejections: async ({
    items,
    dropped = [],
  }: {
    items: readonly NewRejection[]
    dropped?: readonly DroppedRejections[]
  }): Promise<{ ids: number[]; changed: number[]; letGo: number }> => {
    const made = await Promise.all(items.map((item) => rowOf(item, options.maxSourceRejectionBytes)))
    return db.transaction(async (tx) => {
      const ids: number[] = []
      for (const { row, body } of made) {
        const id = await insert(tx, 'rejections', row)
        if (body !== null) await tx.run('INSERT INTO rejection_bodies (id, body) VALUES (?, ?)', [id, body])
        ids.push(id)
      }
      await changeGroups(tx, [
        ...made.map(({ row }) => ({
          holder: holderOf(row.source_id),
          code: row.code,
          kept: 1,
          keptBytes: row.kept_bytes,
          whole: row.whole,
          waiting: row.whole,
          lastAt: row.at,
        })),
        ...dropped.map(({ sourceId, code, count, at }) => ({ holder: holderOf(sourceId), code, lastAt: at, letGo: count, letGoAt: at })),
      ])
      for (const item of items) await reachBefore(tx, item)
      const letGo = await makeRoom(tx, options, now())
      const known = items.flatMap((item) => (item.sourceId === null ? [] : [item.sourceId]))
      const strangers = items.some((item) => item.sourceId === null && item.status === 401) ? await stillWaiting(tx) : []
      return { ids, changed: [...new Set([...known, ...strangers])], letGo }
    })
  },

  /** Newest first: those before `beforeId`. */
  listRejections: async ({
    beforeId,
    limit,
    ...choice
  }: RejectionChoice & { beforeId: number | null; limit: number }): Promise<{ items: Rejection[]; total: number }> => {
    const { where, params } = whereOf(choice)
    const rows = await db.all<RejectionRow>(
      `SELECT ${rejectionColumns} FROM rejections WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`,
      [...params, beforeId ?? Number.MAX_SAFE_INTEGER, limit],
    )
    return { items: rows.map(rejectionOf), total: (await countsOf(db, choice)).kept }
  },

  getRejection: async ({ id }: { id: number }): Promise<RejectionDetail> => {
    const row = await findRejection(db, id)
    const body = await bodyOf(db, id)
    const shownBody = body?.subarray(0, shownBytes) ?? null
    const read = shownBody === null ? null : textOf(shownBody, row.whole === 0 || (body?.length ?? 0) > shownBytes)
    return {
      ...rejectionOf(row),
      answer: answerOf(row),
      headers: JSON.parse(row.headers) as Record<string, string>,
      body: read?.text ?? null,
      bodyIsText: read?.isText ?? true,
      keptBytes: body?.length ?? 0,
    }
  },

  /** What is kept of the body; null: nothing was read. */
  rejectionBody: async ({ id }: { id: number }): Promise<{ rejection: Rejection; body: Uint8Array | null }> => ({
    rejection: rejectionOf(await findRejection(db, id)),
    body: await bodyOf(db, id),
  }),

  /** By cause, the latest first. */
  rejectionGroups: async (choice: RejectionChoice): Promise<RejectionGroup[]> => {
    const { where, params } = groupsWhere(choice)
    // The plus keeps the type of the column out of the comparison: with it SQLite does not use the index.
    const first =
      '(SELECT at FROM rejections r WHERE coalesce(r.source_id, 0) = +g.holder AND r.code = g.code ORDER BY r.id LIMIT 1) AS first_at'
    const rows = await db.all<GroupRow>(
      `SELECT g.*, ${first} FROM rejection_groups g WHERE ${where} ORDER BY last_at DESC, holder, code`,
      params,
    )
    return rows.map(groupOf)
  },

  /** For a download: the oldest first, with what is kept of the body, packed; at least one, and no more than fit in `bytes`. */
  rejectionsAfter: async ({
    afterId,
    bytes,
    ...choice
  }: RejectionChoice & { afterId: number; bytes: number }): Promise<{ row: RejectionRow; packed: Uint8Array | null }[]> => {
    const { where, params } = whereOf(choice)
    const rows = await db.all<RejectionRow>(`SELECT ${rejectionColumns} FROM rejections WHERE ${where} AND id > ? ORDER BY id LIMIT 100`, [
      ...params,
      afterId,
    ])
    const found: { row: RejectionRow; packed: Uint8Array | null }[] = []
    let room = bytes
    for (const row of rows) {
      room -= row.kept_bytes
      if (room < 0 && found.length > 0) break
      found.push({ row, packed: await packedOf(db, row.id) })
    }
    return found
  },

  /** The last of these that is there now; 0: none. */
  lastRejection: async (choice: RejectionChoice): Promise<number> => {
    const { where, params } = whereOf(choice)
    return (await db.get<{ id: number }>(`SELECT id FROM rejections WHERE ${where} ORDER BY id DESC LIMIT 1`, params))?.id ?? 0
  },
})

function groupOf(row: GroupRow): RejectionGroup {
  const known = Object.entries(rejectionCauses).find(([code]) => code === row.code)?.[1]
  return {
    sourceId: row.holder === 0 ? null : row.holder,
    status: known?.status ?? 400,
    code: row.code,
    cause: known?.cause ?? row.code,
    fix: known?.fix ?? '',
    kept: row.kept,
    whole: row.whole,
    waiting: row.waiting,
    firstAt: isoOrNull(row.first_at),
    lastAt: iso(row.last_at),
    letGo: row.let_go,
    letGoAt: isoOrNull(row.let_go_at),
  }
}

/** A request that was refused still came, and where it was refused for its body its token was right. */
async function reachBefore(tx: Executor, { sourceId, at, from, status, headers }: NewRejection): Promise<void> {
  if (sourceId === null) return
  const detail = [`from ${from}`, headers['user-agent']].filter((part) => part !== undefined).join(', ')
  await reach(tx, { sourceId, step: 'request', at, detail: shown(detail).slice(0, 300), link: null })
  if (status !== 401) await reach(tx, { sourceId, step: 'token', at, detail: null, link: null })
}

/** A stranger's request may be that of any source whose first one has not come. */
async function stillWaiting(tx: Executor): Promise<number[]> {
  const rows = await tx.all<{ id: number }>(
    "SELECT id FROM sources s WHERE removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM source_progress p WHERE p.source_id = s.id AND p.step = 'token')",
  )
  return rows.map((row) => row.id)
}
