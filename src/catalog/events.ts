import type { EventDetail, EventItem } from '../contract/events.ts'
import type { Executor } from '../db/contract.ts'
import { stringMember } from '../lib/json.ts'
import { encodeText } from '../lib/text.ts'
import { must } from '../lib/assert.ts'
import type { ReadContext } from './context.ts'
import { eventItems } from './event-items.ts'
import { lastPosition } from './event-page.ts'
import type { Condition, EventsQuestion, Positions } from './event-page.ts'
import { eventsOfDataset } from './dataset-events.ts'
import { eventIn } from './facets.ts'
import { identOf, runIdent } from './keys.ts'
import { bounded, totals } from './list.ts'
import { groupIdOf, jobIdOf, memberIds } from './names.ts'
import { countUpTo, exactUpTo } from './sql.ts'
import type { KeyPage } from './sql.ts'
import { waitingOf } from './waiting-events.ts'

/** Rows that one page looks at: where few match, a page may be short and still have a next one. */
const scannedAtMost = 20_000

/** A page of events, newest in the log first. Without a filter also those that wait for a sync. */
export async function listEvents(context: ReadContext, query: EventsQuestion): Promise<KeyPage<EventItem>> {
  const conditions = await conditionsOf(context.db, query)
  if (conditions === null) return empty
  if (query.datasetName !== undefined) return ofDataset(context, conditions, query)
  if (conditions.length === 0) return wholeLog(context, query)
  const [only] = conditions
  if (conditions.length === 1 && query.source !== undefined) return ofSource(context, query.source, conditions, query)
  const page = await scan(context.db, conditions, query)
  const counted =
    conditions.length === 1 && only?.indexed
      ? await countUpTo(context.db, exactUpTo + 1, `FROM event e WHERE ${only.sql}`, [only.value])
      : null
  return { ...(await shownPage(context, page)), ...(counted === null ? uncounted : totals(bounded(counted))) }
}

/** All events of a source: those that wait for a sync as well. */
async function ofSource(
  context: ReadContext,
  source: number,
  conditions: readonly Condition[],
  query: EventsQuestion,
): Promise<KeyPage<EventItem>> {
  const [waiting, known, counted] = await Promise.all([
    waitingOf(context, source, Number(query.after?.[0] ?? lastPosition)),
    scan(context.db, conditions, query),
    countUpTo(context.db, exactUpTo + 1, 'FROM event e WHERE e.source_id = ?', [source]),
  ])
  const merged = [...new Set([...waiting.positions, ...known.positions])].sort((a, b) => b - a).filter((p) => p >= waiting.down)
  const positions = merged.slice(0, query.limit)
  const more =
    merged.length > query.limit ? [must(positions.at(-1), 'a full page has rows')] : waiting.down > 0 ? [waiting.down] : known.next
  const total =
    query.after === null && waiting.down === 0
      ? bounded(counted + waiting.positions.length)
      : { n: Math.min(counted, exactUpTo), exact: false }
  return { ...(await shownPage(context, { positions, next: more })), ...totals(total) }
}

const empty = { items: [], next: null, ...totals(bounded(0)) }
const uncounted = { total: null, totalAtLeast: null }

async function shownPage(context: ReadContext, page: Positions): Promise<Pick<KeyPage<EventItem>, 'items' | 'next'>> {
  const found = new Map((await context.log.metas(page.positions)).map((m) => [m.position, m]))
  return {
    items: await eventItems(
      context,
      page.positions.flatMap((p) => found.get(p) ?? []),
    ),
    next: page.next,
  }
}

async function ofDataset(context: ReadContext, conditions: readonly Condition[], query: EventsQuestion): Promise<KeyPage<EventItem>> {
  const group = await groupIdOf(context.db, { namespace: query.datasetNamespace ?? '', name: query.datasetName ?? '' })
  if (group === null) return empty
  return {
    ...(await shownPage(context, await eventsOfDataset(context.db, await memberIds(context.db, group), conditions, query))),
    ...uncounted,
  }
}

async function wholeLog(context: ReadContext, query: EventsQuestion): Promise<KeyPage<EventItem>> {
  const before = Number(query.after?.[0] ?? lastPosition)
  const [metas, stats] = await Promise.all([
    context.log.recent(before === lastPosition ? { limit: query.limit } : { before, limit: query.limit }),
    context.log.stats(),
  ])
  const oldest = metas.at(-1)?.position
  const next = metas.length < query.limit || oldest === undefined ? null : [oldest]
  return { items: await eventItems(context, metas), next, ...totals(bounded(stats.events)) }
}

