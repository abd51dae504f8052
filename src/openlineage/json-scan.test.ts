import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { depthMax, depthOf, isDeeper, readBody, readShallow } from './body.ts'
import { jsonErrorAt, utf8ErrorAt, withoutBareNumbers, withoutDeepParts } from './json-scan.ts'

const errorIn = (text: string): number => jsonErrorAt(Buffer.from(text))

test('whatever JSON.parse takes is JSON, whatever it does not is not', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '\\',
    '\\u00',
    '1',
    '-',
    '0',
    '.5',
    'e+',
    'true',
    'null',
    ' ',
    '\n',
    '\t',
    '\0',
    'ü',
    '🛢',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.array(pieces, { maxLength: 12 }).map((p) => p.join('')),
      ),
      (text) => {
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        expect(errorIn(text) < 0).toBe(isJson)
      },
    ),
    { numRuns: 3_000 },
  )
})

test('a damaged text is wrong at or before the damage, never after the end', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, n) => {
      const at = n % text.length
      const offset = errorIn(`${text.slice(0, at)}\u0001`)
      expect(offset).toBeGreaterThanOrEqual(0)
      expect(offset).toBeLessThanOrEqual(Buffer.byteLength(text.slice(0, at)))
    }),
  )
})

test.each([
  ['{"a": 1,}', 8],
  ['[1 2]', 3],
  ['{"a" 1}', 5],
  ['{a:1}', 1],
  ['[1,', 3],
  ['"abc', 4],
  ['"\\x"', 2],
  ['"\\u12G4"', 5],
  ['01', 1],
  ['1.', 2],
  ['1e', 2],
  ['-', 1],
  ['', 0],
  ['[]]', 2],
  ['nul', 0],
])('%s is wrong at %i', (text, at) => {
  expect(errorIn(text)).toBe(at)
})

test('bare NaN and Infinity pass, and are null outside of strings only', () => {
  const text = '{"NaN":[NaN,-Infinity,Infinity, "a NaN \\" Infinity\\\\",-1],"b":NaN}'
  expect(errorIn(text)).toBe(-1)
  expect(withoutBareNumbers(text)).toBe('{"NaN":[null,null,null, "a NaN \\" Infinity\\\\",-1],"b":null}')
  expect(withoutBareNumbers('{"a":"NaN"}')).toBeNull()
})

test('what is too deep becomes null, all else stays', () => {
  expect(withoutDeepParts(Buffer.from('{"a":[[1]],"b":{"c":"]}[{"},"d":[]}'), 2).toString()).toBe('{"a":[null],"b":{"c":"]}[{"},"d":[]}')
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 1, max: 5 }), (text, limit) => {
      const cut = withoutDeepParts(Buffer.from(text), limit)
      expect(depthOf(cut, 100)).toBeLessThanOrEqual(limit)
      if (depthOf(Buffer.from(text), 100) <= limit) expect(cut.toString()).toBe(text)
      JSON.parse(cut.toString())
    }),
  )
})

test('brackets a million deep are looked over, and a bracket too few is seen', () => {
  const deep = `{"job":{"namespace":"n","name":"j"},"x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`
  expect(readShallow(Buffer.from(deep))).toEqual({
    ok: true,
    value: { job: { namespace: 'n', name: 'j' }, x: expect.anything() as unknown },
    warnings: [],
    tooDeep: true,
  })
  expect(readShallow(Buffer.from(deep.slice(0, -2)))).toMatchObject({ ok: false, code: 'not_json' })
  expect(depthOf(Buffer.from(deep), depthMax)).toBe(depthMax + 1)
})

test('a value is as deep as its text', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 8 }, fc.constantFrom(null, 1, '}]', true), fc.array(tie('value'), { maxLength: 3 }), tie('object')),
    object: fc.dictionary(fc.constantFrom('a', '__proto__', '[{'), tie('value'), { maxKeys: 3 }),
  }))
  fc.assert(
    fc.property(value, fc.nat(8), (any, levels) => {
      const text = JSON.stringify(any)
      expect(isDeeper(JSON.parse(text), levels)).toBe(depthOf(Buffer.from(text), levels) > levels)
    }),
    { numRuns: 2_000 },
  )
})

test('the first byte that breaks UTF-8', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const at = utf8ErrorAt(bytes)
      expect(at < 0).toBe(isUtf8(bytes))
      if (at >= 0) expect(isUtf8(bytes.subarray(0, at))).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test('a byte order mark is skipped once, and a string of any length beside NaN is no trouble', () => {
  expect(readBody(Buffer.from('\ufeff{}'))).toMatchObject({ ok: true })
  expect(readBody(Buffer.from('\ufeff\ufeff{}'))).toMatchObject({ ok: false, code: 'not_json' })
  const long = `{"sql":"${'x'.repeat(8 << 20)}","n":NaN}`
  expect(readBody(Buffer.from(long))).toMatchObject({ ok: true, warnings: [expect.stringContaining('NaN')] })
  expect(readBody(Buffer.from(long.slice(0, -1)))).toMatchObject({ ok: false, code: 'not_json' })
})
