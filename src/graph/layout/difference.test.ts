import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf, withDifference } from './difference.ts'

const value = fc.record({ x: fc.nat(2), slots: fc.array(fc.record({ y: fc.nat(2) }), { maxLength: 2 }) }, { requiredKeys: ['x'] })
const map = fc.array(fc.tuple(fc.constantFrom<string[]>('a', 'b', 'c', '__proto__', ''), value)).map((rows) => new Map(rows))

test('a map and its difference to another are the other, with what they share kept', () => {
  fc.assert(
    fc.property(map, map, (before, after) => {
      const difference = structuredClone(differenceOf(before, after))
      const made = withDifference(before, difference)
      expect(made).toEqual(after)
      const told = new Set(difference.set.map(([id]) => id))
      for (const [id, x] of made) if (!told.has(id)) expect(x).toBe(before.get(id))
      for (const [id, x] of after) expect(told.has(id)).toBe(JSON.stringify(before.get(id)) !== JSON.stringify(x))
    }),
  )
})

test('the same map over again is nothing to say', () => {
  fc.assert(
    fc.property(map, (m) => {
      expect(differenceOf(m, structuredClone(m))).toEqual({ set: [], gone: [] })
      expect(withDifference(m, { set: [], gone: [] })).toBe(m)
    }),
  )
})
