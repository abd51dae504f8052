import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { extractionIn, extractionWords, whereWords } from './extraction.ts'

const facet = (value: unknown): FacetValue => ({ key: 'k', container: 'run', use: 'used', value, eventTime: null, eventPosition: 1 })
const words = (value: unknown): string | null => {
  const found = extractionIn(facet(value))
  return found === null ? null : extractionWords(found)
}

test('how many of how many tasks', () => {
  const errors = [{ errorMessage: 'cannot parse', stackTrace: 'at …', task: 'merge into', taskNumber: 2 }]
  expect(words({ totalTasks: 3, failedTasks: 1, errors })).toBe('1 of 3 tasks could not be read')
  expect(words({ totalTasks: '3', failedTasks: '2', errors })).toBe('2 of 3 tasks could not be read')
  expect(words({ totalTasks: 1, failedTasks: 4, errors })).toBe('4 tasks could not be read')
  expect(words({ totalTasks: null, failedTasks: null, errors })).toBe('1 task could not be read')
  const found = extractionIn(facet({ errors }))
  expect(found?.problems.items).toEqual([{ message: 'cannot parse', stack: 'at …', task: 'merge into', taskNumber: 2 }])
  expect(found?.problems.items.map(whereWords)).toEqual(['task 3'])
})

test('nothing failed, nothing is said', () => {
  expect(words({ totalTasks: 3, failedTasks: 0, errors: [] })).toBe(null)
  expect(words({})).toBe(null)
  expect(extractionIn(null)).toBe(null)
})

test('partial and malformed errors', () => {
  expect(words({ failedTasks: 2 })).toBe('2 tasks could not be read')
  const found = extractionIn(facet({ errors: ['just text', null, 3, {}, { message: 'other name' }, { task: 'select' }] }))
  expect(found?.problems.items.map((problem) => problem.message)).toEqual(['just text', '3', 'other name', 'without a message'])
  expect(found?.problems.odd).toBe(2)
})

test('thousands of errors are bounded', () => {
  const found = extractionIn(facet({ errors: Array.from({ length: 3000 }, (_, i) => ({ errorMessage: `e${i}` })) }))
  expect(found?.problems).toMatchObject({ more: 2900 })
  expect(found === null ? '' : extractionWords(found)).toBe('3,000 tasks could not be read')
})
