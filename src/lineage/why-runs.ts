import type { ReadContext } from '../catalog/context.ts'
import { runItems } from '../catalog/run-items.ts'
import { among, idList } from '../catalog/sql.ts'
import type { PageKey } from '../catalog/sql.ts'
import type { WhyRun } from '../contract/why.ts'
import { must } from '../lib/assert.ts'
import { instantOf, later } from '../openlineage/order-key.ts'
import type { EdgeSaid } from './walk.ts'
import type { Stretch } from './why-counts.ts'
import { eventsOf } from './why-events.ts'

/** Runs of each job that one page looks at for those that said the edge, and jobs that say one edge. */
const lookedAtMost = 500
const jobsAtMost = 20

interface Looked {
  readonly id: number
  readonly started: string
}

export interface RunPage {
  readonly items: WhyRun[]
  readonly next: PageKey | null
}

/** Runs that said it, newest start first. `after`: start and id of a run. Runs after the last that said it are passed over. */
export async function runsThatSaid(
  context: ReadContext,
  said: readonly EdgeSaid[],
  { after, from, upTo, limit }: Stretch & { readonly after: PageKey | null; readonly limit: number },
): Promise<RunPage> {
  const jobs = Map.groupBy(said, (s) => s.job)
  const newest = [...jobs].toSorted((a, b) => (lastOf(b[1]) > lastOf(a[1]) ? 1 : -1)).slice(0, jobsAtMost)
  const pages = await Promise.all(newest.map(([job, own]) => pageOf(context, job, own, after, { from, upTo })))
  // Below the lowest run that was looked at of a job with more, nothing is known of that job.
  const floor = pages.flatMap((p) => p.floor ?? []).toSorted(byStart)[0]
  const all = pages.flatMap((p) => p.found).filter((run) => floor === undefined || byStart(run, floor) <= 0)
  const found = all.toSorted(byStart)
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : floor
  return { items: await shownRuns(context, shown), next: last === undefined ? null : [last.started, last.id] }
}

const lastOf = (said: readonly EdgeSaid[]): string => said.reduce((last, one) => later(last, one.lastKey) ?? last, '')
const byStart = (a: Looked, b: Looked): number => (a.started === b.started ? b.id - a.id : a.started < b.started ? 1 : -1)

interface Found extends Looked {
  readonly key: string | null
}

async function pageOf(
  { db }: ReadContext,
  job: number,
  said: readonly EdgeSaid[],
  after: PageKey | null,
  { from, upTo }: Stretch,
): Promise<{ found: Found[]; floor: Looked | null }> {
  const last = lastOf(said) === '' ? '' : instantOf(lastOf(said))
  const start = upTo !== null && upTo < last ? upTo : last
  const [at = '', id = 0] = after ?? [start, Number.MAX_SAFE_INTEGER]
  if (!said.some((s) => s.runs > 0)) return { found: [], floor: null }
  const sql = `SELECT id, started FROM run WHERE job_id = ? AND (started, id) < (?, ?) ORDER BY started DESC, id DESC LIMIT ${lookedAtMost}`
  const runs = await db.all<Looked>(sql, [job, at, id])
  const [side, datasets] = [must(said[0], 'a job of an edge says it').side, said.map((s) => s.dataset)]
  const rows = await db.all<{ run_id: number; said_key: string | null }>(
    `SELECT run_id, said_key FROM run_dataset WHERE run_id ${among(db)} AND direction = ? AND dataset_id ${among(db)} AND coalesce(substr(said_key, 2, 21), '~') >= ?`,
    [
      idList(
        db,
        runs.map((r) => r.id),
      ),
      side,
      idList(db, datasets),
      from ?? '',
    ],
  )
  const keys = new Map<number, string | null>()
  for (const { run_id, said_key } of rows) keys.set(run_id, later(keys.get(run_id) ?? null, said_key))
  const found = runs.filter((r) => keys.has(r.id)).map((r) => ({ ...r, key: keys.get(r.id) ?? null }))
  return { found, floor: runs.length < lookedAtMost ? null : (runs.at(-1) ?? null) }
}

async function shownRuns(context: ReadContext, found: readonly Found[]): Promise<WhyRun[]> {
  const [items, eventOf] = await Promise.all([
    runItems(
      context,
      found.map((f) => f.id),
    ),
    eventsOf(
      context,
      'run_id',
      found.map((f) => ({ speaker: f.id, key: f.key })),
    ),
  ])
  return items.map(({ runId, job, state, startedAt, endedAt }, i) => {
    const run = found[i]
    return { runId, job, state, startedAt, endedAt, event: run === undefined ? null : eventOf(run.id, run.key) }
  })
}
