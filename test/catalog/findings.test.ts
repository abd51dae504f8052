/** Findings over many events, on both stores. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findings } from '../../src/catalog/warning-kinds.ts'
import type { Finding } from '../../src/catalog/warning-kinds.ts'
import type { WarningGroup } from '../../src/contract/warnings.ts'
import { catalogOf, noon, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { inference } from '../harness/inference.ts'

const sources = [
  { id: 1, name: 'Airflow' },
  { id: 2, name: 'Spark' },
]
const minutesAgo = (minutes: number): string => new Date(Date.parse('2026-11-20T18:00:00Z') - minutes * 60_000).toISOString()
const twenty = Array.from({ length: 20 }, (_, i) => i)
const github = 'https://github.com/OpenLineage/OpenLineage/tree'

/** Codes that these tests have produced. */
const seen = new Set<string>()

const reading = inference()
afterAll(() => reading.close())

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const found = async (code: Finding, source?: number): Promise<WarningGroup[]> => {
    const groups = (await catalog.reader.warnings({ source, sources })).items.filter((g) => g.code === code)
    if (groups.length > 0) seen.add(code)
    return groups
  }

  test('runs that never ended: by the duration of the runs before, by a day where none is known', async () => {
    const ended = [
      run({ job: 'quick', runId: '1', type: 'START', time: minutesAgo(300) }),
      run({ job: 'quick', runId: '1', time: minutesAgo(296) }),
    ]
    await catalog.add([
      ...ended,
      run({ job: 'quick', runId: '2', type: 'START', time: minutesAgo(17) }),
      run({ job: 'quick', runId: '3', type: 'START', time: minutesAgo(15) }),
      run({ job: 'new', runId: '4', type: 'START', time: minutesAgo(23 * 60) }),
    ])
    const [lost, ...others] = await found('no_end')
    expect(others).toEqual([])
    expect(lost).toMatchObject({ source: { id: 1 }, count: 1, exact: true, of: 'run' })
    expect(lost?.samples).toMatchObject([{ job: { name: 'quick' }, runId: '2', says: 'last heard' }])
    catalog.clock.now += 65 * 60_000
    expect((await found('no_end'))[0]?.samples.map((s) => s.runId)).toEqual(['3', '2', '4'])
    expect(await found('no_end', 2)).toEqual([])
  })

  test('sources whose runs never name outputs', async () => {
    await catalog.add(twenty.map((i) => run({ job: 'a', runId: `r${i}`, inputs: ['t'] })))
    await catalog.add([...twenty.slice(1).map((i) => run({ job: 'b', runId: `r${i}` })), run({ job: 'c', outputs: ['u'] })], 2)
    expect(await found('never_outputs')).toMatchObject([{ source: { id: 1 }, count: 20 }])
    await catalog.add([run({ job: 'a', runId: 'at last', type: 'RUNNING', outputs: ['t2'] })])
    expect(await found('never_outputs')).toEqual([])
  })

  test('old clients with known bugs say which, and when they were fixed', async () => {
    const from = (producer: string, runId: string): object => run({ job: 'a', runId, producer, outputs: ['t'] })
    const provider = (version: string): string => `https://github.com/apache/airflow/tree/providers-openlineage/${version}`
    await catalog.add([from(provider('1.9.1'), '1'), from(provider('1.9.1'), '2'), from(provider('1.10.0'), '3')])
    await catalog.add([from(`${github}/1.53.0/integration/spark`, '4'), from('https://example.com', '5')], 2)
    const [old, ...others] = await found('old_client')
    expect(others).toEqual([])
    expect(old).toMatchObject({ source: { id: 1 }, count: 2 })
    expect(old?.samples.map((s) => s.says)).toEqual([
      expect.stringMatching(/^airflow 1\.9\.1: the time of FAIL has no zone.*fixed in 1\.10\.0$/),
    ])
  })

  test('a clock that is far behind: the share and the median', async () => {
    const late = (hours: number) => (i: number) =>
      run({ job: 'a', runId: `${hours} ${i}`, time: minutesAgo(hours * 60 + i / 60), outputs: ['t'] })
    await catalog.add([...twenty.slice(0, 15).map(late(3)), ...twenty.slice(0, 5).map(late(0))])
    await catalog.add(twenty.map(late(0)), 2)
    const [skew, ...others] = await found('clock_skew')
    expect(others).toEqual([])
    expect(skew).toMatchObject({ source: { id: 1 }, count: 15 })
    expect(skew?.says).toBe('75 % of 20 events arrived more than an hour after their time; half of them at least 2 hours after it')
  })

  test('column lineage of columns that no schema has, where there is a schema; a later schema settles it', async () => {
    const raw = (fields: string[]): object => run({ job: 'load', runId: fields.join(), outputs: [table('raw', fields)] })
    await catalog.add([raw(['CustomerId', 'a.b'])])
    await catalog.add(
      [
        run({
          job: 'mart',
          inputs: ['raw', 'cte'],
          outputs: [table('mart', ['x', 'y', 'z', 'w'], { x: ['raw.customer_id'], y: ['raw.CustomerId'], z: ['cte.any'] })],
        }),
      ],
      2,
    )
    const [unknown, ...others] = await found('column_lineage_unknown_column')
    expect(others).toEqual([])
    expect(unknown).toMatchObject({ source: { id: 2 }, count: 1, of: 'column' })
    expect(unknown?.samples).toMatchObject([{ dataset: { namespace: 'db', name: 'raw' }, says: 'no column customer_id' }])
    await catalog.add([raw(['CustomerId', 'customer_id'])])
    expect(await found('column_lineage_unknown_column')).toEqual([])
  })

  test('a dot in column lineage is one in a name or between two', async () => {
    const edge = { namespace: 'db', name: 'raw', field: 'a.b' }
    const lineage = { columnLineage: { fields: { x: { inputFields: [edge] } } } }
    const mart = run({ job: 'mart', outputs: [{ namespace: 'db', name: 'mart', facets: lineage }] })
    const schema = (name: string, fields: object[]): object => ({ namespace: 'db', name, facets: { schema: { fields } } })
    await catalog.add([mart, run({ job: 'load', outputs: [schema('raw', [{ name: 'other' }])] })])
    expect((await found('column_lineage_unknown_column')).map((g) => g.count)).toEqual([1])
    await catalog.add([run({ job: 'load', runId: '2', outputs: [schema('raw', [{ name: 'a.b' }])] })])
    expect(await found('column_lineage_unknown_column')).toEqual([])
  })

  test('SQL that could not be read, by source', async () => {
    const sql = (query: string): object => ({ sql: { query, dialect: 'postgres' } })
    const [from, into] = [table('raw', ['a']), table('made', ['a'])]
    await catalog.add([
      run({ job: 'good', inputs: [from], outputs: [into], jobFacets: sql('insert into made select a from raw') }),
      run({ job: 'bad', inputs: [from], outputs: [into], jobFacets: sql('insert into made select from ((') }),
    ])
    expect(await catalog.reader.inferenceWaiting({})).toMatchObject({ settled: false })
    expect(await found('sql_unread')).toEqual([])
    await reading.settle(catalog.database)
    expect(await catalog.reader.inferenceWaiting({})).toEqual({ jobs: 0, atLeast: false, settled: true })
    expect(await found('sql_unread')).toMatchObject([
      {
        source: { id: 1 },
        count: 1,
        exact: true,
        of: 'job',
        samples: [{ job: { name: 'bad' }, says: expect.stringMatching(/^read as \w+: ./) }],
      },
    ])
    expect(await found('sql_unread', 2)).toEqual([])
    const mended = run({
      job: 'bad',
      runId: '2',
      time: '2026-11-20T13:00:00Z',
      inputs: [from],
      outputs: [into],
      jobFacets: sql('insert into made select a from raw'),
    })
    await catalog.add([mended])
    await reading.settle(catalog.database)
    expect(await found('sql_unread')).toEqual([])
  })

  test('one server under two names, where they have a table in common', async () => {
    const at = (namespace: string, name: string): object => ({ namespace, name })
    await catalog.add([
      run({
        job: 'a',
        inputs: [
          at('postgres://10.0.0.7:5432', 'shop.orders'),
          at('postgres://db.example.com:5432', 'shop.orders'),
          at('s3://one', 'x'),
          at('s3://two', 'x'),
        ],
        outputs: [
          at('mysql://db:3306', 'only.here'),
          at('mysql://127.0.0.1:3306', 'only.there'),
          at('postgres://db.example.com', 'shop.items'),
        ],
      }),
    ])
    const [alias, ...others] = await found('host_alias')
    expect(others).toEqual([])
    expect(alias).toMatchObject({ source: null, count: 1, of: 'pair' })
    expect(alias?.samples[0]?.says).toMatch(/postgres:\/\/10\.0\.0\.7:5432/)
    expect(alias?.samples[0]?.says).toMatch(/both have shop\.orders$/)
    expect(await found('host_alias', 1)).toEqual([])
  })

  test('a job that two sources claim is told to both', async () => {
    await catalog.add([run({ job: 'a' }), run({ job: 'b' })], 1)
    await catalog.add([run({ job: 'a', time: noon, runId: 'other' })], 2)
    expect(await found('job_collision')).toMatchObject([
      { source: { id: 1 }, count: 1, samples: [{ job: { name: 'a' }, says: 'also claimed by Spark' }] },
      { source: { id: 2 }, count: 1, samples: [{ job: { name: 'a' }, says: 'also claimed by Airflow' }] },
    ])
    expect(await found('job_collision', 2)).toHaveLength(1)
  })
})

test('there is no finding that nobody can produce', () => expect([...seen].sort()).toEqual(Object.keys(findings).sort()))
