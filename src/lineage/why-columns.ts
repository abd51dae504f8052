import type { ReadContext } from '../catalog/context.ts'
import { columnEdgeColumns } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import { fieldHash } from '../catalog/keys.ts'
import { datasetNames, decoded, jobIdOf, jobNames, shownKey } from '../catalog/names.ts'
import { among, groupBy, idList } from '../catalog/sql.ts'
import type { Saying } from '../contract/why.ts'
import type { SqlValue } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import { earlier, instantOf, later } from '../openlineage/order-key.ts'
import { linksBetween } from './graph.ts'
import { ever } from './moment.ts'
import { eventsOf } from './why-events.ts'
import type { Ends, Said, WhyQuestion } from './why-said.ts'

/** Column edges between two ends, and facets that say them, that one answer looks at. */
const edgesAtMost = 500
const setsAtMost = 2_000

interface EdgeRow extends ColumnEdgeRow {
  readonly from_id: number
  readonly to_id: number
}
interface SetRow {
  readonly edge_id: number
  readonly dataset_id: number
  readonly description: string | null
  readonly first_key: string
  readonly last_key: string
  readonly position: number
}

/** How column edges between two datasets, or fields of them, were said; null when nobody did by `asOf` (instant text). An edge of a whole dataset holds for its fields. */
export async function columnSayings(
  context: ReadContext,
  query: WhyQuestion,
  ends: Ends,
  atMost: number,
  asOf: string | null,
): Promise<Said | null> {
  const { db } = context
  const edges = await edgesOf(context, query, ends)
  if (edges.length === 0) return null
  const known = await db.all<SetRow>(
    `SELECT c.edge_id, s.dataset_id, c.description, s.first_key, s.last_key, s.position FROM column_set_edge c JOIN column_set s ON s.id = c.set_id WHERE c.edge_id ${among(db)} ${asOf === null ? '' : 'AND s.first_key <= ?'} LIMIT ${setsAtMost + 1}`,
    [
      idList(
        db,
        edges.map((e) => e.id),
      ),
      ...(asOf === null ? [] : [`1${asOf}~`]),
    ],
  )
  if (known.length === 0) return null
  // Said again after the moment: when it was said last up to then is not kept.
  const sets = known.map((s) => (asOf !== null && instantOf(s.last_key) > asOf ? { ...s, last_key: '' } : s))
  const byEdge = new Map(edges.map((e) => [e.id, e]))
  const newest = sets.toSorted((a, b) => (rank(a) < rank(b) ? 1 : -1))
  const jobs = [...new Set(edges.map((e) => e.job_id))].filter((id) => id !== 0)
  const links = await linksBetween(
    db,
    jobs.map((id) => [ends.to, 1, id]),
    ever,
  )
  const distinct = mergedSets(newest, byEdge)
  return {
    firstKey: sets.reduce<string | null>((first, s) => earlier(first, s.first_key), null),
    lastKey: sets.some((s) => s.last_key === '') ? null : sets.reduce<string | null>((last, s) => later(last, s.last_key), null),
    sayings: await shownSayings(context, distinct.slice(0, atMost), byEdge),
    truncated: sets.length > setsAtMost || distinct.length > atMost,
    edges: links.flatMap((l) => l.said ?? []),
    job: byEdge.get(newest[0]?.edge_id ?? 0)?.job_id ?? 0,
  }
}

const rank = (set: SetRow): string => (set.last_key === '' ? '~' : set.last_key)

