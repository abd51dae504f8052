/** How many letters of a word may be wrong: none up to 3 letters, one up to 7, two from 8 on. A number is no spelling. */
export function lettersAllowed(word: string): 0 | 1 | 2 {
  if (!/^\p{L}[\p{L}\p{N}]*$/u.test(word)) return 0
  const length = [...word].length
  return length < 4 ? 0 : length < 8 ? 1 : 2
}

/**
 * Letters put in, left out, changed, or swapped with their neighbour that make `b` of `a` (Damerau and Levenshtein, each letter moved once);
 * `most + 1` where it takes more than `most`.
 */
export function lettersOff(a: string, b: string, most: number): number {
  const [from, to] = [[...a], [...b]]
  if (Math.abs(from.length - to.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) next.push(cheapest(from, to, i, j, before, row, next))
    if (Math.min(...next) > most) return most + 1
    before = row
    row = next
  }
  return Math.min(row[to.length] ?? 0, most + 1)
}

function cheapest(
  a: readonly string[],
  b: readonly string[],
  i: number,
  j: number,
  before: readonly number[],
  row: readonly number[],
  next: readonly number[],
): number {
  const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
  const least = Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
  return swapped ? Math.min(least, (before[j - 2] ?? 0) + 1) : least
}
