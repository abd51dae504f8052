import { expect, test } from 'vitest'
import { PNG_AREA, PNG_SIDE, pngScale } from './png.ts'

test('a PNG has two pixels for one, fewer where a canvas would be too large, and there is an end to that', () => {
  expect(pngScale(1400, 900)).toBe(2)
  expect(pngScale(10_000, 500)).toBe(PNG_SIDE / 10_000)
  const square = pngScale(8000, 8000) ?? 0
  expect(8000 * square * 8000 * square).toBeCloseTo(PNG_AREA)
  expect(pngScale(40_000, 500)).toBeNull()
})
