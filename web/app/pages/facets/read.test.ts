import { expect, test } from 'vitest'
import { allOf, anyTextOf, countOf, firstOf, identityOf, memberOf, textOf, wordsFor } from './read.ts'

test('a member is read only where the way to it is whole', () => {
  expect(memberOf({ a: { b: 1 } }, 'a', 'b')).toBe(1)
  for (const value of [null, undefined, 3, 'text', [], [{ b: 1 }], { a: null }]) expect(memberOf(value, 'a', 'b')).toBe(undefined)
  expect(memberOf({}, 'toString')).toBe(undefined)
  expect(memberOf({}, '__proto__')).toBe(undefined)
})

test('text: numbers and truth values are read, nothing else is made up', () => {
  expect([textOf('a'), textOf(0), textOf(false)]).toEqual(['a', '0', 'false'])
  expect([textOf(''), textOf('  '), textOf(null), textOf({}), textOf([])]).toEqual([null, null, null, null, null])
  expect(textOf('abcdef', 3)).toBe('abc…')
  expect(anyTextOf({ a: [1] })).toBe('{"a":[1]}')
})

test('counts are whole numbers from 0 on, also as text', () => {
  expect([countOf(3), countOf('3'), countOf(0)]).toEqual([3, 3, 0])
  expect([countOf(-1), countOf(1.5), countOf('x'), countOf(null), countOf(Number.NaN)]).toEqual([null, null, null, null, null])
})

test('a list is read as far as it can be, and says how much is missing', () => {
  const text = (item: unknown): string | null => textOf(item)
  expect(allOf(['a', null, {}, 'b'], text)).toEqual({ items: ['a', 'b'], more: 0, odd: 2 })
  expect(allOf(undefined, text)).toEqual({ items: [], more: 0, odd: 0 })
  expect(allOf({ a: 1 }, text)).toEqual({ items: [], more: 0, odd: 1 })
  expect(firstOf(allOf(['a', 'b', 'c'], text), 2)).toEqual({ items: ['a', 'b'], more: 1, odd: 0 })
})

test('an identity needs a name; the empty namespace is one', () => {
  expect(identityOf({ name: 'a' })).toEqual({ namespace: '', name: 'a' })
  expect([identityOf({ namespace: 'n' }), identityOf(null), identityOf({ name: 3 })]).toEqual([null, null, null])
})

test('words: known ones in any case, others made readable', () => {
  expect(wordsFor({ ALL_DONE: 'all have ended' }, 'all_done')).toBe('all have ended')
  expect(wordsFor({}, 'SOMETHING_ELSE')).toBe('something else')
  expect(wordsFor({}, 'constructor')).toBe('constructor')
})
