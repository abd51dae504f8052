import { expect, test } from 'vitest'
import { findOffsets, MAX_HITS } from './json-find.ts'
import { rawRowAt, rawRows } from './raw-lines.ts'

test.each([
  ['order', '{"a": "Order_ID"}', [7]],
  ['größe', '{"a": "gr\\u00f6\\u00dfe", "b": "größe"}', [7, 31]],
  ['s3://lake', '["s3:\\/\\/lake", "s3://lake"]', [2, 17]],
  ['a.b*', '["a.b*", "axbb"]', [2]],
  ['😀', '["\\ud83d\\ude00", "😀"]', [2, 18]],
  ['"name"', '{"name": "\\"name\\""}', [1, 10]],
])('finds %s', (query, text, offsets) => {
  expect(findOffsets(text, query).offsets).toEqual(offsets)
})

test('an empty query finds nothing, a common one is cut', () => {
  expect(findOffsets('aaa', '').offsets).toEqual([])
  expect(findOffsets('a'.repeat(MAX_HITS + 1), 'a')).toMatchObject({ cut: true })
})

test('one long line becomes many rows, and every character is in one', () => {
  const text = `${'a'.repeat(25)}\n\nb😀c`
  const rows = rawRows(text, 10)
  expect([...rows.starts]).toEqual([0, 10, 20, 26, 27])
  expect([...rows.lines]).toEqual([1, 1, 1, 2, 3])
  expect(rawRowAt(rows, 19)).toBe(1)
  expect([...rawRows('x😀', 2).starts]).toEqual([0])
  expect([...rawRows('', 10).starts]).toEqual([0])
})
