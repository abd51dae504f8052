import type { Home } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import type { ReadContext } from './context.ts'
import { jobItems } from './job-items.ts'
import { stateFilter } from './job-states.ts'
import { groupNames, shownKey } from './names.ts'
import { changesBetween, isBreaking } from './schema-changes.ts'
import { parseFields, summaryOf } from './schemas.ts'
import { among, countUpTo, groupBy, idList } from './sql.ts'

const jobsShown = 10
const jobsRead = 500
const changesShown = 8
/** Schema versions that are looked through for changes: most are the first of their dataset. */
const versionsRead = 400
const runsCounted = 100_000

/** What Home shows of the catalog; the rest of it comes from the log and from the sources. */
export type CatalogHome = Pick<Home, 'failing' | 'failingTotal' | 'running' | 'runningTotal' | 'schemaChanges' | 'counts'> & {
  readonly checklist: Pick<Home['checklist'], 'firstEvent' | 'firstLineage' | 'firstColumnLineage'>
}

export async function catalogHome(context: ReadContext): Promise<CatalogHome> {
  const [failing, running, schemaChanges, counts, checklist] = await Promise.all([
    lastJobs(context, 'FAIL'),
    lastJobs(context, 'RUNNING'),
    recentChanges(context.db),
    countsOf(context.db),
    checklistOf(context.db),
  ])
  return {
    failing: failing.items,
    failingTotal: failing.total,
    running: running.items,
    runningTotal: running.total,
    schemaChanges,
    counts,
    checklist,
  }
}

/** Jobs whose last run is in that state, the latest first. Only the newest rows are looked at: jobs that are lost may stand between. */
async function lastJobs(context: ReadContext, state: 'FAIL' | 'RUNNING'): Promise<{ items: Home['failing']; total: number }> {
  const { check, params, counted } = await stateFilter(context, state)
  const newest = `SELECT * FROM job WHERE last_state = ? ORDER BY last_started DESC, id DESC LIMIT ${jobsRead}`
  const rows = await context.db.all<{ id: number }>(
    `SELECT j.id FROM (${newest}) AS j WHERE ${check} ORDER BY j.last_started DESC, j.id DESC LIMIT ${jobsShown}`,
    [state, ...params],
  )
  return {
    items: await jobItems(
      context,
      rows.map((r) => r.id),
    ),
    total: counted?.n ?? 0,
  }
}

interface VersionRow {
  readonly dataset_id: number
  readonly hash: string
  readonly first_key: string
  readonly fields: string
}

/** The latest schemas that were not the first of their dataset, each against the one before it. */
async function recentChanges(db: Executor): Promise<Home['schemaChanges']> {
  const latest = await db.all<{ dataset_id: number; hash: string; first_key: string }>(
    `SELECT dataset_id, hash, first_key FROM schema_version ORDER BY first_key DESC LIMIT ${versionsRead}`,
  )
  const sql = `SELECT dataset_id, hash, first_key FROM schema_version WHERE dataset_id ${among(db)} ORDER BY first_key DESC LIMIT 10000`
  const all = groupBy(
    await db.all<{ dataset_id: number; hash: string; first_key: string }>(sql, [idList(db, new Set(latest.map((r) => r.dataset_id)))]),
    (r) => r.dataset_id,
  )
  const pairs = latest.flatMap((now) => {
    const before = all.get(now.dataset_id)?.find((r) => r.first_key < now.first_key)
    return before === undefined ? [] : [{ now, before }]
  })
  return describe(db, pairs.slice(0, changesShown))
}

async function describe(
  db: Executor,
  pairs: readonly { now: Omit<VersionRow, 'fields'>; before: Omit<VersionRow, 'fields'> }[],
): Promise<Home['schemaChanges']> {
  const ids = pairs.map((p) => p.now.dataset_id)
  const groups = await db.all<{ id: number; group_id: number }>(`SELECT id, group_id FROM dataset WHERE id ${among(db)}`, [
    idList(db, new Set(ids)),
  ])
  const names = await groupNames(
    db,
    groups.map((g) => g.group_id),
  )
  const groupOf = new Map(groups.map((g) => [g.id, g.group_id]))
  const fieldsOf = async (row: { dataset_id: number; hash: string }): Promise<ReturnType<typeof parseFields>> =>
    parseFields(
      (await db.get<{ fields: string }>('SELECT fields FROM schema_version WHERE dataset_id = ? AND hash = ?', [row.dataset_id, row.hash]))
        ?.fields ?? '[]',
    )
  const shown = await Promise.all(
    pairs.map(async ({ now, before }) => {
      const dataset = names.get(groupOf.get(now.dataset_id) ?? 0)
      const changes = changesBetween(await fieldsOf(before), await fieldsOf(now))
      return dataset === undefined
        ? []
        : [
            {
              dataset,
              at: shownKey(now.first_key),
              summary: summaryOf(changes) || 'Same fields in another order',
              breaking: changes.some(isBreaking),
            },
          ]
    }),
  )
  return shown.flat()
}

/** Runs are numbered without gaps but for aborted writes: beyond 100,000 the last number stands for the count. */
async function countsOf(db: Executor): Promise<Home['counts']> {
  const sums = await db.get<{ jobs: number; datasets: number }>(
    'SELECT CAST(coalesce(sum(jobs), 0) AS bigint) AS jobs, CAST(coalesce(sum(datasets), 0) AS bigint) AS datasets FROM namespace',
  )
  const counted = await countUpTo(db, runsCounted, 'FROM run', [])
  const runs = counted < runsCounted ? counted : ((await db.get<{ n: number | null }>('SELECT max(id) AS n FROM run'))?.n ?? counted)
  return { jobs: sums?.jobs ?? 0, datasets: sums?.datasets ?? 0, runs }
}

/** When each was first reached, by the time of the event that reached it first in the catalog. */
async function checklistOf(db: Executor): Promise<CatalogHome['checklist']> {
  const [event, edge, column] = await Promise.all([
    db.get<{ received_at: number }>('SELECT received_at FROM event WHERE flags = 0 ORDER BY position LIMIT 1'),
    db.get<{ first_key: string | null }>('SELECT first_key FROM edge ORDER BY job_id, direction, dataset_id LIMIT 1'),
    db.get<{ first_key: string | null }>('SELECT first_key FROM column_edge ORDER BY id LIMIT 1'),
  ])
  return {
    firstEvent: event === undefined ? null : new Date(event.received_at).toISOString(),
    firstLineage: reached(edge),
    firstColumnLineage: reached(column),
  }
}

/** The epoch where the event had no readable time: reached, though nobody knows when. */
const reached = (row: { first_key: string | null } | undefined): string | null =>
  row === undefined ? null : (shownKey(row.first_key) ?? '1970-01-01T00:00:00Z')