/** Null when the query names what is not there. */
async function conditionsOf(db: Executor, query: EventsQuestion): Promise<Condition[] | null> {
  const conditions: Condition[] = []
  if (query.jobName !== undefined) {
    const job = { namespace: query.jobNamespace ?? '', name: query.jobName }
    const value = query.runId === undefined ? await jobIdOf(db, job) : await runIdOf(db, job, query.runId)
    if (value === null) return null
    conditions.push({ sql: query.runId === undefined ? 'e.job_id = ?' : 'e.run_id = ?', value, indexed: true })
  }
  if (query.source !== undefined) conditions.push({ sql: 'e.source_id = ?', value: query.source, indexed: true })
  if (query.kind !== undefined) conditions.push({ sql: 'e.kind = ?', value: query.kind, indexed: false })
  if (query.eventType !== undefined) conditions.push({ sql: 'e.event_type = ?', value: query.eventType.toUpperCase(), indexed: false })
  return conditions
}

async function runIdOf(db: Executor, job: { namespace: string; name: string }, runId: string): Promise<number | null> {
  const ident = runIdent(identOf(encodeText(job.namespace), encodeText(job.name)), encodeText(runId))
  return (await db.get<{ id: number }>('SELECT id FROM run WHERE ident = ?', [ident]))?.id ?? null
}

/** Events by conditions on the event itself. The first condition with an index drives; a bounded number of its rows is looked at. */
async function scan(db: Executor, conditions: readonly Condition[], query: EventsQuestion): Promise<Positions> {
  const before = Number(query.after?.[0] ?? lastPosition)
  const driver = conditions.find((c) => c.indexed)
  const rows = `FROM event e WHERE e.position < ? ${driver === undefined ? '' : `AND ${driver.sql}`} ORDER BY e.position DESC`
  const params = driver === undefined ? [before] : [before, driver.value]
  const where = conditions.map((c) => c.sql).join(' AND ')
  const sql = `SELECT e.position FROM (SELECT * ${rows} LIMIT ${scannedAtMost}) AS e WHERE ${where} ORDER BY e.position DESC LIMIT ${query.limit + 1}`
  const found = await db.all<{ position: number }>(sql, [...params, ...conditions.map((c) => c.value)])
  const positions = found.slice(0, query.limit).map((r) => r.position)
  if (found.length > query.limit) return { positions, next: [must(positions.at(-1), 'a full page has rows')] }
  const bound = await db.get<{ position: number }>(`SELECT e.position ${rows} LIMIT 1 OFFSET ${scannedAtMost - 1}`, params)
  return { positions, next: bound === undefined ? null : [bound.position] }
}

/** One event with its receipt, or null when the log has no such position. */
export async function eventDetail(context: ReadContext, query: { position: number }): Promise<EventDetail | null> {
  const [meta, body] = await Promise.all([context.log.meta(query.position), context.log.body(query.position)])
  if (meta === null || body === null) return null
  const item = must((await eventItems(context, [meta]))[0], 'an item for each meta')
  const event = eventIn(body)
  const checkpoint = await context.db.get<{ rules: string | null }>('SELECT rules FROM checkpoint WHERE id = 1')
  const receipt = context.fold.explain({ ...meta, body }, item.applied, checkpoint?.rules ?? null)
  const warnings = receipt.lines.filter((l) => l.use === 'warning').length
  const text = (key: string): string | null => stringMember(event, key) ?? null
  return {
    ...item,
    warnings,
    producer: text('producer'),
    schemaURL: text('schemaURL'),
    receipt,
    ...(await neighboursOf(context.db, query.position)),
  }
}

/** The events before and after: of the same run, else of the same job or dataset; of the log where it says none. */
async function neighboursOf(db: Executor, position: number): Promise<{ previous: number | null; next: number | null }> {
  const row = await db.get<{ run_id: number; job_id: number; dataset_id: number }>(
    'SELECT run_id, job_id, dataset_id FROM event WHERE position = ?',
    [position],
  )
  const column = (['run_id', 'job_id', 'dataset_id'] as const).find((c) => row !== undefined && row[c] > 0)
  const same = column === undefined || row === undefined ? '' : `${column} = ${row[column]} AND `
  const one = async (sign: '<' | '>', order: 'ASC' | 'DESC'): Promise<number | null> =>
    (
      await db.get<{ position: number }>(`SELECT position FROM event WHERE ${same}position ${sign} ? ORDER BY position ${order} LIMIT 1`, [
        position,
      ])
    )?.position ?? null
  const [previous, next] = await Promise.all([one('<', 'DESC'), one('>', 'ASC')])
  return { previous, next }
}

/** The bytes of one event as they came, in memory of their own: a view would take its whole block along between threads. */
export async function eventBody(context: ReadContext, query: { position: number }): Promise<Uint8Array | null> {
  const bytes = await context.log.body(query.position)
  return bytes === null ? null : new Uint8Array(bytes)
}
