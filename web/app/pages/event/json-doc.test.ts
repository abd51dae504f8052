import { expect, test } from 'vitest'
import { at, childrenOf, entryAt, keyOf, pointerOf, resolvePointer } from './json-doc.ts'
import { parseJson } from './json-parse.ts'

const texts = (text: string): string[] => {
  const doc = parseJson(text)
  return Array.from({ length: doc.count }, (_, i) => text.slice(at(doc.start, i), at(doc.end, i)))
}

test('keeps every value as it was written', () => {
  expect(texts('{"a": 9223372036854775807, "b": [1e400, -0.0, "x\\"]"], "a": null}')).toEqual([
    '{"a": 9223372036854775807, "b": [1e400, -0.0, "x\\"]"], "a": null}',
    '9223372036854775807',
    '[1e400, -0.0, "x\\"]"]',
    '1e400',
    '-0.0',
    '"x\\"]"',
    'null',
  ])
})

test('reads NaN and Infinity, which the intake lets pass', () => {
  const doc = parseJson('[NaN, -Infinity, Infinity]')
  expect(doc.error).toBeNull()
  expect(doc.count).toBe(4)
})

test('a string may end in backslashes', () => {
  const text = '{"path\\\\": "C:\\\\", "n": 1}'
  const doc = parseJson(text)
  expect(doc.error).toBeNull()
  expect(keyOf(doc, text, 1)).toBe('path\\')
  expect(keyOf(doc, text, 2)).toBe('n')
})

test.each([
  ['{"a": }', 6, 'a value'],
  ['{"a" 1}', 5, 'a colon'],
  ['[1 2]', 3, 'a comma or ]'],
  ['{"a": 1} x', 9, 'the end of the text'],
  ['{"a": "b', 6, 'a quote that ends the string'],
  ['', 0, 'a value'],
])('says where %s stops being JSON', (text, offset, expected) => {
  expect(parseJson(text).error).toEqual({ offset, expected })
})

test('keeps what stands before the error', () => {
  const text = '{"job": {"name": "x"}, "run": tru'
  const doc = parseJson(text)
  expect(doc.error).not.toBeNull()
  expect(resolvePointer(doc, text, '/job/name').exact).toBe(true)
})

test('goes 100,000 levels deep without recursion', () => {
  const doc = parseJson('['.repeat(100_000) + ']'.repeat(100_000))
  expect(doc.error).toBeNull()
  expect(doc.count).toBe(100_000)
})

test('pointers lead to entries and back, whatever the key', () => {
  const text = JSON.stringify({ 'a/b': { '~': [{ __proto: 1 }, 'x'] }, __proto__: 3, '': { '0': 'zero' } }).replace(
    '"__proto"',
    '"__proto__"',
  )
  const doc = parseJson(text)
  for (let i = 0; i < doc.count; i += 1) expect(resolvePointer(doc, text, pointerOf(doc, text, i))).toEqual({ entry: i, exact: true })
  expect(pointerOf(doc, text, 4)).toBe('/a~1b/~0/0/__proto__')
})

test('a pointer to what is not there gives its nearest ancestor', () => {
  const text = '{"run": {"facets": {}}}'
  const doc = parseJson(text)
  expect(resolvePointer(doc, text, '/run/facets/parent')).toEqual({ entry: 2, exact: false })
})

test('of a key that stands twice the last counts', () => {
  const text = '{"a": 1, "a": 2}'
  const doc = parseJson(text)
  expect(resolvePointer(doc, text, '/a').entry).toBe(2)
})

test('children and places', () => {
  const text = '{"a": [1, 2], "b": {"c": 3}}'
  const doc = parseJson(text)
  expect([...childrenOf(doc, 0)]).toEqual([1, 4])
  expect(entryAt(doc, text.indexOf('2'))).toBe(3)
  expect(entryAt(doc, text.indexOf('"c"'))).toBe(5)
})

test('a schema of 90,000 fields is one entry a value', () => {
  const field = { name: 'a_column_name', type: 'decimal(12,2)', description: 'Something about it' }
  const text = JSON.stringify({ outputs: [{ facets: { schema: { fields: Array.from({ length: 90_000 }, () => field) } } }] })
  const doc = parseJson(text)
  expect(doc.count).toBe(5 + 1 + 90_000 * 4)
})
