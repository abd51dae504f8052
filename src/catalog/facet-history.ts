import type { FacetHistory, FacetHistoryQuery, FacetVersion } from '../contract/history.ts'
import type { Executor } from '../db/contract.ts'
import { decodeText, encodeText } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import { earlier, later } from '../openlineage/order-key.ts'
import type { ReadContext } from './context.ts'
import { facetValues } from './facets.ts'
import { facetKeyHash } from './keys.ts'
import { lifecycleOf } from './lifecycle.ts'
import { datasetNames, groupIdOf, jobIdOf, jobNames, memberIds, shownKey } from './names.ts'
import { runNames } from './run-items.ts'
import { among, groupBy, idList } from './sql.ts'

interface VersionRow {
  readonly owner_id: number
  readonly key: string
  readonly hash: string
  readonly first_key: string
  readonly last_key: string
  readonly position: number
  readonly value: string | null
}

interface Owner {
  readonly kind: 'job' | 'dataset'
  readonly ids: readonly number[]
}

/** Contents of each facet where all are asked for, and of one that is asked for. */
const eachAtMost = 10
const oneAtMost = 50
/** Facets, counted by id, whose contents one answer looks up. */
const facetsAtMost = 300
/** Ids of one dataset that are looked at. */
const idsAtMost = 50

/** Contents of the facets of a dataset over time, over all its ids, with its renames; null when no event names it. */
export async function datasetHistory(context: ReadContext, query: FacetHistoryQuery): Promise<FacetHistory | null> {
  const group = await groupIdOf(context.db, query)
  if (group === null) return null
  const ids = (await memberIds(context.db, group)).slice(0, idsAtMost)
  const names = [...(await datasetNames(context.db, ids)).values()]
  const [versions, lifecycle] = await Promise.all([
    versionsOf(context, { kind: 'dataset', ids }, names, query.key),
    lifecycleOf(context.db, ids),
  ])
  return { ...versions, ...lifecycle }
}

/** Contents of the facets of a job over time; null when no event names it. */
export async function jobHistory(context: ReadContext, query: FacetHistoryQuery): Promise<FacetHistory | null> {
  const id = await jobIdOf(context.db, query)
  if (id === null) return null
  const versions = await versionsOf(context, { kind: 'job', ids: [id] }, [query], query.key)
  return { ...versions, renamedFrom: [], renamedTo: [], droppedAt: null }
}

async function versionsOf(
  context: ReadContext,
  owner: Owner,
  names: readonly Identity[],
  key: string | undefined,
): Promise<Pick<FacetHistory, 'items' | 'truncated'>> {
  const { db } = context
  const facets = await readFacets(context, owner)
  const latest = latestKeys(facets)
  const asked = facets.filter((f) => key === undefined || f.key === encodeText(key)).slice(0, facetsAtMost)
  const limit = key === undefined ? eachAtMost : oneAtMost
  const sql = `SELECT owner_id, key, hash, first_key, last_key, position, value FROM facet_version
    WHERE owner = ? AND owner_id = ? AND key_hash = ? ORDER BY first_key DESC LIMIT ${limit + 1}`
  const found = await Promise.all(asked.map((f) => db.all<VersionRow>(sql, [owner.kind, f.owner_id, f.key_hash])))
  const rows = found.flatMap((list) => merged(list.slice(0, limit)))
  const all = merged(rows).sort((a, b) => (a.first_key < b.first_key ? 1 : -1))
  const truncated = found.some((list) => list.length > limit) || (key === undefined && facets.length > facetsAtMost)
  return { items: await itemsOf(context, owner.kind, all.slice(0, 200), names, latest), truncated: truncated || all.length > 200 }
}

interface SaidFacet {
  readonly owner_id: number
  readonly key_hash: string
  readonly key: string
  readonly order_key: string
}

/** The facets that are read, of each id of the owner. */
async function readFacets({ db, fold }: ReadContext, owner: Owner): Promise<SaidFacet[]> {
  const rows = await db.all<SaidFacet>(
    `SELECT owner_id, key_hash, key, order_key FROM facet WHERE owner = ? AND owner_id ${among(db)} LIMIT 5000`,
    [owner.kind, idList(db, owner.ids)],
  )
  return rows.filter((r) => fold.readerKey(owner.kind, decodeText(r.key), undefined) !== null)
}

/** The order key of what was said last, by facet, over all ids. */
function latestKeys(facets: readonly SaidFacet[]): Map<string, string> {
  const latest = new Map<string, string>()
  for (const f of facets) latest.set(f.key_hash, later(latest.get(f.key_hash) ?? null, f.order_key) ?? f.order_key)
  return latest
}

/** Two ids of one dataset may have had the same content. */
function merged(rows: readonly VersionRow[]): VersionRow[] {
  const byContent = new Map<string, VersionRow>()
  for (const row of rows) {
    const id = `${row.key}\0${row.hash}`
    const known = byContent.get(id)
    if (known === undefined) byContent.set(id, row)
    else {
      const first = earlier(known.first_key, row.first_key) === known.first_key ? known : row
      byContent.set(id, { ...first, last_key: later(known.last_key, row.last_key) ?? row.last_key })
    }
  }
  return [...byContent.values()]
}

async function itemsOf(
  context: ReadContext,
  kind: 'job' | 'dataset',
  rows: readonly VersionRow[],
  names: readonly Identity[],
  latest: ReadonlyMap<string, string>,
): Promise<FacetVersion[]> {
  const shown = rows.map((r) => ({ ...r, order_key: r.first_key, deleted: 0 }))
  const [values, said] = await Promise.all([
    facetValues(context, kind, shown, names),
    saidBy(
      context.db,
      rows.map((r) => r.position),
    ),
  ])
  return rows.map((row, i) => ({
    key: values[i]?.key ?? row.key,
    value: values[i]?.value ?? null,
    firstSeenAt: shownKey(row.first_key),
    lastSeenAt: shownKey(row.last_key),
    current: latest.get(facetKeyHash(row.key)) === row.last_key,
    eventPosition: row.position,
    ...(said.get(row.position) ?? { sourceId: null, job: null, run: null }),
  }))
}

type Said = Pick<FacetVersion, 'sourceId' | 'job' | 'run'>

/** Source, job and run of events. */
async function saidBy(db: Executor, positions: readonly number[]): Promise<Map<number, Said>> {
  const rows = await db.all<{ position: number; source_id: number; job_id: number; run_id: number }>(
    `SELECT position, source_id, job_id, run_id FROM event WHERE position ${among(db)}`,
    [idList(db, positions)],
  )
  const [jobs, runs] = await Promise.all([
    jobNames(
      db,
      rows.map((r) => r.job_id),
    ),
    runNames(
      db,
      rows.map((r) => r.run_id),
    ),
  ])
  const byPosition = groupBy(rows, (r) => r.position)
  return new Map(
    [...byPosition].map(([position, [r]]) => [
      position,
      { sourceId: r?.source_id ?? null, job: jobs.get(r?.job_id ?? 0) ?? null, run: runs.get(r?.run_id ?? 0) ?? null },
    ]),
  )
}
