/** Geometry of bar charts over the last runs: durations of a job, rows written to a dataset. */

export type ChartBar = { readonly x: number; readonly width: number; readonly y: number; readonly height: number }
export type Chart = {
  readonly bars: readonly ChartBar[]
  readonly ticks: readonly { readonly y: number; readonly value: number }[]
  readonly top: number
  readonly base: number
}
export type Frame = { readonly width: number; readonly left: number; readonly top: number; readonly base: number; readonly least?: number }

/** A few round numbers up to `most`: 1, 2 or 5 times a power of ten, or of the units given. */
export function roundTicks(most: number, units: readonly number[], count = 3): number[] {
  if (!(most > 0)) return []
  const step = units.find((unit) => most / unit <= count) ?? decimalStep(most, count)
  return Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step)
}

function decimalStep(most: number, count: number): number {
  const power = 10 ** Math.floor(Math.log10(most / count))
  return power * ([1, 2, 5, 10].find((n) => most / (n * power) <= count) ?? 10)
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Steps in which durations are read, in milliseconds. */
export const TIME_UNITS: readonly number[] = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1 * SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  20 * SECOND,
  30 * SECOND,
]
  .concat([1, 2, 5, 10, 20, 30].map((n) => n * MINUTE))
  .concat([1, 2, 6, 12, 24, 48, 96].map((n) => n * HOUR))
/** Steps in which counts are read: 1, 2, 5, 10, … */
export const COUNT_UNITS: readonly number[] = Array.from({ length: 19 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat()

/** Bars left to right for `values` (null: no bar), scaled so that the highest reaches the top of the frame. */
export function chartOf(values: readonly (number | null)[], frame: Frame, units: readonly number[]): Chart {
  const most = Math.max(0, ...values.map((value) => value ?? 0))
  const slot = (frame.width - frame.left - 4) / Math.max(values.length, 12)
  const scale = most > 0 ? (frame.base - frame.top) / most : 0
  const bars = values.map((value, i) => {
    const height = value === null ? 0 : Math.max(frame.least ?? 1.5, value * scale)
    return { x: frame.left + 4 + i * slot, width: Math.max(1, slot * 0.7), y: frame.base - height, height }
  })
  const ticks = roundTicks(most, units).map((value) => ({ value, y: frame.base - value * scale }))
  return { bars, ticks, top: frame.top, base: frame.base }
}

/** The middle value; null of nothing. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2
}
