/** Deleted facets, empty ones, and facets that hold something other than what their schema says. */
import { describe, expect, test } from 'vitest'
import { catalogOf } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { columnsFrom, datasetEvent, inputField, jobEvent, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden } from '../harness/golden.ts'

const done = 'run r of etl/load COMPLETE from 10:01 to 10:01'
const output = (facets: unknown, more: object = {}) => runEvent('COMPLETE', 1, { outputs: [table('t', facets, more)] })
const plain = ['dataset db/t', 'job etl/load writes db/t', done]

test.each([
  ['schema without fields', { schema: {} }],
  ['schema with no fields', { schema: { fields: [] } }],
  ['schema with null', { schema: { fields: null } }],
  ['columnLineage with no fields', { columnLineage: { fields: {}, dataset: [] } }],
  ['columnLineage of constant columns', { columnLineage: { fields: { a: { inputFields: [] }, c: null } } }],
  ['symlinks with none', { symlinks: { identifiers: [] } }],
  ['symlinks with null', { symlinks: { identifiers: null } }],
  ['lineage with no inputs', { lineage: { inputs: [], fields: {} } }],
  ['no facets', {}],
  ['facets that are null', null],
  ['facets that are missing', undefined],
])('empty: %s', async (_, facets) => expect(await golden([output(facets)])).toMatchObject({ catalog: plain, warnings: [] }))

test.each([
  ['inputs and outputs are null', { ...runEvent('COMPLETE', 1), inputs: null, outputs: null }],
  ['facets of run and job are null', runEvent('COMPLETE', 1, { facets: null, jobFacets: null })],
  ['facets of run and job are empty', runEvent('COMPLETE', 1, { facets: {}, jobFacets: {} })],
])('empty: %s', async (_, event) => expect(await golden([event])).toMatchObject({ catalog: ['job etl/load', done], warnings: [] }))

const transformed = (transformations: unknown) => ({
  columnLineage: { fields: { b: { inputFields: [inputField('in.a', transformations)] } } },
})

test.each<[string, unknown, string[]]>([
  ['facets are a list', [], ['']],
  ['facets are text', 'none', ['']],
  ['a facet is null', { schema: null }, ['/schema']],
  ['a facet is a list', { schema: [{ name: 'a' }] }, ['/schema']],
  ['a facet is text', { columnLineage: 'none' }, ['/columnLineage']],
  ['fields of a schema are an object', { schema: { fields: { a: 'int' } } }, ['/schema/fields']],
  ['column lineage has no fields', { columnLineage: {} }, ['/columnLineage/fields']],
  ['a column has no inputFields', { columnLineage: { fields: { b: {} } } }, ['/columnLineage/fields/b/inputFields']],
  ['a field is null', { schema: { fields: [null] } }, ['/schema/fields/0']],
  ['a field has no name', { schema: { fields: [{ type: 'int' }] } }, ['/schema/fields/0/name']],
  ['fields of column lineage are a list', { columnLineage: { fields: [] } }, ['/columnLineage/fields']],
  ['a field of column lineage is a list', { columnLineage: { fields: { 'a/b': [] } } }, ['/columnLineage/fields/a~1b']],
  ['inputFields are an object', { columnLineage: { fields: { a: { inputFields: {} } } } }, ['/columnLineage/fields/a/inputFields']],
  ['an input field is null', { columnLineage: { fields: { a: { inputFields: [null] } } } }, ['/columnLineage/fields/a/inputFields/0']],
  ['what the whole dataset depends on is an object', { columnLineage: { fields: {}, dataset: {} } }, ['/columnLineage/dataset']],
  ['identifiers are an object', { symlinks: { identifiers: {} } }, ['/symlinks/identifiers']],
  [
    'an identifier has no name',
    { symlinks: { identifiers: [{ namespace: 'x' }] } },
    ['/symlinks/identifiers/0/name', '/symlinks/identifiers/0/type'],
  ],
  ['inputs of a lineage facet are text', { lineage: { inputs: 'all' } }, ['/lineage/inputs']],
  ['fields of a lineage facet are a list', { lineage: { fields: [] } }, ['/lineage/fields']],
  ['documentation is a number', { documentation: { description: 5 } }, ['/documentation']],
])('wrong: %s', async (_, facets, pointers) => {
  const made = await golden([output(facets)])
  expect(made).toMatchObject({ catalog: plain, warnings: pointers.map((p) => `/outputs/0/facets${p}`) })
})

