import type { ReadContext } from '../catalog/context.ts'
import { facetRows, facetValue, facetValues, sqlIn } from '../catalog/facets.ts'
import type { FacetRow } from '../catalog/facets.ts'
import { datasetNames, groupIdOf, groupNames, jobIdOf, jobNames, shownKey } from '../catalog/names.ts'
import type { PageKey } from '../catalog/sql.ts'
import type { Saying, Why } from '../contract/why.ts'
import type { Executor } from '../db/contract.ts'
import { instantOf } from '../openlineage/order-key.ts'
import { parseInstant } from '../openlineage/time.ts'
import { lastSaidOf, seenOf } from './edge-facts.ts'
import { runCounts } from './edge-runs.ts'
import { foldedFor } from './fold-top.ts'
import { catalogGraph, linksBetween } from './graph.ts'
import { ever } from './moment.ts'
import type { Moment } from './moment.ts'
import type { EdgeSaid } from './walk.ts'
import { columnSayings } from './why-columns.ts'
import { runsIn } from './why-counts.ts'
import type { Stretch } from './why-counts.ts'
import { eventsOf } from './why-events.ts'
import { inferredSayings } from './why-inferred.ts'
import { runsThatSaid } from './why-runs.ts'
import type { Ends, Said, WhyQuestion } from './why-said.ts'
import { waysOf } from './why-ways.ts'

/** `next` is still the sort values of its last run: the route makes the cursor of them. */
export type WhyAnswer = Omit<Why, 'next'> & { readonly next: PageKey | null }

const sayingsAtMost = 100

/** Who said an edge, when and how; null when nobody did. Throws RangeError when `asOf` is no time. */
export async function why(context: ReadContext, query: WhyQuestion): Promise<WhyAnswer | null> {
  const upTo = query.asOf === undefined ? null : parseInstant(query.asOf)
  if (query.asOf !== undefined && upTo === null) throw new RangeError('asOf is no time')
  const ends = await endsOf(context.db, query)
  if (ends === null) return null
  const moment: Moment = { asOf: upTo, since: null }
  const found = await saidOf(context, query, ends, moment)
  if (found === null) return null
  const { said, stretch } = found
  const [page, code, runs] = await Promise.all([
    runsThatSaid(context, said.edges, { after: query.after, ...stretch, limit: query.limit }),
    codeOf(context, said),
    stretch.from === null && stretch.upTo === null
      ? runCounts(context.db, [said.edges]).then((counted) => counted(said.edges))
      : runsIn(context.db, said.edges, stretch),
  ])
  return {
    from: { type: query.fromType, ...ends.fromName, field: query.fromField ?? null },
    to: { type: query.toType, ...ends.toName, field: query.toField ?? null },
    firstSeenAt: shownKey(said.firstKey),
    lastSeenAt: shownKey(said.lastKey),
    runs,
    sayings: said.sayings.slice(0, sayingsAtMost),
    sayingsTruncated: said.truncated,
    inferred: said.inferred ?? null,
    ways: [...(said.ways ?? [])],
    waysAtLeast: said.waysAtLeast ?? false,
    ...page,
    ...code,
  }
}

/** What was said of the edge up to a moment, and the time in which runs said it. */
async function saidOf(
  context: ReadContext,
  query: WhyQuestion,
  ends: Ends,
  moment: Moment,
): Promise<{ said: Said; stretch: Stretch } | null> {
  const { asOf } = moment
  const all: Stretch = { from: null, upTo: asOf }
  if (query.fromType !== query.toType) {
    const said = await tableSayings(context, query, ends, moment)
    return said === null ? null : { said, stretch: all }
  }
  const isOfFields = query.fromField !== undefined || query.toField !== undefined || query.jobName !== undefined
  const ways = isOfFields ? null : await waysOf(context, query.fromType, ends, moment)
  const columns = query.fromType === 'job' ? null : await columnSayings(context, query, ends, sayingsAtMost, asOf)
  if (columns !== null) {
    const first = columns.firstKey === null ? null : instantOf(columns.firstKey)
    const last = columns.lastKey === null ? asOf : instantOf(columns.lastKey)
    return { said: withWays(columns, ways), stretch: { from: first, upTo: last } }
  }
  const inferred = query.fromType === 'job' || asOf !== null ? null : await inferredSayings(context, query, ends, sayingsAtMost)
  if (inferred !== null)
    return { said: ways === null ? inferred : { ...ways, ...inferred, edges: ways.edges, ...seenIn(ways) }, stretch: all }
  return ways === null ? null : { said: ways, stretch: all }
}

const seenIn = ({ firstKey, lastKey }: Said): Pick<Said, 'firstKey' | 'lastKey'> => ({ firstKey, lastKey })

