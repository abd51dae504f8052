import { expect, test } from 'vitest'
import fc from 'fast-check'
import { compareUtf8 } from './text.ts'

const letters = fc.constantFrom('a', 'b', 'é', '\u{d7ff}', '\u{e000}', '\u{ffff}', '\u{10000}', '\u{10fffe}')
const texts = fc.oneof(fc.string({ unit: letters, maxLength: 4 }), fc.string({ unit: 'binary', maxLength: 6 }))

test('texts are ordered as their UTF-8 bytes are', () => {
  const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(bytes(a, b))
    }),
    { numRuns: 2_000 },
  )
})
