/** Why a name matched what was typed: which letters, and in which words to say it. */

export type Match = {
  /** Ranges of the name, in order, [from, to). Empty: the name itself does not hold the words. */
  readonly ranges: readonly (readonly [number, number])[]
  readonly how: 'whole' | 'words' | 'other-order' | 'some' | 'near' | 'none'
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s_\-./:\\,]+/u)
    .filter((word) => word !== '')

/** Finds the words of `query` in `name`, whatever stands between them. */
export function matchName(name: string, query: string): Match {
  const lower = name.toLowerCase()
  const wanted = query.trim().toLowerCase()
  if (wanted === '' || lower.length !== name.length) return { ranges: [], how: 'none' }
  const whole = lower.lastIndexOf(wanted)
  if (whole >= 0) return { ranges: [[whole, whole + wanted.length]], how: 'whole' }
  const words = wordsOf(wanted)
  const inOrder = spread(lower, words)
  if (inOrder !== null) return { ranges: inOrder, how: 'words' }
  const anyOrder = words.map((word) => lower.lastIndexOf(word))
  if (words.length > 0 && anyOrder.every((from) => from >= 0))
    return { ranges: merge(anyOrder.map((from, i) => [from, from + (words[i] ?? '').length])), how: 'other-order' }
  return nearest(lower, words)
}

/** The words one after the other, as far right as they go: the last part of a name is what people mean. */
function spread(lower: string, words: readonly string[]): (readonly [number, number])[] | null {
  const ranges: (readonly [number, number])[] = []
  let limit = lower.length
  for (const word of words.toReversed()) {
    const from = limit - word.length < 0 ? -1 : lower.lastIndexOf(word, limit - word.length)
    if (from < 0) return null
    ranges.unshift([from, from + word.length])
    limit = from
  }
  return ranges.length > 0 ? merge(ranges) : null
}

function merge(ranges: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const merged: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** Words of the name that are one letter off the words that were typed. */
function nearest(lower: string, words: readonly string[]): Match {
  const ranges: (readonly [number, number])[] = []
  for (const part of lower.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (words.some((word) => word.length >= 4 && oneLetterOff(word, part[0]))) ranges.push([part.index, part.index + part[0].length])
  }
  if (ranges.length === 0) return { ranges: [], how: 'none' }
  return { ranges, how: ranges.every(([from, to]) => words.includes(lower.slice(from, to))) ? 'some' : 'near' }
}

/** Whether one letter put in, left out, changed, or swapped with its neighbour makes them equal. */
export function oneLetterOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1
  const restA = a.slice(start, a.length - end)
  const restB = b.slice(start, b.length - end)
  return restA.length + restB.length <= 2 || (restA.length === 2 && restB.length === 2 && restA === [...restB].reverse().join(''))
}

const HOW: Readonly<Record<Match['how'], string>> = {
  whole: '',
  words: '',
  'other-order': ', words in another order',
  some: ', some of the words',
  near: ', one letter off',
  none: '',
}

/** `Column name`, `Dataset name, one letter off`; what else it can be where the name does not hold the words. */
export function reasonOf(kind: 'Column' | 'Dataset' | 'Job' | 'Facet' | 'Namespace' | 'Owner' | 'Tag' | 'Run', match: Match): string {
  return match.how === 'none' ? `Like this ${kind.toLowerCase()}'s name` : `${kind} name${HOW[match.how]}`
}

export type Piece = { readonly text: string; readonly hit: boolean; readonly from: number }

/** A name in pieces, hit or not, cut also at `edges` (where its qualifier ends). */
export function piecesOf(name: string, ranges: Match['ranges'], edge = 0): Piece[] {
  const cuts = [...new Set([0, edge, name.length, ...ranges.flat()])].filter((n) => n >= 0 && n <= name.length).sort((a, b) => a - b)
  return cuts
    .slice(0, -1)
    .map((from, i) => ({ text: name.slice(from, cuts[i + 1]), from, hit: ranges.some(([a, b]) => from >= a && from < b) }))
}

/** A long name cut to its head and the part round the first hit, so that what matched is in sight. */
export function clipAround(name: string, match: Match, most = 90): { readonly name: string; readonly ranges: Match['ranges'] } {
  if (name.length <= most) return { name, ranges: match.ranges }
  const head = Math.floor(most / 4)
  const first = match.ranges[0]?.[0] ?? name.length
  const from = Math.max(head, Math.min(first - 8, name.length - (most - head)))
  const to = Math.min(name.length, from + most - head)
  const gap = from > head ? '…' : ''
  const shift = from - head - gap.length
  const kept = match.ranges.filter(([a, b]) => b <= head || (a >= from && b <= to))
  const ranges = kept.map(([a, b]): readonly [number, number] => (b <= head ? [a, b] : [a - shift, b - shift]))
  return { name: `${name.slice(0, head)}${gap}${name.slice(from, to)}${to < name.length ? '…' : ''}`, ranges }
}
