/** What events mean (docs: architecture, "laws"), case by case, seen in the export of the catalog. */
import { expect, test } from 'vitest'
import { World, exported, inMemory } from '../property/world.ts'
import { CatalogBuild } from '../../src/fold/catalog-build.ts'

interface Line {
  readonly kind: string
  readonly namespace?: string
  readonly name?: string
  readonly [member: string]: unknown
}

const arrival = Date.UTC(2026, 10, 20, 12)
const at = (minute: number): string => `2026-11-20T10:${String(minute).padStart(2, '0')}:00Z`
const lake = (name: string, facets: object = {}) => ({ namespace: 's3://lake', name, facets })

function run(
  type: string,
  minute: number,
  more: {
    runId?: string
    job?: object
    facets?: object
    inputs?: object[]
    outputs?: object[]
    producer?: string
    eventTime?: string
  } = {},
): object {
  const { runId = 'r1', job = { namespace: 'etl', name: 'load' }, facets = {}, eventTime = at(minute), ...rest } = more
  return { eventType: type, eventTime, producer: 'https://example.com', run: { runId, facets }, job, ...rest }
}

/** The lines of the catalog after these events, sent in this order and in the opposite one: they must be the same. */
async function catalogOf(events: readonly object[], sources: readonly number[] = []): Promise<Line[]> {
  const texts: string[] = []
  for (const order of [events.map((_, i) => i), events.map((_, i) => events.length - 1 - i)]) {
    const world = await World.make(inMemory)
    for (const i of order) await world.append([{ body: JSON.stringify(events[i]), sourceId: sources[i] ?? 1, receivedAt: arrival }])
    const db = await world.emptyCatalog()
    const build = await CatalogBuild.open('test', db, world.log)
    while ((await build.advance(await world.log.head())).events > 0);
    texts.push(await exported(db))
  }
  expect(texts[1]).toBe(texts[0])
  return (texts[0] ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
}

const only = (lines: readonly Line[], kind: string, name?: string): Line => {
  const found = lines.filter((l) => l.kind === kind && (name === undefined || l.name === name || l['runId'] === name))
  expect(found).toHaveLength(1)
  return found[0] as Line
}
const all = (lines: readonly Line[], kind: string): Line[] => lines.filter((l) => l.kind === kind)

test('a task that failed twice and then passed is three runs of one job', async () => {
  const lines = await catalogOf(
    [1, 2, 3].flatMap((n) => [
      run('START', n * 2, { runId: `try-${n}` }),
      run(n === 3 ? 'COMPLETE' : 'FAIL', n * 2 + 1, { runId: `try-${n}` }),
    ]),
  )
  expect(all(lines, 'job')).toHaveLength(1)
  expect(all(lines, 'run').map((r) => r['state'])).toEqual(['FAIL', 'FAIL', 'COMPLETE'])
})

test('two Airflows with the same DAG names: two namespaces are two jobs, one namespace is one', async () => {
  const dag = (namespace: string, runId: string) => run('COMPLETE', 1, { runId, job: { namespace, name: 'daily' } })
  expect(all(await catalogOf([dag('airflow-a', 'x'), dag('airflow-b', 'y')], [1, 2]), 'job')).toHaveLength(2)
  expect(all(await catalogOf([dag('airflow', 'x'), dag('airflow', 'y')], [1, 2]), 'job')).toHaveLength(1)
})

test('one run id under two jobs is two runs', async () => {
  const lines = await catalogOf([run('COMPLETE', 1), run('FAIL', 2, { job: { namespace: 'etl', name: 'other' } })])
  expect(
    all(lines, 'run')
      .map((r) => r['state'])
      .toSorted(),
  ).toEqual(['COMPLETE', 'FAIL'])
})

test('an event from a clock a year ahead gives way to every believable one, and is shown as stated when it is alone', async () => {
  const future = { eventTime: '2027-11-20T10:00:00Z' }
  const schema = (type: string) => ({ schema: { fields: [{ name: 'id', type }] } })
  const lines = await catalogOf([
    run('FAIL', 1, { ...future, outputs: [lake('t', schema('wrong'))] }),
    run('COMPLETE', 2, { outputs: [lake('t', schema('right'))] }),
  ])
  expect(only(lines, 'run')).toMatchObject({ state: 'COMPLETE', endedAt: at(2) })
  expect(only(lines, 'dataset')['fields']).toEqual([{ name: 'id', type: 'right' }])
  expect(only(await catalogOf([run('COMPLETE', 1, future)]), 'run')).toMatchObject({ state: 'COMPLETE', endedAt: '2027-11-20T10:00:00Z' })
})

test('an event without a readable time counts, and loses to every other', async () => {
  const lines = await catalogOf([run('FAIL', 0, { eventTime: 'soon' }), run('COMPLETE', 2)])
  expect(only(lines, 'run')).toMatchObject({ state: 'COMPLETE', endedAt: at(2) })
  expect(only(await catalogOf([run('FAIL', 0, { eventTime: 'soon' })]), 'run')).toMatchObject({ state: 'FAIL', endedAt: null })
})

test('a START or RUNNING after the end reopens a run of a STREAMING job only', async () => {
  const job = (processingType: string) => ({
    namespace: 'etl',
    name: 'load',
    facets: { jobType: { processingType, integration: 'FLINK' } },
  })
  const events = (type: string) => [run('START', 1, { job: job(type) }), run('FAIL', 2), run('RUNNING', 3)]
  expect(only(await catalogOf(events('STREAMING')), 'run')).toMatchObject({ state: 'RUNNING', endedAt: null })
  expect(only(await catalogOf(events('BATCH')), 'run')).toMatchObject({ state: 'FAIL', endedAt: at(2) })
})

test("Spark's FAIL stands, whatever COMPLETE follows", async () => {
  const producer = 'https://github.com/OpenLineage/OpenLineage/tree/1.53.0/integration/spark'
  expect(only(await catalogOf([run('FAIL', 1, { producer }), run('COMPLETE', 2, { producer })]), 'run')['state']).toBe('FAIL')
  expect(only(await catalogOf([run('FAIL', 1), run('COMPLETE', 2)]), 'run')['state']).toBe('COMPLETE')
})

test('inputs and outputs are the union of all that was ever listed; silence takes nothing away', async () => {
  const lines = await catalogOf([
    run('START', 1, { inputs: [lake('a')] }),
    run('RUNNING', 2, { inputs: [], outputs: [lake('c')] }),
    run('COMPLETE', 3, { inputs: [lake('b')] }),
  ])
  const job = only(lines, 'job') as unknown as { inputs: { name: string }[]; outputs: { name: string }[] }
  expect([job.inputs.map((d) => d.name), job.outputs.map((d) => d.name)]).toEqual([['a', 'b'], ['c']])
})

test('a parent is what the last event that names one says; it is there though it never sent an event', async () => {
  const parent = (name: string) => ({ parent: { run: { runId: `run-of-${name}` }, job: { namespace: 'etl', name } } })
  const lines = await catalogOf([
    run('START', 1, { facets: parent('first') }),
    run('RUNNING', 2, { facets: parent('second') }),
    run('COMPLETE', 3),
  ])
  expect(only(lines, 'job', 'load')['parent']).toEqual({ namespace: 'etl', name: 'second' })
  expect(only(lines, 'run', 'r1')).toMatchObject({ parent: 'run-of-second', parentJob: { namespace: 'etl', name: 'second' } })
  expect(only(lines, 'run', 'run-of-second')).toMatchObject({ state: 'NEW', startedAt: null })
})

test('symlinks make one dataset: TABLE first, then the smallest name; fields are the last said under any id', async () => {
  const table = { namespace: 'hive://meta', name: 'shop.orders' }
  const links = { symlinks: { identifiers: [{ ...table, type: 'TABLE' }] } }
  const lines = await catalogOf([
    run('COMPLETE', 1, { outputs: [lake('orders/dt=1', links), lake('orders/dt=2', links)] }),
    run('COMPLETE', 2, {
      runId: 'r2',
      job: { namespace: 'etl', name: 'read' },
      inputs: [{ ...table, facets: { schema: { fields: [{ name: 'id' }] } } }],
    }),
  ])
  expect(only(lines, 'dataset')).toMatchObject({
    ...table,
    aliases: [
      { namespace: 's3://lake', name: 'orders/dt=1' },
      { namespace: 's3://lake', name: 'orders/dt=2' },
    ],
    fields: [{ name: 'id', type: null }],
  })
  expect(only(lines, 'job', 'load')['outputs'] as object[]).toMatchObject([table])
})

test('_deleted ends the claims that the dataset made before it, and only its own', async () => {
  const link = (name: string, type = 'LOCATION') => ({ symlinks: { identifiers: [{ namespace: 'hive://meta', name, type }] } })
  const ended = { symlinks: { _deleted: true } }
  const lines = await catalogOf([
    run('COMPLETE', 1, { outputs: [lake('a', link('t'))] }),
    run('COMPLETE', 2, { outputs: [lake('b', link('t'))] }),
    run('COMPLETE', 3, { outputs: [lake('a', ended)] }),
  ])
  expect(all(lines, 'dataset').map((d) => [d.name, (d['aliases'] as { name: string }[]).map((a) => a.name)])).toEqual([
    ['a', []],
    ['t', ['b']],
  ])
  expect(
    all(
      await catalogOf([run('COMPLETE', 1, { outputs: [lake('a', ended)] }), run('COMPLETE', 2, { outputs: [lake('a', link('t'))] })]),
      'dataset',
    ),
  ).toHaveLength(1)
})

test('two ends in one batch take one group apart, a member that is new in it included', async () => {
  const link = (name: string) => ({ symlinks: { identifiers: [{ namespace: 's3://lake', name, type: 'LOCATION' }] } })
  const ended = { symlinks: { _deleted: true } }
  const events = [
    run('COMPLETE', 1, { outputs: [lake('a', link('d')), lake('b', link('a')), lake('c', link('d'))] }),
    run('COMPLETE', 2, { outputs: [lake('c', ended), lake('a', ended)] }),
    run('COMPLETE', 3, { outputs: [lake('c', link('new'))] }),
  ].map((event) => ({ body: JSON.stringify(event), sourceId: 1, receivedAt: arrival }))
  const texts: string[] = []
  for (const cuts of [[3], [1, 2], [1, 1, 1]]) {
    const world = await World.make(inMemory)
    texts.push(await world.stream(events, cuts))
  }
  expect(texts.map((text) => text === texts[0])).toEqual([true, true, true])
})

test('an empty schema says nothing; nested fields come by dotted path with dots inside names escaped', async () => {
  const schema = (fields: object[]) => ({ schema: { fields } })
  const nested = [
    { name: 'a', type: 'struct', fields: [{ name: 'b.c', type: 'int' }] },
    { name: '__proto__', type: 'text' },
  ]
  const lines = await catalogOf([
    run('START', 1, { outputs: [lake('t', schema(nested))] }),
    run('COMPLETE', 2, { outputs: [lake('t', schema([]))] }),
  ])
  expect(only(lines, 'dataset')['fields']).toEqual([
    { name: 'a', type: 'struct' },
    { name: 'a.b\\.c', type: 'int' },
    { name: '__proto__', type: 'text' },
  ])
})

test('column lineage in all its shapes', async () => {
  const from = (field: string | undefined, more: object = {}) => ({
    namespace: 's3://lake',
    name: 'in',
    ...(field !== undefined && { field }),
    ...more,
  })
  const columnLineage = {
    fields: {
      plain: { inputFields: [from('a')] },
      typed: {
        inputFields: [
          from('a', {
            transformations: [
              { type: 'DIRECT', subtype: 'AGGREGATION', masking: true },
              { type: 'INDIRECT', subtype: 'FILTER' },
            ],
          }),
        ],
      },
      identity: { inputFields: [from('b')], transformationType: 'IDENTITY' },
      masked: { inputFields: [from('b')], transformationType: 'MASKED' },
      none: { inputFields: [] },
      ['__proto__']: { inputFields: [from('constructor')] },
      unknown: { inputFields: [from(undefined)] },
    },
    dataset: [from('key', { transformations: [{ type: 'INDIRECT', subtype: 'JOIN' }] })],
  }
  const body = JSON.stringify(run('COMPLETE', 1, { outputs: [lake('out')] })).replace(
    '"facets":{}}]',
    `"facets":{"columnLineage":${JSON.stringify(columnLineage)}}}]`,
  )
  const lines = await catalogOf([JSON.parse(body) as object])
  const edges = all(lines, 'columnEdge').map((e) => [
    (e['from'] as { field: string }).field,
    (e['to'] as { field: string }).field,
    e['type'],
    e['subtype'],
    e['masking'],
  ])
  expect(edges.toSorted((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))).toEqual(
    [
      ['a', 'plain', null, null, false],
      ['a', 'typed', 'DIRECT', 'AGGREGATION', true],
      ['a', 'typed', 'INDIRECT', 'FILTER', false],
      ['b', 'identity', 'DIRECT', 'IDENTITY', false],
      ['b', 'masked', 'DIRECT', null, true],
      ['constructor', '__proto__', null, null, false],
      [null, 'unknown', null, null, false],
      ['key', null, 'INDIRECT', 'JOIN', false],
    ].toSorted((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1)),
  )
  expect(only(lines, 'job')).toMatchObject({ inputs: [] })
})

test('an explicit lineage facet makes inputs, outputs and column edges', async () => {
  const entries = [
    {
      type: 'DATASET',
      namespace: 's3://lake',
      name: 'made',
      inputs: [{ type: 'DATASET', namespace: 's3://lake', name: 'read' }],
      fields: {
        x: {
          inputs: [
            {
              type: 'DATASET',
              namespace: 's3://lake',
              name: 'read',
              field: 'y',
              transformations: [{ type: 'DIRECT', subtype: 'IDENTITY' }],
            },
          ],
        },
      },
    },
  ]
  const lines = await catalogOf([run('COMPLETE', 1, { job: { namespace: 'etl', name: 'load', facets: { lineage: { entries } } } })])
  expect(only(lines, 'job')).toMatchObject({ inputs: [{ name: 'read' }], outputs: [{ name: 'made' }] })
  expect(all(lines, 'columnEdge').map((e) => [e['from'], e['to']])).toContainEqual([
    { namespace: 's3://lake', name: 'read', field: 'y' },
    { namespace: 's3://lake', name: 'made', field: 'x' },
  ])
})

test('names that look alike stay apart: NUL, lone surrogates, case, blanks', async () => {
  const names = ['a\0b', 'a\\u0000b', 'x\ud800', 'x\ud801', 'x\ufffd', 'Case', 'case', ' blank', 'blank', '__proto__', '\u{10ffff}0000']
  const lines = await catalogOf([run('COMPLETE', 1, { outputs: names.map((name) => lake(name)) })])
  expect(
    all(lines, 'dataset')
      .map((d) => d.name)
      .toSorted(),
  ).toEqual(names.toSorted())
})

test('a dataset with the empty namespace is a dataset', async () => {
  expect(only(await catalogOf([run('COMPLETE', 1, { inputs: [{ namespace: '', name: 'generated' }] })]), 'dataset')).toMatchObject({
    namespace: '',
    name: 'generated',
  })
})

test('a test of the connection and an event nested too deep stay out of the catalog', async () => {
  const deep = JSON.parse(`{"x":${'['.repeat(220)}${']'.repeat(220)}}`) as object
  expect(await catalogOf([run('COMPLETE', 1, { facets: { headwater_test: {} } }), run('COMPLETE', 1, { facets: { deep } })])).toEqual([])
})
