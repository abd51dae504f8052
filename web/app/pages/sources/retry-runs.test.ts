import { expect, test } from 'vitest'
import type { RetriedAll } from '../../../../src/contract/rejections.ts'
import { doneOf, plus } from './retry-runs.ts'

const part = (change: Partial<RetriedAll>): RetriedAll => ({
  total: 10,
  accepted: 0,
  duplicates: 0,
  refused: 0,
  gone: 0,
  refusedElements: 0,
  causes: [],
  next: null,
  stopped: null,
  ...change,
})
const start = { ...part({}), running: true, stopped: null, error: null }

test('parts add up, causes by their code', () => {
  const first = plus(start, part({ accepted: 3, refused: 2, causes: [{ code: 'not_json', cause: 'x', count: 2 }], next: 'more' }))
  expect([doneOf(first), first.running]).toEqual([5, true])
  const last = plus(first, part({ duplicates: 1, refused: 3, gone: 1, causes: [{ code: 'not_json', cause: 'y', count: 3 }] }))
  expect(last).toMatchObject({ running: false, total: 10, causes: [{ code: 'not_json', cause: 'y', count: 5 }] })
  expect(doneOf(last)).toBe(10)
})

test('a part that could not go on says why', () => {
  expect(plus(start, part({ accepted: 1, stopped: { code: 'storage_failed', cause: 'The disk is full.' } }))).toMatchObject({
    running: false,
    stopped: 'The disk is full.',
  })
})
