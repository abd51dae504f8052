import { expect, test } from 'vitest'
import { changesBetween, isBreaking } from './schema-changes.ts'
import type { StoredField } from './schema-changes.ts'
import { summaryOf } from './schemas.ts'

const fields = (text: string): StoredField[] =>
  text
    .split(' ')
    .filter((f) => f !== '')
    .map((f) => [f.split(':')[0] ?? '', f.split(':')[1] ?? null, null])
const changes = (before: string, after: string) => changesBetween(fields(before), fields(after))

test('what was added, changed and removed, in the order of the fields', () => {
  expect(changes('a:int b:text c:int', 'c:int d a:bigint').map((c) => [c.kind, c.path, c.before, c.after])).toEqual([
    ['added', 'd', null, null],
    ['widened', 'a', 'int', 'bigint'],
    ['removed', 'b', 'text', null],
  ])
  expect(changes('a b', 'b a')).toEqual([])
  expect(changes('__proto__:int constructor', 'constructor')).toMatchObject([{ kind: 'removed', path: '__proto__' }])
})

test('a summary names one change and counts several', () => {
  expect(summaryOf(changes('a', 'a b'))).toBe('b added')
  expect(summaryOf(changes('a b', 'a'))).toBe('b removed')
  expect(summaryOf(changes('a:int', 'a:text'))).toBe('a: int is now text')
  expect(summaryOf(changes('a:int', 'a'))).toBe('a: int is now no type')
  expect(summaryOf(changes('a:int b', 'a:text c d'))).toBe('2 added, 1 removed, 1 changed')
})

test.each([
  ['a:int', 'a:int b', 'added', false],
  ['a:int', 'a:bigint', 'widened', false],
  ['a:varchar(10)', 'a:varchar(20)', 'widened', false],
  ['a', 'a:int', 'widened', false],
  ['a:bigint', 'a:int', 'changed', true],
  ['a:int', 'a', 'changed', true],
  ['a:decimal(10,2)', 'a:decimal(10,4)', 'changed', true],
  ['a:int b', 'b', 'removed', true],
  ['city:text', 'address.city:text', 'moved', true],
])('%s to %s: %s, breaking %s', (before, after, kind, breaking) => {
  const [change, ...more] = changes(before, after)
  expect(more).toEqual([])
  expect([change?.kind, change !== undefined && isBreaking(change)]).toEqual([kind, breaking])
})

test('a move is told only where it cannot be another', () => {
  expect(changes('a.id:int b.id:int', 'c.id:int').map((c) => c.kind)).toEqual(['added', 'removed', 'removed'])
  expect(changes('id:int', 'c.id:text').map((c) => c.kind)).toEqual(['added', 'removed'])
  expect(changesBetween([['a', 'int', 'old']], [['a', 'int', 'new']])).toEqual([
    { kind: 'described', path: 'a', before: 'old', after: 'new' },
  ])
})
