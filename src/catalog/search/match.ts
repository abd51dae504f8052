import { truncate } from '../../lib/text.ts'
import { lettersAllowed, lettersOff } from './misspelt.ts'
import { lastPart, plainWords, standsWithin } from './parts.ts'
import type { Wanted } from './query.ts'

/** How well a name matches, best first: results are ranked by it. */
export const ranks = { exact: 0, lastPart: 1, start: 2, words: 3, wordStart: 4, inside: 5, near: 6, text: 7 } as const
export type How = keyof typeof ranks

/** [from, to) in UTF-16 units. */
export type Range = readonly [from: number, to: number]

export interface Match {
  readonly how: How
  /** Smaller is better; whole numbers are those of `ranks`. */
  readonly rank: number
  readonly ranges: readonly Range[]
  /** Most letters that one word is off. */
  readonly off: number
  /** The words stand in the name in another order than they were asked in. */
  readonly reordered: boolean
}

const comparedLength = 2_000
const wordsComparedAtMost = 200

/**
 * How `name` holds what is wanted, or null where it does not. `beside`: what words may stand in that the name lacks (its namespace, the
 * dataset of a field), at a small loss; the name itself must hold one. This is the one definition on which every store's answers rest.
 */
export function matchName(name: string, wanted: Wanted, beside = ''): Match | null {
  if (wanted.words.length === 0) return null
  const text = truncate(name, comparedLength)
  const lower = text.toLowerCase()
  if (wanted.without.some((part) => lower.includes(part))) return null
  return matchWhole(text, lower, wanted) ?? matchWords(text, lower, wanted, beside.toLowerCase())
}

function matchWhole(text: string, lower: string, wanted: Wanted): Match | null {
  const tail = lastPart(lower)
  const at = lower.length - tail.length
  const found = (how: How, from: number, length: number): Match => ({
    how,
    rank: ranks[how],
    ranges: lower.length === text.length && length > 0 ? [[from, Math.min(from + length, text.length)]] : [],
    off: 0,
    reordered: false,
  })
  if (lower === wanted.text || plainWords(lower) === wanted.plain) return found('exact', 0, lower.length)
  if (tail === wanted.text || plainWords(tail) === wanted.plain) return found('lastPart', at, tail.length)
  if (lower.startsWith(wanted.text)) return found('start', 0, wanted.text.length)
  if (tail.startsWith(wanted.text)) return found('start', at, wanted.text.length)
  return null
}

const maybeMisspelt = (word: string, { known }: Wanted): boolean => !known.has(word) && lettersAllowed(word) > 0

interface Spot {
  readonly level: 'words' | 'wordStart' | 'inside' | 'near' | 'beside'
  readonly range: Range | null
  readonly off: number
  /** The words that another word is read as: one that is misspelt, or several that the question writes as one. */
  readonly meant?: readonly string[]
}

function matchWords(text: string, lower: string, wanted: Wanted, beside: string): Match | null {
  if (
    wanted.words.some(
      (word) => !lower.includes(word) && !beside.includes(word) && !wanted.together.has(word) && !maybeMisspelt(word, wanted),
    )
  )
    return null
  const own = wordsAt(text)
  const spots: Spot[] = []
  for (const word of wanted.words) {
    const spot = spotOf(word, own, lower, wanted) ?? (startsIn(word, beside) ? { level: 'beside' as const, range: null, off: 0 } : null)
    if (spot === null) return null
    spots.push(spot)
  }
  if (spots.every((s) => s.level === 'beside')) return null
  const off = Math.max(...spots.map((s) => s.off))
  const how = (['near', 'inside', 'wordStart', 'words'] as const).find((level) => spots.some((s) => s.level === level)) ?? 'words'
  const found = spots.flatMap((s) => (s.range === null ? [] : [s.range]))
  const reordered = found.some((range, i) => i > 0 && range[0] < (found[i - 1]?.[0] ?? 0))
  const loss = (spots.some((s) => s.level === 'beside') ? 0.4 : 0) + (reordered ? 0.2 : 0)
  const asMeant = spots.some((s) => s.meant !== undefined) ? rankAsMeant(text, lower, wanted, beside, spots) : null
  // of misspelt ones those with fewer letters wrong come first, then in both cases what would if it were written as it is meant
  const read = asMeant === null ? 0 : how === 'near' ? (off > 1 ? 0.5 : 0) + asMeant / 14 : 0.1 + asMeant / 20
  const rank = ranks[how] + (how === 'near' ? 0 : loss) + read
  return { how, rank, ranges: lower.length === text.length ? joined(found) : [], off, reordered }
}

