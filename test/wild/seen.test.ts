/** What real senders were seen to send that the specification does not have: each row as it was reported, and what the catalog makes of it. */
import { expect, test } from 'vitest'
import { columnsFrom, datasetEvent, inputField, jobEvent, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden } from '../harness/golden.ts'
import { identify } from '../../src/openlineage/event.ts'

interface Case {
  readonly seen: string
  readonly events: readonly (object | string)[]
  readonly catalog: readonly string[]
  /** JSON pointers; none when all was used, or is kept with its event and shown there. */
  readonly warnings?: readonly string[]
}

const load = 'job etl/load'
const done = 'run r of etl/load COMPLETE from 10:01 to 10:01'
const assertion = { assertion: 'not_null', success: true, column: 'id' }

const cases: readonly Case[] = [
  {
    seen: 'runId that is no UUID',
    events: [runEvent('COMPLETE', 1, { runId: 'run_id' })],
    catalog: [load, 'run run_id of etl/load COMPLETE from 10:01 to 10:01'],
  },
  { seen: 'producer that is no URI', events: [runEvent('COMPLETE', 1, { producer: 'producer' })], catalog: [load, done] },
  {
    seen: 'facets with "additionalProperties": {} inside',
    events: [
      runEvent('COMPLETE', 1, {
        facets: { additionalProperties: {} },
        outputs: [table('t', { schema: { fields: [{ name: 'id', type: 'int' }], additionalProperties: {} }, additionalProperties: {} })],
      }),
    ],
    catalog: ['dataset db/t with id int', 'job etl/load writes db/t', done],
  },
  {
    seen: 'facet key is class name SchemaDatasetFacet',
    events: [runEvent('COMPLETE', 1, { outputs: [table('t', { SchemaDatasetFacet: { fields: [{ name: 'id' }] } })] })],
    catalog: ['dataset db/t with id', 'job etl/load writes db/t', done],
  },
  {
    seen: 'facet key is the class name of another facet, run and job facets included',
    events: [
      runEvent('COMPLETE', 1, {
        facets: { ParentRunFacet: { job: { namespace: 'etl', name: 'dag' }, run: { runId: 'p' } } },
        jobFacets: { SQLJobFacet: { query: 'select 1' } },
        outputs: [table('t', { ColumnLineageDatasetFacet: { fields: { b: { inputFields: [inputField('in.a')] } } } })],
      }),
    ],
    catalog: [
      'column db/in.a to db/t.b by etl/load',
      'dataset db/in',
      'dataset db/t',
      'job etl/dag',
      'job etl/load of etl/dag writes db/t',
      'run p of etl/dag NEW',
      `${done} in p of etl/dag`,
    ],
  },
  {
    seen: 'symlinks beside `facets` instead of inside',
    events: [
      runEvent('COMPLETE', 1, {
        inputs: [table('t', {}, { symlinks: { identifiers: [{ namespace: 'hive', name: 't', type: 'TABLE' }] } })],
      }),
    ],
    catalog: ['dataset db/t', 'job etl/load reads db/t', done],
    warnings: ['/inputs/0/symlinks'],
  },
  {
    seen: 'null eventTime',
    events: [runEvent('COMPLETE', 1, { eventTime: null })],
    catalog: [load, 'run r of etl/load COMPLETE'],
    warnings: ['/eventTime'],
  },
  {
    seen: 'null run',
    events: [{ ...jobEvent(1, { inputs: [table('t')] }), run: null }],
    catalog: ['dataset db/t', 'job etl/load reads db/t'],
  },
  {
    seen: 'null job',
    events: [{ ...datasetEvent(1, table('t', schemaOf('id'))), job: null, run: null }],
    catalog: ['dataset db/t with id int'],
  },
  {
    seen: 'namespace postgres://host:None',
    events: [runEvent('COMPLETE', 1, { inputs: [{ namespace: 'postgres://host:None', name: 'shop.public.t' }] })],
    catalog: ['dataset postgres://host:None/shop.public.t', 'job etl/load reads postgres://host:None/shop.public.t', done],
  },
  {
    seen: 'START lacking facets',
    events: [
      { eventType: 'START', eventTime: '2026-11-20T10:00:00Z', run: { runId: 'r' }, job: { namespace: 'etl', name: 'load' } },
      runEvent('COMPLETE', 1, { outputs: [table('t', schemaOf('id'))] }),
    ],
    catalog: ['dataset db/t with id int', 'job etl/load writes db/t', 'run r of etl/load COMPLETE from 10:00 to 10:01'],
  },
  {
    seen: 'columnLineage inputs that match no input dataset',
    events: [runEvent('COMPLETE', 1, { inputs: [table('T')], outputs: [table('out', columnsFrom({ b: 't.a', c: 'elsewhere.a' }))] })],
    catalog: [
      'column db/elsewhere.a to db/out.c by etl/load',
      'column db/t.a to db/out.b by etl/load',
      'dataset db/T',
      'dataset db/elsewhere',
      'dataset db/out',
      'dataset db/t',
      'job etl/load reads db/T writes db/out',
      done,
    ],
  },
  {
    seen: 'inputStatistics and dataQualityAssertions under `facets`',
    events: [
      runEvent('COMPLETE', 1, {
        inputs: [table('t', { inputStatistics: { rowCount: 7 }, dataQualityAssertions: { assertions: [assertion] } })],
        outputs: [table('u', { outputStatistics: { rowCount: 7 } })],
      }),
    ],
    catalog: ['dataset db/t', 'dataset db/u', 'job etl/load reads db/t writes db/u', done],
  },
  {
    seen: 'keys testRun, inputSubset, outputSubset, dataQualityMetricsInput',
    events: [
      runEvent('COMPLETE', 1, {
        facets: { testRun: { tests: [{ name: 'x', status: 'pass' }] } },
        inputs: [
          table('t', undefined, {
            inputFacets: {
              inputSubset: { inputCondition: { type: 'location', locations: ['a'] } },
              dataQualityMetricsInput: { rowCount: 1, columnMetrics: {} },
            },
          }),
        ],
        outputs: [table('u', undefined, { outputFacets: { outputSubset: { outputCondition: { type: 'location', locations: ['a'] } } } })],
      }),
    ],
    catalog: ['dataset db/t', 'dataset db/u', 'job etl/load reads db/t writes db/u', done],
  },
  {
    seen: 'severity "ERROR" and "WARNING", status "success"',
    events: [
      runEvent('COMPLETE', 1, {
        facets: { test: { tests: [{ name: 'x', status: 'success', severity: 'ERROR' }] } },
        inputs: [
          table('t', undefined, { inputFacets: { dataQualityAssertions: { assertions: [{ ...assertion, severity: 'WARNING' }] } } }),
        ],
      }),
    ],
    catalog: ['dataset db/t', 'job etl/load reads db/t', done],
  },
  {
    seen: 'custom facets without _producer',
    events: [
      runEvent('COMPLETE', 1, { facets: { mine: { a: 1 } }, jobFacets: { mine: {} }, outputs: [table('t', { mine: { deep: [{}] } })] }),
    ],
    catalog: ['dataset db/t', 'job etl/load writes db/t', done],
  },
  {
    seen: 'JobEvent with eventType OTHER',
    events: [{ ...jobEvent(1, { outputs: [table('t')] }), eventType: 'OTHER' }],
    catalog: ['dataset db/t', 'job etl/load writes db/t'],
  },
  {
    seen: 'unknown producers and platforms',
    events: [
      runEvent('COMPLETE', 1, {
        producer: 'https://never.heard/of',
        job: { namespace: 'x-report://weekly', name: 'Q3 / draft' },
        inputs: [{ namespace: 'martian+db://olympus', name: 'mons' }],
      }),
    ],
    catalog: [
      'dataset martian+db://olympus/mons',
      'job x-report://weekly/Q3 / draft reads martian+db://olympus/mons',
      'run r of x-report://weekly/Q3 / draft COMPLETE from 10:01 to 10:01',
    ],
  },
  {
    seen: 'nested structs in schema',
    events: [
      runEvent('COMPLETE', 1, {
        outputs: [
          table('t', {
            schema: {
              fields: [
                { name: 'value', type: 'struct', fields: [{ name: 'before', type: 'struct', fields: [{ name: 'id', type: 'int' }] }] },
                { name: 'list', type: 'array', fields: [{ name: '_element', type: 'int', fields: null }] },
              ],
            },
          }),
        ],
      }),
    ],
    catalog: [
      'dataset db/t with value struct, value.before struct, value.before.id int, list array, list._element int',
      'job etl/load writes db/t',
      done,
    ],
  },
  {
    seen: 'events with only inputs',
    events: [runEvent('COMPLETE', 1, { inputs: [table('t')] })],
    catalog: ['dataset db/t', 'job etl/load reads db/t', done],
  },
  {
    seen: 'events with only outputs',
    events: [runEvent('COMPLETE', 1, { outputs: [table('t')] })],
    catalog: ['dataset db/t', 'job etl/load writes db/t', done],
  },
  {
    seen: '\\u0000 in strings',
    events: [
      runEvent('COMPLETE', 1, {
        facets: { errorMessage: { message: 'a\0b', programmingLanguage: 'C' } },
        jobFacets: { documentation: { description: '\0' }, jobType: { processingType: 'b\0', integration: 'I\0', jobType: '\0' } },
        outputs: [table('t\0', schemaOf({ name: 'i\0d', type: 'in\0t' }))],
      }),
    ],
    catalog: ['dataset db/t\0 with i\0d in\0t', 'job etl/load writes db/t\0', done],
  },
  {
    seen: '"<<non-serializable: X>>" strings',
    events: [
      runEvent('COMPLETE', 1, {
        facets: { mine: '<<non-serializable: Facet>>', parent: { job: '<<non-serializable: Job>>', run: '<<non-serializable: Run>>' } },
        outputs: [table('t', { schema: { fields: '<<non-serializable: list>>' } }), '<<non-serializable: Dataset>>'],
      }),
    ],
    catalog: ['dataset db/t', 'job etl/load writes db/t', done],
    warnings: ['/run/facets/mine', '/run/facets/parent/run', '/run/facets/parent/job', '/outputs/0/facets/schema/fields', '/outputs/1'],
  },
  {
    seen: 'all three kinds of event',
    events: [runEvent('COMPLETE', 1), jobEvent(2, { inputs: [table('t')] }), datasetEvent(3, table('t', schemaOf('id')))],
    catalog: ['dataset db/t with id int', 'job etl/load reads db/t', done],
  },
  {
    seen: 'a stray dataset in a run event',
    events: [{ ...runEvent('COMPLETE', 1), dataset: table('stray', schemaOf('id')) }],
    catalog: [load, done],
    warnings: ['/dataset'],
  },
  {
    seen: 'a run without a runId, or with a number as runId',
    events: [runEvent('COMPLETE', 1, { runId: 7 }), { ...runEvent('START', 2), run: { facets: {} } }],
    catalog: [load],
    warnings: ['/run/runId', '/run/runId'],
  },
  {
    seen: 'a dataset event with half a job, a run and inputs',
    events: [{ ...datasetEvent(1, table('t')), job: { name: 'load' }, run: { runId: 'r' }, inputs: [table('u')], outputs: [] }],
    catalog: ['dataset db/t'],
    warnings: ['/job', '/run', '/inputs'],
  },
]

