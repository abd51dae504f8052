import type { Sync, SyncCounts } from '../contract/sync.ts'
import type { Executor } from '../db/contract.ts'
import { ControlError } from './errors.ts'
import { iso, isoOrNull } from './store.ts'
import type { Store } from './store.ts'
import { insert } from './tables.ts'

interface Row {
  readonly id: number
  readonly kind: Sync['kind']
  readonly source_id: number | null
  readonly started_at: number
  readonly ended_at: number | null
  readonly state: Sync['state']
  readonly phase: Sync['phase']
  readonly events_done: number
  readonly events_total: number
  readonly added: string
  readonly changed: string
  readonly error: string | null
  readonly started_by: string | null
}

/** What changes while a sync runs. */
export interface SyncUpdate {
  readonly id: number
  readonly state?: Sync['state']
  readonly phase?: Sync['phase']
  readonly eventsDone?: number
  readonly eventsTotal?: number
  readonly added?: SyncCounts
  readonly changed?: SyncCounts
  readonly error?: string | null
}

const historyKept = 5_000
const none: SyncCounts = { jobs: 0, runs: 0, datasets: 0, fields: 0, edges: 0, columnEdges: 0 }

/** The history of syncs, and the state of those that run. */
export const syncHandlers = ({ db, now }: Store) => {
  const syncOf = (row: Row): Sync => {
    const seconds = ((row.ended_at ?? now()) - row.started_at) / 1000
    return {
      id: row.id,
      kind: row.kind,
      sourceId: row.source_id,
      startedAt: iso(row.started_at),
      endedAt: isoOrNull(row.ended_at),
      state: row.state,
      phase: row.phase,
      eventsDone: row.events_done,
      eventsTotal: row.events_total,
      rate: seconds > 0 ? Math.round((row.events_done / seconds) * 10) / 10 : 0,
      added: JSON.parse(row.added) as SyncCounts,
      changed: JSON.parse(row.changed) as SyncCounts,
      error: row.error,
      startedBy: row.started_by,
    }
  }
  const find = async (tx: Executor, id: number): Promise<Row> => {
    const row = await tx.get<Row>('SELECT * FROM syncs WHERE id = ?', [id])
    if (row === undefined) throw new ControlError('not_found', 'There is no such sync.')
    return row
  }

  return {
    insertSync: (input: { kind: Sync['kind']; sourceId: number | null; eventsTotal: number; startedBy: string | null }): Promise<Sync> =>
      db.transaction(async (tx) => {
        const row = {
          kind: input.kind,
          source_id: input.sourceId,
          started_at: now(),
          ended_at: null,
          state: 'running',
          phase: 'waiting',
          events_done: 0,
          events_total: input.eventsTotal,
          added: JSON.stringify(none),
          changed: JSON.stringify(none),
          error: null,
          started_by: input.startedBy,
        }
        const id = await insert(tx, 'syncs', row)
        await tx.run("DELETE FROM syncs WHERE id <= ? AND state <> 'running'", [id - historyKept])
        return syncOf(await find(tx, id))
      }),

    /** Ends the sync when the state is no longer `running`. */
    updateSync: (update: SyncUpdate): Promise<Sync> =>
      db.transaction(async (tx) => {
        const row = await find(tx, update.id)
        const state = update.state ?? row.state
        const ended = state === 'running' ? null : (row.ended_at ?? now())
        const counts = [
          update.added === undefined ? row.added : JSON.stringify(update.added),
          update.changed === undefined ? row.changed : JSON.stringify(update.changed),
        ]
        const values = [
          state,
          update.phase ?? row.phase,
          update.eventsDone ?? row.events_done,
          update.eventsTotal ?? row.events_total,
          ...counts,
          update.error === undefined ? row.error : update.error,
          ended,
          update.id,
        ]
        await tx.run(
          'UPDATE syncs SET state = ?, phase = ?, events_done = ?, events_total = ?, added = ?, changed = ?, error = ?, ended_at = ? WHERE id = ?',
          values,
        )
        return syncOf(await find(tx, update.id))
      }),

    getSync: async ({ id }: { id: number }): Promise<Sync> => syncOf(await find(db, id)),

    /** Newest first: those before `beforeId`. For one source also those of all sources. */
    listSyncs: async ({
      sourceId,
      beforeId,
      limit,
    }: {
      sourceId: number | null
      beforeId: number | null
      limit: number
    }): Promise<{ items: Sync[]; total: number }> => {
      const where = '(source_id = ? OR source_id IS NULL OR ? = 1)'
      const of = [sourceId ?? 0, Number(sourceId === null)]
      const rows = await db.all<Row>(`SELECT * FROM syncs WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`, [
        ...of,
        beforeId ?? Number.MAX_SAFE_INTEGER,
        limit,
      ])
      const count = await db.get<{ n: number }>(`SELECT count(*) AS n FROM syncs WHERE ${where}`, of)
      return { items: rows.map(syncOf), total: count?.n ?? 0 }
    },

    /** Those that run, of any source. */
    runningSyncs: (_: object): Promise<Sync[]> =>
      db.all<Row>("SELECT * FROM syncs WHERE state = 'running' ORDER BY id").then((rows) => rows.map(syncOf)),

    /** At the start of the process that syncs: what still says `running` was cut off. */
    endOrphanedSyncs: (_: object): Promise<number> =>
      db.transaction((tx) =>
        tx.run(
          "UPDATE syncs SET state = 'failed', phase = 'done', ended_at = ?, error = 'The server stopped in the middle. Nothing is lost: the next sync goes on from there.' WHERE state = 'running'",
          [now()],
        ),
      ),
  }
}
