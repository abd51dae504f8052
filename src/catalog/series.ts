import type { Assertion, ColumnPoint, CountPoint, DatasetSeries, Outcome, SeriesQuery } from '../contract/history.ts'
import type { Executor } from '../db/contract.ts'
import { isObject, member } from '../lib/json.ts'
import { decodeText } from '../lib/text.ts'
import { earlier, later } from '../openlineage/order-key.ts'
import type { ReadContext } from './context.ts'
import { decoded, groupIdOf, memberIds, shownKey } from './names.ts'
import { runNames } from './run-items.ts'
import type { RunName } from './run-items.ts'
import { among, idList } from './sql.ts'

interface CountRow {
  readonly run_id: number
  readonly at_key: string
  readonly row_count: string | null
  readonly bytes: string | null
  readonly file_count: string | null
}

interface PointRow {
  readonly run_id: number
  readonly at_key: string
  readonly position: number
  readonly value: string
}

interface AssertionRow {
  readonly dataset_id: number
  readonly hash: string
  readonly name: string | null
  readonly assertion: string | null
  readonly column_name: string | null
  readonly first_key: string
  readonly last_key: string
  readonly position: number
  readonly outcome: string
  readonly severity: string | null
  readonly expected: string | null
  readonly actual: string | null
  readonly failed_key: string | null
  readonly passed_key: string | null
}

type Runs = ReadonlyMap<number, RunName>

const pointsAtMost = 60
const columnsAtMost = 1_000
const assertionsAtMost = 200
/** Ids of one dataset that are looked at: each is an index range of its own. */
const idsAtMost = 50

/** What runs counted, measured and tested of a dataset, over all its ids; null when no event names it. */
export async function datasetSeries(context: ReadContext, query: SeriesQuery): Promise<DatasetSeries | null> {
  const { db } = context
  const group = await groupIdOf(db, query)
  if (group === null) return null
  const members = await memberIds(db, group)
  const ids = members.slice(0, idsAtMost)
  const [writes, reads, measures, rows] = await Promise.all([
    countsOf(db, ids, 1),
    countsOf(db, ids, 0),
    pointsOf(db, ids, 'metrics'),
    assertionRows(db, ids),
  ])
  const tests = byAssertion(rows.slice(0, assertionsAtMost))
  const points = await Promise.all(tests.map((t) => pointsOf(db, t.ids, t.row.hash)))
  const runs = await runNames(db, new Set([...writes, ...reads, ...measures, ...points.flat()].map((p) => p.run_id)))
  const said = measures.map((p) => ({ ...pointOf(p, runs), value: parsed(p.value) }))
  return {
    writes: writes.map((r) => countOf(r, runs)),
    reads: reads.map((r) => countOf(r, runs)),
    metrics: said.map(({ value, ...point }) => ({ ...point, ...countsIn(value) })),
    columns: columnsIn(said.at(-1)?.value),
    column: query.column === undefined ? [] : columnPoints(said, query.column),
    assertions: tests.map((t, i) => assertionOf(t.row, points[i] ?? [], runs)),
    truncated: rows.length > assertionsAtMost || members.length > ids.length,
  }
}

/** The newest of several index ranges, oldest first; of two points of one run the later stands. */
function newest<T extends { readonly at_key: string; readonly run_id: number }>(lists: readonly T[][]): T[] {
  const sorted = lists.flat().sort((a, b) => (a.at_key < b.at_key ? 1 : -1))
  const seen = new Set<string>()
  const kept = sorted.filter((p) => {
    const id = p.run_id === 0 ? p.at_key : String(p.run_id)
    return !seen.has(id) && seen.add(id)
  })
  return kept.slice(0, pointsAtMost).toReversed()
}

async function countsOf(db: Executor, ids: readonly number[], direction: 0 | 1): Promise<CountRow[]> {
  const sql = `SELECT run_id, stats_key AS at_key, row_count, bytes, file_count FROM run_dataset
    WHERE dataset_id = ? AND direction = ? AND stats_key IS NOT NULL ORDER BY stats_key DESC LIMIT ${pointsAtMost}`
  return newest(await Promise.all(ids.map((id) => db.all<CountRow>(sql, [id, direction]))))
}

