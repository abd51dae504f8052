/** The bytes of `export catalog`, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exportCatalog } from '../../src/catalog/export.ts'
import { stores } from '../harness/databases.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'

type Line = Record<string, unknown> & { kind: string }

const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`
const alias = { namespace: 's3', name: '/t', facets: { symlinks: { identifiers: [{ namespace: 'hive', name: 't', type: 'TABLE' }] } } }
const columns = (fields: object): object => ({ columnLineage: { fields } })

/** Events in which order, duplicates and batching could matter. */
const events: object[] = [
  run({ job: 'dag', runId: 'd', type: 'START', time: at(0) }),
  run({
    job: 'dag.t',
    runId: 't',
    type: 'START',
    time: at(1),
    runFacets: { parent: { run: { runId: 'd' }, job: { namespace: 'jobs', name: 'dag' } } },
  }),
  run({
    job: 'dag.t',
    runId: 't',
    type: 'FAIL',
    time: at(3),
    inputs: ['in', 'db2'],
    outputs: [alias],
    runFacets: { errorMessage: { message: 'Boom\nmore' }, processing_engine: { name: 'Airflow', version: '3.1.0' } },
  }),
  run({
    job: 'dag.t',
    runId: 't',
    type: 'COMPLETE',
    time: at(2),
    outputs: [
      { namespace: 'hive', name: 't', facets: { schema: { fields: [{ name: 'a', type: 'int' }] }, documentation: { description: 'ä' } } },
    ],
  }),
  run({
    job: 'query',
    runId: 'q',
    time: at(4),
    runFacets: { parent: { run: { runId: 'unseen' }, job: { namespace: 'jobs', name: 'only named' } } },
    jobFacets: { sql: { query: 'select 1' }, tags: { tags: [{ key: 'k', value: 'v' }] } },
  }),
  run({
    job: 'cols',
    time: at(6),
    outputs: [
      {
        ...alias,
        facets: {
          ...alias.facets,
          ...columns({
            a: { inputFields: [{ namespace: 'db', name: 'in', field: 'x', transformations: [{ type: 'DIRECT', subtype: 'IDENTITY' }] }] },
          }),
        },
      },
    ],
  }),
  run({
    job: 'cols',
    runId: 'again',
    time: at(5),
    outputs: [
      {
        namespace: 'hive',
        name: 't',
        facets: columns({
          a: { inputFields: [{ namespace: 'db', name: 'in', field: 'x', transformations: [{ type: 'DIRECT', subtype: 'IDENTITY' }] }] },
        }),
      },
    ],
  }),
  run({
    job: 'old form',
    time: at(7),
    outputs: [
      {
        namespace: 'db',
        name: 'm',
        facets: columns({ a: { transformationType: 'MASKED', inputFields: [{ namespace: 'db', name: 'in', field: 'x' }] } }),
      },
    ],
  }),
  run({ job: '\ud800\0"\u2028', time: at(8), outputs: [table('__proto__', ['constructor'])] }),
]

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const parsed = async (kind: string): Promise<Line[]> =>
    (await catalog.lines()).map((l) => JSON.parse(l) as Line).filter((l) => l.kind === kind)

  test('lines are sorted by their bytes and each stands once, members by name', async () => {
    await catalog.add(events)
    const lines = await catalog.lines()
    const bytes = lines.map((l) => Buffer.from(l))
    for (const [i, line] of bytes.entries()) if (i > 0) expect(Buffer.compare(bytes[i - 1] ?? line, line)).toBe(-1)
    for (const line of lines) expect(Object.keys(JSON.parse(line) as object)).toEqual(Object.keys(JSON.parse(line) as object).toSorted())
    expect(lines.some((l) => l.includes('"\\ud800\\u0000\\"\u2028"'))).toBe(true)
  })

  test('jobs with all that they ever read and wrote, those only named as parents too', async () => {
    await catalog.add(events)
    const jobs = await parsed('job')
    expect(jobs.find((j) => j['name'] === 'dag.t')).toMatchObject({
      parent: { namespace: 'jobs', name: 'dag' },
      inputs: [
        { namespace: 'db', name: 'db2', firstSeen: at(3) },
        { namespace: 'db', name: 'in' },
      ],
      outputs: [{ namespace: 'hive', name: 't', firstSeen: at(2) }],
    })
    expect(jobs.find((j) => j['name'] === 'only named')).toMatchObject({ parent: null, inputs: [], outputs: [] })
    expect(jobs.find((j) => j['name'] === 'query')).toMatchObject({ sql: 'select 1', tags: [{ key: 'k', value: 'v' }] })
  })

  test('datasets under canonical names, with aliases and fields as last known', async () => {
    await catalog.add(events)
    expect((await parsed('dataset')).find((d) => d['name'] === 't')).toEqual({
      kind: 'dataset',
      namespace: 'hive',
      name: 't',
      aliases: [{ namespace: 's3', name: '/t' }],
      fields: [{ name: 'a', type: 'int' }],
      description: 'ä',
      owners: [],
      tags: [],
    })
  })

  test('runs: parents that are only named are NEW, nothing is LOST whatever the clock', async () => {
    await catalog.add(events)
    const before = await catalog.lines()
    catalog.clock.now += 400 * 86_400_000
    expect(await catalog.lines()).toEqual(before)
    const runs = await parsed('run')
    expect(runs.find((r) => r['runId'] === 'unseen')).toMatchObject({
      state: 'NEW',
      startedAt: null,
      endedAt: null,
      parent: null,
      parentJob: null,
    })
    expect(runs.find((r) => r['runId'] === 't')).toMatchObject({
      state: 'FAIL',
      startedAt: at(1),
      endedAt: at(3),
      parent: 'd',
      parentJob: { namespace: 'jobs', name: 'dag' },
      error: 'Boom',
      engine: { name: 'Airflow', version: '3.1.0' },
    })
    expect(runs.find((r) => r['runId'] === 'd')).toMatchObject({ state: 'RUNNING', endedAt: null })
  })

  test('column edges that canonical names make equal are one line, with the earliest time', async () => {
    await catalog.add(events)
    const edges = await parsed('columnEdge')
    expect(edges.filter((e) => (e['job'] as { name: string }).name === 'cols')).toEqual([
      {
        kind: 'columnEdge',
        job: { namespace: 'jobs', name: 'cols' },
        from: { namespace: 'db', name: 'in', field: 'x' },
        to: { namespace: 'hive', name: 't', field: 'a' },
        type: 'DIRECT',
        subtype: 'IDENTITY',
        masking: false,
        firstSeen: at(5),
      },
    ])
    expect(edges.find((e) => (e['job'] as { name: string }).name === 'old form')).toMatchObject({
      type: 'DIRECT',
      subtype: null,
      masking: true,
    })
  })

  test('any order, one by one or at once, gives the same bytes', async () => {
    await catalog.add(events)
    const other = await catalogOf(await open())
    for (const event of events.toReversed()) await other.add([event])
    expect(await other.lines()).toEqual(await catalog.lines())
    await other.close()
  })

  test('several exports at one time, and one that is not read to its end', async () => {
    await catalog.add(events)
    const [a, b] = await Promise.all([catalog.lines(), catalog.lines()])
    expect(a).toEqual(b)
    for await (const line of exportCatalog({ catalog: catalog.database })) {
      expect(line).toBe(a[0])
      break
    }
    await catalog.add([run({ job: 'later' })])
    expect((await catalog.lines()).length).toBe(a.length + 2)
  })
})
