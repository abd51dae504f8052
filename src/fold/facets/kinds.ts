import type { FacetKind } from '../../contract/facets.ts'
import { memberLines } from './shape.ts'
import { facetReaders } from './table.ts'

/** What the table of readers says of each facet, for people. */
export const facetKinds = (): FacetKind[] =>
  facetReaders.map(({ container, key, also, className, versions, yields, members }) => ({
    container,
    key,
    also: [...(also ?? [])],
    className,
    versions,
    yields,
    members: memberLines(members),
  }))
