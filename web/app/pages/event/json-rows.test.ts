import { expect, test } from 'vitest'
import { resolvePointer } from './json-doc.ts'
import { parseJson } from './json-parse.ts'
import { firstFolds, reveal, unfoldAll, widened } from './json-folds.ts'
import { FIRST_SHOWN, MAX_ROWS, foldLabel, rowOfLine, visibleRows } from './json-rows.ts'
import type { Folds } from './json-rows.ts'

const none: Folds = { open: new Set(), shown: new Map() }
const wide = 'x'.repeat(80)
const text = JSON.stringify({
  eventType: 'COMPLETE',
  run: { runId: wide, facets: { nominalTime: { start: wide, end: wide }, parent: { job: { namespace: wide, name: wide } } } },
  inputs: [{ namespace: 's3://lake', name: 'raw' }],
  outputs: [],
})
const doc = parseJson(text)
const where = (pointer: string): number => resolvePointer(doc, text, pointer).entry
const shape = (folds: Folds): string[] => visibleRows(doc, folds).rows.map((row) => `${String(row.line)} ${row.part}`)

test('all folded is one row', () => {
  expect(shape(none)).toEqual(['1 fold'])
})

test('lines are those of the unfolded text; small objects stand on one', () => {
  const rows = visibleRows(doc, unfoldAll(doc)).rows
  expect(rows.map((row) => row.line)).toEqual(Array.from({ length: doc.lines }, (_, i) => i + 1))
  expect(rows.find((row) => row.entry === where('/inputs/0'))?.part).toBe('leaf')
  expect(rows.find((row) => row.entry === where('/outputs'))?.part).toBe('leaf')
})

test('a fold keeps the numbers of the lines below it', () => {
  expect(shape({ ...none, open: new Set([0]) })).toEqual(['1 open', '2 leaf', '3 fold', '18 fold', '21 leaf', '22 close'])
})

test('the outline comes first, facets stay folded', () => {
  const folds = firstFolds(doc, text)
  expect(folds.open.has(where('/run/facets'))).toBe(true)
  expect(folds.open.has(where('/run/facets/parent'))).toBe(false)
})

test('folds say what they hide', () => {
  expect(foldLabel(doc, text, where('/run'))).toBe('runId, facets')
  expect(foldLabel(doc, text, where('/run/facets/parent'))).toBe('2 job')
  expect(foldLabel(doc, text, where('/inputs'))).toBe('1 item')
  const facet = JSON.stringify({ _producer: wide, fields: [{ name: wide }, { name: wide }] })
  expect(foldLabel(parseJson(facet), facet, 0)).toBe('2 fields')
})

test('a long list shows its first items and the rest on demand', () => {
  const long = JSON.stringify(Array.from({ length: 1000 }, (_, i) => i + 1e15))
  const list = parseJson(long)
  const first = visibleRows(list, { open: new Set([0]), shown: new Map() }).rows
  expect(first).toHaveLength(FIRST_SHOWN + 3)
  expect(first.at(-2)).toMatchObject({ part: 'more', line: FIRST_SHOWN + 2, endLine: 1001 })
  const seen = reveal(list, { open: new Set(), shown: new Map() }, 500)
  expect(visibleRows(list, seen).rows.some((row) => row.entry === 500 && row.part === 'leaf')).toBe(true)
})

test('a line leads to its row, or to the fold that hides it', () => {
  const { rows } = visibleRows(doc, { ...none, open: new Set([0]) })
  expect(rowOfLine(rows, 3)).toBe(2)
  expect(rowOfLine(rows, 9)).toBe(2)
  expect(rowOfLine(rows, 18)).toBe(3)
})

test('deep nesting does not overflow', () => {
  const deep = parseJson('['.repeat(50_000) + ']'.repeat(50_000))
  expect(visibleRows(deep, unfoldAll(deep)).rows).toHaveLength(99_997)
})

test('a jump far into a long list moves its window, from where more is shown both ways', () => {
  const long = JSON.stringify(Array.from({ length: MAX_ROWS + 5000 }, (_, i) => i + 1e15))
  const list = parseJson(long)
  const folds = reveal(list, unfoldAll(list), MAX_ROWS + 1000)
  const { rows, cut } = visibleRows(list, folds)
  expect(cut).toBe(false)
  expect(rows).toHaveLength(FIRST_SHOWN + 4)
  expect(rows.some((row) => row.entry === MAX_ROWS + 1000)).toBe(true)
  expect(rows[1]).toMatchObject({ part: 'more', side: 'before', line: 2, hidden: MAX_ROWS + 949 })
  const first = rows[1]
  if (first === undefined) throw new Error('no row')
  expect(visibleRows(list, widened(folds, first)).rows).toHaveLength(FIRST_SHOWN * 10 + 4)
  const last = rows.at(-2)
  expect(last).toMatchObject({ part: 'more', side: 'after', hidden: 5000 - 949 - FIRST_SHOWN })
})
