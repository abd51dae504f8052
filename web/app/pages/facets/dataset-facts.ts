/** Dataset facets that say what kind of thing it is, where it lies and what became of it. Pure. */
import type { FacetValue, Identity } from '../../../../src/contract/common.ts'
import { factsOf } from './fact.ts'
import type { Fact } from './fact.ts'
import { findFacet } from './known.ts'
import { allOf, anyTextOf, firstOf, identityOf, memberOf, plainWords, rowOf, textAt, wordsFor } from './read.ts'
import type { Some } from './read.ts'
import { looksSecret, withoutPassword } from './secrets.ts'

const joined = (parts: readonly (string | null)[], between = ', '): string | null => {
  const said = parts.filter((part) => part !== null)
  return said.length === 0 ? null : said.join(between)
}
const lower = (text: string | null): string | null => (text === null ? null : plainWords(text))

/** `table, materialized`. */
export const kindIn = (facet: FacetValue | null): string | null =>
  joined([lower(textAt(facet?.value, 'datasetType')), lower(textAt(facet?.value, 'subType'))])

/** `iceberg, parquet`. */
export const storageIn = (facet: FacetValue | null): string | null =>
  joined([textAt(facet?.value, 'storageLayer'), textAt(facet?.value, 'fileFormat')])

/** What short words stand beside the name. */
export const badgesIn = (facets: readonly FacetValue[]): readonly string[] =>
  [kindIn(findFacet(facets, 'datasetType')), storageIn(findFacet(facets, 'storage'))].filter((badge) => badge !== null)

export type Level = { readonly type: string | null; readonly name: string }
const MOST_LEVELS = 20

/** HierarchyDatasetFacet, from the highest level down. */
export function hierarchyIn(facet: FacetValue | null): Some<Level> | null {
  if (facet === null) return null
  const read = (item: unknown): Level | null => {
    const name = textAt(item, 'name')
    return name === null ? null : { type: lower(textAt(item, 'type')), name }
  }
  const levels = firstOf(allOf(memberOf(facet.value, 'hierarchy'), read), MOST_LEVELS)
  return levels.items.length === 0 ? null : levels
}

const address = (value: unknown, ...path: readonly string[]): string | null => {
  const text = textAt(value, ...path)
  return text === null ? null : withoutPassword(text)
}

/** Kind, storage, version and source: one line each in the margin. */
export function datasetFacts(facets: readonly FacetValue[]): readonly Fact[] {
  const source = findFacet(facets, 'dataSource')?.value
  const name = address(source, 'name')
  const uri = address(source, 'uri')
  return factsOf([
    ['Kind', kindIn(findFacet(facets, 'datasetType'))],
    ['Storage', storageIn(findFacet(facets, 'storage'))],
    ['Version', textAt(findFacet(facets, 'version')?.value, 'datasetVersion'), 'id'],
    ['Data source', name],
    [name === null ? 'Data source' : 'At', uri === name ? null : uri, 'link'],
  ])
}

const MOST_PROPERTIES = 50

/** CatalogDatasetFacet. */
export function catalogFacts(facet: FacetValue | null): readonly Fact[] {
  const value = facet?.value
  const properties = Object.entries(rowOf(memberOf(value, 'catalogProperties')) ?? {}).slice(0, MOST_PROPERTIES)
  return factsOf([
    ['Name', textAt(value, 'name')],
    ['Type', joined([textAt(value, 'framework'), textAt(value, 'type')])],
    ['Metadata', address(value, 'metadataUri'), 'link'],
    ['Warehouse', address(value, 'warehouseUri'), 'link'],
    ['Set up in', textAt(value, 'source')],
    ...properties.map(([key, said]) => [key, propertyText(key, said)] as const),
  ])
}

function propertyText(key: string, value: unknown): string {
  const text = anyTextOf(value) ?? 'empty'
  return looksSecret(key) ? 'masked' : withoutPassword(text)
}

const CHANGES: Readonly<Record<string, string>> = {
  ALTER: 'altered',
  CREATE: 'created',
  DROP: 'dropped',
  OVERWRITE: 'overwritten',
  RENAME: 'renamed',
  TRUNCATE: 'truncated',
}

export type Lifecycle = {
  readonly words: string
  readonly change: string
  readonly at: string | null
  /** What it was called before a rename. */
  readonly previous: Identity | null
  readonly eventPosition: number | null
}

/** LifecycleStateChangeDatasetFacet: the last that was done to it. */
export function lifecycleIn(facet: FacetValue | null): Lifecycle | null {
  const change = textAt(facet?.value, 'lifecycleStateChange')
  if (facet === null || change === null) return null
  return {
    words: wordsFor(CHANGES, change),
    change: change.trim().toUpperCase(),
    at: facet.eventTime,
    previous: identityOf(memberOf(facet.value, 'previousIdentifier')),
    eventPosition: facet.eventPosition,
  }
}

/** Dropped, and nothing was written to it after that. */
export function isDropped(lifecycle: Lifecycle | null, lastWrittenAt: string | null): boolean {
  if (lifecycle?.change !== 'DROP') return false
  const [dropped, written] = [Date.parse(lifecycle.at ?? ''), Date.parse(lastWrittenAt ?? '')]
  return !(written > dropped)
}
