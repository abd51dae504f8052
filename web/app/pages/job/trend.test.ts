import { expect, test } from 'vitest'
import { COUNT_UNITS, TIME_UNITS, chartOf, median, roundTicks } from './trend.ts'

test('ticks are numbers that a person reads', () => {
  expect(roundTicks(171_000, TIME_UNITS)).toEqual([60_000, 120_000])
  expect(roundTicks(180_000, TIME_UNITS)).toEqual([60_000, 120_000, 180_000])
  expect(roundTicks(48_211, COUNT_UNITS)).toEqual([20_000, 40_000])
  expect(roundTicks(0, COUNT_UNITS)).toEqual([])
  expect(roundTicks(Number.NaN, COUNT_UNITS)).toEqual([])
})

test('the highest bar reaches the top, unknown ones have none, short ones are still seen', () => {
  const chart = chartOf([100, null, 50, 0], { width: 800, left: 40, top: 8, base: 98 }, COUNT_UNITS)
  expect(chart.bars.map((bar) => bar.height)).toEqual([90, 0, 45, 1.5])
  expect(chart.bars[0]?.y).toBe(8)
  expect(chart.ticks.map((tick) => tick.value)).toEqual([50, 100])
})

test('the median of both', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(median([])).toBeNull()
})
