import { expect, test } from 'vitest'
import type { ChangedDay, LineageChange } from '../../../../../src/contract/changes.ts'
import { beforeMark, countWords, DAY, dayNear, dayOf, endOf, madeOn, placeOf, spanOf, startOf, strokeOf, timeAt } from './days.ts'

const now = new Date(2026, 10, 23, 12).getTime()
const day = (text: string, some: Partial<ChangedDay> = {}): ChangedDay => ({
  day: text,
  edgesAdded: 0,
  edgesGone: 0,
  columnsAdded: 0,
  columnsGone: 0,
  ...some,
})

test('the line begins a day before the first change, and is a month at least', () => {
  expect(dayOf(spanOf([], now).start)).toBe('2026-10-24')
  expect(dayOf(spanOf([day('2026-11-20')], now).start)).toBe('2026-10-24')
  expect(dayOf(spanOf([day('2026-08-02'), day('2026-11-20')], now).start)).toBe('2026-08-01')
})

test('places on the line and times are each other', () => {
  const span = spanOf([day('2026-08-02')], now)
  for (const place of [0, 0.3, 1]) expect(placeOf(timeAt(place, span), span)).toBeCloseTo(place)
  expect(placeOf(now + DAY, span)).toBe(1)
  expect(placeOf(0, span)).toBe(0)
})

test('a day ends before the next one begins; today has not ended', () => {
  expect(endOf(now - DAY, now)).toBe(new Date(new Date(2026, 10, 23).getTime() - 1).toISOString())
  expect(endOf(now, now)).toBe(null)
})

test('what changed, in words', () => {
  expect(countWords(day('2026-11-20', { edgesAdded: 2, columnsGone: 1 }))).toBe('+2 edges, −1 column')
  expect(countWords(day('2026-11-20', { edgesGone: 1, columnsAdded: 1200 }))).toBe('−1 edge, +1,200 columns')
  expect(countWords(day('2026-11-20', { edgesAdded: 38, edgesGone: 12, columnsAdded: 1, columnsGone: 2 }))).toBe(
    '+38 −12 edges, +1 −2 columns',
  )
})

test('strokes are seen however small, and keep to their height', () => {
  expect(strokeOf(0, 100, 16)).toBe(0)
  expect(strokeOf(1, 1_000_000, 16)).toBe(2)
  expect(strokeOf(100, 100, 16)).toBe(16)
})

test('the day under the pointer and who changed something on it', () => {
  const days = [day('2026-11-01'), day('2026-11-20')]
  const span = spanOf(days, now)
  const at = placeOf(startOf('2026-11-20') + DAY / 2, span)
  expect(dayNear(at + 0.01, days, span, 0.02)?.day).toBe('2026-11-20')
  expect(dayNear(at + 0.03, days, span, 0.02)).toBe(null)
  const change = { at: new Date(2026, 10, 20, 9).toISOString(), runId: 'r' } as LineageChange
  expect(madeOn('2026-11-20', [{ ...change, runId: null }, change])).toBe(change)
  expect(madeOn('2026-11-21', [change])).toBe(null)
  expect(beforeMark({ at: '2026-11-20T09:00:00Z', node: { type: 'job', namespace: '', name: '' }, runId: null })).toBe(
    '2026-11-20T08:59:59.000Z',
  )
})
