import { expect, test } from 'vitest'
import { parseJson } from './json-parse.ts'
import { STRING_SHOWN, hasNext, keyPieces, quoted, valuePieces } from './json-show.ts'

const shown = (text: string, i = 0): string => {
  const doc = parseJson(text)
  return [...keyPieces(doc, text, i), ...valuePieces(doc, text, i)].map((piece) => piece.text).join('')
}

test('numbers are shown digit for digit', () => {
  expect(shown('{"rows": 9223372036854775807}', 1)).toBe('"rows": 9223372036854775807')
  expect(shown('[1.10, 1e400, -0]', 1)).toBe('1.10')
})

test('letters are letters, what is not seen is spelt out', () => {
  expect(shown('{"gr\\u00f6\\u00dfe": "a\\u202eb\\nc"}', 1)).toBe('"größe": "a\\u202eb\\nc"')
  expect(quoted('\ud800"\\😀')).toBe('"\\ud800\\"\\\\😀"')
})

test('small containers are written out', () => {
  expect(shown('[[{"a":1,"b":[ ]}]]', 2)).toBe('{ "a": 1, "b": [] }')
})

test('a long string is cut, never inside of an escape', () => {
  const text = `["${'\\u00e9'.repeat(2000)}"]`
  const doc = parseJson(text)
  const pieces = valuePieces(doc, text, 1)
  expect(pieces[0]?.text).toMatch(/^"é+$/)
  expect(pieces[0]?.text.length).toBeLessThanOrEqual(STRING_SHOWN + 1)
  expect(pieces[1]?.more).toEqual({ entry: 1, length: 12_000 })
})

test('commas stand between, not behind', () => {
  const doc = parseJson('{"a": {"b": 1}, "c": 2}')
  expect([1, 2, 3].map((i) => hasNext(doc, i))).toEqual([true, false, false])
})
