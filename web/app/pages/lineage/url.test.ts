import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GROUPINGS } from '../../../../src/graph/groups.ts'
import { LENSES } from '../../graph/lens.ts'
import { type ExplorerState, keptState, readState, WINDOWS, writeState } from './url.ts'

const short = fc.stringMatching(/^[0-9a-z]{1,11}$/)
const pin = fc.option(
  fc.record({ dataset: fc.option(fc.record({ namespace: fc.string(), name: fc.string() })), field: fc.string({ unit: 'binary' }) }),
)
const state: fc.Arbitrary<ExplorerState> = fc.record({
  type: fc.constantFrom('dataset' as const, 'job' as const),
  namespace: fc.string(),
  name: fc.string(),
  direction: fc.constantFrom('upstream' as const, 'downstream' as const, 'both' as const),
  depth: fc.nat(100),
  sides: fc
    .array(fc.tuple(short, fc.constantFrom('u', 'd'), fc.nat(999)), { maxLength: 20 })
    .map((rows) => new Map(rows.map(([s, side, n]) => [`${s}.${side}`, n]))),
  selected: fc.option(short),
  columns: fc.array(short, { maxLength: 5 }),
  hops: fc
    .array(fc.tuple(short, fc.constantFrom('u', 'd'), fc.integer({ min: 1, max: 100 })))
    .map((rows) => new Map(rows.map(([s, side, n]) => [`${s}.${side}`, n]))),
  shown: fc.array(short, { maxLength: 5 }),
  also: fc.array(fc.record({ namespace: fc.string(), name: fc.string(), field: fc.string() }), { maxLength: 9 }),
  filter: fc.constantFrom('', '+orders', 'ns:a,b -tmp_'),
  group: fc.constantFrom(null, ...GROUPINGS),
  groupsOpen: fc.array(short, { maxLength: 5 }),
  lens: fc.constantFrom(...LENSES),
  keep: fc.array(fc.string(), { maxLength: 5 }),
  eye: fc.option(
    fc.record({
      x: fc.integer({ min: -9999, max: 9999 }),
      y: fc.integer({ min: -9999, max: 9999 }),
      k: fc.integer({ min: 2, max: 200 }).map((k) => k / 100),
    }),
  ),
  pin,
  only: fc.boolean(),
  indirect: fc.boolean(),
  fold: fc.boolean(),
  control: fc.boolean(),
  list: fc.option(fc.boolean()),
  asOf: fc.option(fc.constant('2026-01-02T03:04:05Z')),
  before: fc.option(fc.constant('2026-01-01T03:04:05Z')),
  window: fc.option(fc.constantFrom(...WINDOWS)),
  table: fc.boolean(),
  fields: fc.array(fc.string(), { maxLength: 4 }),
  why: fc.option(fc.record({ from: short, to: short, fields: fc.option(fc.tuple(fc.string(), fc.string())) })),
})

/** Through a real query string, as the browser keeps it. */
const there = (s: ExplorerState): ExplorerState | null => {
  const params = new URLSearchParams()
  for (const [k, v] of Object.entries(writeState(s))) if (v !== null) params.set(k, v)
  return readState(Object.fromEntries(new URLSearchParams(params.toString())))
}

test('an address gives back the state it was made of', () => {
  fc.assert(
    fc.property(state, (s) => {
      const whole = s.pin && (/[\ud800-\udfff]/.test(s.pin.field) || (s.type === 'job' && s.pin.dataset === null)) ? { ...s, pin: null } : s
      expect(there(whole)).toEqual({ ...whole, also: whole.pin === null ? [] : whole.also, only: whole.pin !== null && whole.only })
    }),
  )
})

test('nonsense in an address is left out, and no root is no state', () => {
  expect(readState({ type: 'job' })).toBeNull()
  expect(
    readState({ namespace: '', name: 'x', depth: '-3', x: 'a.q-..-%-b.d99999', sel: 'no no', cols: '-,-a', dir: 'sideways' }),
  ).toMatchObject({ depth: 1, sides: new Map(), selected: null, columns: ['a'], direction: 'both', type: 'dataset' })
})

test('who comes with a column sees its path only', () => {
  expect(readState({ namespace: 'n', name: 'x', field: 'f' })).toMatchObject({ pin: { dataset: null, field: 'f' }, only: true })
  expect(readState({ namespace: 'n', name: 'x', field: 'f', only: '0' })?.only).toBe(false)
})

test('what two states share stays the same object', () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      const kept = keptState(before, after)
      expect(kept).toEqual(after)
      expect(keptState(before, structuredClone(before))).toBe(before)
      const [x, y] = [before as unknown as Record<string, unknown>, kept as unknown as Record<string, unknown>]
      for (const field of ['sides', 'hops', 'columns', 'also', 'pin'])
        if (JSON.stringify([...entries(x[field])]) === JSON.stringify([...entries(y[field])])) expect(y[field]).toBe(x[field])
    }),
  )
})
const entries = (value: unknown): Iterable<unknown> => (value instanceof Map ? value : [value])
