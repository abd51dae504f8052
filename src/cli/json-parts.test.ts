import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonParts } from './json-parts.ts'

/** Cuts the input at these places, as a network or a disk would. */
async function* inPieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b)
  let start = 0
  for (const place of [...places, bytes.length]) {
    yield bytes.subarray(start, place)
    start = place
  }
  await Promise.resolve()
}

async function parts(text: string | Buffer, options: { cuts?: readonly number[]; max?: number } = {}): Promise<(string | null)[]> {
  const found: (string | null)[] = []
  for await (const part of jsonParts(inPieces(Buffer.from(text), options.cuts ?? []), options.max ?? 1_000_000))
    found.push(part.bytes?.toString() ?? null)
  return found
}

test('one event, on one line or on many', async () => {
  expect(await parts('{"a":1}')).toEqual(['{"a":1}'])
  expect(await parts('\n {\n  "a": {\n    "b": "}\\""\n  }\n}\n')).toEqual(['{\n  "a": {\n    "b": "}\\""\n  }\n}'])
  expect(await parts('{\n"a":1\n}\n{\n"b":2\n}')).toEqual(['{\n"a":1\n}', '{\n"b":2\n}'])
})

test('an array gives its elements as they are written', async () => {
  expect(await parts('[]')).toEqual([])
  expect(await parts(' [ {"a": [1, 2]} ,\n{"b":"],["}, 3, "x" ]\n')).toEqual(['{"a": [1, 2]}', '{"b":"],["}', '3', '"x"'])
})

test('one value a line; a broken line is its own trouble only', async () => {
  expect(await parts('{"a":1}\r\n\n{"b":\n nonsense \n{"c":3}')).toEqual(['{"a":1}', '{"b":', 'nonsense', '{"c":3}'])
  expect(await parts('nonsense\n{"a":1}')).toEqual(['nonsense', '{"a":1}'])
})

test('nothing in it, a byte order mark, bytes that are no text', async () => {
  expect(await parts('')).toEqual([])
  expect(await parts(' \n\n ')).toEqual([])
  expect(await parts('\uFEFF{"a":1}\n{"b":2}')).toEqual(['{"a":1}', '{"b":2}'])
  expect((await parts(Buffer.from([0x7b, 0xff, 0x7d, 0x0a, 0x7b, 0x7d]))).length).toBe(2)
})

test('a value above the bound is counted and let go; the others come through', async () => {
  const long = JSON.stringify({ a: 'x'.repeat(500) })
  expect(await parts(`{"a":1}\n${long}\n{"b":2}`, { max: 100 })).toEqual(['{"a":1}', null, '{"b":2}'])
  expect(await parts(`[{"a":1},${long},{"b":2}]`, { max: 100 })).toEqual(['{"a":1}', null, '{"b":2}'])
})

const events = fc.array(
  fc.object().map((value) => ({ value })),
  { minLength: 1, maxLength: 8 },
)
const cuts = fc.array(fc.nat(), { maxLength: 20 })

test('any layout, cut anywhere, gives the same events', async () => {
  await fc.assert(
    fc.asyncProperty(events, cuts, async (values, where) => {
      const compact = values.map((value) => JSON.stringify(value))
      const indented = values.map((value) => JSON.stringify(value, null, 2))
      expect(await parts(compact.join('\n'), { cuts: where })).toEqual(compact)
      expect(await parts(`[${compact.join(',')}]`, { cuts: where })).toEqual(compact)
      expect(await parts(`[${indented.join(' , ')}]`, { cuts: where })).toEqual(indented)
      expect(await parts(indented.join('\n'), { cuts: where })).toEqual(indented)
    }),
    { numRuns: 150 },
  )
})
