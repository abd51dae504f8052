import fs from 'node:fs'
import { expect, test } from 'vitest'
import { Camera, MOTION } from './camera.ts'

const camera = (): Camera => {
  const c = new Camera()
  c.resize(1000, 600)
  c.set({ x: 100, y: 50, k: 0.5 })
  return c
}

test('zooming keeps the point under the pointer', () => {
  const c = camera()
  const before = [(300 - c.x) / c.k, (200 - c.y) / c.k]
  c.zoomAt(1.7, 300, 200)
  expect((300 - c.x) / c.k).toBeCloseTo(before[0] ?? NaN)
  expect((200 - c.y) / c.k).toBeCloseTo(before[1] ?? NaN)
})

test('zoom ends at its limits', () => {
  const c = camera()
  c.zoomAt(1e9)
  expect(c.k).toBe(2)
  c.zoomAt(1e-9)
  expect(c.k).toBe(0.01)
})

test('fitting shows all of a box, and never more than life size', () => {
  const c = camera()
  c.set(c.fitted({ x: -500, y: -100, w: 4000, h: 800 }))
  const seen = c.seen()
  expect(seen.x).toBeLessThanOrEqual(-500)
  expect(seen.x + seen.w).toBeGreaterThanOrEqual(3500)
  expect(c.fitted({ x: 0, y: 0, w: 10, h: 10 }).k).toBe(1)
})

test('a resize keeps the middle in the middle', () => {
  const c = camera()
  const middle = (): number[] => [(c.width / 2 - c.x) / c.k, (c.height / 2 - c.y) / c.k]
  const before = middle()
  c.resize(400, 900)
  expect(middle()).toEqual(before)
})

test('what the page draws by itself takes as long as what its styles move', () => {
  const css = fs.readFileSync(new URL('../assets/tokens.css', import.meta.url), 'utf8')
  expect(/--slow: (\d+)ms/.exec(css)?.[1]).toBe(String(MOTION))
})
