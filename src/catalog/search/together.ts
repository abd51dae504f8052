import type { Executor } from '../../db/contract.ts'
import { afterPrefix, countUpTo } from '../sql.ts'
import type { Wanted, Ways } from './query.ts'
import { knownWords, rarestWord, refsUnder } from './vocabulary.ts'
import type { Postings } from './vocabulary.ts'

const shortestWord = 5
const longestWord = 40
const wordsAtMost = 4
const waysAtMost = 3
/** First words of a word that it is tried with, and words that it may be in all. */
const headsAtMost = 3
const deepest = 4

/** Words of a question that are words of names written together: `fctord` is `fct` and the beginning of `orders`. */
export async function wordsTogether(db: Executor, words: readonly string[]): Promise<ReadonlyMap<string, Ways>> {
  const long = words.filter((word) => word.length >= shortestWord && word.length <= longestWord && isSpelt.test(word)).slice(0, wordsAtMost)
  const heads = await headsOf(db, long)
  const found = new Map<string, Ways>()
  for (const word of long) {
    const ways = await waysOf(db, word, heads.get(word) ?? [], deepest)
    if (ways.length > 0) found.set(word, ways.toSorted((a, b) => a.length - b.length).slice(0, waysAtMost))
  }
  return found
}

const isSpelt = /^\p{L}[\p{L}\p{N}]*$/u

async function waysOf(db: Executor, word: string, heads: readonly string[], parts: number): Promise<string[][]> {
  const ways: string[][] = []
  const open: string[] = []
  for (const head of heads) {
    const rest = word.slice(head.length)
    if (await startsSome(db, rest)) ways.push([head, rest])
    else open.push(head)
  }
  if (ways.length > 0 || parts <= 2) return ways
  const rests = await headsOf(
    db,
    open.map((head) => word.slice(head.length)),
  )
  for (const head of open) {
    const rest = word.slice(head.length)
    for (const way of await waysOf(db, rest, rests.get(rest) ?? [], parts - 1)) ways.push([head, ...way])
  }
  return ways
}

/** Words of names that each begins with, the longest first; what is left of it has two letters or more. */
async function headsOf(db: Executor, words: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const of = (word: string): string[] => {
    const letters = [...word]
    return letters.flatMap((_, n) => (n >= 2 && n <= letters.length - 2 ? [letters.slice(0, n).join('')] : []))
  }
  const all = new Set(words.flatMap(of))
  const known = all.size === 0 ? new Set<string>() : await knownWords(db, [...all])
  return new Map(
    words.map((word) => [
      word,
      of(word)
        .filter((head) => known.has(head))
        .reverse()
        .slice(0, headsAtMost),
    ]),
  )
}

async function startsSome(db: Executor, word: string): Promise<boolean> {
  for (const table of ['word', 'field_word'] as const)
    if ((await countUpTo(db, 1, `FROM ${table} WHERE word >= ? AND word < ?`, [word, afterPrefix(word)])) > 0) return true
  return false
}

/** What stands under words of names that the question writes together: under a last part that starts so, then under the rarest of them. */
export async function refsTogether(db: Executor, postings: Postings, { together }: Wanted, atMost: number): Promise<number[]> {
  const refs: number[] = []
  for (const way of [...together.values()].flat()) {
    refs.push(...(await refsUnder(db, postings, `=${way.join(' ')}`, atMost)))
    const rarest = await rarestWord(db, 'word', way)
    if (rarest !== null) refs.push(...(await refsUnder(db, postings, rarest, atMost)))
  }
  return refs
}
