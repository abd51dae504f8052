import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PairMap } from './pair-map.ts'

const id = fc.oneof(
  fc.nat(3),
  fc.integer({ min: 2 ** 26 - 2, max: 2 ** 26 + 2 }),
  fc.integer({ min: 2 ** 52, max: Number.MAX_SAFE_INTEGER }),
)

test('each dataset, side and job has a value of its own, however large their ids are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(id, fc.constantFrom<0 | 1>(0, 1), id), { selector: String, maxLength: 200 }), (keys) => {
      const map = new PairMap<string>()
      for (const key of keys) {
        expect(map.get(...key)).toBeUndefined()
        map.set(...key, String(key))
      }
      for (const key of keys) expect(map.get(...key)).toBe(String(key))
    }),
  )
})
