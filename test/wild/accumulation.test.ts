/** What adds up and what replaces, parents, and datasets under several names, in every order of the events. */
import { expect, test } from 'vitest'
import { columnsFrom, datasetEvent, jobEvent, jobNamed, parentOf, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden, inEveryOrder } from '../harness/golden.ts'

interface Case {
  readonly says: string
  readonly events: readonly object[]
  /** All lines, or those of one kind where `only` says which. */
  readonly catalog: readonly string[]
  readonly only?: string
}

const snapshot = { jobType: { processingType: 'BATCH', integration: 'X', emissionPattern: { eventContentMode: 'COMPLETE_SNAPSHOT' } } }
const deleted = { _deleted: true }
const hive = (name: string, type: string | undefined = 'TABLE') => ({ namespace: 'hive', name, type })
const also = (...identifiers: object[]) => ({ symlinks: { identifiers } })
const location = (name: string) => ({ namespace: 'db', name, type: 'LOCATION' })
const writes = (minute: number, ...outputs: object[]) => runEvent('COMPLETE', minute, { outputs })

const accumulation: readonly Case[] = [
  {
    says: 'inputs and outputs are the union over the events of a run',
    events: [
      runEvent('START', 1, { inputs: [], outputs: [] }),
      runEvent('RUNNING', 2, { inputs: [table('a')], outputs: [table('x')] }),
      runEvent('RUNNING', 3, { inputs: [table('b')] }),
      runEvent('COMPLETE', 4, { inputs: [], outputs: null }),
    ],
    only: 'job',
    catalog: ['job etl/load reads db/a, db/b writes db/x'],
  },
  {
    says: 'and over the runs of a job',
    events: [1, 2, 3].map((n) => runEvent('COMPLETE', n, { runId: `r${n}`, inputs: [table(`day_${n}`)] })),
    only: 'job',
    catalog: ['job etl/load reads db/day_1, db/day_2, db/day_3'],
  },
  {
    says: 'a job that sends whole snapshots keeps what it ever read too',
    events: [
      runEvent('RUNNING', 1, { jobFacets: snapshot, inputs: [table('a')] }),
      runEvent('COMPLETE', 2, { jobFacets: snapshot, inputs: [table('b')] }),
    ],
    only: 'job',
    catalog: ['job etl/load reads db/a, db/b'],
  },
  {
    says: 'static lineage of JobEvents adds up with that of runs',
    events: [
      jobEvent(1, { inputs: [table('a')] }),
      jobEvent(2, { outputs: [table('x')] }),
      jobEvent(3),
      runEvent('COMPLETE', 4, { inputs: [table('b')] }),
    ],
    only: 'job',
    catalog: ['job etl/load reads db/a, db/b writes db/x'],
  },
  {
    says: 'a dataset may be read and written by one job',
    events: [runEvent('COMPLETE', 1, { inputs: [table('a')], outputs: [table('a'), table('a')] })],
    only: 'job',
    catalog: ['job etl/load reads db/a writes db/a'],
  },
  {
    says: 'fields are those of the last schema, whoever says it: input, output or DatasetEvent',
    events: [
      writes(1, table('t', schemaOf('a'))),
      runEvent('COMPLETE', 3, { runId: 'later', inputs: [table('t', schemaOf('a', 'c'))] }),
      datasetEvent(2, table('t', schemaOf('a', 'b'))),
    ],
    only: 'dataset',
    catalog: ['dataset db/t with a int, c int'],
  },
  {
    says: 'an empty schema, columnLineage or symlinks takes nothing away',
    events: [
      writes(1, table('t', { ...schemaOf('a'), ...columnsFrom({ a: 'in.a' }), ...also(hive('t')) })),
      writes(2, table('t', { schema: { fields: [] }, columnLineage: { fields: {} }, symlinks: { identifiers: [] } })),
      writes(3, table('t', { schema: {}, columnLineage: { fields: { a: { inputFields: [] } } }, symlinks: {} })),
    ],
    catalog: [
      'column db/in.a to hive/t.a by etl/load',
      'dataset db/in',
      'dataset hive/t also db/t with a int',
      'job etl/load writes hive/t',
      'run r of etl/load COMPLETE from 10:01 to 10:03',
    ],
  },
  {
    says: 'column edges are the union over history',
    events: [
      writes(1, table('t', columnsFrom({ x: 'in.a' }))),
      writes(2, table('t', columnsFrom({ x: 'in.b' }))),
      writes(3, table('t', columnsFrom({ y: 'in.a' }))),
    ],
    only: 'column',
    catalog: ['column db/in.a to db/t.x by etl/load', 'column db/in.a to db/t.y by etl/load', 'column db/in.b to db/t.x by etl/load'],
  },
  {
    says: 'column edges of a DatasetEvent are of no job',
    events: [datasetEvent(1, table('v', columnsFrom({ x: 'in.a' }))), writes(2, table('v', columnsFrom({ x: 'in.a' })))],
    only: 'column',
    catalog: ['column db/in.a to db/v.x by etl/load', 'column db/in.a to db/v.x by none'],
  },
]

