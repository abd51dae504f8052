import type { Executor, SqlValue } from '../db/contract.ts'
import { encodeText, truncate } from '../lib/text.ts'
import { sortName, wordsOf } from './keys.ts'
import { among, countUpTo, idList } from './sql.ts'

export interface Candidates {
  /** Jobs, or datasets (their groups); best first. */
  readonly ids: number[]
  /** More matched than were looked at. */
  readonly truncated: boolean
}

/** Names that one search looks at. */
const lookedAtMost = 2_000
/** The same for a word of one or two letters, which says little. */
const lookedAtForLetters = 300
const prefixesAtMost = 200
/** Distinct words that start with the one that is searched. */
const startsAtMost = 200
const wordsAtMost = 8

interface Named {
  readonly id: number
  readonly name: string
  readonly namespace: string
  readonly recent: string | null
}

/**
 * Jobs or datasets whose names hold all words of `q`, each as the start of a word. Exact names come first, then names that start with
 * `q`, then a whole word, then by recency. The rarest word drives a bounded scan; the others are checked on the names it finds.
 */
export async function candidates(db: Executor, kind: 'job' | 'dataset', q: string): Promise<Candidates> {
  const wanted = truncate(encodeText(q.trim().toLowerCase()), 120)
  const words = wordsOf(encodeText(q))
    .map((w) => w.toLowerCase())
    .sort((a, b) => b.length - a.length)
    .slice(0, wordsAtMost)
  const starts = await byPrefix(db, kind, wanted)
  const rarest = await rarestWord(db, words)
  const found = rarest === null ? { refs: [], truncated: false } : await byWord(db, kind, rarest)
  const named = await load(db, kind, [...starts, ...found.refs])
  const ranked = rank(named.flatMap((n) => scored(n, wanted, words)))
  return { ids: [...new Set(ranked.map((s) => s.named.id))], truncated: found.truncated }
}

/** What sorts after every text that starts with `prefix`. */
export const afterPrefix = (prefix: string): string => `${prefix}\u{10ffff}\u{10ffff}`

async function byPrefix(db: Executor, kind: 'job' | 'dataset', wanted: string): Promise<number[]> {
  if (wanted === '') return []
  const table = kind === 'job' ? 'job' : 'dataset_group'
  const sql = `SELECT ${kind === 'job' ? 'id' : 'canonical_id AS id'} FROM ${table} WHERE name_sort >= ? AND name_sort < ? ORDER BY name_sort, id LIMIT ${prefixesAtMost}`
  const rows = await db.all<{ id: number }>(sql, [wanted, afterPrefix(wanted)])
  return rows.map((r) => r.id)
}

/** A word of the namespace is in no list of words; it is only checked. */
async function rarestWord(db: Executor, words: readonly string[]): Promise<string | null> {
  let rarest: string | null = null
  let least = Infinity
  for (const word of words) {
    const n = await countUpTo(db, lookedAtMost * 2, 'FROM word WHERE word >= ? AND word < ?', [word, afterPrefix(word)])
    if (n > 0 && n < least) [rarest, least] = [word, n]
  }
  return rarest
}

/** Names with that very word, the newest first; then those with words that start so. */
async function byWord(db: Executor, kind: 'job' | 'dataset', word: string): Promise<{ refs: number[]; truncated: boolean }> {
  const looked = (word.length <= 2 ? lookedAtForLetters : lookedAtMost) / 2
  const exact = await refs(db, `word = ? AND kind = ? ORDER BY ref DESC LIMIT ${looked}`, [word, kind])
  const starting = await startingWith(db, kind, word, looked)
  return { refs: [...exact, ...starting], truncated: exact.length === looked || starting.length === looked }
}

/** Steps from word to word: a common word of the other kind is never read through. */
async function startingWith(db: Executor, kind: 'job' | 'dataset', word: string, atMost: number): Promise<number[]> {
  const next = 'SELECT min(x.word) FROM word x WHERE x.word > w.word AND x.word < ?'
  const sql = `WITH RECURSIVE w(word, n) AS (
      SELECT min(word), 1 FROM word WHERE word > ? AND word < ?
      UNION ALL SELECT (${next}), n + 1 FROM w WHERE w.word IS NOT NULL AND n < ${startsAtMost})
    SELECT t.ref FROM w JOIN word t ON t.word = w.word AND t.kind = ? LIMIT ${atMost}`
  const rows = await db.all<{ ref: number }>(sql, [word, afterPrefix(word), afterPrefix(word), kind])
  return rows.map((r) => r.ref)
}

async function refs(db: Executor, where: string, params: readonly SqlValue[]): Promise<number[]> {
  const rows = await db.all<{ ref: number }>(`SELECT ref FROM word WHERE ${where}`, params)
  return rows.map((r) => r.ref)
}

function load(db: Executor, kind: 'job' | 'dataset', ids: readonly number[]): Promise<Named[]> {
  const job = `SELECT id, namespace, name, last_started AS recent FROM job WHERE id ${among(db)}`
  const dataset = `SELECT g.id, d.namespace, d.name, substr(d.last_key, 2, 21) AS recent FROM dataset d JOIN dataset_group g ON g.id = d.group_id WHERE d.id ${among(db)}`
  return db.all<Named>(kind === 'job' ? job : dataset, [idList(db, new Set(ids))])
}

interface Scored {
  readonly named: Named
  readonly score: number
}

/** Nothing where the name does not hold what is wanted. Words that the name lacks may stand in its namespace. */
function scored(named: Named, wanted: string, words: readonly string[]): Scored[] {
  const name = sortName(named.name)
  if (name === wanted) return [{ named, score: 4 }]
  if (name.startsWith(wanted)) return [{ named, score: 2 }]
  const own = wordsOf(named.name)
  const missing = words.filter((w) => !own.some((o) => o.startsWith(w)))
  if (words.length === 0 || (missing.length > 0 && !startWords(named.namespace, missing))) return []
  if (name.endsWith(`.${wanted}`) || name.endsWith(`/${wanted}`)) return [{ named, score: 3 }]
  return [{ named, score: words.every((w) => own.includes(w)) ? 1 : 0 }]
}

function startWords(text: string, words: readonly string[]): boolean {
  const own = wordsOf(text)
  return words.every((w) => own.some((o) => o.startsWith(w)))
}

function rank(found: readonly Scored[]): Scored[] {
  return found.toSorted(
    (a, b) =>
      b.score - a.score ||
      compare(b.named.recent ?? '', a.named.recent ?? '') ||
      a.named.name.length - b.named.name.length ||
      compare(a.named.name, b.named.name) ||
      a.named.id - b.named.id,
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