test('what is wrong is left out, what is beside it is used', async () => {
  const fields = [{ name: 'a', type: ['null', 'int'] }, { name: 'b', type: 'int', fields: 'none' }, 'c', { name: 'a', type: 'text' }]
  const made = await golden([
    output({ schema: { fields }, symlinks: { identifiers: [7, { namespace: 'hive', name: 't', type: 5 }] }, ...transformed('odd') }),
  ])
  expect(made.catalog).toEqual([
    'column db/in.a to db/t.b by etl/load',
    'dataset db/in',
    'dataset db/t also hive/t with a, b int',
    'job etl/load writes db/t',
    done,
  ])
  expect(made.warnings.map((p) => p.replace('/outputs/0/facets/', ''))).toEqual([
    'schema/fields/0/type',
    'schema/fields/1/fields',
    'schema/fields/2',
    'schema/fields/3',
    'symlinks/identifiers/0',
    'columnLineage/fields/b/inputFields/0/transformations',
  ])
})

test('a transformation of an unknown type is an edge of no type', async () => {
  const made = await golden([output(transformed([{ type: 'SIDEWAYS', subtype: 'jump', masking: 'yes' }, null, { type: 'indirect' }]))])
  expect(made.catalog.slice(0, 2)).toEqual(['column db/in.a to db/t.b INDIRECT by etl/load', 'column db/in.a to db/t.b JUMP by etl/load'])
})

test.each<[string, object, string[]]>([
  ['inputs are an object', runEvent('COMPLETE', 1, { inputs: {} }), ['/inputs']],
  ['inputs are text', runEvent('COMPLETE', 1, { inputs: 'all' }), ['/inputs']],
  [
    'datasets are null, text, lists, nameless',
    runEvent('COMPLETE', 1, { outputs: [null, 'x', [], { namespace: 'x' }, { namespace: 'x', name: '' }] }),
    [0, 1, 2, 3, 4].map((i) => `/outputs/${i}`),
  ],
  ['run facets are a list', runEvent('COMPLETE', 1, { facets: [] }), ['/run/facets']],
  ['job facets are text', runEvent('COMPLETE', 1, { jobFacets: 'x' }), ['/job/facets']],
  ['a parent without a job', runEvent('COMPLETE', 1, { facets: { parent: { run: { runId: 'p' } } } }), ['/run/facets/parent/job']],
  [
    'a parent with a number as run',
    runEvent('COMPLETE', 1, { facets: { parent: { run: { runId: 5 }, job: { namespace: 'etl', name: 'dag' } } } }),
    ['/run/facets/parent'],
  ],
  [
    'a root that is text',
    runEvent('COMPLETE', 1, { facets: { parent: { root: 'x' } } }),
    ['/run/facets/parent/run', '/run/facets/parent/job', '/run/facets/parent/root'],
  ],
  [
    'an error without a message',
    runEvent('COMPLETE', 1, { facets: { errorMessage: { message: {} } } }),
    ['/run/facets/errorMessage/message'],
  ],
  [
    'an engine with a number as version',
    runEvent('COMPLETE', 1, { facets: { processing_engine: { version: 3.5 } } }),
    ['/run/facets/processing_engine/version'],
  ],
  [
    'a job type of numbers',
    runEvent('COMPLETE', 1, { jobFacets: { jobType: { processingType: 1 } } }),
    ['/job/facets/jobType/integration'],
  ],
  [
    'entries of a lineage facet that are an object',
    runEvent('COMPLETE', 1, { jobFacets: { lineage: { entries: {} } } }),
    ['/job/facets/lineage/entries'],
  ],
  [
    'facets beside facets of run and job',
    { ...runEvent('COMPLETE', 1), job: { namespace: 'etl', name: 'load', sql: { query: 'x' } }, run: { runId: 'r', parent: {} } },
    ['/job/sql', '/run/parent'],
  ],
])('wrong: %s', async (_, event, warnings) => {
  expect(await golden([event])).toMatchObject({ catalog: ['job etl/load', done], warnings })
})

