import { expect, test } from 'vitest'
import type { FacetValue } from '../../../../src/contract/common.ts'
import { assertionsIn, hasMore, outcomeOf, outcomeWords, testsIn } from './checks.ts'

const facet = (value: unknown): FacetValue => ({ key: 'k', container: 'run', use: 'used', value, eventTime: null, eventPosition: 1 })

test('skipped is no failure, and a failure that is set to warn is a warning', () => {
  expect(outcomeOf('pass', 'error')).toBe('passed')
  expect(outcomeOf('fail', 'error')).toBe('failed')
  expect(outcomeOf('fail', null)).toBe('failed')
  expect(outcomeOf('fail', 'warn')).toBe('warned')
  expect(outcomeOf('FAILED', 'WARNING')).toBe('warned')
  expect(outcomeOf('skip', 'error')).toBe('skipped')
  expect(outcomeOf('success', null)).toBe('passed')
  expect(outcomeOf('maybe', null)).toBe('unclear')
  expect(outcomeOf(null, null)).toBe('unclear')
})

test('the results of a run, the worst first', () => {
  const checks = testsIn(
    facet({
      tests: [
        { name: 't1', status: 'pass', severity: 'error', type: 'singular', expected: '0', actual: '0', params: {} },
        { name: 't2', status: 'fail', severity: 'warn', content: 'select 1', contentType: 'sql', params: { a: 'b', n: { deep: true } } },
        { name: 't3', status: 'skip' },
        { name: 't4', status: 'fail' },
      ],
    }),
  )
  expect(checks?.items.map((check) => [check.name, check.outcome])).toEqual([
    ['t4', 'failed'],
    ['t2', 'warned'],
    ['t3', 'skipped'],
    ['t1', 'passed'],
  ])
  expect(checks === null ? '' : outcomeWords(checks)).toBe('1 failed, 1 warned, 1 skipped, 1 passed')
  expect(checks?.items[1]?.params).toEqual([
    { name: 'a', value: 'b' },
    { name: 'n', value: '{"deep":true}' },
  ])
  expect(checks?.items.map(hasMore)).toEqual([false, true, false, false])
})

test('assertions have a column; expectations of the older facet are read as well', () => {
  const checks = assertionsIn(
    facet({
      assertions: [
        { assertion: 'not_null', column: 'amount', success: true },
        { assertion: 'unique', column: 'id', success: false, severity: 'error', name: 'ids are unique', expected: 0, actual: 7 },
        { expectationType: 'expect_rows', success: 'true' },
      ],
    }),
  )
  expect(checks?.items[0]).toMatchObject({
    outcome: 'failed',
    name: 'ids are unique',
    type: 'unique',
    column: 'id',
    expected: '0',
    actual: '7',
  })
  expect(checks?.items[1]).toMatchObject({ outcome: 'passed', name: 'not_null', type: null, column: 'amount' })
  expect(checks?.items[2]).toMatchObject({ outcome: 'passed', name: 'expect_rows' })
})

test('what cannot be read is counted and nothing is thrown', () => {
  expect(testsIn(null)).toBe(null)
  expect(testsIn(facet({}))).toMatchObject({ total: 0, odd: 0 })
  expect(testsIn(facet({ tests: null }))).toMatchObject({ total: 0, odd: 0 })
  expect(testsIn(facet({ tests: 'all' }))).toMatchObject({ total: 0, odd: 1 })
  expect(testsIn(facet({ tests: [null, 3, [], {}, { name: 'only a name' }, { status: 'fail' }] }))).toMatchObject({ total: 2, odd: 4 })
  expect(testsIn(facet({ tests: [{ name: {}, status: [], severity: 3, params: 'x', content: {} }] }))).toMatchObject({ odd: 1 })
})

test('of thousands the first are shown, failures among them, and all are counted', () => {
  const tests = Array.from({ length: 5000 }, (_, i) => ({ name: `t${i}`, status: i === 4999 ? 'fail' : 'pass' }))
  const checks = testsIn(facet({ tests }))
  expect(checks).toMatchObject({ total: 5000, more: 4000, counts: { failed: 1, passed: 4999 } })
  expect(checks?.items[0]?.name).toBe('t4999')
})
