import type { SearchHit } from '../../contract/search.ts'
import type { ReadContext } from '../context.ts'
import { customNamed, facetsCalled } from '../custom-facets.ts'
import { decoded } from '../names.ts'
import { matchName } from './match.ts'
import type { Match } from './match.ts'
import type { Wanted } from './query.ts'
import { nameReason } from './reason.ts'

type FacetHit = Extract<SearchHit, { kind: 'facet' }>

/** Facets by name: those that are read, and those that came and are only kept. Without words all of them. */
export async function facetsNamed(
  { db, fold }: ReadContext,
  wanted: Wanted,
  limit: number,
): Promise<{ hits: FacetHit[]; truncated: boolean }> {
  // a letter or two would find some of them whatever is meant
  const isTooShort = wanted.words.length > 0 && wanted.text.length < 3
  const read = (isTooShort ? [] : fold.facets).flatMap((reader): { hit: FacetHit; rank: number }[] => {
    const match = best([reader.key, ...(reader.also ?? [])], wanted)
    if (match === null && wanted.words.length > 0) return []
    const hit = { kind: 'facet', container: reader.container, key: reader.key, use: 'used', events: null, yields: reader.yields } as const
    return [
      { hit: { ...hit, ...(match === null ? {} : { why: nameReason('Facet', match.name, match.match) }) }, rank: match?.match.rank ?? 0 },
    ]
  })
  const rows = wanted.words.length === 0 ? await customNamed(db, limit + 1) : await facetsCalled(db, wanted.text, limit + 1)
  const custom = rows.slice(0, limit).map((row) => {
    const match = matchName(row.key, wanted)
    const own = { kind: 'facet', container: row.container, key: decoded(row.key) ?? '', use: 'stored only', events: row.events } as const
    return {
      hit: { ...own, yields: null, ...(match === null ? {} : { why: nameReason('Facet', row.key, match) }) },
      rank: match?.rank ?? 5,
    }
  })
  const hits = [...custom, ...read].sort((a, b) => a.rank - b.rank).map(({ hit }) => hit)
  return { hits: hits.slice(0, limit), truncated: rows.length > limit || hits.length > limit }
}

/** By which of its names a facet matches best. */
function best(names: readonly string[], wanted: Wanted): { name: string; match: Match } | null {
  const matches = names.flatMap((name) => {
    const match = matchName(name, wanted)
    return match === null ? [] : [{ name, match }]
  })
  return matches.sort((a, b) => a.match.rank - b.match.rank)[0] ?? null
}