const hierarchy: readonly Case[] = [
  {
    says: 'a parent that never spoke stands as named',
    events: [runEvent('COMPLETE', 1, { facets: parentOf('dag', 'p') })],
    catalog: [
      'job etl/dag',
      'job etl/load of etl/dag',
      'run p of etl/dag NEW',
      'run r of etl/load COMPLETE from 10:01 to 10:01 in p of etl/dag',
    ],
  },
  {
    says: 'a parent that speaks later is the same',
    events: [
      runEvent('COMPLETE', 1, { facets: parentOf('dag', 'p') }),
      runEvent('START', 0, { runId: 'p', job: jobNamed('dag') }),
      runEvent('FAIL', 2, { runId: 'p', job: jobNamed('dag') }),
    ],
    only: 'run',
    catalog: ['run p of etl/dag FAIL from 10:00 to 10:02', 'run r of etl/load COMPLETE from 10:01 to 10:01 in p of etl/dag'],
  },
  {
    says: 'the root is named too, and the parent of the parent only by itself',
    events: [runEvent('COMPLETE', 1, { facets: parentOf('app', 'a', { job: jobNamed('dag'), run: { runId: 'd' } }) })],
    catalog: [
      'job etl/app',
      'job etl/dag',
      'job etl/load of etl/app',
      'run a of etl/app NEW',
      'run d of etl/dag NEW',
      'run r of etl/load COMPLETE from 10:01 to 10:01 in a of etl/app',
    ],
  },
  {
    says: 'the last event that names a parent decides; silence never clears it',
    events: [
      runEvent('START', 1, { facets: parentOf('one', 'p1') }),
      runEvent('RUNNING', 2, { facets: parentOf('two', 'p2') }),
      runEvent('COMPLETE', 3),
    ],
    catalog: [
      'job etl/load of etl/two',
      'job etl/one',
      'job etl/two',
      'run p1 of etl/one NEW',
      'run p2 of etl/two NEW',
      'run r of etl/load COMPLETE from 10:01 to 10:03 in p2 of etl/two',
    ],
  },
  {
    says: 'two runs of one job under different parents: the job shows the last',
    events: [
      runEvent('COMPLETE', 1, { runId: 'r1', facets: parentOf('nightly', 'n') }),
      runEvent('COMPLETE', 2, { runId: 'r2', facets: parentOf('manual', 'm') }),
    ],
    only: 'job',
    catalog: ['job etl/load of etl/manual', 'job etl/manual', 'job etl/nightly'],
  },
  {
    says: 'a child of a child',
    events: [
      runEvent('COMPLETE', 2, { facets: parentOf('task', 't') }),
      runEvent('COMPLETE', 3, { runId: 't', job: jobNamed('task'), facets: parentOf('dag', 'd') }),
    ],
    only: 'job',
    catalog: ['job etl/dag', 'job etl/load of etl/task', 'job etl/task of etl/dag'],
  },
  {
    says: 'the old key parentRun',
    events: [runEvent('COMPLETE', 1, { facets: { parentRun: { job: jobNamed('dag'), run: { runId: 'p' } } } })],
    only: 'job',
    catalog: ['job etl/dag', 'job etl/load of etl/dag'],
  },
  {
    says: 'a root that is null is no root',
    events: [runEvent('COMPLETE', 1, { facets: { parent: { job: jobNamed('dag'), run: { runId: 'p' }, root: null } } })],
    only: 'job',
    catalog: ['job etl/dag', 'job etl/load of etl/dag'],
  },
]