test.each(cases)('$seen', async ({ events, catalog, warnings = [] }) => {
  const made = await golden(events)
  expect({ catalog: made.catalog, warnings: made.warnings }).toEqual({ catalog: catalog.toSorted(), warnings })
})

test('null job and null dataset are the only ones that are refused: they name nothing', () => {
  expect(identify({ ...runEvent('START', 1), job: null })).toMatchObject({ pointer: '/job' })
  expect(identify({ eventTime: null, run: null, job: null, dataset: null })).toMatchObject({ pointer: '/job' })
})

test('every facet that stands somewhere has a line on the receipt, read or not', async () => {
  const { receipts } = await golden([
    runEvent('COMPLETE', 1, {
      facets: { testRun: {}, mine: {} },
      inputs: [table('t', { inputStatistics: { rowCount: 7 } }, { inputFacets: { inputSubset: {} } })],
      outputs: [table('u', { inputStatistics: { rowCount: 7 } })],
    }),
  ])
  const use = new Map(receipts[0]?.map((line) => [line.pointer, line.use]))
  expect(use.get('/inputs/0/facets/inputStatistics')).toBe('used')
  expect(use.get('/outputs/0/facets/inputStatistics'), 'input statistics of an output').not.toBe('used')
  for (const pointer of ['/run/facets/testRun', '/run/facets/mine', '/inputs/0/inputFacets/inputSubset'])
    expect(use.has(pointer)).toBe(true)
})
