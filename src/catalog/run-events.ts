import type { RunDetail } from '../contract/catalog.ts'
import type { FacetValue } from '../contract/common.ts'
import { member, objectMember } from '../lib/json.ts'
import { orderKey } from '../openlineage/order-key.ts'
import { parseInstant } from '../openlineage/time.ts'
import type { ReadContext } from './context.ts'
import { eventIn, useOf } from './facets.ts'
import { decoded, shownKey } from './names.ts'

interface EventRow {
  readonly position: number
  readonly event_type: string | null
  readonly event_time: string | null
  readonly received_at: number
}

const eventsShown = 500
/** Events that are read for the facets of the run: the first and the last ones of a run that says much. */
const eventsRead = 50
const facetsAtMost = 500

/** The events of one run in the order in which they count, and the latest value of each of its facets. */
export async function runEvents(context: ReadContext, run: number): Promise<Pick<RunDetail, 'events' | 'facets'>> {
  const sql = 'SELECT position, event_type, event_time, received_at FROM event WHERE run_id = ? ORDER BY position'
  const last = await context.db.all<EventRow>(`${sql} DESC LIMIT ${eventsShown}`, [run])
  const rows = last.reverse()
  const metas = new Map((await context.log.metas(rows.map((r) => r.position))).map((m) => [m.position, m]))
  const keyed = rows.map((row) => ({
    row,
    key: orderKey(parseInstant(decoded(row.event_time)), row.event_type, metas.get(row.position)?.hash ?? '', row.received_at),
  }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1))
  return { events: keyed.map(({ row }) => shownEvent(row)), facets: await facetsOf(context, keyed) }
}

const shownEvent = (row: EventRow): RunDetail['events'][number] => ({
  position: row.position,
  eventType: row.event_type,
  eventTime: decoded(row.event_time),
  receivedAt: new Date(row.received_at).toISOString(),
})

/** Run facets are not in the catalog: they are read from the events. */
async function facetsOf(context: ReadContext, keyed: readonly { row: EventRow; key: string }[]): Promise<FacetValue[]> {
  const read = keyed.length <= eventsRead ? keyed : [...keyed.slice(0, 5), ...keyed.slice(5 - eventsRead)]
  const bodies = await context.log.bodies(read.map((k) => k.row.position))
  const facets = new Map<string, FacetValue>()
  for (const { row, key } of read) {
    const bytes = bodies.get(row.position)
    const found = bytes === undefined ? undefined : objectMember(member(eventIn(bytes), 'run'), 'facets')
    for (const name of Object.keys(found ?? {})) {
      if (facets.size >= facetsAtMost && !facets.has(name)) break
      facets.set(name, {
        key: name,
        container: 'run',
        use: useOf(context, 'run', name),
        value: found?.[name],
        eventTime: shownKey(key),
        eventPosition: row.position,
      })
    }
  }
  return [...facets.values()].filter((f) => member(f.value, '_deleted') !== true).sort((a, b) => (a.key < b.key ? -1 : 1))
}
