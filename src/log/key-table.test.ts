import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyTable } from './key-table.ts'

/** Few keys and such as share their low bits, so that places are contested. */
const keys = fc.oneof(
  fc.nat({ max: 5 }),
  fc.nat({ max: 40 }).map((n) => n * 2 ** 40 + 7),
  fc.nat({ max: 2 ** 52 }),
)
const positionsIn = (table: KeyTable, key: number): number[] => {
  const found: number[] = []
  table.find(key, found)
  return found.toSorted((a, b) => a - b)
}

test('finds every position of a key and no other, whatever else is there', () => {
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 200 }), fc.array(keys), (added, others) => {
      const table = new KeyTable()
      for (const [i, key] of added.entries()) table.add(key, i + 1)
      for (const key of [...added, ...others]) expect(positionsIn(table, key)).toEqual(added.flatMap((k, i) => (k === key ? [i + 1] : [])))
      expect([...table.sorted()]).toEqual(added.toSorted((a, b) => a - b))
      expect(table.size).toBe(added.length)
    }),
  )
})

test('grows', () => {
  const table = new KeyTable()
  for (let n = 1; n <= 20_000; n++) table.add(n * 4_503_599_627, n)
  for (let n = 1; n <= 20_000; n += 997) expect(positionsIn(table, n * 4_503_599_627)).toEqual([n])
  expect(positionsIn(table, 1)).toEqual([])
  expect(table.size).toBe(20_000)
})
