import { expect, test } from 'vitest'
import { lastPart, qualifier } from './names.ts'

test('a card says the last part of a name, and what stands before it', () => {
  expect(lastPart('warehouse.analytics.fct_orders')).toBe('fct_orders')
  expect(lastPart('raw/2024/orders/')).toBe('orders/')
  expect(lastPart('orders')).toBe('orders')
  expect(lastPart('')).toBe('')
  expect(qualifier({ namespace: 'ns', name: 'a.b.c' })).toBe('a.b')
  expect(qualifier({ namespace: 'ns', name: 'c' })).toBe('ns')
})

test('a hash at the end is no name', () => {
  expect(lastPart('test.shop.unique_fct_orders_order_id.3b1d7f0a52')).toBe('unique_fct_orders_order_id')
  expect(lastPart('a.deadbeef')).toBe('deadbeef')
  expect(lastPart('a.20240101')).toBe('20240101')
})
