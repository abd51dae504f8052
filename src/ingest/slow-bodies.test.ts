import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SlowBodies } from './slow-bodies.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A body that is ended when it is too slow, as its reader does. */
function reading(bodies: SlowBodies): { since: number; length: number; tooSlow: () => void; endedAfter: number | null } {
  const body = { since: performance.now(), length: 0, endedAfter: null as number | null, tooSlow: () => {} }
  body.tooSlow = () => {
    body.endedAfter = performance.now() - body.since
    bodies.delete(body)
  }
  bodies.add(body)
  return body
}

test('a body that trickles ends after 5 s, one that flows has all its time', () => {
  const bodies = new SlowBodies(30_000)
  const [trickle, flow] = [reading(bodies), reading(bodies)]
  for (let second = 0; second < 40; second++) {
    trickle.length += 1_000
    flow.length += 2_000
    vi.advanceTimersByTime(1_000)
  }
  expect(trickle.endedAfter).toBeGreaterThan(5_000)
  expect(trickle.endedAfter).toBeLessThan(6_500)
  expect(flow.endedAfter).toBeGreaterThan(30_000)
  expect(flow.endedAfter).toBeLessThan(31_000)
})

test('nothing runs while nothing is read, and it runs again for the next', () => {
  const bodies = new SlowBodies(1_000)
  reading(bodies)
  vi.advanceTimersByTime(2_000)
  expect(vi.getTimerCount()).toBe(0)
  const next = reading(bodies)
  vi.advanceTimersByTime(2_000)
  expect(next.endedAfter).not.toBeNull()
  expect(vi.getTimerCount()).toBe(0)
})
