import { expect, test } from 'vitest'
import { quotedValue, withFilter, withoutFilter } from './filters.ts'

test.each([
  ['orders owner:ada', { key: 'owner', value: 'ada', negated: false }, 'orders'],
  ['orders -owner:ada owner:ada', { key: 'owner', value: 'ada', negated: true }, 'orders owner:ada'],
  ['owner:"Ada Lindqvist" orders', { key: 'owner', value: 'Ada Lindqvist', negated: false }, 'orders'],
  ['status:failed x', { key: 'state', value: 'failed', negated: false }, 'x'],
  ['owner:ada', { key: 'owner', value: 'bob', negated: false }, 'owner:ada'],
])('%s without a filter', (typed, filter, left) => {
  expect(withoutFilter(typed, filter)).toBe(left)
})

test('a filter is begun after what is there', () => {
  expect([withFilter('', 'ns'), withFilter('orders ', 'ns')]).toEqual(['ns:', 'orders ns:'])
  expect([quotedValue('a'), quotedValue('a b'), quotedValue('a "b"')]).toEqual(['a', '"a b"', '"a  b "'])
})