describe('a deleted facet', () => {
  const deleted = { _deleted: true }

  test.each([
    ['documentation', { description: 'words' }, 'description', 'words'],
    ['ownership', { owners: [{ name: 'ann' }] }, 'owners', [{ name: 'ann', type: null }]],
    ['tags', { tags: [{ key: 'pii', value: 'yes' }] }, 'tags', [{ key: 'pii', value: 'yes', source: null, field: null }]],
  ])(
    '%s is gone, whether it comes alone or with all its members, and comes back when it is said again',
    async (key, value, name, shown) => {
      const of = async (...facets: object[]): Promise<unknown> =>
        memberOf(
          facets.map((facet, i) => datasetEvent(i, table('t', { [key]: facet }))),
          'dataset',
          name,
        )
      const none = await of(deleted)
      expect(await of(value)).toEqual(shown)
      expect(await of(value, deleted)).toEqual(none)
      expect(await of(value, { ...value, ...deleted })).toEqual(none)
      expect(await of(value, deleted, value)).toEqual(shown)
      expect(await of(value, { ...value, _deleted: false })).toEqual(shown)
    },
  )

  test('does not fall back to what another value said before it', async () => {
    const said = [{ description: 'one' }, { description: 'two' }, deleted]
    expect(
      await memberOf(
        said.map((documentation, i) => jobEvent(i, { jobFacets: { documentation } })),
        'job',
        'description',
      ),
    ).toBeNull()
  })

  test('jobType: the job is of no type from there on, and streams no more', async () => {
    const streams = { processingType: 'STREAMING', integration: 'FLINK', jobType: 'JOB' }
    const events = [
      runEvent('START', 0, { jobFacets: { jobType: streams } }),
      runEvent('FAIL', 1),
      runEvent('RUNNING', 2, { jobFacets: { jobType: deleted } }),
    ]
    expect(await memberOf(events, 'job', 'processingType')).toBeNull()
    expect((await golden(events)).catalog.at(-1)).toBe('run r of etl/load FAIL from 10:00 to 10:01')
  })

  test('schema and columnLineage: the last fields and the edges of before stay', async () => {
    const made = await golden([
      datasetEvent(1, table('t', { ...schemaOf('a'), ...columnsFrom({ a: 'in.a' }) })),
      datasetEvent(2, table('t', { schema: deleted, columnLineage: deleted })),
    ])
    expect(made).toMatchObject({ catalog: ['column db/in.a to db/t.a by none', 'dataset db/in', 'dataset db/t with a int'], warnings: [] })
  })

  test('a run facet has no _deleted: it is read', async () => {
    const made = await golden([
      runEvent('COMPLETE', 1, { facets: { parent: { job: { namespace: 'etl', name: 'dag' }, run: { runId: 'p' }, _deleted: true } } }),
    ])
    expect(made.catalog).toContain('job etl/load of etl/dag')
  })
})

test('a dataset facet among the facets of an output is one of the dataset', async () => {
  const facets = { documentation: { description: 'words' }, ...schemaOf('id') }
  const event = output(undefined, { outputFacets: facets })
  expect(await memberOf([event], 'dataset', 'description')).toBe('words')
  expect((await golden([event])).catalog[0]).toBe('dataset db/t with id int')
})

describe.each(stores)('$name', ({ open }) => {
  test('half characters and NUL in every text that the catalog keeps', async () => {
    const odd = 'x\ud83d\0'
    const catalog = await catalogOf(await open())
    const jobType = { processingType: odd, integration: odd, jobType: odd }
    const columnLineage = {
      fields: {
        [odd]: {
          inputFields: [{ namespace: odd, name: odd, field: odd, transformations: [{ type: odd, subtype: odd, description: odd }] }],
        },
      },
    }
    const symlinks = { identifiers: [{ namespace: odd, name: odd, type: odd }] }
    await catalog.add([
      runEvent('COMPLETE', 1, {
        runId: odd,
        job: { namespace: odd, name: odd },
        jobFacets: { jobType, documentation: { description: odd }, [odd]: {} },
        facets: { errorMessage: { message: odd }, processing_engine: { name: odd, version: odd } },
        outputs: [{ namespace: odd, name: `${odd}t`, facets: { columnLineage, symlinks, schema: { fields: [{ name: odd, type: odd }] } } }],
      }),
    ])
    const lines = (await catalog.lines()).map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.find((l) => l['kind'] === 'job')).toMatchObject({
      processingType: odd.toUpperCase(),
      integration: odd,
      jobType: odd,
      description: odd,
    })
    expect(lines.find((l) => l['kind'] === 'columnEdge')).toMatchObject({
      subtype: odd.toUpperCase(),
      from: { field: odd },
      to: { field: odd },
    })
    expect(lines.find((l) => l['kind'] === 'dataset')).toMatchObject({ name: odd, fields: [{ name: odd, type: odd }] })
    expect(lines.find((l) => l['kind'] === 'run')).toMatchObject({ runId: odd, engine: { name: odd, version: odd } })
    await catalog.close()
  })
})

/** A member of the only line of that kind. */
async function memberOf(events: readonly object[], kind: string, name: string): Promise<unknown> {
  const made = await golden(events)
  const found = made.lines.filter((line) => line['kind'] === kind)
  expect(found).toHaveLength(1)
  return found[0]?.[name]
}
