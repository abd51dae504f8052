import type { Executor, SqlValue } from '../../db/contract.ts'
import { compareUtf8 } from '../../lib/text.ts'
import { afterPrefix, among, eachId, idList } from '../sql.ts'
import { matchName } from './match.ts'
import type { Match } from './match.ts'
import type { Wanted } from './query.ts'
import { refsTogether } from './together.ts'
import { rarestWord, refsUnder, refsUnderAny, wordsHolding, wordsNear } from './vocabulary.ts'
import type { Postings } from './vocabulary.ts'

export type NodeKind = 'job' | 'dataset'

/** A job, or a dataset by its group, with how its name matches. */
export interface Found {
  readonly id: number
  readonly namespace: string
  readonly name: string
  /** Instant text, '' where nothing is known. */
  readonly recent: string
  /** Another id of the dataset than the one it is shown under. */
  readonly isAlias: boolean
  readonly match: Match
}

export interface FoundNodes {
  readonly found: Found[]
  /** More matched than were looked at. */
  readonly truncated: boolean
}

/** Conditions on rows `j` of jobs or `g` of datasets (src/catalog/search/filters.ts). */
export interface Conditions {
  readonly sql: string
  readonly params: readonly SqlValue[]
  /** All ids that can fulfil them, where they are few: of jobs, or dataset ids. */
  readonly few: readonly number[] | null
}

export const noConditions: Conditions = { sql: '', params: [], few: null }

/** Names that one search looks at, by each of the ways below. */
const byStartAtMost = 200
const byWordAtMost = 400
/** For a word of one or two letters, which says little. */
const byLettersAtMost = 150
const byPartAtMost = 200
/** With so many good answers nobody looks for worse ones. */
const enough = 40
const enoughNear = 8

/**
 * Jobs or datasets whose names hold what is wanted, best first: all that start so, the rarest word's newest, then words within words and, where
 * little is found, words with a letter or two wrong. Each way looks at a bounded number of names; `matchName` decides.
 */
export async function namedNodes(
  db: Executor,
  kind: NodeKind,
  wanted: Wanted,
  conditions: Conditions,
  misspelt: boolean,
): Promise<FoundNodes> {
  if (wanted.words.length === 0) return { found: [], truncated: false }
  const found = new Map<number, Found>()
  const look = async (ids: readonly number[]): Promise<void> => {
    for (const one of await load(db, kind, ids, wanted, conditions, misspelt)) {
      const known = found.get(one.id)
      if (known === undefined || compareFound(one, known) < 0) found.set(one.id, one)
    }
  }
  if (conditions.few !== null) {
    await look(conditions.few)
    return { found: [...found.values()].sort(compareFound), truncated: false }
  }
  const common = await byStartAndWords(db, kind, wanted)
  await look(common.ids)
  if (found.size < enough) await look(await refsTogether(db, { table: 'word', kind }, wanted, byPartAtMost))
  if (found.size < enough) await look(await byVocabulary(db, kind, wanted, wordsHolding))
  if (misspelt && found.size < enoughNear) await look(await byVocabulary(db, kind, misspeltOnly(wanted), wordsNear))
  return { found: [...found.values()].sort(compareFound), truncated: common.truncated }
}

async function byStartAndWords(db: Executor, kind: NodeKind, wanted: Wanted): Promise<{ ids: number[]; truncated: boolean }> {
  const postings: Postings = { table: 'word', kind }
  const starts = await byStart(db, kind, wanted.text)
  const tails = wanted.plain === '' ? [] : await refsUnder(db, postings, `=${wanted.plain}`, byPartAtMost)
  const rarest = await rarestWord(db, 'word', wanted.words)
  const most = rarest !== null && rarest.length <= 2 ? byLettersAtMost : byWordAtMost
  const words = rarest === null ? [] : await refsUnder(db, postings, rarest, most)
  return { ids: [...starts, ...tails, ...words], truncated: words.length >= most || starts.length === byStartAtMost }
}

async function byStart(db: Executor, kind: NodeKind, text: string): Promise<number[]> {
  if (text === '') return []
  const [id, table] = kind === 'job' ? ['id', 'job'] : ['canonical_id', 'dataset_group']
  const sql = `SELECT ${id} AS id FROM ${table} WHERE name_sort >= ? AND name_sort < ? ORDER BY name_sort, id LIMIT ${byStartAtMost}`
  const from = text.slice(0, 120)
  return (await db.all<{ id: number }>(sql, [from, afterPrefix(from)])).map((r) => r.id)
}