/** How well a name matches what is read into the question: misspelt words as they are spelt in it, words written together apart. */
function rankAsMeant(text: string, lower: string, wanted: Wanted, beside: string, spots: readonly Spot[]): number {
  const meant = new Map(wanted.words.map((word, i) => [word, spots[i]?.meant ?? [word]]))
  const spelt = (words: string): string => words.replaceAll(/[\p{L}\p{N}]+/gu, (word) => meant.get(word)?.join(' ') ?? word)
  const words = [...new Set([...meant.values()].flat())]
  const right = { ...wanted, text: spelt(wanted.text), plain: spelt(wanted.plain), words, known: new Set(words), together: new Map() }
  const match = matchWhole(text, lower, right) ?? matchWords(text, lower, right, beside)
  return match?.rank ?? ranks.near
}

interface Word {
  readonly word: string
  readonly from: number
}

/** The words of a name and where they stand, split as `wordsOf` splits. */
function wordsAt(text: string): Word[] {
  const words: Word[] = []
  for (const part of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    words.push({ word: part[0].toLowerCase(), from: part.index })
    // What is in lower case has no humps: most names, and a split of each costs more than all else.
    const humps = part[0] === words.at(-1)?.word ? [] : part[0].split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u)
    let from = part.index
    for (const hump of humps.length === 1 ? [] : humps) {
      words.push({ word: hump.toLowerCase(), from })
      from += hump.length
    }
    if (words.length > wordsComparedAtMost) break
  }
  return words
}

/** The last place is what people mean: names go from the general to the particular. */
function spotOf(word: string, own: readonly Word[], lower: string, { known, together }: Wanted): Spot | null {
  const at = (level: Spot['level'], from: number, length: number, off = 0): Spot => ({ level, range: [from, from + length], off })
  const whole = own.findLast((o) => o.word === word)
  if (whole !== undefined) return at('words', whole.from, word.length)
  const start = own.findLast((o) => o.word.startsWith(word))
  if (start !== undefined) return at('wordStart', start.from, word.length)
  for (const way of together.get(word) ?? []) {
    const spot = togetherAt(way, own)
    if (spot !== null) return spot
  }
  const inside = standsWithin(word) ? lower.lastIndexOf(word) : -1
  if (inside >= 0) return at('inside', inside, word.length)
  return known.has(word) ? null : nearest(word, own)
}

/** The words of a way one after the other, the last by its beginning. */
function togetherAt(way: readonly string[], own: readonly Word[]): Spot | null {
  for (let i = own.length - way.length; i >= 0; i--) {
    const [first, last] = [own[i], own[i + way.length - 1]]
    const [end] = way.slice(-1)
    if (first === undefined || last === undefined || end === undefined || !last.word.startsWith(end)) continue
    if (way.slice(0, -1).some((word, n) => own[i + n]?.word !== word)) continue
    const level = last.word === end ? 'words' : 'wordStart'
    return { level, range: [first.from, last.from + end.length], off: 0, meant: way }
  }
  return null
}

function nearest(word: string, own: readonly Word[]): Spot | null {
  const most = lettersAllowed(word)
  let best: Spot | null = null
  for (const o of most === 0 ? [] : own) {
    const off = lettersOff(word, o.word, most)
    if (off <= most && (best === null || off <= best.off))
      best = { level: 'near', range: [o.from, o.from + o.word.length], off, meant: [o.word] }
  }
  return best
}

const startsIn = (word: string, lower: string): boolean => lower !== '' && wordsAt(lower).some((o) => o.word.startsWith(word))

function joined(ranges: readonly Range[]): Range[] {
  const out: [number, number][] = []
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}

export interface Snippet {
  readonly text: string
  readonly ranges: readonly Range[]
}

const snippetLength = 140

/**
 * The part of a text round the first of the wanted words, with all of them marked; null where it lacks one that `name` lacks too, or has
 * none. Words of a text match from their beginning.
 */
export function matchText(text: string, wanted: Wanted, name: string): Snippet | null {
  const flat = truncate(text, 20_000).replaceAll(/\s+/g, ' ').trim()
  const own = wordsOfText(flat)
  const has = (word: string): Word | undefined => own.find((o) => o.word.startsWith(word))
  const found = wanted.words.map(has)
  if (found.every((o) => o === undefined)) return null
  const lowerName = name.toLowerCase()
  if (wanted.words.some((word, i) => found[i] === undefined && !startsIn(word, lowerName))) return null
  const first = Math.min(...found.flatMap((o) => o?.from ?? []))
  const from = first < snippetLength / 2 ? 0 : flat.indexOf(' ', first - snippetLength / 3) + 1
  const start = from > first || from === 0 ? Math.max(0, first - (first < snippetLength / 2 ? first : 10)) : from
  const cut = truncate(flat.slice(start), snippetLength)
  const [head, tail] = [start > 0 ? '…' : '', start + cut.length < flat.length ? '…' : '']
  const ranges = wordsOfText(cut).flatMap(({ word, from: at }): Range[] => {
    const of = wanted.words.find((w) => word.startsWith(w))
    return of === undefined ? [] : [[at + head.length, at + of.length + head.length]]
  })
  return { text: head + cut + tail, ranges }
}

const wordsOfText = (text: string): Word[] =>
  [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((part) => ({ word: part[0].toLowerCase(), from: part.index }))
