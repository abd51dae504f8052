/** LineageFacet 1-0-0: edges that an event states, of every kind that the official examples have. */
import { expect, test } from 'vitest'
import { jobEvent, jobNamed, runEvent, table } from '../harness/events.ts'
import { golden } from '../harness/golden.ts'

const dataset = (name: string, more: object = {}): object => ({ namespace: 'db', name, type: 'DATASET', ...more })
const job = (name: string, more: object = {}): object => ({ namespace: 'etl', name, type: 'JOB', ...more })
const lineage = (...entries: object[]): object => ({ lineage: { entries } })
const done = 'run r of etl/load COMPLETE from 10:01 to 10:01'

test.each([
  [
    'a dataset of a dataset: read and written by the job of the event',
    [dataset('b', { inputs: [dataset('a')] })],
    ['column db/a.* to db/b.* by etl/load', 'dataset db/a', 'dataset db/b', 'job etl/load reads db/a writes db/b'],
  ],
  [
    'a dataset of a job: that job writes it',
    [dataset('b', { inputs: [job('extract')] })],
    ['dataset db/b', 'job etl/extract writes db/b', 'job etl/load writes db/b'],
  ],
  [
    'a job of a dataset: that job reads it',
    [job('report', { inputs: [dataset('a')] })],
    ['dataset db/a', 'job etl/load', 'job etl/report reads db/a'],
  ],
  ['without a name, the job of the event', [{ type: 'JOB', inputs: [dataset('a')] }], ['dataset db/a', 'job etl/load reads db/a']],
  ['a generator: written, made of nothing', [dataset('b', { inputs: [] })], ['dataset db/b', 'job etl/load writes db/b']],
  [
    'fields, from a dataset and from a job that is the source',
    [dataset('b', { fields: { x: { inputs: [dataset('a', { field: 'y' }), job('extract')] } } })],
    [
      'column db/a.y to db/b.x by etl/load',
      'dataset db/a',
      'dataset db/b',
      'job etl/extract writes db/b',
      'job etl/load reads db/a writes db/b',
    ],
  ],
])('%s', async (_, entries, catalog) => {
  expect((await golden([runEvent('COMPLETE', 1, { jobFacets: lineage(...entries) })])).catalog).toEqual([...catalog, done].sort())
})

test('a job of a job: what runs before it, with data between them that nobody names', async () => {
  const { catalog } = await golden([runEvent('COMPLETE', 1, { jobFacets: lineage(job('load2', { inputs: [job('transform')] })) })])
  expect(catalog).toEqual(
    ['after etl/transform runs etl/load2, says etl/load2 LINEAGE', 'job etl/load', 'job etl/load2', 'job etl/transform', done].sort(),
  )
})

test('a dataset facet with a job as its source, in events of a run and of a job', async () => {
  const made = table('b', { lineage: { inputs: [job('extract')] } })
  for (const event of [runEvent('COMPLETE', 1, { outputs: [made] }), jobEvent(1, { outputs: [made], job: jobNamed('load') })])
    expect((await golden([event])).catalog).toEqual(expect.arrayContaining(['job etl/extract writes db/b', 'job etl/load writes db/b']))
})
