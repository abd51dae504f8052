import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { findFacet, placeOf } from './known.ts'

const facet = (key: string, value: unknown, container: FacetValue['container'] = 'run'): FacetValue => ({
  key,
  container,
  use: 'stored only',
  value,
  eventTime: null,
  eventPosition: 1,
})

test('the official key comes before other names of the facet', () => {
  const old = facet('testRun', { tests: [] })
  const official = facet('test', { tests: [] })
  expect(findFacet([old, official], 'test')).toBe(official)
  expect(findFacet([old], 'test')).toBe(old)
})

test('an unknown key is known by the class in its schema address', () => {
  const schema = 'https://openlineage.io/spec/facets/1-0-1/TestRunFacet.json'
  for (const _schemaURL of [schema, `${schema}#/$defs/TestRunFacet`, 'ol:core:TestRunFacet.json']) {
    const odd = facet('ours', { _schemaURL })
    expect(findFacet([odd], 'test')).toBe(odd)
  }
  expect(findFacet([facet('ours', { _schemaURL: 'https://example.org/MyTestRunFacet.json' })], 'test')).toBe(null)
  expect(findFacet([facet('ours', { _schemaURL: 3 })], 'test')).toBe(null)
})

test('a facet that is no object is none', () => {
  for (const value of [null, undefined, 'text', 3, []]) expect(findFacet([facet('test', value)], 'test')).toBe(null)
})

test('what belongs to another thing is not taken; facets of datasets stand in three places', () => {
  expect(findFacet([facet('storage', {}, 'job')], 'storage')).toBe(null)
  for (const container of ['dataset', 'input', 'output'] as const) {
    const found = facet('dataQualityAssertions', {}, container)
    expect(findFacet([found], 'assertions')).toBe(found)
  }
})

test('each facet with a panel says where it is; others have no place', () => {
  expect(placeOf(facet('test', {}))).toMatchObject({ tab: 'tests', label: 'Tests' })
  expect(placeOf(facet('storage', {}, 'dataset'))).toMatchObject({ label: 'Details' })
  expect(placeOf(facet('queue', {}))).toBe(null)
  expect(placeOf(facet('airflow', {}, 'job'))).toBe(null)
})
