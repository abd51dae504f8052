import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitName, lastPartAt, visible } from './name-cut.ts'
import type { Part } from './name-cut.ts'

/** Every character is ten pixels wide. */
const measure = (part: Part): number => part.text.length * 10
const text = (list: readonly Part[]): string => list.map((part) => part.text).join('')
const fit = (name: string, characters: number): string => text(fitName(name, characters * 10, measure))

test('the last part is the dark one', () => {
  expect(lastPartAt('warehouse.analytics.fct_orders')).toBe('warehouse.analytics.'.length)
  expect(lastPartAt('shop-lake/exports/revenue.parquet')).toBe('shop-lake/exports/'.length)
  expect(lastPartAt('orders')).toBe(0)
  expect(lastPartAt('bucket/folder/')).toBe('bucket/'.length)
})

test('a name that does not fit is cut in the middle and keeps its last word', () => {
  expect(fit('sessionize_clickstream.execute_insert.lake_sessions', 30)).toBe('sessionize_click…lake_sessions')
})

test('what fits is left whole', () => {
  expect(fit('warehouse.fct_orders', 20)).toBe('warehouse.fct_orders')
})

test('a cut name is never wider than its place, and is the name without its middle', () => {
  const name = fc.string({ minLength: 1, maxLength: 300, unit: fc.constantFrom('a', 'b', 'x', '0', '.', '_', '-', '/', '=', 'é') })
  fc.assert(
    fc.property(name, fc.integer({ min: 20, max: 60 }), (value, room) => {
      const shown = fit(value, room)
      if (shown === value) return
      expect(shown.length).toBeLessThanOrEqual(room)
      const [head, tail] = shown.split('…')
      expect(value.startsWith(head ?? '')).toBe(true)
      expect(value.endsWith(tail ?? '')).toBe(true)
    }),
  )
})

test('control characters are shown, and nothing else changes', () => {
  expect(visible('a\0b\nc\u007f')).toBe('a␀b␊c␡')
  expect(visible('日本 🛢 __proto__')).toBe('日本 🛢 __proto__')
})
