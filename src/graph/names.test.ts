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

test('an end that every second job has comes with what stands before it', () => {
  expect(lastPart('shop.marts.shop.fct_orders.test')).toBe('fct_orders.test')
  expect(lastPart('shop.marts.orders.build.run')).toBe('orders.build.run')
  expect(lastPart('model.shop.fct_orders.sql.7')).toBe('fct_orders.sql.7')
  expect(lastPart('dag.run')).toBe('run')
  expect(lastPart('lake/2024/orders.v1.7')).toBe('orders.v1.7')
  expect(lastPart('a.b.20240101')).toBe('20240101')
})
