import { expect, test } from 'vitest'
import type { FieldChange } from '../../../../src/contract/catalog.ts'
import { alignSchemas, diffLines, perhapsRename, summaryOf, widens } from './schema-diff.ts'

const fields = (text: string) =>
  text.split(' ').map((part) => {
    const [path = '', type] = part.split(':')
    return { path, type: type ?? null }
  })
const before = fields(
  'id:bigint method:text amount:numeric(12,2) currency:char(3) fee_amount:numeric(10,2) captured_at:timestamptz raw:jsonb',
)
const after = fields(
  'id:bigint method:text amount:numeric(12,2) currency:char(3) fee_total:numeric(12,2) captured_at:timestamptz raw:jsonb',
)

test('shows changes with one neighbour each side, and how much lies between', () => {
  expect(diffLines(before, after).map((line) => [line.kind, line.path || line.hidden])).toEqual([
    ['gap', 3],
    ['same', 'currency'],
    ['removed', 'fee_amount'],
    ['added', 'fee_total'],
    ['same', 'captured_at'],
    ['gap', 1],
  ])
})

test('removed fields stand where they were, changed ones keep both types', () => {
  expect(alignSchemas(fields('a:int b:int c:int'), fields('c:bigint a:int')).map((line) => `${line.kind} ${line.path}`)).toEqual([
    'changed c',
    'same a',
    'removed b',
  ])
  expect(alignSchemas(fields('a:int b:int'), []).map((line) => line.path)).toEqual(['a', 'b'])
  expect(diffLines(fields('__proto__:int'), fields('__proto__:text'))[0]).toMatchObject({ kind: 'changed', before: 'int', after: 'text' })
})

test('a summary in words', () => {
  const change = (kind: FieldChange['kind'], a: string | null, b: string | null) => ({ kind, path: 'x', before: a, after: b })
  expect(summaryOf([change('removed', 'int', null), change('added', null, 'int')], 'First seen')).toBe('1 removed, 1 added')
  expect(summaryOf([change('widened', 'int', 'bigint')], 'First seen')).toBe('1 type widened')
  expect(summaryOf([change('changed', 'int', 'text'), change('widened', 'int', 'bigint')], '')).toBe('1 type changed, 1 type widened')
  expect(summaryOf([], 'First seen, 7 fields')).toBe('First seen, 7 fields')
})

test.each([
  ['int', 'bigint', true],
  ['bigint', 'int', false],
  ['integer', 'int4', true],
  ['varchar(10)', 'varchar(20)', true],
  ['varchar(10)', 'VARCHAR', true],
  ['numeric(10,2)', 'numeric(12,2)', true],
  ['numeric(10,2)', 'numeric(10,4)', false],
  ['float', 'double', true],
  ['text', 'int', false],
  [null, 'int', false],
])('%s to %s widens: %s', (a, b, expected) => {
  expect(widens(a, b)).toBe(expected)
})

test('one gone, one come, side by side and alike: perhaps a rename', () => {
  expect(perhapsRename(alignSchemas(before, after))).toEqual({ from: 'fee_amount', to: 'fee_total' })
  expect(perhapsRename(alignSchemas(fields('a:int'), fields('b:text')))).toBeNull()
})
