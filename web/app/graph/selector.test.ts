import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSelector, type Term, termsText } from './selector.ts'

test.each<[string, readonly Term[], string]>([
  ['orders', [], 'orders'],
  ['two words', [], 'two words'],
  ['+orders', [{ kind: 'walk', name: 'orders', up: Infinity, down: null }], ''],
  ['orders+2', [{ kind: 'walk', name: 'orders', up: null, down: 2 }], ''],
  ['2+orders', [{ kind: 'walk', name: 'orders', up: 2, down: null }], ''],
  ['+orders+', [{ kind: 'walk', name: 'orders', up: Infinity, down: Infinity }], ''],
  ['1+a.b-c+3', [{ kind: 'walk', name: 'a.b-c', up: 1, down: 3 }], ''],
  ['ns:warehouse,lake', [{ kind: 'ns', values: ['warehouse', 'lake'], not: false }], ''],
  [
    'NS:x type:job',
    [
      { kind: 'ns', values: ['x'], not: false },
      { kind: 'type', values: ['job'], not: false },
    ],
    '',
  ],
  [
    'tag:pii owner:"data team"',
    [
      { kind: 'tag', values: ['pii'], not: false },
      { kind: 'owner', values: ['data team'], not: false },
    ],
    '',
  ],
  ['status:failed orders', [{ kind: 'status', values: ['failed'], not: false }], 'orders'],
  ['state:failed', [{ kind: 'status', values: ['failed'], not: false }], ''],
  ['-namespace:lake', [{ kind: 'ns', values: ['lake'], not: true }], ''],
  ['-"ns:lake"', [{ kind: 'without', text: 'ns:lake' }], ''],
  ['constructor:x', [], 'constructor:x'],
  ['-tmp_', [{ kind: 'without', text: 'tmp_' }], ''],
  ['-ns:lake', [{ kind: 'ns', values: ['lake'], not: true }], ''],
  ['-"a b"', [{ kind: 'without', text: 'a b' }], ''],
  ['"+orders"', [], '+orders'],
  ['a+b', [], 'a+b'],
  ['+', [], '+'],
  ['-', [], '-'],
  ['--', [], '--'],
  ['ns:', [], 'ns:'],
  ['s3://bucket', [], 's3://bucket'],
  ['orders-2024', [], 'orders-2024'],
])('%s', (typed, terms, text) => {
  expect(parseSelector(typed)).toEqual({ terms, text })
})

const text = fc.string({ minLength: 1, maxLength: 12 }).filter((s) => s.trim() === s && !/^-*$/.test(s))
const hops = fc.option(fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 100 })))
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('ns' as const, 'type' as const, 'tag' as const, 'owner' as const, 'status' as const),
    values: fc.array(text, { minLength: 1, maxLength: 3 }),
    not: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('walk' as const), name: text, up: hops, down: hops }).filter((t) => t.up !== null || t.down !== null),
  fc.record({ kind: fc.constant('without' as const), text }),
)

test('what a term is written as is that term', () => {
  fc.assert(
    fc.property(fc.array(term, { maxLength: 4 }), (terms) => {
      expect(parseSelector(termsText(terms))).toEqual({ terms, text: '' })
    }),
  )
})

test('nothing that is typed is lost or throws', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const { terms, text: rest } = parseSelector(typed)
      expect(terms.length > 0 || rest !== '' || /^["\s\\]*$/.test(typed)).toBe(true)
    }),
  )
})
