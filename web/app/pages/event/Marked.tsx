/** Text with what was looked for marked in it. */
export function Marked({ text, pattern }: { readonly text: string; readonly pattern: RegExp | null }) {
  if (pattern === null) return text
  const hits = [...text.matchAll(pattern)].filter((hit) => hit[0] !== '')
  if (hits.length === 0) return text
  const parts = hits.flatMap((hit, i) => {
    const before = text.slice(i === 0 ? 0 : endOf(hits[i - 1]), hit.index)
    return [before, <mark key={hit.index}>{hit[0]}</mark>]
  })
  return [...parts, text.slice(endOf(hits.at(-1)))]
}

const endOf = (hit: RegExpExecArray | undefined): number => (hit === undefined ? 0 : hit.index + hit[0].length)
