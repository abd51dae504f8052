import type { RunItem } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import type { Identity } from '../openlineage/event.ts'
import type { ReadContext } from './context.ts'
import { firstLine } from './job-items.ts'
import { decoded, identityIn, shown, shownKey } from './names.ts'
import { among, idList } from './sql.ts'
import { durationOf, lostBefore, shownEnd, shownState } from './states.ts'
import type { StateRow } from './states.ts'

export interface RunRow extends StateRow {
  readonly id: number
  readonly job_id: number
  readonly run_id: string
  readonly nominal_start: string | null
  readonly nominal_end: string | null
  readonly error: string | null
  readonly error_position: number | null
  readonly engine_name: string | null
  readonly engine_version: string | null
  readonly parent_run: number
  readonly root_run: number
  readonly namespace: string
  readonly name: string
  readonly processing_type: string | null
  readonly usual_ms: number | null
  readonly integration: string | null
  readonly tries_of: string | null
  readonly try_number: number | null
  readonly map_index: number | null
  readonly sent_again: number | null
}

export interface RunName {
  readonly runId: string
  readonly job: Identity
}

/** Rows of datasets that a page of runs adds up. */
const writesAtMost = 50_000

const columns = `r.id, r.job_id, r.run_id, r.state, r.state_streaming, r.last_event, r.started, r.ended, r.ended_streaming, r.nominal_start, r.nominal_end,
  r.error, r.error_position, r.engine_name, r.engine_version, r.parent_run, r.root_run, j.namespace, j.name, j.processing_type, j.usual_ms, j.integration, r.tries_of, r.try_number, r.map_index, r.sent_again`

export const runRows = (db: Executor, ids: Iterable<number>): Promise<RunRow[]> =>
  db.all<RunRow>(`SELECT ${columns} FROM run r JOIN job j ON j.id = r.job_id WHERE r.id ${among(db)}`, [idList(db, new Set(ids))])

/** What runs are called: runId and job. */
export async function runNames(db: Executor, ids: Iterable<number>): Promise<Map<number, RunName>> {
  const sql = `SELECT r.id, r.run_id, j.namespace, j.name FROM run r JOIN job j ON j.id = r.job_id WHERE r.id ${among(db)}`
  const rows = await db.all<{ id: number; run_id: string; namespace: string; name: string }>(sql, [idList(db, new Set(ids))])
  return new Map(rows.map((r) => [r.id, { runId: decoded(r.run_id) ?? '', job: identityIn(r) }]))
}

/** These runs as lists show them, in this order. */
export async function runItems(context: ReadContext, ids: readonly number[]): Promise<RunItem[]> {
  if (ids.length === 0) return []
  const rows = await runRows(context.db, ids)
  const items = await runItemsOf(context, rows)
  return ids.flatMap((id) => items.get(id) ?? [])
}

export async function runItemsOf(context: ReadContext, rows: readonly RunRow[]): Promise<Map<number, RunItem>> {
  const [parents, written] = await Promise.all([
    runNames(
      context.db,
      rows.map((r) => r.parent_run),
    ),
    rowsWritten(
      context.db,
      rows.map((r) => r.id),
    ),
  ])
  const lost = lostBefore(context)
  return new Map(rows.map((row) => [row.id, itemOf(row, parents, written, lost)]))
}

function itemOf(
  row: RunRow,
  parents: Map<number, RunName>,
  written: Map<number, bigint>,
  lost: (usualMs: number | null) => string,
): RunItem {
  const end = shownEnd(row, row.processing_type)
  return {
    runId: decoded(row.run_id) ?? '',
    job: identityIn(row),
    state: shownState(row, row.processing_type, lost(row.usual_ms)),
    startedAt: shown(row.started),
    endedAt: shown(end),
    lastEventAt: shownKey(row.last_event),
    durationMs: durationOf(row.started, end),
    nominalStart: shown(row.nominal_start),
    nominalEnd: shown(row.nominal_end),
    rowsWritten: written.get(row.id)?.toString() ?? null,
    error: firstLine(row.error),
    parent: parents.get(row.parent_run) ?? null,
    tryNumber: row.try_number,
    mapIndex: row.map_index,
  }
}

interface WriteRow {
  readonly run_id: number
  readonly group_id: number
  readonly stats_key: string | null
  readonly row_count: string
}

/**
 * Rows that runs wrote, over all their outputs; of two ids of one dataset those that were said later count. Added up here: sums may pass 2^63,
 * which SQLite's integers end at.
 */
async function rowsWritten(db: Executor, ids: readonly number[]): Promise<Map<number, bigint>> {
  const sql = `SELECT x.run_id, d.group_id, x.stats_key, x.row_count FROM run_dataset x JOIN dataset d ON d.id = x.dataset_id
    WHERE x.run_id ${among(db)} AND x.direction = 1 AND x.row_count IS NOT NULL LIMIT ${writesAtMost}`
  const last = new Map<string, WriteRow>()
  for (const row of await db.all<WriteRow>(sql, [idList(db, ids)])) {
    const key = `${row.run_id} ${row.group_id}`
    const known = last.get(key)
    if (known === undefined || orderOf(row) > orderOf(known)) last.set(key, row)
  }
  const sums = new Map<number, bigint>()
  for (const { run_id, row_count } of last.values())
    if (/^-?\d{1,40}$/.test(row_count)) sums.set(run_id, (sums.get(run_id) ?? 0n) + BigInt(row_count))
  return sums
}

/** One event may say two counts for two ids of one dataset: then the text decides. */
const orderOf = (row: WriteRow): string => `${row.stats_key ?? ''} ${row.row_count}`
