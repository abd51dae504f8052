import { expect, test } from 'vitest'
import { parseJson } from './json-parse.ts'
import { resolvePointer } from './json-doc.ts'
import { countsOf, lineFor, placeLines } from './receipt.ts'

const text = JSON.stringify({ run: { runId: '1', facets: { parent: { job: { name: 'x' } } } }, job: { name: 'y' } })
const doc = parseJson(text)
const line = (pointer: string, use: 'used' | 'warning' | 'ignored' = 'used') => ({ use, pointer, label: pointer, says: '' })
const lines = placeLines(doc, text, [
  line('/run'),
  line('/run/facets/parent'),
  line('/run/facets/parent', 'warning'),
  line('/run/facets/gone', 'ignored'),
])
const entry = (pointer: string): number => resolvePointer(doc, text, pointer).entry

test('the nearest line above speaks of an entry', () => {
  expect(lineFor(doc, lines, entry('/run/facets/parent/job/name'))?.label).toBe('/run/facets/parent')
  expect(lineFor(doc, lines, entry('/run/runId'))?.label).toBe('/run')
  expect(lineFor(doc, lines, entry('/job'))).toBeNull()
})

test('what is not in the event lights what should hold it', () => {
  expect(lines[3]).toMatchObject({ exact: false, entry: entry('/run/facets') })
})

test('counts in the order of the groups', () => {
  expect(countsOf(lines)).toBe('2 used, 1 warning, 1 ignored')
})
