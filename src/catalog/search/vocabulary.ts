import type { Executor } from '../../db/contract.ts'
import { wordPartTable } from '../search-tables.ts'
import { afterPrefix, amongTexts, countUpTo, storedList } from '../sql.ts'
import { lettersAllowed, lettersOff } from './misspelt.ts'
import { partsOf, shorterForms, standsWithin, textWords } from './parts.ts'

/** Words with one part that are looked at, and how many of them an answer goes on with. */
const lookedAtMost = 5_000
const wordsAtMost = 100
/** Parts of a word that are counted to find the rarest. */
const countedAtMost = 8

/** Words of names that hold `word` other than at their beginning, the shortest first. */
export async function wordsHolding(db: Executor, word: string): Promise<string[]> {
  const letters = [...word]
  if (!standsWithin(word)) return []
  if (letters.length === 2) return wordsHoldingTwo(db, word)
  const grams = letters.slice(2).map((_, i) => letters.slice(i, i + 3).join(''))
  const rarest = await rarestPart(db, grams)
  if (rarest === null) return []
  const sql = `SELECT word FROM word_part WHERE part = ? AND length > ? ORDER BY part, length, word LIMIT ${lookedAtMost}`
  const rows = await db.all<{ word: string }>(sql, [rarest, letters.length])
  return rows.flatMap((row) => (row.word.lastIndexOf(word) > 0 ? [row.word] : [])).slice(0, wordsAtMost)
}

/** Two letters begin a trigram wherever they stand, as every word has an end. */
async function wordsHoldingTwo(db: Executor, two: string): Promise<string[]> {
  const sql = `SELECT word FROM word_part WHERE part >= ? AND part < ? AND length > 2 ORDER BY part, length, word LIMIT ${lookedAtMost}`
  const rows = await db.all<{ word: string }>(sql, [two, afterPrefix(two)])
  const held = new Set(rows.flatMap((row) => (row.word.lastIndexOf(two) > 0 ? [row.word] : [])))
  return [...held].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, wordsAtMost)
}

async function rarestPart(db: Executor, parts: readonly string[]): Promise<string | null> {
  const step = Math.max(1, Math.floor(parts.length / countedAtMost))
  let rarest: string | null = null
  let least = Infinity
  for (const part of parts.filter((_, i) => i % step === 0)) {
    const n = await countUpTo(db, lookedAtMost, 'FROM word_part WHERE part = ?', [part])
    if (n === 0) return null
    if (n < least) [rarest, least] = [part, n]
  }
  return rarest
}

/** Those of `words` that names have. */
export async function knownWords(db: Executor, words: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db.load<{ word: string }>(
    wordPartTable,
    words.map((word) => ['', [...word].length, word]),
  )
  return new Set(rows.map((r) => r.word))
}

/** Words of names that are `word` with a letter or two wrong, the nearest first. */
export async function wordsNear(db: Executor, word: string): Promise<string[]> {
  const most = lettersAllowed(word)
  if (most === 0) return []
  const found = new Set([...(await byForms(db, word)), ...(most === 2 ? await byTrigrams(db, word) : [])])
  return [...found]
    .map((other) => ({ other, off: lettersOff(word, other, most) }))
    .filter(({ off }) => off > 0 && off <= most)
    .sort((a, b) => a.off - b.off || (a.other < b.other ? -1 : 1))
    .slice(0, wordsAtMost)
    .map(({ other }) => other)
}

/** Words that share a form with one letter left out: all that are one edit away, where they are short enough to have forms. */
async function byForms(db: Executor, word: string): Promise<string[]> {
  const sql = `SELECT DISTINCT word FROM word_part WHERE part ${amongTexts(db)} ORDER BY word LIMIT ${lookedAtMost}`
  return (await db.all<{ word: string }>(sql, [storedList(shorterForms(word))])).map((r) => r.word)
}

/** Longer words that share trigrams. Of a common trigram only so many are looked at. */
async function byTrigrams(db: Executor, word: string): Promise<string[]> {
  const length = [...word].length
  const grams = [...partsOf(word)].filter((part) => !part.startsWith('-')).slice(0, 30)
  const shared = new Map<string, number>()
  const sql = `SELECT word FROM word_part WHERE part = ? AND length >= ? AND length <= ? ORDER BY part, length, word LIMIT 1500`
  for (const gram of grams)
    for (const row of await db.all<{ word: string }>(sql, [gram, length - 2, length + 2]))
      shared.set(row.word, (shared.get(row.word) ?? 0) + 1)
  return [...shared].filter(([, n]) => n >= 2).map(([other]) => other)
}

