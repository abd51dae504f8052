import type { JsonObject } from '../../lib/json.ts'
import type { FacetReader, Scope } from '../facet-reader.ts'

/** What a facet says in a few words; null: nothing in it is of use. */
type Says = (facet: JsonObject, scope: Scope) => string | null

/**
 * A reader of a facet that pages show as it came: no fact of the catalog is made of it, save its history.
 */
export function described(facet: Omit<FacetReader, 'read'>, says: Says): FacetReader {
  return {
    ...facet,
    read: says,
  }
}

/** `3 tests`, `1 test`; null for none. */
export const counted = (n: number, noun: string): string | null => (n === 0 ? null : `${n} ${noun}${n === 1 ? '' : 's'}`)

/** The texts that are there, joined; null when none is. */
export function joined(...texts: readonly (string | undefined)[]): string | null {
  const found = texts.filter((t) => t !== undefined && t !== '')
  return found.length === 0 ? null : found.join(', ')
}
