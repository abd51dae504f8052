import { expect, test } from 'vitest'
import { wordsOf } from './words.ts'

test.each([
  [{ description: 'Orders  of\nthe shop' }, 'Orders of the shop'],
  [{ owners: [{ name: 'ann', type: 'OWNER' }, { name: 'bo' }] }, 'ann, bo'],
  [{ tags: [{ key: 'pii', value: 'yes' }, { key: 'gold' }] }, 'pii: yes, gold'],
  [{ name: 'warehouse', uri: 'pg://wh' }, 'warehouse, pg://wh'],
  [{ _deleted: true }, 'Deleted'],
  [{ owners: [] }, 'Nothing'],
  [null, 'cannot be read again'],
])('%j', (value, words) => {
  expect(wordsOf(value)).toBe(words)
})

test('long ones are cut', () => {
  expect(wordsOf({ query: 'x'.repeat(1_000) })).toHaveLength(241)
  expect(wordsOf({ tags: Array.from({ length: 20 }, (_, i) => ({ key: `t${i}` })) })).toContain('t11 and 8 more')
})
