import { describe, expect, test } from 'vitest'
import { any, boolean, checkMembers, integer, listOf, mapOf, memberLines, need, object, shown, text, time } from './shape.ts'
import type { Members } from './shape.ts'

const members: Members = {
  name: need(text),
  at: time,
  n: integer,
  rows: listOf(object({ key: need(text), ok: boolean })),
  by: shown(mapOf(object({ n: integer }))),
  rest: shown(any),
}

function warningsFor(facet: Record<string, unknown>): string[] {
  const warnings: string[] = []
  checkMembers(facet, members, (says, pointer) => warnings.push(`${pointer}: ${says}`))
  return warnings
}

describe('a facet held against its members', () => {
  test('what fits is not spoken of, nor what no member speaks of', () => {
    expect(
      warningsFor({
        name: 'x',
        at: '2026-01-01T00:00:00Z',
        n: 3,
        rows: [{ key: 'k', ok: false }],
        by: { 'a/b': { n: '12' } },
        rest: [1],
        own: {},
      }),
    ).toEqual([])
  })

  test('null is absent, and numbers pass for text', () => {
    expect(warningsFor({ name: 7, at: null, n: null, rows: null, by: null })).toEqual([])
  })

  test.each([
    [{}, '/name: name is missing'],
    [{ name: null }, '/name: name is missing'],
    [{ name: {} }, '/name: name is no text; left out'],
    [{ name: 'x', at: 'soon' }, '/at: at is no time; left out'],
    [{ name: 'x', n: 1.5 }, '/n: n is no whole number; cut off'],
    [{ name: 'x', rows: {} }, '/rows: rows is no list; left out'],
    [{ name: 'x', rows: [1] }, '/rows/0: rows[0] is no object; left out'],
    [{ name: 'x', rows: [{ key: 'k' }, {}] }, '/rows/1/key: key is missing'],
    [{ name: 'x', rows: [{ key: 'k', ok: 'yes' }] }, '/rows/0/ok: ok is neither true nor false; left out'],
    [{ name: 'x', by: { 'a/b': { n: 'many' } } }, '/by/a~1b/n: n is no whole number; left out'],
    [{ name: 'x', by: { __proto__x: 1 } }, '/by/__proto__x: __proto__x is no object; left out'],
  ])('%j: %s', (facet, warning) => expect(warningsFor(facet)).toEqual([warning]))

  test('a thousand broken entries are not a thousand warnings', () => {
    expect(warningsFor({ name: 'x', rows: Array.from({ length: 1_000 }, () => 1) })).toHaveLength(20)
  })
})

test('members by path, with what they are for', () => {
  expect(memberLines(members).map((l) => `${l.path} ${l.type}${l.required ? ' required' : ''} ${l.use}`)).toEqual([
    'name text required used',
    'at time used',
    'n integer used',
    'rows list used',
    'rows[].key text required used',
    'rows[].ok boolean used',
    'by map shown only',
    'by.*.n integer shown only',
    'rest any shown only',
  ])
})
