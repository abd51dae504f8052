import { expect, test } from 'vitest'
import { usualDuration } from './usual.ts'

const run = (durationMs: number | null, state: 'COMPLETE' | 'FAIL' | 'RUNNING' = 'COMPLETE') => ({
  runId: 'r',
  state,
  startedAt: null,
  durationMs,
})

test('the usual time is the median of the runs that completed', () => {
  expect(usualDuration([run(10), run(1000), run(20), run(5000, 'FAIL'), run(null, 'RUNNING')])).toBe(20)
})

test('one run is no habit', () => {
  expect(usualDuration([run(10), run(20, 'FAIL')])).toBeNull()
})
