/** Four bodies of the real Python client that are no strict JSON or no whole text: bare NaN and Infinity, half of a character. */
import { expect, test } from 'vitest'
import { inspectEvent } from '../../src/ingest/inspect.ts'
import { corpusFolder, recordedEvents } from '../harness/corpus.ts'
import { golden } from '../harness/golden.ts'

const python = (more: object): string =>
  JSON.stringify({
    eventTime: '2026-09-01T00:00:00Z',
    eventType: 'COMPLETE',
    inputs: [],
    job: { facets: {}, name: 'not a number', namespace: 'numbers' },
    outputs: [],
    run: { facets: {}, runId: '01990000-0000-7000-8000-000000000000' },
    ...more,
  })
const metrics = (sum: string): string =>
  python({
    inputs: [
      {
        namespace: 'file',
        name: '/x',
        facets: {},
        inputFacets: { dataQualityMetrics: { columnMetrics: { a: { min: 0, quantiles: {}, sum: 0 } } } },
      },
    ],
  }).replaceAll(/"(min|sum)":0/g, `"$1":${sum}`)

const when = 'COMPLETE from 2026-09-01T00:00:00Z to 2026-09-01T00:00:00Z'
const numbersLines = ['dataset file//x', 'job numbers/not a number reads file//x']

test.each(['NaN', 'Infinity', '-Infinity'])('%s is read as null, with a warning; all else of the event is used', async (sum) => {
  const made = await golden([metrics(sum)])
  expect(made.catalog).toEqual([...numbersLines, `run 01990000-0000-7000-8000-000000000000 of numbers/not a number ${when}`])
  expect(made.warnings).toEqual([''])
  expect(made.receipts[0]?.[0]?.says).toContain('read as null')
})

test.each([
  ['a name', python({ job: { namespace: 'numbers', name: 'half a pair: \ud83d' } }), ['/job/name']],
  ['the other half', python({ job: { namespace: 'numbers', name: 'half a pair: \udc00' } }), ['/job/name']],
  ['a key', python({ run: { runId: 'r', facets: { 'a/\ud83d': {} } } }), ['/run/facets/a~1\ud83d']],
  [
    'inside a list',
    python({
      outputs: [
        { namespace: 'n', name: 'a' },
        { namespace: 'n', name: '\ud83d' },
      ],
    }),
    ['/outputs/1/name'],
  ],
  ['none: a whole pair, written with escapes', python({}).replace('not a number', '\\ud83d\\ude00 \\\\ud83d'), []],
])('half of a character in %s', async (_, body, warnings) => {
  expect((await golden([body])).warnings).toEqual(warnings)
  expect(inspectEvent(Buffer.from(body))).toMatchObject({ ok: true })
})

const folder = corpusFolder('poison')
const recorded = folder === null ? [] : [recordedEvents(folder)]
test.each(recorded.map((bodies) => ({ bodies })))('the recorded bodies: all four are read, with a warning each', async ({ bodies }) => {
  const made = await golden(bodies)
  expect(bodies.map((body) => inspectEvent(Buffer.from(body)).ok)).toEqual([true, true, true, true])
  expect(made.warnings).toEqual(['', '', '', '/job/name'])
  expect(made.catalog).toEqual([
    'dataset file//x',
    'job numbers/half a pair: \ud83d',
    'job numbers/not a number reads file//x',
    ...['0', '1'].map((n) => `run 01990000-0000-7000-8000-00000000000${n} of numbers/not a number ${when}`),
    `run 01990000-0000-7000-8000-000000000003 of numbers/half a pair: \ud83d ${when}`,
  ])
})

const missing = folder === null ? ['the recorded bodies do not lie beside this clone'] : []
test.each(missing)('left out: %s', () => expect(recorded).toEqual([]))