async function edgesOf({ db }: ReadContext, query: WhyQuestion, ends: Ends): Promise<EdgeRow[]> {
  const conditions: [string, SqlValue][] = []
  const field = (side: 'from' | 'to', name: string | undefined): void => {
    if (name !== undefined) conditions.push([`AND e.${side}_hash IN (?, '')`, fieldHash(encodeText(name))])
  }
  field('to', query.toField)
  field('from', query.fromField)
  if (query.jobName !== undefined) {
    const job = await jobIdOf(db, { namespace: query.jobNamespace ?? '', name: query.jobName })
    conditions.push(['AND e.job_id = ?', job ?? -1])
  }
  // SQLite would read all edges of whichever end it takes; most datasets are made of fewer than they go into.
  const from = db.dialect === 'sqlite' ? '+e.from_group' : 'e.from_group'
  const sql = `SELECT ${columnEdgeColumns}, e.from_id, e.to_id FROM column_edge e WHERE e.to_group = ? AND ${from} = ? ${conditions.map(([c]) => c).join(' ')} LIMIT ${edgesAtMost}`
  return db.all<EdgeRow>(sql, [ends.to, ends.from, ...conditions.map(([, value]) => value)])
}

/** The same edge with the same words is one saying, whatever else its facets hold. */
function mergedSets(sets: readonly SetRow[], edges: ReadonlyMap<number, EdgeRow>): SetRow[] {
  const merged = new Map<string, SetRow>()
  for (const set of sets) {
    const key = JSON.stringify([set.edge_id, edges.get(set.edge_id)?.job_id, set.description])
    const known = merged.get(key)
    const isOlder = known !== undefined && earlier(known.first_key, set.first_key) === known.first_key
    merged.set(key, known === undefined ? set : isOlder ? known : { ...known, first_key: set.first_key, position: set.position })
  }
  return [...merged.values()]
}

async function shownSayings(context: ReadContext, sets: readonly SetRow[], edges: ReadonlyMap<number, EdgeRow>): Promise<Saying[]> {
  const { db } = context
  const rows = sets.flatMap((set) => {
    const edge = edges.get(set.edge_id)
    return edge === undefined ? [] : [{ set, edge }]
  })
  const isOfJob = groupBy(rows, ({ edge }) => (edge.job_id === 0 ? 0 : 1))
  const [jobs, names, ofJob, ofDataset, first] = await Promise.all([
    jobNames(
      db,
      rows.map((r) => r.edge.job_id),
    ),
    datasetNames(
      db,
      rows.flatMap((r) => [r.edge.from_id, r.edge.to_id]),
    ),
    eventsOf(
      context,
      'job_id',
      (isOfJob.get(1) ?? []).map(({ set, edge }) => ({ speaker: edge.job_id, key: set.last_key })),
    ),
    eventsOf(
      context,
      'dataset_id',
      (isOfJob.get(0) ?? []).map(({ set }) => ({ speaker: set.dataset_id, key: set.last_key })),
    ),
    firstEvents(context, sets),
  ])
  const end = (id: number, field: string | null) => ({ namespace: '', name: '', ...names.get(id), field: decoded(field) })
  return rows.map(({ set, edge }) => ({
    job: jobs.get(edge.job_id) ?? null,
    dataset: null,
    from: end(edge.from_id, edge.from_field),
    to: end(edge.to_id, edge.to_field),
    type: edge.type as Saying['type'],
    subtype: decoded(edge.subtype),
    masking: edge.masking === 1,
    description: decoded(set.description),
    firstSeenAt: shownKey(set.first_key),
    lastSeenAt: shownKey(set.last_key === '' ? null : set.last_key),
    runs: null,
    firstEvent: first.get(set.position) ?? null,
    lastEvent: edge.job_id === 0 ? ofDataset(set.dataset_id, set.last_key) : ofJob(edge.job_id, set.last_key),
  }))
}

/** A set keeps an event that said it; its time is that of the event. */
async function firstEvents({ db }: ReadContext, sets: readonly SetRow[]): Promise<Map<number, { position: number; at: string | null }>> {
  const sql = `SELECT position, event_time FROM event WHERE position ${among(db)}`
  const rows = await db.all<{ position: number; event_time: string | null }>(sql, [
    idList(
      db,
      sets.map((s) => s.position),
    ),
  ])
  return new Map(rows.map((r) => [r.position, { position: r.position, at: decoded(r.event_time) }]))
}
