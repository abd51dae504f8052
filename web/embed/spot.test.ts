import { expect, test } from 'vitest'
import { fitted, moved, zoomed } from './spot.ts'

test('a picture is shown whole, in the middle, and not larger than it is', () => {
  expect(fitted({ w: 2000, h: 500 }, { w: 1000, h: 500 })).toEqual({ k: 0.5, x: 0, y: 125 })
  expect(fitted({ w: 100, h: 100 }, { w: 1000, h: 500 })).toEqual({ k: 1, x: 450, y: 200 })
  expect(fitted({ w: 0, h: 0 }, { w: 0, h: 0 }).k).toBeGreaterThan(0)
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