async function pointsOf(db: Executor, ids: readonly number[], series: string): Promise<PointRow[]> {
  const sql = `SELECT run_id, at_key, position, value FROM series_point
    WHERE dataset_id = ? AND series = ? ORDER BY at_key DESC LIMIT ${pointsAtMost}`
  return newest(await Promise.all(ids.map((id) => db.all<PointRow>(sql, [id, series]))))
}

/** The last said first. */
function assertionRows(db: Executor, ids: readonly number[]): Promise<AssertionRow[]> {
  const sql = `SELECT dataset_id, hash, name, assertion, column_name, first_key, last_key, position, outcome, severity, expected, actual, failed_key, passed_key
    FROM assertion WHERE dataset_id ${among(db)} ORDER BY last_key DESC, hash, dataset_id LIMIT ${assertionsAtMost + 1}`
  return db.all<AssertionRow>(sql, [idList(db, ids)])
}

/** One assertion may have been said about several ids: as it was said last, first seen and last failed over all. */
function byAssertion(rows: readonly AssertionRow[]): { row: AssertionRow; ids: number[] }[] {
  const byHash = new Map<string, { row: AssertionRow; ids: number[] }>()
  for (const row of rows) {
    const known = byHash.get(row.hash)
    if (known === undefined) byHash.set(row.hash, { row, ids: [row.dataset_id] })
    else {
      known.ids.push(row.dataset_id)
      known.row = {
        ...known.row,
        first_key: earlier(known.row.first_key, row.first_key) ?? row.first_key,
        failed_key: later(known.row.failed_key, row.failed_key),
        passed_key: later(known.row.passed_key, row.passed_key),
      }
    }
  }
  return [...byHash.values()]
}

const pointOf = (row: { run_id: number; at_key: string; position?: number }, runs: Runs) => ({
  at: shownKey(row.at_key),
  run: runs.get(row.run_id) ?? null,
  eventPosition: row.position ?? null,
})

const countOf = (row: CountRow, runs: Runs): CountPoint => ({
  ...pointOf(row, runs),
  rowCount: row.row_count,
  bytes: row.bytes,
  fileCount: row.file_count,
})

function assertionOf(row: AssertionRow, points: readonly PointRow[], runs: Runs): Assertion {
  return {
    name: decoded(row.name),
    assertion: decoded(row.assertion),
    column: decoded(row.column_name),
    outcome: row.outcome as Outcome,
    severity: decoded(row.severity),
    expected: decoded(row.expected),
    actual: decoded(row.actual),
    firstSeenAt: shownKey(row.first_key),
    lastSeenAt: shownKey(row.last_key),
    lastFailedAt: shownKey(row.failed_key),
    lastPassedAt: shownKey(row.passed_key),
    eventPosition: row.position,
    points: points.map((p) => ({ ...pointOf(p, runs), outcome: p.value as Outcome })),
  }
}

const parsed = (value: string): unknown => JSON.parse(decodeText(value))

const textIn = (of: unknown, name: string): string | null => {
  const value = member(of, name)
  return typeof value === 'string' ? value : null
}

const countsIn = (value: unknown): Pick<CountPoint, 'rowCount' | 'bytes' | 'fileCount'> => ({
  rowCount: textIn(value, 'rowCount'),
  bytes: textIn(value, 'bytes'),
  fileCount: textIn(value, 'fileCount'),
})

type Columns = readonly (readonly [column: string, measures: unknown])[]

const columnList = (value: unknown): Columns => (member(value, 'columns') ?? []) as Columns

const columnsIn = (value: unknown): DatasetSeries['columns'] =>
  columnList(value)
    .slice(0, columnsAtMost)
    .map(([column, measures]) => ({ column, measures: flat(measures, '') }))

const columnPoints = (points: readonly (Omit<ColumnPoint, 'measures'> & { value: unknown })[], column: string): ColumnPoint[] =>
  points.flatMap(({ value, ...point }) => {
    const found = columnList(value).find(([name]) => name === column)
    return found === undefined ? [] : [{ ...point, measures: flat(found[1], '') }]
  })

/** `quantiles: {"0.5": "3"}` becomes `quantiles.0.5`. */
function flat(measures: unknown, prefix: string): Record<string, string> {
  const all: Record<string, string> = {}
  for (const [name, value] of Object.entries(isObject(measures) ? measures : {})) {
    if (typeof value === 'string') all[`${prefix}${name}`] = value
    else Object.assign(all, flat(value, `${prefix}${name}.`))
  }
  return all
}
