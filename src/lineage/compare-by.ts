import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import type { ReadContext } from '../catalog/context.ts'
import { decoded, jobNames, shownKey } from '../catalog/names.ts'
import { runNames } from '../catalog/run-items.ts'
import { among, groupBy, idList } from '../catalog/sql.ts'
import type { ChangedBy, LineageColumnEdge, LineageEdge, LineageNode } from '../contract/lineage.ts'
import { instantOf, later } from '../openlineage/order-key.ts'
import type { ColumnScope } from './column-filter.ts'
import type { FoldedGraph } from './fold.ts'
import type { FoundEdge, Place } from './place.ts'
import { leftOutBy } from './left-out.ts'
import { ever } from './moment.ts'
import { runsNear, sidesOf } from './run-times.ts'
import type { RunTimes } from './run-times.ts'
import type { EdgeSaid } from './walk.ts'
import { eventsOf } from './why-events.ts'

/** What the parts of an answer were made of, and of what moment it is. */
export interface Trace {
  readonly nodes: Map<LineageNode, Place>
  readonly edges: Map<LineageEdge, FoundEdge>
  readonly columns: Map<LineageColumnEdge, { readonly row: ColumnEdgeRow; readonly lastKey: string | null }>
  scope: ColumnScope
  folded: FoldedGraph | null
}

export const newTrace = (): Trace => ({ nodes: new Map(), edges: new Map(), columns: new Map(), scope: ever, folded: null })

/** Parts of each kind that are looked up; of more the rest goes without. */
const partsAtMost = 500

/** What was added after `moment` (instant text): who said it first after that. */
export async function addedBy(context: ReadContext, trace: Trace, parts: Changed, moment: string): Promise<Found> {
  const edges = parts.edges.slice(0, partsAtMost).flatMap((edge) => newestOf(trace.edges.get(edge)?.said ?? [], edge))
  const found: Found = new Map(await edgesAddedBy(context, edges, moment))
  const columns = parts.columns.slice(0, partsAtMost).flatMap((column) => {
    const traced = trace.columns.get(column)
    return traced === undefined ? [] : [{ part: column, row: traced.row }]
  })
  for (const [part, by] of await columnsAddedBy(context, columns, moment)) found.set(part, by)
  return found
}

/** What was last said by `moment` (instant text): the first good run since that did not say it. */
export async function removedBy(context: ReadContext, trace: Trace, parts: Changed, moment: string | null): Promise<Found> {
  const edges = parts.edges.slice(0, partsAtMost).flatMap((edge) => newestOf(trace.edges.get(edge)?.said ?? [], edge))
  const gone = edges.flatMap(({ part, said }) => {
    const { from, to } = trace.edges.get(part) ?? {}
    const dataset = [from, to].find((place) => place?.kind === 'dataset')
    return dataset === undefined ? [] : [{ part, job: said.job, lastKey: said.lastKey, direction: said.side, dataset: dataset.id }]
  })
  const columns = parts.columns.slice(0, partsAtMost).flatMap((part) => {
    const traced = trace.columns.get(part)
    return traced === undefined
      ? []
      : [{ part, job: traced.row.job_id, lastKey: traced.lastKey, direction: 1 as const, dataset: traced.row.to_group }]
  })
  const asked = [...gone, ...columns].flatMap(({ lastKey, ...one }) =>
    lastKey === null || one.job === 0 ? [] : [{ ...one, at: instantOf(lastKey) }],
  )
  const leftOut = await leftOutBy(context.db, asked)
  const first = asked.flatMap(({ part, ...said }) => {
    const run = leftOut(said)
    return run === undefined || (moment !== null && run.started > moment) ? [] : [{ part, run, key: run.key }]
  })
  return shownRuns(context, first)
}

export interface Changed {
  readonly edges: readonly LineageEdge[]
  readonly columns: readonly LineageColumnEdge[]
}
export type Found = Map<object, ChangedBy>

/** Of what says an edge the one that was said last. */
function newestOf(said: readonly EdgeSaid[], part: LineageEdge): { part: LineageEdge; said: EdgeSaid }[] {
  const last = said.toSorted((a, b) => (later(a.lastKey, b.lastKey) === a.lastKey ? -1 : 1))[0]
  return last === undefined ? [] : [{ part, said: last }]
}

