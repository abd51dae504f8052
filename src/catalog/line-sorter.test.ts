import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineSorter } from './line-sorter.ts'

const line = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', '\t', 'é', '\uffee', '🛢', '\u{10ffff}') })

function sort(lines: readonly string[], runLength?: number): string[] {
  const sorter = new LineSorter(runLength)
  for (const l of lines) sorter.add(l)
  const sorted = [...sorter.sorted()]
  sorter.close()
  return sorted
}

test('orders by UTF-8 bytes, keeping equal lines, whatever the number of runs', () => {
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 60 }), (lines, runLength) => {
      const expected = lines.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(sort(lines, runLength)).toEqual(expected)
      expect(sort(lines)).toEqual(expected)
    }),
  )
})

test('lines longer than what is read at a time, and many runs', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `${(i * 7919) % 300} `.repeat(i % 50 === 0 ? 100_000 : 10))
  expect(sort(lines, 1)).toEqual(lines.toSorted())
})
