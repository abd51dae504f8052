/** Find in a JSON text: by what a person reads, whichever way the producer escaped it. */

export const MAX_HITS = 10_000

/** A pattern that finds `query` in JSON text: letters in either case, escaped or not. Null for an empty query. */
export function findPattern(query: string): RegExp | null {
  if (query === '') return null
  return new RegExp([...query].map(letter).join(''), 'gi')
}

const literal = (s: string): string => s.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

function letter(char: string): string {
  if (char === '"' || char === '\\') return `\\\\?${literal(char)}`
  if (char === '/') return '\\\\?/'
  if (char >= ' ' && char <= '~') return literal(char)
  const units = Array.from({ length: char.length }, (_, i) => `\\\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')
  return `(?:${literal(char)}|${units})`
}

/** Offsets of the hits, MAX_HITS at most. */
export function findOffsets(text: string, query: string): { offsets: number[]; cut: boolean } {
  const pattern = findPattern(query)
  const offsets: number[] = []
  if (pattern === null) return { offsets, cut: false }
  for (const hit of text.matchAll(pattern)) {
    if (offsets.length === MAX_HITS) return { offsets, cut: true }
    offsets.push(hit.index)
  }
  return { offsets, cut: false }
}