/** A table whose rows stand by word: `word` and `text_word` with refs by kind. */
export interface Postings {
  readonly table: 'word' | 'text_word'
  readonly kind: string
}

const startsAtMost = 200

/** What stands under that very word, the newest first; then under those that start so, some of each. */
export async function refsUnder(db: Executor, postings: Postings, word: string, atMost: number): Promise<number[]> {
  const exact = await refsUnderAny(db, postings, [word], atMost)
  return [...exact, ...(await refsUnderAny(db, postings, await wordsStarting(db, postings.table, word), atMost))]
}

/** Steps from word to word, however many rows each has. */
async function wordsStarting(db: Executor, table: Postings['table'], word: string): Promise<string[]> {
  const sql = `WITH RECURSIVE w(word, n) AS (
      SELECT min(word), 1 FROM ${table} WHERE word > ? AND word < ?
      UNION ALL SELECT (SELECT min(x.word) FROM ${table} x WHERE x.word > w.word AND x.word < ?), n + 1
        FROM w WHERE w.word IS NOT NULL AND n < ${startsAtMost})
    SELECT word FROM w WHERE word IS NOT NULL`
  const rows = await db.all<{ word: string }>(sql, [word, afterPrefix(word), afterPrefix(word)])
  return rows.map((r) => r.word)
}

/** What stands under any of these words: some of each, the newest first, so that a common one hides no other. */
export async function refsUnderAny(db: Executor, { table, kind }: Postings, words: readonly string[], atMost: number): Promise<number[]> {
  if (words.length === 0) return []
  const each = words.length === 1 ? atMost : Math.max(10, Math.ceil((2 * atMost) / words.length))
  return db.dialect === 'sqlite'
    ? eachInTurn(db, { table, kind }, words, each, atMost)
    : eachAtOnce(db, { table, kind }, words, each, atMost)
}

async function eachInTurn(
  db: Executor,
  { table, kind }: Postings,
  words: readonly string[],
  each: number,
  atMost: number,
): Promise<number[]> {
  const refs: number[] = []
  const sql = `SELECT ref FROM ${table} WHERE word = ? AND kind = ? ORDER BY word, kind, ref DESC LIMIT ?`
  for (const word of words) {
    if (refs.length >= atMost) break
    for (const { ref } of await db.all<{ ref: number }>(sql, [word, kind, each])) refs.push(ref)
  }
  return refs.slice(0, atMost)
}

async function eachAtOnce(
  db: Executor,
  { table, kind }: Postings,
  words: readonly string[],
  each: number,
  atMost: number,
): Promise<number[]> {
  const sql = `SELECT t.ref FROM jsonb_array_elements_text(?::jsonb) WITH ORDINALITY AS w(word, n),
      LATERAL (SELECT p.ref FROM ${table} p WHERE p.word = w.word AND p.kind = ? ORDER BY p.ref DESC LIMIT ${each}) t
    ORDER BY w.n, t.ref DESC LIMIT ${atMost}`
  return (await db.all<{ ref: number }>(sql, [storedList(words), kind])).map((r) => r.ref)
}

/** Words of a question that lead to texts. */
const leadsAtMost = 3

/** Refs of texts that have any of the words that texts are noted by. */
export async function textsWith(db: Executor, kind: string, words: readonly string[], atMost: number): Promise<number[]> {
  const refs: number[] = []
  for (const word of words.filter((w) => textWords(w).size > 0).slice(0, leadsAtMost))
    refs.push(...(await refsUnder(db, { table: 'text_word', kind }, word, atMost)))
  return [...new Set(refs)]
}

/** The word that the fewest rows start with, of those that any does, and how many do, counted to 4,000. */
export async function rarestWord(db: Executor, table: 'word' | 'field_word', words: readonly string[]): Promise<string | null> {
  let rarest: string | null = null
  let least = Infinity
  for (const word of words) {
    const n = await countUpTo(db, 4_000, `FROM ${table} WHERE word >= ? AND word < ?`, [word, afterPrefix(word)])
    if (n > 0 && n < least) [rarest, least] = [word, n]
  }
  return rarest
}
