import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenize } from './tokenize.ts'
import type { Language } from './tokenize.ts'

const LANGUAGES: readonly Language[] = ['sql', 'shell', 'json', 'python', 'java', 'ini', 'yaml', 'text']
const kinds = (code: string, language: Language) => tokenize(code, language).map(({ kind, text }) => [kind, text])

test('the tokens are the code, whatever it is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...LANGUAGES), fc.string({ unit: 'grapheme', maxLength: 60 }), (language, code) => {
      expect(
        tokenize(code, language)
          .map((token) => token.text)
          .join(''),
      ).toBe(code)
    }),
  )
})

test('keywords, strings, numbers and comments of SQL', () => {
  expect(kinds("SELECT 'it''s', 1.5 -- why\nFROM t", 'sql')).toEqual([
    ['keyword', 'SELECT'],
    ['plain', ' '],
    ['string', "'it''s'"],
    ['plain', ', '],
    ['number', '1.5'],
    ['plain', ' '],
    ['comment', '-- why'],
    ['plain', '\n'],
    ['keyword', 'FROM'],
    ['plain', ' t'],
  ])
})

test('keys of JSON are told from its strings', () => {
  expect(kinds('{"a": "b", "c": null}', 'json')).toEqual([
    ['plain', '{'],
    ['key', '"a"'],
    ['plain', ': '],
    ['string', '"b"'],
    ['plain', ', '],
    ['key', '"c"'],
    ['plain', ': '],
    ['keyword', 'null'],
    ['plain', '}'],
  ])
})

test('settings of a producer: the name is a key', () => {
  expect(kinds('AIRFLOW__X=1', 'shell')[0]).toEqual(['key', 'AIRFLOW__X'])
  expect(kinds('spark.jars.packages  a:b', 'ini')[0]).toEqual(['key', 'spark.jars.packages'])
  expect(kinds('transport:\n  type: http', 'yaml')[0]).toEqual(['key', 'transport'])
})

test('a string that never ends takes no more than a moment', () => {
  const start = performance.now()
  for (const [text, language] of [
    [`"${'\\'.repeat(190_000)}`, 'json'],
    [`'${"''".repeat(90_000)}`, 'sql'],
  ] as const)
    expect(
      tokenize(text, language)
        .map((t) => t.text)
        .join(''),
    ).toBe(text)
  expect(performance.now() - start).toBeLessThan(2000)
})
