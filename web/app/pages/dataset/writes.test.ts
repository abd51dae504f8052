import { expect, test } from 'vitest'
import { heightOf, measureOf, sumOf } from './writes.ts'

const write = (rowCount: string | null, bytes: string | null) => ({
  runId: '1',
  job: { namespace: 'n', name: 'x' },
  at: null,
  state: 'COMPLETE' as const,
  rowCount,
  bytes,
  fileCount: null,
})

test('sums are exact past 2^53', () => {
  expect(sumOf([write('9223372036854775807', null), write('1', null), write(null, null)], 'rowCount')).toBe('9223372036854775808')
  expect(sumOf([write(null, null), write('many', null)], 'rowCount')).toBeNull()
})

test('rows first, then bytes', () => {
  expect(measureOf([write(null, '5'), write('1', '5')])).toBe('rowCount')
  expect(measureOf([write(null, '5')])).toBe('bytes')
  expect(measureOf([write(null, null)])).toBeNull()
  expect(heightOf(write('12', null), 'rowCount')).toBe(12)
})