/** By other words than those that were asked for: each word's own, so that any of them may be the one that leads there. */
async function byVocabulary(
  db: Executor,
  kind: NodeKind,
  wanted: Wanted,
  others: (db: Executor, word: string) => Promise<string[]>,
): Promise<number[]> {
  const ids: number[] = []
  for (const word of wanted.words.slice(0, 4))
    ids.push(...(await refsUnderAny(db, { table: 'word', kind }, await others(db, word), byPartAtMost)))
  return ids
}

/** Without the words that names have. */
export const misspeltOnly = (wanted: Wanted): Wanted => ({ ...wanted, words: wanted.words.filter((word) => !wanted.known.has(word)) })

interface Row {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly recent: string | null
  readonly alias: number
}

const selects: Readonly<Record<NodeKind, string>> = {
  job: 'SELECT j.id, j.namespace, j.name, j.last_started AS recent, 0 AS alias FROM job j WHERE j.id',
  dataset: `SELECT g.id, d.namespace, d.name, substr(g.last_key, 2, 21) AS recent, CASE WHEN d.id = g.canonical_id THEN 0 ELSE 1 END AS alias
    FROM dataset d JOIN dataset_group g ON g.id = d.group_id WHERE d.id`,
}

async function load(
  db: Executor,
  kind: NodeKind,
  ids: readonly number[],
  wanted: Wanted,
  conditions: Conditions,
  misspelt: boolean,
): Promise<Found[]> {
  if (ids.length === 0) return []
  const rows = await db.all<Row>(`${selects[kind]} ${among(db)} ${conditions.sql}`, [idList(db, new Set(ids)), ...conditions.params])
  return rows.flatMap((row): Found[] => {
    const match = matchName(row.name, wanted, row.namespace)
    if (match === null || (match.how === 'near' && !misspelt)) return []
    return [{ id: row.id, namespace: row.namespace, name: row.name, recent: row.recent ?? '', isAlias: row.alias === 1, match }]
  })
}

/** By how they match, then the latest, then by their bytes. A dataset is known by its own name before those of its other ids. */
export function compareFound(a: Found, b: Found): number {
  return (
    a.match.rank - b.match.rank ||
    Number(a.isAlias) - Number(b.isAlias) ||
    compareText(b.recent, a.recent) ||
    compareUtf8(a.namespace, b.namespace) ||
    compareUtf8(a.name, b.name)
  )
}

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Runs of a job, and jobs that read a dataset, are counted so far. */
const usesAtMost = 100

/** How much each is used: runs of a job, jobs that read a dataset. */
export async function usesOf(db: Executor, kind: NodeKind, ids: readonly number[]): Promise<Map<number, number>> {
  const of = kind === 'job' ? 'run u WHERE u.job_id = k.value' : 'edge u WHERE u.group_id = k.value AND u.direction = 0'
  const sql = `SELECT k.value AS id, (SELECT count(*) FROM (SELECT 1 FROM ${of} LIMIT ${usesAtMost}) AS counted) AS uses FROM ${eachId(db)}`
  const rows = ids.length === 0 ? [] : await db.all<{ id: number; uses: number }>(sql, [idList(db, ids)])
  return new Map(rows.map((r) => [r.id, r.uses]))
}

/** Found things that are put in order by use as well. */
const orderedAtMost = 200

/** Within one way of matching what is used more comes first, by powers of two; then the latest. */
export async function byUse(db: Executor, kind: NodeKind, found: readonly Found[]): Promise<{ one: Found; uses: number }[]> {
  const first = found.slice(0, orderedAtMost)
  const uses = await usesOf(
    db,
    kind,
    first.map((one) => one.id),
  )
  const level = (id: number): number => Math.floor(Math.log2((uses.get(id) ?? 0) + 1))
  return first
    .toSorted((a, b) => a.match.rank - b.match.rank || level(b.id) - level(a.id) || compareFound(a, b))
    .map((one) => ({ one, uses: uses.get(one.id) ?? 0 }))
}