const withWays = (said: Said, ways: Said | null): Said =>
  ways === null ? said : { ...said, ways: ways.ways ?? [], waysAtLeast: ways.waysAtLeast ?? false }

async function endsOf(db: Executor, query: WhyQuestion): Promise<Ends | null> {
  const one = async (type: string, namespace: string, name: string) => {
    const id = type === 'job' ? await jobIdOf(db, { namespace, name }) : await groupIdOf(db, { namespace, name })
    if (id === null) return null
    const found = type === 'job' ? { namespace, name } : (await groupNames(db, [id])).get(id)
    return found === undefined ? null : { id, name: found }
  }
  const from = await one(query.fromType, query.fromNamespace, query.fromName)
  const to = await one(query.toType, query.toNamespace, query.toName)
  if (from === null || to === null) return null
  return { from: from.id, to: to.id, fromName: from.name, toName: to.name }
}

async function tableSayings(context: ReadContext, query: WhyQuestion, ends: Ends, moment: Moment): Promise<Said | null> {
  const [group, side, job] = query.fromType === 'job' ? ([ends.to, 1, ends.from] as const) : ([ends.from, 0, ends.to] as const)
  const jobs = await membersOf(context.db, query, job, side)
  const links = await linksBetween(
    context.db,
    jobs.map((id) => [group, side, id]),
    moment,
  )
  const edges = links.flatMap((l) => l.said ?? []).toSorted((a, b) => ((a.lastKey ?? '') < (b.lastKey ?? '') ? 1 : -1))
  const last = edges[0]
  if (last === undefined) return null
  const lastSaid = await lastSaidOf(context.db, [edges], moment, true)
  return {
    ...seenOf(edges, lastSaid),
    sayings: await shownSayings(context, edges.slice(0, sayingsAtMost), lastSaid, moment),
    truncated: edges.length > sayingsAtMost,
    edges,
    job: last.job,
  }
}

/** The jobs that are shown as this one. */
async function membersOf(db: Executor, query: WhyQuestion, job: number, side: 0 | 1): Promise<readonly number[]> {
  const folded = await foldedFor(db, catalogGraph(db, ever), query, null)
  if (folded === null) return [job]
  await folded.linksOfJobs([job], side, 1)
  return folded.membersOf(job)
}

async function shownSayings(
  context: ReadContext,
  edges: readonly EdgeSaid[],
  lastSaid: (said: readonly EdgeSaid[]) => string | null,
  { asOf }: Moment,
): Promise<Saying[]> {
  const lastOf = new Map(edges.map((e) => [e, lastSaid([e])]))
  const isAfter = (e: EdgeSaid): boolean => asOf !== null && e.lastKey !== null && instantOf(e.lastKey) > asOf
  const [jobs, datasets, eventOf] = await Promise.all([
    jobNames(
      context.db,
      edges.map((e) => e.job),
    ),
    datasetNames(
      context.db,
      edges.map((e) => e.dataset),
    ),
    eventsOf(
      context,
      'job_id',
      edges.flatMap((e) => [e.firstKey, lastOf.get(e) ?? null].map((key) => ({ speaker: e.job, key }))),
    ),
  ])
  return edges.map((e) => ({
    job: jobs.get(e.job) ?? null,
    dataset: datasets.get(e.dataset) ?? null,
    from: null,
    to: null,
    type: null,
    subtype: null,
    masking: null,
    description: null,
    firstSeenAt: shownKey(e.firstKey),
    lastSeenAt: shownKey(lastOf.get(e) ?? null),
    // counted of now alone
    runs: isAfter(e) ? null : e.runs,
    firstEvent: eventOf(e.job, e.firstKey),
    lastEvent: eventOf(e.job, lastOf.get(e) ?? null),
  }))
}

/** The SQL of the job that said it last: now, and when it did. */
async function codeOf(context: ReadContext, { job, lastKey }: Said): Promise<Pick<Why, 'sql' | 'sqlThen'>> {
  const { db } = context
  const rows = (await facetRows(db, 'job', [job], ['sql'])).filter((r) => r.deleted !== 1)
  const sql = sqlIn(facetValue(rows, 'sql'))
  const then = await db.get<FacetRow>(
    `SELECT owner_id, key, first_key AS order_key, position, value, 0 AS deleted FROM facet_version
      WHERE owner = 'job' AND owner_id = ? AND key_hash = 'sql' AND first_key <= ? ORDER BY first_key DESC LIMIT 1`,
    [job, lastKey ?? ''],
  )
  if (then === undefined) return { sql, sqlThen: null }
  const name = (await jobNames(db, [job])).get(job)
  const [value] = await facetValues(context, 'job', [then], name === undefined ? [] : [name])
  const old = sqlIn(value?.value)
  return { sql, sqlThen: old === null || old.query === sql?.query ? null : { ...old, since: shownKey(then.order_key) } }
}