async function edgesAddedBy(context: ReadContext, edges: readonly { part: LineageEdge; said: EdgeSaid }[], moment: string): Promise<Found> {
  // Said for the first time after the moment: by the run about then. Said before, and silent since: by the first run after the moment.
  const asked = edges.map((e) => {
    const first = e.said.firstKey === null ? '' : instantOf(e.said.firstKey)
    return { ...e, job: e.said.job, at: first > moment ? first : moment, way: first > moment ? ('before' as const) : ('after' as const) }
  })
  const [before, after] = await Promise.all([
    runsNear(
      context.db,
      asked.filter((a) => a.way === 'before'),
      'before',
    ),
    runsNear(
      context.db,
      asked.filter((a) => a.way === 'after'),
      'after',
    ),
  ])
  const near = asked.map((a) => (a.way === 'before' ? before : after).get(`${a.job} ${a.at}`) ?? [])
  const says = await saysOf(context, near.flat())
  const byRun = asked.flatMap((a, i) => {
    const run = near[i]?.find((r) => says.has(`${r.id} ${a.said.side} ${a.said.dataset}`))
    return run === undefined ? [] : [{ part: a.part, run, key: a.way === 'before' ? a.said.firstKey : null }]
  })
  const found = await shownRuns(context, byRun)
  const alone = asked.filter((a) => !found.has(a.part) && a.way === 'before')
  for (const [part, by] of await eventsAlone(context, alone)) found.set(part, by)
  return found
}

async function saysOf({ db }: ReadContext, runs: readonly RunTimes[]): Promise<Set<string>> {
  const ids = runs.map((r) => r.id)
  const sides = [...(await sidesOf(db, ids, 0)), ...(await sidesOf(db, ids, 1))]
  return new Set(sides.map((s) => `${s.run_id} ${s.direction} ${s.dataset_id}`))
}

/** What no run said: the event of the job. */
async function eventsAlone(context: ReadContext, asked: readonly { part: LineageEdge; said: EdgeSaid }[]): Promise<Found> {
  const wanted = asked.map(({ said }) => ({ speaker: said.job, key: said.firstKey }))
  const [eventOf, jobs] = await Promise.all([
    eventsOf(context, 'job_id', wanted),
    jobNames(
      context.db,
      wanted.map((w) => w.speaker),
    ),
  ])
  return new Map(
    asked.map(({ part, said }) => [
      part,
      {
        runId: null,
        job: jobs.get(said.job) ?? null,
        position: eventOf(said.job, said.firstKey)?.position ?? null,
        at: shownKey(said.firstKey),
      },
    ]),
  )
}

/** `key`: of the event that did it; null: the last one of the run. */
async function shownRuns(
  context: ReadContext,
  found: readonly { part: object; run: Pick<RunTimes, 'id'>; key?: string | null }[],
): Promise<Found> {
  const ids = found.map((f) => f.run.id)
  const rows = await context.db.all<{ id: number; end_complete: string | null; last_event: string | null }>(
    `SELECT id, end_complete, last_event FROM run WHERE id ${among(context.db)}`,
    [idList(context.db, ids)],
  )
  const lastOf = new Map(rows.map((r) => [r.id, r.end_complete ?? r.last_event]))
  const keyed = found.map((f) => ({ ...f, key: f.key ?? lastOf.get(f.run.id) ?? null }))
  const [names, eventOf] = await Promise.all([
    runNames(context.db, ids),
    eventsOf(
      context,
      'run_id',
      keyed.map(({ run, key }) => ({ speaker: run.id, key })),
    ),
  ])
  return new Map(
    keyed.map(({ part, run, key }) => {
      const name = names.get(run.id)
      return [
        part,
        { runId: name?.runId ?? null, job: name?.job ?? null, position: eventOf(run.id, key)?.position ?? null, at: shownKey(key) },
      ]
    }),
  )
}

interface SetRow {
  readonly edge_id: number
  readonly first_key: string
  readonly position: number
  readonly event_time: string | null
  readonly run_id: number | null
  readonly job_id: number | null
}

/** A set of columns keeps the event that was the first to say it. */
async function columnsAddedBy(
  { db }: ReadContext,
  columns: readonly { part: LineageColumnEdge; row: ColumnEdgeRow }[],
  moment: string,
): Promise<Found> {
  const sql = `SELECT c.edge_id, s.first_key, s.position, e.event_time, e.run_id, e.job_id FROM column_set_edge c JOIN column_set s ON s.id = c.set_id
    LEFT JOIN event e ON e.position = s.position WHERE c.edge_id ${among(db)} AND substr(s.first_key, 2, 21) > ? ORDER BY s.first_key LIMIT 10000`
  const rows = await db.all<SetRow>(sql, [
    idList(
      db,
      columns.map((c) => c.row.id),
    ),
    moment,
  ])
  const first = groupBy(rows, (r) => r.edge_id)
  const [runs, jobs] = await Promise.all([
    runNames(
      db,
      rows.flatMap((r) => r.run_id ?? []),
    ),
    jobNames(
      db,
      rows.flatMap((r) => r.job_id ?? []),
    ),
  ])
  return new Map(
    columns.flatMap(({ part, row }): [object, ChangedBy][] => {
      const set = first.get(row.id)?.[0]
      if (set === undefined) return []
      const by = { runId: runs.get(set.run_id ?? 0)?.runId ?? null, job: jobs.get(set.job_id ?? 0) ?? null }
      return [[part, { ...by, position: set.position, at: shownKey(set.first_key) ?? decoded(set.event_time) }]]
    }),
  )
}
