import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { badgesIn, catalogFacts, datasetFacts, hierarchyIn, isDropped, lifecycleIn } from './dataset-facts.ts'

const facet = (key: string, value: unknown, eventTime: string | null = null): FacetValue => ({
  key,
  container: 'dataset',
  use: 'used',
  value,
  eventTime,
  eventPosition: 1,
})

test('kind, storage, version and source', () => {
  const facets = [
    facet('datasetType', { datasetType: 'TABLE', subType: 'MATERIALIZED' }),
    facet('storage', { storageLayer: 'iceberg', fileFormat: 'parquet' }),
    facet('version', { datasetVersion: '2688987478163096288' }),
    facet('dataSource', { name: 'wh', uri: 'postgres://etl:pw@wh:5432' }),
  ]
  expect(badgesIn(facets)).toEqual(['table, materialized', 'iceberg, parquet'])
  expect(datasetFacts(facets).map(({ name, value }) => [name, value])).toEqual([
    ['Kind', 'table, materialized'],
    ['Storage', 'iceberg, parquet'],
    ['Version', '2688987478163096288'],
    ['Data source', 'wh'],
    ['At', 'postgres://etl:***@wh:5432'],
  ])
})

test('the same name and address are said once; an empty sub type is none', () => {
  const facets = [facet('dataSource', { name: 'file', uri: 'file' }), facet('datasetType', { datasetType: 'TOPIC', subType: '' })]
  expect(datasetFacts(facets).map(({ value }) => value)).toEqual(['topic', 'file'])
})

test('the path from the top down', () => {
  const levels = [{ type: 'DATABASE', name: 'shop' }, { name: 'mart' }, null, { type: 'TABLE' }]
  expect(hierarchyIn(facet('hierarchy', { hierarchy: levels }))).toEqual({
    items: [
      { type: 'database', name: 'shop' },
      { type: null, name: 'mart' },
    ],
    more: 0,
    odd: 2,
  })
  for (const value of [{}, { hierarchy: 'a' }, { hierarchy: [] }]) expect(hierarchyIn(facet('hierarchy', value))).toBe(null)
  const deep = hierarchyIn(facet('hierarchy', { hierarchy: Array.from({ length: 3000 }, () => ({ name: 'x' })) }))
  expect([deep?.items.length, deep?.more]).toEqual([20, 2980])
})

test('a catalog with its properties, secrets masked', () => {
  const facts = catalogFacts(
    facet('catalog', {
      framework: 'iceberg',
      type: 'rest',
      name: 'lake',
      warehouseUri: 's3://lake',
      catalogProperties: { io: 's3', 's3.secret-access-key': 'abc', empty: '' },
    }),
  )
  expect(facts.map(({ name, value }) => [name, value])).toEqual([
    ['Name', 'lake'],
    ['Type', 'iceberg, rest'],
    ['Warehouse', 's3://lake'],
    ['io', 's3'],
    ['s3.secret-access-key', 'masked'],
    ['empty', 'empty'],
  ])
  for (const value of [{}, { catalogProperties: [] }, { catalogProperties: 'x', name: {} }])
    expect(catalogFacts(facet('catalog', value))).toEqual([])
})

test('a rename says from what; unknown changes are made readable', () => {
  const value = { lifecycleStateChange: 'RENAME', previousIdentifier: { namespace: 'file', name: '/old' } }
  expect(lifecycleIn(facet('lifecycleStateChange', value, '2026-01-01T00:00:00Z'))).toMatchObject({
    words: 'renamed',
    previous: { namespace: 'file', name: '/old' },
  })
  expect(lifecycleIn(facet('lifecycleStateChange', { lifecycleStateChange: 'SET_ASIDE' }))?.words).toBe('set aside')
  for (const odd of [{}, { lifecycleStateChange: null }, { lifecycleStateChange: {} }])
    expect(lifecycleIn(facet('lifecycleStateChange', odd))).toBe(null)
  expect(lifecycleIn(facet('x', { lifecycleStateChange: 'RENAME', previousIdentifier: 'old' }))?.previous).toBe(null)
})

test('dropped, unless it was written after that', () => {
  const drop = lifecycleIn(facet('lifecycleStateChange', { lifecycleStateChange: 'drop' }, '2026-01-02T00:00:00Z'))
  expect(isDropped(drop, null)).toBe(true)
  expect(isDropped(drop, '2026-01-02T00:00:00.000Z')).toBe(true)
  expect(isDropped(drop, '2026-01-03T00:00:00Z')).toBe(false)
  expect(isDropped(lifecycleIn(facet('l', { lifecycleStateChange: 'CREATE' })), null)).toBe(false)
  expect(isDropped(null, null)).toBe(false)
})
