/** What the plain clients and smaller integrations send, and what the catalog makes of it. */
import { expect, test } from 'vitest'
import { at, datasetEvent, jobEvent, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden, inEveryOrder } from '../harness/golden.ts'

test('Java leaves out what is empty, Python sends it: the same catalog', async () => {
  const run = { eventType: 'COMPLETE', eventTime: at(1), producer: 'https://example.com' }
  const java = { ...run, run: { runId: 'r' }, job: { namespace: 'etl', name: 'load' }, outputs: [{ namespace: 'db', name: 't' }] }
  const python = {
    ...run,
    run: { runId: 'r', facets: {} },
    job: { namespace: 'etl', name: 'load', facets: {} },
    inputs: [],
    outputs: [{ namespace: 'db', name: 't', facets: {}, outputFacets: {} }],
  }
  const [fromJava, fromPython] = [await golden([java]), await golden([python])]
  expect(fromPython.lines).toEqual(fromJava.lines)
  expect([...fromJava.warnings, ...fromPython.warnings]).toEqual([])
})

test('text as UTF-8 and as escapes is the same text', async () => {
  const body = JSON.stringify(runEvent('COMPLETE', 1, { outputs: [table('Größe – 価格 😀', schemaOf('é'))] }))
  const escaped = body.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  expect((await golden([escaped])).lines).toEqual((await golden([body])).lines)
})

test('a facet deleted in the way of Java, alone, and of Python, with its other members', async () => {
  const described = datasetEvent(1, table('t', { documentation: { description: 'words' } }))
  for (const documentation of [{ _deleted: true }, { _producer: 'https://example.com', description: 'words', _deleted: true }]) {
    const made = await golden([described, datasetEvent(2, table('t', { documentation }))])
    expect(made.lines).toMatchObject([{ description: null }])
  }
})

test('names of every kind stay what they are', async () => {
  const names = [
    'a/b',
    'a:b',
    '100%',
    '"quoted"',
    'tab\tline\n',
    ' blank ',
    '\u200f',
    'e\u0301',
    '\u00e9',
    '😀',
    '.',
    '..',
    'null',
    '__proto__',
    'n'.repeat(2_000),
  ]
  const made = await golden([runEvent('COMPLETE', 1, { outputs: names.map((name) => table(name, schemaOf(name))) })])
  const datasets = made.lines.filter((line) => line['kind'] === 'dataset')
  expect(datasets.map((line) => line['name']).toSorted()).toEqual(names.toSorted())
  expect(made.warnings).toEqual([])
})

test('a schema of 1,200 columns', async () => {
  const names = Array.from({ length: 1_200 }, (_, i) => `c${i}`)
  const made = await golden([datasetEvent(1, table('wide', schemaOf(...names)))])
  expect(made.lines[0]?.['fields']).toEqual(names.map((name) => ({ name, type: 'int' })))
})

test('300 inputs, and a dataset as its own input', async () => {
  const inputs = Array.from({ length: 300 }, (_, i) => table(`in_${i}`))
  const made = await golden([runEvent('COMPLETE', 1, { inputs: [...inputs, table('out')], outputs: [table('out')] })])
  const job = made.lines.find((line) => line['kind'] === 'job')
  expect(job?.['inputs']).toHaveLength(301)
  expect(job?.['outputs']).toMatchObject([{ name: 'out' }])
})

test('a job that is renamed within a run is two jobs with a run each', async () => {
  const [lines = [], ...others] = await inEveryOrder([
    runEvent('START', 1),
    runEvent('COMPLETE', 2, { job: { namespace: 'etl', name: 'renamed' } }),
  ])
  expect(others).toEqual([])
  expect(lines.slice(2)).toEqual(['run r of etl/load RUNNING from 10:01', 'run r of etl/renamed COMPLETE from 10:02 to 10:02'])
})

test('run ids in capitals are other ids', async () => {
  const made = await golden(['ABCD', 'abcd'].map((runId) => runEvent('COMPLETE', 1, { runId })))
  expect(made.lines.filter((line) => line['kind'] === 'run')).toHaveLength(2)
})

test('dlt: two FAIL events for one failed run', async () => {
  const error = { errorMessage: { message: 'boom', programmingLanguage: 'python' } }
  const made = await golden([runEvent('START', 1), runEvent('FAIL', 2, { facets: error }), runEvent('FAIL', 3)])
  expect(made.catalog[1]).toBe('run r of etl/load FAIL from 10:01 to 10:03')
  expect(made.lines[1]).toMatchObject({ error: 'boom' })
})

test('Great Expectations: one event a run, an end without a start', async () => {
  const inputs = [table('t', undefined, { inputFacets: { greatExpectations_assertions: { assertions: [] } } })]
  expect((await golden([runEvent('COMPLETE', 1, { inputs })])).catalog).toContain('run r of etl/load COMPLETE from 10:01 to 10:01')
})

test('an event printed over many lines is the same event', async () => {
  const event = jobEvent(1, { inputs: [table('t')] })
  expect((await golden([JSON.stringify(event, null, 2)])).lines).toEqual((await golden([event])).lines)
})
