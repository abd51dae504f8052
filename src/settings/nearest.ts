/** The one of `known` with the fewest edits from `name`, when it is near enough to be meant. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  let best: { distance: number; word: string } | undefined
  for (const word of known) {
    const distance = edits(name.toLowerCase(), word.toLowerCase())
    if (best === undefined || distance < best.distance) best = { distance, word }
  }
  if (best === undefined) return undefined
  return best.distance <= Math.max(1, Math.floor(Math.max(name.length, best.word.length) / 3)) ? best.word : undefined
}

/** Levenshtein's distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
