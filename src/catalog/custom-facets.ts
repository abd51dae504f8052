import type { CustomFacet, CustomFacets, CustomFacetsQuery, FacetCarriers, FacetCarriersQuery } from '../contract/history.ts'
import type { Executor } from '../db/contract.ts'
import { encodeText } from '../lib/text.ts'
import type { ReadContext } from './context.ts'
import { contentHash, facetWord, sortName, wordsOf } from './keys.ts'
import { datasetNames, decoded, jobNames, shownKey } from './names.ts'
import { runNames } from './run-items.ts'
import { afterPrefix, among, idList } from './sql.ts'

interface NameRow {
  readonly id: number
  readonly container: string
  readonly key: string
  readonly events: number
  readonly jobs: number
  readonly datasets: number
  readonly runs: number
  readonly first_key: string | null
  readonly last_key: string | null
  readonly producer: string | null
  readonly schema_url: string | null
  readonly position: number | null
}

const columns = 'id, container, key, events, jobs, datasets, runs, first_key, last_key, producer, schema_url, position'
const facetsAtMost = 500
const carriersAtMost = 50
/** Rows that are looked at for carriers of a facet that is read. */
const readAtMost = 500

/** Facets that nothing reads, those in most events first. */
export async function customFacets({ db }: ReadContext, { q }: CustomFacetsQuery): Promise<CustomFacets> {
  const rows = await (q === undefined || q.trim() === '' ? customNamed(db, facetsAtMost + 1) : facetsCalled(db, q, facetsAtMost + 1))
  return { items: rows.slice(0, facetsAtMost).map(itemOf), truncated: rows.length > facetsAtMost }
}

/** Those in most events first. */
export const customNamed = (db: Executor, limit: number): Promise<NameRow[]> =>
  db.all<NameRow>(`SELECT ${columns} FROM facet_name ORDER BY events DESC, id DESC LIMIT ${limit}`)

/** Facets whose name starts so, then those with a word that does. */
export async function facetsCalled(db: Executor, q: string, limit: number): Promise<NameRow[]> {
  const start = sortName(encodeText(q.trim()))
  if (start === '') return []
  const word = facetWord(wordsOf(start)[0] ?? start)
  const [byName, byWord] = await Promise.all([
    db.all<NameRow>(`SELECT ${columns} FROM facet_name WHERE name_sort >= ? AND name_sort < ? ORDER BY name_sort, id LIMIT ${limit}`, [
      start,
      afterPrefix(start),
    ]),
    db.all<{ ref: number }>(
      `SELECT ref FROM word WHERE word >= ? AND word < ? AND kind = 'facet' ORDER BY word, kind, ref LIMIT ${limit}`,
      [word, afterPrefix(word)],
    ),
  ])
  const more = await db.all<NameRow>(`SELECT ${columns} FROM facet_name WHERE id ${among(db)}`, [
    idList(
      db,
      byWord.map((w) => w.ref),
    ),
  ])
  const holding = more.filter((r) => r.key.toLowerCase().includes(start))
  return [...new Map([...byName, ...holding].map((r) => [r.id, r])).values()].slice(0, limit)
}

/** Who carries one of them, or null when no event does. */
export async function facetCarriers(context: ReadContext, { container, key }: FacetCarriersQuery): Promise<FacetCarriers | null> {
  const { db, fold } = context
  const read = fold.facets.find((f) => f.container === container && [f.key, ...(f.also ?? [])].includes(key))
  if (read !== undefined) return container === 'job' || container === 'dataset' ? carriersOfRead(db, container, read.key) : null
  const row = await db.get<NameRow>(`SELECT ${columns} FROM facet_name WHERE ident = ?`, [contentHash(`${container}\0${encodeText(key)}`)])
  if (row === undefined) return null
  const [jobs, datasets, runs] = await Promise.all((['job', 'dataset', 'run'] as const).map((kind) => refs(db, row.id, kind)))
  const [jobsBy, datasetsBy, runsBy] = await Promise.all([
    jobNames(db, jobs ?? []),
    datasetNames(db, datasets ?? []),
    runNames(db, runs ?? []),
  ])
  return {
    facet: itemOf(row),
    jobs: (jobs ?? []).flatMap((id) => jobsBy.get(id) ?? []),
    datasets: (datasets ?? []).flatMap((id) => datasetsBy.get(id) ?? []),
    runs: (runs ?? []).flatMap((id) => runsBy.get(id) ?? []),
    truncated: Math.max(row.jobs, row.datasets, row.runs) > carriersAtMost,
  }
}

/** The latest facets are kept by owner; those that ended stay there, as ended. */
async function carriersOfRead(db: Executor, owner: 'job' | 'dataset', key: string): Promise<FacetCarriers> {
  const sql = `SELECT owner_id, deleted FROM facet WHERE owner = ? AND key_hash = ? ORDER BY owner_id DESC LIMIT ${readAtMost}`
  const rows = await db.all<{ owner_id: number; deleted: number }>(sql, [owner, key])
  const all = rows.filter((r) => r.deleted !== 1).map((r) => r.owner_id)
  const ids = all.slice(0, carriersAtMost)
  const names = await (owner === 'job' ? jobNames(db, ids) : datasetNames(db, ids))
  const named = ids.flatMap((id) => names.get(id) ?? [])
  return {
    facet: null,
    jobs: owner === 'job' ? named : [],
    datasets: owner === 'dataset' ? named : [],
    runs: [],
    truncated: all.length > carriersAtMost || rows.length === readAtMost,
  }
}

async function refs(db: Executor, name: number, kind: 'job' | 'dataset' | 'run'): Promise<number[]> {
  const rows = await db.all<{ ref: number }>(
    `SELECT ref FROM facet_carrier WHERE name_id = ? AND kind = ? ORDER BY ref DESC LIMIT ${carriersAtMost}`,
    [name, kind],
  )
  return rows.map((r) => r.ref)
}

const itemOf = (row: NameRow): CustomFacet => ({
  container: row.container as CustomFacet['container'],
  key: decoded(row.key) ?? '',
  events: row.events,
  jobs: row.jobs,
  datasets: row.datasets,
  runs: row.runs,
  firstSeenAt: shownKey(row.first_key),
  lastSeenAt: shownKey(row.last_key),
  producer: decoded(row.producer),
  schemaUrl: decoded(row.schema_url),
  eventPosition: row.position,
})
