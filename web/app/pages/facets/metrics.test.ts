import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { measuresIn, metricsIn } from './metrics.ts'

const facet = (value: unknown): FacetValue => ({ key: 'k', container: 'dataset', use: 'used', value, eventTime: null, eventPosition: 1 })

test('the whole and each column', () => {
  const found = metricsIn(
    facet({
      rowCount: 1_204_118,
      bytes: '9007199254740993',
      fileCount: 5,
      lastUpdated: '2026-01-01T00:00:00Z',
      columnMetrics: {
        amount: { nullCount: 0, distinctCount: 1500, min: -1.5, max: 12345.678, quantiles: { '0.99': 1e12, '0.5': 2.5, '0.25': 1 } },
        day: { nullCount: 301_030, min: '2026-01-01' },
      },
    }),
  )
  expect(found).toMatchObject({ rows: '1,204,118', bytes: '9007199254740993', files: '5', updated: '2026-01-01T00:00:00Z' })
  expect(found?.columns.items[0]).toEqual({
    column: 'amount',
    nulls: '0',
    nullShare: '0 %',
    distinct: '1,500',
    count: null,
    sum: null,
    min: '-1.5',
    max: '12,345.678',
    quantiles: [
      { at: '0.25', value: '1' },
      { at: '0.5', value: '2.5' },
      { at: '0.99', value: '1,000,000,000,000' },
    ],
  })
  expect(found?.columns.items[1]).toMatchObject({ nulls: '301,030', nullShare: '25 %', min: '2026-01-01' })
  expect([...measuresIn(found?.columns.items ?? [])].toSorted()).toEqual(['distinct', 'max', 'min', 'nulls', 'quantiles'])
})

test('partial and malformed', () => {
  for (const value of [{}, { columnMetrics: {} }, { columnMetrics: null, rowCount: null }]) expect(metricsIn(facet(value))).toBe(null)
  expect(metricsIn(null)).toBe(null)
  expect(metricsIn(facet({ columnMetrics: [] }))?.columns).toMatchObject({ items: [], odd: 1 })
  const odd = metricsIn(facet({ rowCount: {}, bytes: [], columnMetrics: { a: null, b: 3, c: { nullCount: {}, quantiles: [1] } } }))
  expect(odd).toMatchObject({ rows: null, bytes: null, columns: { odd: 2 } })
  expect(odd?.columns.items[0]).toMatchObject({ column: 'c', nulls: null, nullShare: null, quantiles: [] })
})

test('thousands of columns are bounded', () => {
  const columnMetrics = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`c${i}`, { nullCount: i }]))
  expect(metricsIn(facet({ columnMetrics }))?.columns).toMatchObject({ more: 2000, odd: 0 })
})
