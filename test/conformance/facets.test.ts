import { describe, expect, test } from 'vitest'
import { facetReaders, readerOf } from '../../src/fold/facets/table.ts'
import { memberLines } from '../../src/fold/facets/shape.ts'
import type { FacetReader } from '../../src/fold/facet-reader.ts'
import { officialFacets } from './schemas.ts'

const schemaUrl = (className: string): string => `https://openlineage.io/spec/facets/1-0-0/${className}.json#/$defs/${className}`
/** Where members of facets come from elsewhere than the official schema of today. */
const ofOlderVersions = new Set([
  'sourceCode source',
  'columnLineage fields.*.transformationType',
  'columnLineage fields.*.transformationDescription',
])

test('no two readers claim one key or one class', () => {
  const keys = facetReaders.flatMap((r) => [r.key, ...(r.also ?? [])].map((key) => `${r.container} ${key}`))
  expect(new Set(keys).size).toBe(keys.length)
  const classes = facetReaders.map((r) => `${r.container} ${r.className}`)
  expect(new Set(classes).size).toBe(classes.length)
})

const official = officialFacets()

describe.each(official.map((facet) => [`${facet.container}.${facet.key}`, facet] as const))('%s', (_, facet) => {
  const reader = readerOf(facet.container, facet.key, schemaUrl(facet.className)) as FacetReader
  const lines = reader === null ? [] : memberLines(reader.members)

  test('is read, by its key and by its class', () => {
    expect(reader?.className).toBe(facet.className)
    expect(readerOf(facet.container, 'some_other_key', schemaUrl(facet.className))?.className).toBe(facet.className)
  })

  test('has no member that is neither used nor shown', () => {
    expect([...facet.members.keys()].filter((at) => !lines.some((l) => l.path === at) && !isInside(at, lines))).toEqual([])
  })

  test('is not said to have members that it has not', () => {
    const unknown = lines.filter((l) => !facet.members.has(l.path) && !ofOlderVersions.has(`${facet.key} ${l.path}`))
    expect(unknown.filter((l) => !isOpen(l.path, facet.members))).toEqual([])
  })
})

test.each(official.length === 0 ? [] : [official])('every reader is of an official facet or known not to be', () => {
  const classes = new Set(official.map((f) => f.className))
  expect(facetReaders.filter((r) => !classes.has(r.className)).map((r) => r.key)).toEqual(['spark.exception'])
})

/** Inside a member that is shown as it comes. */
const isInside = (at: string, lines: readonly { path: string; type: string }[]): boolean =>
  lines.some((l) => l.type === 'any' && (at.startsWith(`${l.path}.`) || at.startsWith(`${l.path}[]`)))

/** Inside a member of which the schema says no more than that it is there. */
const isOpen = (path: string, members: ReadonlyMap<string, boolean>): boolean => {
  const above = path.replace(/(?:\.[^.[]+|\[\])$/, '')
  return members.has(above) && ![...members.keys()].some((m) => m.startsWith(`${above}.`) || m.startsWith(`${above}[`))
}
