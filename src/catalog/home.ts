import type { Home } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import type { ReadContext } from './context.ts'
import { jobItems } from './job-items.ts'
import { stateFilter } from './job-states.ts'
import { shownKey } from './names.ts'
import { countUpTo } from './sql.ts'

const jobsShown = 10
const jobsRead = 500
const runsCounted = 100_000

/** What Home shows of the catalog, but for changes of schemas; the rest of it comes from the log and from the sources. */
export type CatalogHome = Pick<Home, 'failing' | 'failingTotal' | 'running' | 'runningTotal' | 'counts'> & {
  readonly checklist: Pick<Home['checklist'], 'firstEvent' | 'firstLineage' | 'firstColumnLineage'>
}

export async function catalogHome(context: ReadContext): Promise<CatalogHome> {
  const [failing, running, counts, checklist] = await Promise.all([
    lastJobs(context, 'FAIL'),
    lastJobs(context, 'RUNNING'),
    countsOf(context.db),
    checklistOf(context.db),
  ])
  return {
    failing: failing.items,
    failingTotal: failing.total,
    running: running.items,
    runningTotal: running.total,
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
