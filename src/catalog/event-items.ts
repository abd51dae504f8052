import type { EventItem } from '../contract/events.ts'
import { member, objectMember, stringMember } from '../lib/json.ts'
import { truncate } from '../lib/text.ts'
import { identify } from '../openlineage/event.ts'
import type { EventMeta, ReadContext } from './context.ts'
import { eventIn } from './facets.ts'
import { datasetNames, decoded, jobNames } from './names.ts'
import { runNames } from './run-items.ts'
import { among, idList } from './sql.ts'

interface EventRow {
  readonly position: number
  readonly kind: string
  readonly event_type: string | null
  readonly event_time: string | null
  readonly job_id: number
  readonly run_id: number
  readonly dataset_id: number
  readonly warnings: number
  readonly flags: number
}

const testFlag = 2
/** Bodies that are read to name events which the catalog does not hold yet. */
const unreadAtMost = 200

/** Events as lists show them, in the order of `metas`. Those that the catalog does not hold yet are read from the log. */
export async function eventItems(context: ReadContext, metas: readonly EventMeta[]): Promise<EventItem[]> {
  const { db } = context
  const sql = `SELECT position, kind, event_type, event_time, job_id, run_id, dataset_id, warnings, flags FROM event WHERE position ${among(db)}`
  const rows = new Map(
    (
      await db.all<EventRow>(sql, [
        idList(
          db,
          metas.map((m) => m.position),
        ),
      ])
    ).map((r) => [r.position, r]),
  )
  const waiting = metas.filter((m) => !rows.has(m.position)).slice(0, unreadAtMost)
  const tests = [...rows.values()].filter((r) => r.flags === testFlag).map((r) => r.position)
  const [jobs, runs, datasets, bodies] = await Promise.all([
    jobNames(
      db,
      [...rows.values()].map((r) => r.job_id),
    ),
    runNames(
      db,
      [...rows.values()].map((r) => r.run_id),
    ),
    datasetNames(
      db,
      [...rows.values()].map((r) => r.dataset_id),
    ),
    context.log.bodies([...waiting.map((m) => m.position), ...tests]),
  ])
  return metas.map((meta) => {
    const row = rows.get(meta.position)
    const bytes = bodies.get(meta.position)
    if (row === undefined || bytes !== undefined) return { ...fromBody(meta, bytes), applied: row !== undefined }
    const named = {
      job: jobs.get(row.job_id) ?? null,
      runId: runs.get(row.run_id)?.runId ?? null,
      dataset: datasets.get(row.dataset_id) ?? null,
    }
    return {
      ...base(meta),
      kind: row.kind as EventItem['kind'],
      eventType: row.event_type,
      eventTime: decoded(row.event_time),
      ...named,
      warnings: row.warnings,
      test: false,
      applied: true,
    }
  })
}

const base = (meta: EventMeta): Pick<EventItem, 'position' | 'eventId' | 'receivedAt' | 'sourceId' | 'bytes'> => ({
  position: meta.position,
  eventId: meta.hash,
  receivedAt: new Date(meta.receivedAt).toISOString(),
  sourceId: meta.sourceId,
  bytes: meta.bytes,
})

function fromBody(meta: EventMeta, bytes: Uint8Array | undefined): EventItem {
  const event = bytes === undefined ? undefined : eventIn(bytes)
  const id = identify(event)
  const named = 'kind' in id ? id : { kind: 'RunEvent' as const, job: null, runId: null, dataset: null }
  const type = stringMember(event, 'eventType')
  const time = stringMember(event, 'eventTime')
  const test = objectMember(objectMember(member(event, 'run'), 'facets'), 'headwater_test') !== undefined
  return {
    ...base(meta),
    ...named,
    eventType: type?.toUpperCase() ?? null,
    eventTime: time === undefined ? null : truncate(time, 100),
    warnings: 0,
    test,
    applied: false,
  }
}