const symlinks: readonly Case[] = [
  {
    says: 'a symlink said later joins what was there, on every edge',
    events: [
      writes(1, table('path/orders', { ...schemaOf('id'), ...columnsFrom({ id: 'in.id' }) })),
      runEvent('COMPLETE', 2, { runId: 'q', job: jobNamed('read'), inputs: [{ namespace: 'hive', name: 'orders' }] }),
      datasetEvent(3, table('path/orders', also(hive('orders')))),
    ],
    catalog: [
      'column db/in.id to hive/orders.id by etl/load',
      'dataset db/in',
      'dataset hive/orders also db/path/orders with id int',
      'job etl/load writes hive/orders',
      'job etl/read reads hive/orders',
      'run q of etl/read COMPLETE from 10:02 to 10:02',
      'run r of etl/load COMPLETE from 10:01 to 10:01',
    ],
  },
  {
    says: 'many paths, one table',
    events: [1, 2, 3].map((n) => writes(n, table(`orders/dt=${n}`, also(hive('orders'))))),
    only: 'dataset',
    catalog: ['dataset hive/orders also db/orders/dt=1, db/orders/dt=2, db/orders/dt=3'],
  },
  {
    says: 'a chain is one dataset; without a TABLE the smallest name shows',
    events: [
      writes(1, table('c', also(location('b')))),
      writes(2, table('b', also(location('a')))),
      writes(3, table('d', also(location('c')))),
    ],
    only: 'dataset',
    catalog: ['dataset db/a also db/b, db/c, db/d'],
  },
  {
    says: 'in a chain the one that is called TABLE shows, wherever it stands',
    events: [writes(1, table('a', also(hive('z', 'DB_TABLE')))), writes(2, table('b', also(location('a'))))],
    only: 'dataset',
    catalog: ['dataset hive/z also db/a, db/b'],
  },
  {
    says: 'of two TABLEs the smaller',
    events: [writes(1, table('a', also(hive('z')))), writes(2, table('a', also(hive('y'))))],
    only: 'dataset',
    catalog: ['dataset hive/y also db/a, hive/z'],
  },
  {
    says: 'table and path name each other after an upgrade: LOCATION does not take the name away',
    events: [writes(1, table('a', also(hive('t')))), writes(2, { namespace: 'hive', name: 't', facets: also(location('a')) })],
    only: 'dataset',
    catalog: ['dataset hive/t also db/a'],
  },
  {
    says: 'a type in small letters, and one that is empty',
    events: [writes(1, table('a', also(hive('t', 'table')))), writes(2, table('a', also({ namespace: 'hive', name: 's', type: '' })))],
    only: 'dataset',
    catalog: ['dataset hive/t also db/a, hive/s'],
  },
  {
    says: 'a dataset that names itself',
    events: [writes(1, table('a', also({ namespace: 'db', name: 'a', type: 'TABLE' })))],
    only: 'dataset',
    catalog: ['dataset db/a'],
  },
  {
    says: 'upper and lower case are two datasets',
    events: [writes(1, table('T')), writes(2, table('t'))],
    only: 'dataset',
    catalog: ['dataset db/T', 'dataset db/t'],
  },
  {
    says: '_deleted ends the claim before it',
    events: [writes(1, table('a', also(hive('t')))), writes(2, table('a', { symlinks: deleted }))],
    only: 'dataset',
    catalog: ['dataset db/a', 'dataset hive/t'],
  },
  {
    says: 'a claim after _deleted lives',
    events: [writes(1, table('a', also(hive('t')))), writes(2, table('a', { symlinks: deleted })), writes(3, table('a', also(hive('u'))))],
    only: 'dataset',
    catalog: ['dataset hive/t', 'dataset hive/u also db/a'],
  },
  {
    says: '_deleted does not end what another dataset claims',
    events: [writes(1, table('a', also(hive('t')))), writes(2, table('b', also(hive('t')))), writes(3, table('a', { symlinks: deleted }))],
    only: 'dataset',
    catalog: ['dataset db/a', 'dataset hive/t also db/b'],
  },
  {
    says: '_deleted takes a chain apart in its middle',
    events: [
      writes(1, table('a', also(location('b')))),
      writes(2, table('b', also(location('c')))),
      writes(3, table('c', also(location('d')))),
      writes(4, table('b', { symlinks: deleted })),
    ],
    only: 'dataset',
    catalog: ['dataset db/a also db/b', 'dataset db/c also db/d'],
  },
  {
    says: 'the fields of a group are the last of any of its names',
    events: [
      writes(1, table('a', { ...also(hive('t')), ...schemaOf('old') })),
      writes(2, { namespace: 'hive', name: 't', facets: schemaOf('new') }),
      writes(3, table('b', also(hive('t')))),
    ],
    only: 'dataset',
    catalog: ['dataset hive/t also db/a, db/b with new int'],
  },
]

test.each([...accumulation, ...hierarchy, ...symlinks])('$says', async ({ events, catalog, only }) => {
  const [lines = [], ...others] = await inEveryOrder(events)
  expect(others).toEqual([])
  expect(lines.filter((line) => only === undefined || line.startsWith(`${only} `))).toEqual(catalog.toSorted())
  expect((await golden(events)).warnings).toEqual([])
})

test('a job that names itself as parent keeps the parent run, with a warning', async () => {
  const made = await golden([runEvent('COMPLETE', 1, { facets: parentOf('load', 'retry-1') })])
  expect(made).toMatchObject({
    catalog: ['job etl/load', 'run r of etl/load COMPLETE from 10:01 to 10:01 in retry-1 of etl/load', 'run retry-1 of etl/load NEW'],
    warnings: ['/run/facets/parent'],
  })
})
