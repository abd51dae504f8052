import type { DatasetRef, JobDetail, JobItem } from '../contract/catalog.ts'
import type { Executor } from '../db/contract.ts'
import { must } from '../lib/assert.ts'
import type { Identity } from '../openlineage/event.ts'
import type { ReadContext, SourceRef } from './context.ts'
import { dependenciesOf } from './dependencies.ts'
import { codeLocationIn, documentationIn, facetValue, facetValues, latestFacets, sqlIn, tagsIn } from './facets.ts'
import { inferenceOf } from './inference.ts'
import { rollUp } from './inside.ts'
import { waysAtMost } from './ways.ts'
import { barOf, jobItems, jobRows, lastRuns } from './job-items.ts'
import type { JobRow, LastRunRow } from './job-items.ts'
import { externalUrl } from './links.ts'
import { decoded, groupNames, jobIdOf, shownKey } from './names.ts'
import { runNames } from './run-items.ts'
import { countUpTo } from './sql.ts'
import { lostBefore } from './states.ts'

const trendAtMost = 60
const datasetsAtMost = 1_000
const childrenAtMost = 200
/** Counts on a page of one thing stop here. */
export const countedAtMost = 100_000

export interface JobQuestion extends Identity {
  readonly sources: readonly SourceRef[]
}

/** Everything about one job, or null when no event names it. */
export async function jobDetail(context: ReadContext, query: JobQuestion): Promise<JobDetail | null> {
  const id = await jobIdOf(context.db, query)
  const [row] = id === null ? [] : await jobRows(context.db, [id])
  return row === undefined ? null : detailOf(context, row, query.sources)
}

async function detailOf(context: ReadContext, row: JobRow, sources: readonly SourceRef[]): Promise<JobDetail> {
  const { db } = context
  const [items, facets, runs, datasets, counts, childJobs, dependencies, inside, ways] = await Promise.all([
    jobItems(context, [row.id]),
    latestFacets(db, 'job', [row.id]),
    lastRuns(db, [row.id], trendAtMost),
    datasetsOf(db, row.id),
    countsOf(db, row.id),
    childrenOf(context, row.id),
    dependenciesOf(context, row.id),
    rollUp(db, row.id),
    otherWays(context, row.id),
  ])
  const item = must(items[0], 'its row was read just now')
  const newest = runs.get(row.id) ?? []
  const lost = lostBefore(context)(row.usual_ms)
  return {
    ...item,
    ...documentationIn(facetValue(facets, 'documentation')),
    tags: tagsIn(facetValue(facets, 'tags')),
    sql: sqlIn(facetValue(facets, 'sql')),
    inference: await inferenceOf(db, row.id),
    sourceCodeLocation: codeLocationIn(facetValue(facets, 'sourceCodeLocation')),
    ...(await originOf(context, item, newest[0], sources)),
    inputs: datasets.filter((d) => d.direction === 0).map((d) => d.ref),
    outputs: datasets.filter((d) => d.direction === 1).map((d) => d.ref),
    childJobs,
    dependencies,
    inside,
    otherWays: ways,
    wayOfRunning: decoded(row.kin_name),
    trend: newest.map((r) => barOf(r, row.processing_type, lost)),
    ...counts,
    firstSeenAt: shownKey(row.first_key),
    lastSeenAt: shownKey(row.last_key),
    facets: await facetValues(context, 'job', facets, [{ namespace: item.namespace, name: item.name }]),
  }
}

type Origin = Pick<JobDetail, 'engine' | 'externalUrl' | 'sources' | 'collision' | 'root'>

/** Who says that this job is there, and where it runs. */
async function originOf(
  context: ReadContext,
  item: Awaited<ReturnType<typeof jobItems>>[number],
  last: LastRunRow | undefined,
  all: readonly SourceRef[],
): Promise<Origin> {
  const sources = all.filter((s) => item.sourceIds.includes(s.id))
  const run = await context.db.get<{ engine_name: string | null; engine_version: string | null; root_run: number }>(
    'SELECT engine_name, engine_version, root_run FROM run WHERE id = ?',
    [last?.id ?? 0],
  )
  const root = run === undefined ? undefined : (await runNames(context.db, [run.root_run])).get(run.root_run)
  const engine =
    run?.engine_name == null && run?.engine_version == null
      ? null
      : { name: decoded(run.engine_name), version: decoded(run.engine_version) }
  const facts = {
    job: item,
    parent: item.parent,
    integration: item.integration,
    jobType: item.jobType,
    engineVersion: engine?.version ?? null,
    facets: new Map(),
  }
  return {
    engine,
    externalUrl: externalUrl(facts, sources),
    sources: sources.map(({ id, name }) => ({ id, name })),
    collision: item.sourceIds.length > 1,
    root: root?.job ?? null,
  }
}

async function datasetsOf(db: Executor, job: number): Promise<{ direction: number; ref: DatasetRef }[]> {
  const sql = `SELECT direction, group_id, max(last_key) AS last_key FROM edge WHERE job_id = ? GROUP BY direction, group_id LIMIT ${datasetsAtMost}`
  const rows = await db.all<{ direction: number; group_id: number; last_key: string | null }>(sql, [job])
  const names = await groupNames(
    db,
    rows.map((r) => r.group_id),
  )
  const refs = rows.flatMap((r) => {
    const name = names.get(r.group_id)
    return name === undefined ? [] : [{ direction: r.direction, ref: { ...name, lastSeenAt: shownKey(r.last_key) } }]
  })
  return refs.sort((a, b) => (a.ref.name < b.ref.name ? -1 : 1))
}

async function countsOf(db: Executor, job: number): Promise<{ runCount: number; eventCount: number }> {
  const [runCount, eventCount] = await Promise.all([
    countUpTo(db, countedAtMost, 'FROM run WHERE job_id = ?', [job]),
    countUpTo(db, countedAtMost, 'FROM event WHERE job_id = ?', [job]),
  ])
  return { runCount, eventCount }
}

async function childrenOf(context: ReadContext, job: number): Promise<JobDetail['childJobs']> {
  const rows = await context.db.all<{ id: number }>(
    `SELECT id FROM job WHERE parent_id = ? ORDER BY name_sort, id LIMIT ${childrenAtMost}`,
    [job],
  )
  return jobItems(
    context,
    rows.map((r) => r.id),
  )
}

/** The other jobs that run the same, the one that ran last first. */
async function otherWays(context: ReadContext, job: number): Promise<JobItem[]> {
  const sql = `SELECT o.id FROM job o WHERE o.kin = (SELECT j.kin FROM job j WHERE j.id = ? AND j.kin <> '') AND o.kin <> '' AND o.id <> ? ORDER BY o.last_started DESC, o.id DESC LIMIT ${waysAtMost}`
  const rows = await context.db.all<{ id: number }>(sql, [job, job])
  return jobItems(
    context,
    rows.map((r) => r.id),
  )
}
