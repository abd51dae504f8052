import { expect, test } from 'vitest'
import { fitted, moved, opening, zoomed } from './spot.ts'

test('a picture is shown whole, in the middle, and not larger than it is', () => {
  expect(fitted({ w: 2000, h: 500 }, { w: 1000, h: 500 })).toEqual({ k: 0.5, x: 0, y: 125 })
  expect(fitted({ w: 100, h: 100 }, { w: 1000, h: 500 })).toEqual({ k: 1, x: 450, y: 200 })
  expect(fitted({ w: 0, h: 0 }, { w: 0, h: 0 }).k).toBeGreaterThan(0)
})

test('a picture that would be too small to read opens round its root, without empty ground beside it', () => {
  const size = { w: 4000, h: 400 }
  expect(opening(size, { w: 3000, h: 400 }, { x: 2000, y: 200 }).k).toBe(0.75)
  expect(opening(size, { w: 400, h: 600 }, { x: 2000, y: 200 })).toEqual({ k: 0.85, x: 200 - 1700, y: 130 })
  expect(opening(size, { w: 400, h: 600 }, { x: 10, y: 200 }).x).toBe(0)
  expect(opening(size, { w: 400, h: 600 }, { x: 3990, y: 200 }).x).toBe(400 - 3400)
  expect(opening(size, { w: 400, h: 600 }, null).k).toBe(0.1)
})

test('what lies under the pointer stays there when it zooms', () => {
  const before = { k: 0.5, x: 10, y: 20 }
  const after = zoomed(before, 2, 110, 220)
  expect(after.k).toBe(1)
  expect((110 - after.x) / after.k).toBeCloseTo((110 - before.x) / before.k)
  expect((220 - after.y) / after.k).toBeCloseTo((220 - before.y) / before.k)
  expect(zoomed(before, 1e9, 0, 0).k).toBe(4)
  expect(moved(before, 1, 2)).toEqual({ k: 0.5, x: 11, y: 22 })
})
