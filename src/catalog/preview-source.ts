import type { PreviewSample, RuleOf } from '../contract/rules.ts'
import type { Executor } from '../db/contract.ts'
import { parseInstant } from '../openlineage/time.ts'
import type { Rules } from '../rules/rules.ts'
import { decoded, groupNames, identityIn } from './names.ts'
import { scan } from './scan.ts'
import type { Budget } from './scan.ts'
import { among, countUpTo, eachId, idList } from './sql.ts'

export interface SourceChange {
  events: number | null
  /** Runs that those events speak of. */
  runs: number | null
  /** What nobody else names; null where a time alone is left out: that cannot be told from the catalog. */
  jobs: number | null
  datasets: number | null
  readonly samples: PreviewSample[]
}

interface EventRow {
  readonly position: number
  readonly source_id: number
  readonly event_time: string | null
  readonly run_id: number
  readonly dataset_id: number
}

const samplesShown = 20

/** What goes when events are left out, besides what is left out already. `after`: only the rules that are looked at. */
export async function leftOutChange(
  db: Executor,
  bodies: readonly RuleOf<'leaveOut'>[],
  after: Rules,
  budget: Budget,
): Promise<SourceChange> {
  const change: SourceChange = { events: 0, runs: 0, jobs: null, datasets: null, samples: [] }
  const datasets = new Set<number>()
  const sources = bodies.map((b) => b.sourceId)
  const [only] = sources
  const one = sources.length === 1 && only !== null && only !== undefined ? only : null
  const runs = new Set<number>()
  const select = `SELECT position, source_id, event_time, run_id, dataset_id FROM event WHERE ${one === null ? '0 = ?' : 'source_id = ?'} AND (flags & 4) = 0`
  for await (const rows of scan<'position', EventRow>(db, select, 'position', [one ?? 0], budget)) {
    const out = rows.filter((row) => !after.takes(row.source_id, row.event_time === null ? null : parseInstant(decoded(row.event_time))))
    change.events = (change.events ?? 0) + out.length
    for (const row of out) {
      if (row.run_id !== 0) runs.add(row.run_id)
      if (row.dataset_id !== 0) datasets.add(row.dataset_id)
    }
  }
  change.runs = runs.size
  if (one !== null && bodies.every((b) => b.from === null && b.to === null)) await ownThings(db, one, datasets, budget, change)
  return change
}

const others = (column: string): string => `EXISTS (SELECT 1 FROM job_source o WHERE o.job_id = ${column} AND o.source_id <> ?)`

/** Jobs and datasets that only this source names. */
async function ownThings(db: Executor, sourceId: number, named: ReadonlySet<number>, budget: Budget, change: SourceChange): Promise<void> {
  const groups = new Set<number>()
  let jobs = 0
  const select = `SELECT s.job_id, j.namespace, j.name FROM job_source s JOIN job j ON j.id = s.job_id WHERE s.source_id = ? AND NOT ${others('s.job_id')}`
  const own = scan<'job_id', { job_id: number; namespace: string; name: string }>(db, select, 'job_id', [sourceId, sourceId], budget)
  for await (const rows of own) {
    jobs += rows.length
    for (const row of rows.slice(0, samplesShown / 2 - change.samples.length))
      change.samples.push({ of: 'job', ids: [identityIn(row)], count: 1, into: null })
    const list = idList(
      db,
      rows.map((r) => r.job_id),
    )
    for (const { group_id } of await db.all<{ group_id: number }>(`SELECT DISTINCT group_id FROM edge WHERE job_id ${among(db)}`, [list]))
      groups.add(group_id)
  }
  for (const { group_id } of await db.all<{ group_id: number }>(`SELECT DISTINCT group_id FROM dataset WHERE id ${among(db)}`, [
    idList(db, named),
  ]))
    groups.add(group_id)
  change.jobs = jobs
  change.datasets = await ownDatasets(db, sourceId, [...groups], budget, change)
}

async function ownDatasets(
  db: Executor,
  sourceId: number,
  groups: readonly number[],
  budget: Budget,
  change: SourceChange,
): Promise<number> {
  const edges = `SELECT 1 FROM edge e WHERE e.group_id = k.value AND ${others('e.job_id')}`
  const events = 'SELECT 1 FROM dataset d JOIN event v ON v.dataset_id = d.id WHERE d.group_id = k.value AND v.source_id <> ?'
  let datasets = 0
  for (let at = 0; at < groups.length;) {
    const most = budget.next()
    if (most === 0) break
    const some = groups.slice(at, at + most)
    at += some.length
    budget.spend(some.length)
    const sql = `SELECT k.value AS id FROM ${eachId(db)} WHERE NOT EXISTS (${edges}) AND NOT EXISTS (${events})`
    const rows = await db.all<{ id: number }>(sql, [idList(db, some), sourceId, sourceId])
    datasets += rows.length
    const names = await groupNames(
      db,
      rows.slice(0, samplesShown - change.samples.length).map((r) => r.id),
    )
    for (const name of names.values()) change.samples.push({ of: 'dataset', ids: [name], count: 1, into: null })
    await new Promise(setImmediate)
  }
  return datasets
}

const countedMax = 100_000

/** What would stand in other namespaces. */
export async function prefixChange(db: Executor, body: RuleOf<'prefix'>, before: Rules, budget: Budget): Promise<SourceChange> {
  const change: SourceChange = { events: null, runs: null, jobs: null, datasets: null, samples: [] }
  if (body.of !== 'datasets') change.jobs = await countUpTo(db, countedMax, 'FROM job_source WHERE source_id = ?', [body.sourceId])
  if (body.of !== 'jobs') {
    const touched = `SELECT e.group_id FROM job_source s JOIN edge e ON e.job_id = s.job_id WHERE s.source_id = ? LIMIT ${countedMax}`
    const row = await db.get<{ n: number }>(`SELECT count(DISTINCT group_id) AS n FROM (${touched}) AS t`, [body.sourceId])
    change.datasets = row?.n ?? 0
  }
  if ((change.jobs ?? 0) >= countedMax || (change.datasets ?? 0) >= countedMax) budget.stopped = true
  await prefixSamples(db, body, before, change)
  return change
}

async function prefixSamples(db: Executor, body: RuleOf<'prefix'>, before: Rules, change: SourceChange): Promise<void> {
  const jobs = 'SELECT j.namespace, j.name FROM job_source s JOIN job j ON j.id = s.job_id WHERE s.source_id = ? LIMIT 10'
  const datasets =
    'SELECT DISTINCT d.namespace, d.name FROM (SELECT job_id FROM job_source WHERE source_id = ? LIMIT 100) AS s JOIN edge e ON e.job_id = s.job_id JOIN dataset d ON d.id = e.dataset_id LIMIT 10'
  const add = async (of: 'job' | 'dataset', sql: string, old: string): Promise<void> => {
    for (const row of await db.all<{ namespace: string; name: string }>(sql, [body.sourceId])) {
      const id = identityIn(row)
      const bare = id.namespace.startsWith(old) ? id.namespace.slice(old.length) : id.namespace
      change.samples.push({ of, ids: [id], count: 1, into: { namespace: body.prefix + bare, name: id.name } })
    }
  }
  if (body.of !== 'datasets') await add('job', jobs, before.jobPrefix(body.sourceId))
  if (body.of !== 'jobs') await add('dataset', datasets, before.datasetPrefix(body.sourceId))
}
