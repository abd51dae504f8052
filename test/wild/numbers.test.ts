/** Counts of rows, bytes and files: exact however large, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { runEvent, table } from '../harness/events.ts'
import { golden } from '../harness/golden.ts'

/** A body with `text` as the row count: numbers as a sender writes them, not as JavaScript does. */
const written = (text: string): string =>
  JSON.stringify(
    runEvent('COMPLETE', 1, { outputs: [table('t', undefined, { outputFacets: { outputStatistics: { rowCount: 1, size: 2 } } })] }),
  ).replace('"rowCount":1', `"rowCount":${text}`)

const numbers = [
  ['a number', '7', '7'],
  ['zero', '0', '0'],
  ['2^53 + 1', '9007199254740993', '9007199254740993'],
  ['2^63 - 1', '9223372036854775807', '9223372036854775807'],
  ['more than int64', '123456789012345678901234567890', '123456789012345678901234567890'],
  ['below zero', '-9223372036854775808', '-9223372036854775808'],
  ['a whole number with a point', '12.0', '12'],
  ['a whole number with an exponent', '1e3', '1000'],
  ['a large one with an exponent', '2e20', '200000000000000000000'],
  ['a number as text', '"9007199254740993"', '9007199254740993'],
  ['null', 'null', null],
] as const
const odd = [
  ['a decimal', '12.9', '12'],
  ['text', '"many"', null],
  ['a decimal as text', '"12.5"', null],
  ['an object', '{"n":1}', null],
  ['a list', '[1]', null],
  ['a boolean', 'true', null],
  ['more digits than anything has', '1e300', null],
  ['more than a double holds', '1e999', null],
] as const

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  test('counts are kept to the last digit', async () => {
    const all = [...numbers, ...odd]
    await catalog.add(all.map(([, text], i) => written(text).replace('"r"', `"r${i}"`)))
    const counts = all.map(async ([says], i) => {
      const run = await catalog.reader.run({ namespace: 'etl', name: 'load', runId: `r${i}`, sources: [] })
      return [says, run?.outputs[0]?.rowCount, run?.outputs[0]?.bytes]
    })
    expect(await Promise.all(counts)).toEqual(all.map(([says, , count]) => [says, count, '2']))
  })

  test('a large count in a body that is no strict JSON: a byte order mark before it, a bare NaN in it', async () => {
    const body = written('9007199254740993')
    await catalog.add([`\ufeff${body}`, body.replace('"r"', '"nan"').replace('"size":2', '"size":NaN')])
    for (const runId of ['r', 'nan']) {
      const run = await catalog.reader.run({ namespace: 'etl', name: 'load', runId, sources: [] })
      expect(run?.outputs[0]?.rowCount).toBe('9007199254740993')
    }
  })
})

test.each(numbers)('no warning: %s', async (_, text) => expect((await golden([written(text)])).warnings).toEqual([]))

test.each(odd)('a warning: %s', async (_, text) =>
  expect((await golden([written(text)])).warnings).toEqual(['/outputs/0/outputFacets/outputStatistics/rowCount']),
)

test('statistics of an event without a run are not said to be used', async () => {
  const outputs = [table('t', undefined, { outputFacets: { outputStatistics: { rowCount: 1 } } })]
  const { receipts } = await golden([{ ...runEvent(undefined, 1, { outputs }), run: undefined }])
  expect(receipts[0]?.find((line) => line.pointer.endsWith('outputStatistics'))?.use).toBe('ignored')
})
