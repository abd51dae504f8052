import { expect, test } from 'vitest'
import { changesBetween, summaryOf } from './schemas.ts'
import type { StoredField } from './schemas.ts'

const fields = (text: string): StoredField[] =>
  text
    .split(' ')
    .filter((f) => f !== '')
    .map((f) => [f.split(':')[0] ?? '', f.split(':')[1] ?? null, null])
const changes = (before: string, after: string) => changesBetween(fields(before), fields(after))

test('what was added, changed and removed, in the order of the fields', () => {
  expect(changes('a:int b:text c:int', 'c:int d a:bigint').map((c) => [c.kind, c.path, c.before, c.after])).toEqual([
    ['added', 'd', null, null],
    ['changed', 'a', 'int', 'bigint'],
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
