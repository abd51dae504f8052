import type { ReadContext } from '../catalog/context.ts'
import { decoded, shownKey } from '../catalog/names.ts'
import { eachId, idList } from '../catalog/sql.ts'
import { instantOf, orderKey } from '../openlineage/order-key.ts'
import { parseInstant, unreadableInstant } from '../openlineage/time.ts'

export interface EventAt {
  readonly position: number
  readonly at: string | null
}

/** Whose events are looked at: of runs, of jobs, or events about dataset ids. */
export type Speaker = 'run_id' | 'job_id' | 'dataset_id'

/** Events of one speaker that are looked at, at either end of all that it said. */
const lookedAtMost = 100

interface EventRow {
  readonly speaker: number
  readonly position: number
  readonly event_type: string | null
  readonly event_time: string | null
  readonly received_at: number
}

/**
 * The events with these order keys, by `speaker key`. `wanted`: speaker and key; an event that is neither among the first nor the last of its
 * speaker is not found.
 */
export async function eventsOf(
  context: ReadContext,
  by: Speaker,
  wanted: readonly { readonly speaker: number; readonly key: string | null }[],
): Promise<(speaker: number, key: string | null) => EventAt | null> {
  const keys = new Map<number, Set<string>>()
  for (const { speaker, key } of wanted) if (key !== null && speaker !== 0) keys.set(speaker, (keys.get(speaker) ?? new Set()).add(key))
  const rows = keys.size === 0 ? [] : await rowsOf(context, by, [...keys.keys()])
  const close = rows.filter((row) => [...(keys.get(row.speaker) ?? [])].some((key) => instantOf(key) === instantIn(row)))
  const metas = new Map((await context.log.metas([...new Set(close.map((r) => r.position))])).map((m) => [m.position, m]))
  const found = new Map<string, EventAt>()
  for (const row of close) {
    const key = orderKey(parseInstant(decoded(row.event_time)), row.event_type, metas.get(row.position)?.hash ?? '', row.received_at)
    const known = found.get(`${row.speaker} ${key}`)
    if (known === undefined || row.position < known.position)
      found.set(`${row.speaker} ${key}`, { position: row.position, at: shownKey(key) })
  }
  return (speaker, key) => found.get(`${speaker} ${key ?? ''}`) ?? null
}

const instantIn = (row: EventRow): string => parseInstant(decoded(row.event_time)) ?? unreadableInstant

async function rowsOf({ db }: ReadContext, by: Speaker, speakers: readonly number[]): Promise<EventRow[]> {
  const some = (order: 'ASC' | 'DESC'): string =>
    `SELECT x.position FROM event x WHERE x.${by} = k.value ORDER BY x.position ${order} LIMIT ${lookedAtMost}`
  const both = `SELECT position FROM (${some('ASC')}) AS a UNION SELECT position FROM (${some('DESC')}) AS d`
  const events =
    db.dialect === 'sqlite'
      ? `JOIN event e ON e.position IN (${both})`
      : `CROSS JOIN LATERAL (${both}) AS s JOIN event e ON e.position = s.position`
  const sql = `SELECT k.value AS speaker, e.position, e.event_type, e.event_time, e.received_at FROM ${eachId(db)} ${events}`
  return db.all<EventRow>(sql, [idList(db, speakers)])
}
