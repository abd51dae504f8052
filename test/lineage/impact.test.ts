/** Everything downstream, against a plain search over the exported catalog and in each form. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImpactRow } from '../../src/contract/impact.ts'
import { arrayMember, member, stringMember } from '../../src/lib/json.ts'
import { catalogOf, dayMs } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { inference } from '../harness/inference.ts'
import { columnsFrom, inputField, jobNamed, runEvent, table } from '../harness/events.ts'

const job = (name: string, inputs: string[], outputs: object[], more: object = {}): object =>
  runEvent('COMPLETE', 1, { job: jobNamed(name), runId: name, inputs: inputs.map((n) => table(n)), outputs, ...more })
const owned = { ownership: { owners: [{ name: 'team:mart' }] } }

const estate: readonly object[] = [
  job('stage', ['raw'], [table('stg', columnsFrom({ id: 'raw.id', day: 'raw.at' }))]),
  job('mart', ['stg', 'dim'], [table('mart', { ...columnsFrom({ key: 'stg.id' }), ...owned })], { jobFacets: owned }),
  job(
    'report',
    ['mart'],
    [
      table('report', {
        columnLineage: {
          fields: { sum: { inputFields: [inputField('mart.key', [{ type: 'DIRECT', subtype: 'AGGREGATION' }])] } },
          dataset: [inputField('mart.key', [{ type: 'INDIRECT', subtype: 'FILTER' }])],
        },
      }),
    ],
  ),
  job('again', ['report'], [table('raw'), table('report')]),
  job('watch', ['report'], []),
]

const schemaOf = (...names: string[]): object => ({ schema: { fields: names.map((name) => ({ name })) } })

const reading = inference()
afterAll(() => reading.close())

describe.each(stores)('impact on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    await catalog.add(estate)
  })
  afterEach(() => catalog.close())
  const ask = async (query: object): Promise<readonly ImpactRow[]> => {
    const found = await catalog.reader.impact({ namespace: 'db', name: 'raw', depth: 1_000, limit: 10_000, ...query })
    return found?.items ?? []
  }
  const words = (rows: readonly ImpactRow[]): string[] =>
    rows.map((r) => `${r.depth} ${r.type} ${r.name}${r.field === null ? '' : `.${r.field}`} ${r.dependency ?? '-'} ${r.path}`)

  test('jobs and datasets, nearest first, round a cycle once', async () => {
    expect(words(await ask({}))).toEqual([
      '0 job stage - raw',
      '1 dataset stg - raw > stg',
      '1 job mart - raw > stg',
      '2 dataset mart - raw > stg > mart',
      '2 job report - raw > stg > mart',
      '3 dataset report - raw > stg > mart > report',
      expect.stringMatching(/^3 job (again|watch) - raw > stg > mart > report$/) as string,
      expect.stringMatching(/^3 job (again|watch) - raw > stg > mart > report$/) as string,
    ])
  })

  test('owners, the step before, the last run', async () => {
    const rows = await ask({})
    expect(rows.find((r) => r.name === 'mart' && r.type === 'job')).toMatchObject({
      owners: ['team:mart'],
      lastState: 'COMPLETE',
      lastRunAt: expect.any(String) as string,
    })
    expect(rows.find((r) => r.name === 'mart' && r.type === 'dataset')).toMatchObject({
      owners: ['team:mart'],
      via: { dataset: { namespace: 'db', name: 'stg' }, job: { namespace: 'etl', name: 'mart' }, field: null },
    })
  })

  test.each([
    ['BATCH', 'LOST'],
    ['STREAMING', 'RUNNING'],
    ['SERVICE', 'RUNNING'],
  ])('the silent run of a %s job is %s', async (processingType, state) => {
    const more = { jobFacets: { jobType: { processingType, integration: 'FLINK' } } }
    await catalog.add([runEvent('START', 1, { job: jobNamed('serve'), runId: 'serve', inputs: [table('raw')], ...more })])
    catalog.clock.now += 30 * dayMs
    expect((await ask({ depth: 1 })).find((r) => r.name === 'serve')?.lastState).toBe(state)
  })

  test('columns, direct and not', async () => {
    expect(words(await ask({ field: 'id' }))).toEqual([
      '0 job stage - raw.id',
      '1 dataset stg.id - raw.id > stg.id',
      '1 job mart - raw.id > stg.id',
      '2 dataset mart.key - raw.id > stg.id > mart.key',
      '2 job report - raw.id > stg.id > mart.key',
      expect.stringMatching(/^3 dataset report/) as string,
      expect.stringMatching(/^3 dataset report/) as string,
    ])
    const near = await ask({ name: 'mart', field: 'key' })
    expect(near.map((r) => [r.name, r.field, r.dependency])).toEqual([
      ['report', null, null],
      ['report', 'sum', 'DIRECT'],
      ['report', null, 'INDIRECT'],
    ])
    expect(words(await ask({ fields: '["at"]' }))).toEqual(['0 job stage - raw.at', '1 dataset stg.day - raw.at > stg.day'])
  })

  test('jobs on the way of columns: owners, the step before, the last run', async () => {
    const rows = await ask({ field: 'id' })
    expect(rows.find((r) => r.name === 'mart' && r.type === 'job')).toEqual({
      type: 'job',
      namespace: 'etl',
      name: 'mart',
      field: null,
      depth: 1,
      dependency: null,
      via: { dataset: { namespace: 'db', name: 'stg' }, field: 'id', job: null },
      path: 'raw.id > stg.id',
      owners: ['team:mart'],
      lastRunAt: '2026-11-20T10:01:00Z',
      lastState: 'COMPLETE',
    })
    const near = { namespace: 'db', name: 'raw', field: 'id', limit: 100 }
    expect(await catalog.reader.impact({ ...near, depth: 1 })).toMatchObject({ items: { length: 2 }, truncated: true })
    expect(await catalog.reader.impact({ ...near, depth: 3 })).toMatchObject({ items: { length: 7 }, truncated: false })
  })

  test('a job that makes no new column is on the way all the same', async () => {
    await catalog.add([job('back', ['stg'], [table('raw', columnsFrom({ id: 'stg.id' }))])])
    const found = await catalog.reader.impact({ namespace: 'db', name: 'raw', field: 'id', depth: 1, limit: 100 })
    expect(found).toMatchObject({ items: [{ name: 'stage' }, { name: 'stg' }], truncated: true })
    expect(words(await ask({ field: 'id', depth: 2 }))).toContain('1 job back - raw.id > stg.id')
  })

  test('there is no answer about a column that no event names', async () => {
    const asked = { namespace: 'db', name: 'raw', depth: 9, limit: 9 }
    expect(await catalog.reader.impact({ ...asked, field: 'nope' })).toBe(null)
    expect(await catalog.reader.impact({ ...asked, fields: '["id","nope"]' })).toBe(null)
    expect(await catalog.reader.impactText({ query: { ...asked, field: 'nope' }, format: 'ndjson' })).toBe(null)
    expect(await catalog.reader.unknownFields({ namespace: 'db', name: 'raw', fields: ['id', 'nope', 'at', 'nor this'] })).toEqual([
      'nope',
      'nor this',
    ])
    expect(await catalog.reader.unknownFields({ namespace: 'db', name: 'nobody', fields: ['id'] })).toBe(null)
  })

  test('who reads the table of a column, where nothing is known to be made of it', async () => {
    await catalog.add([
      job('plain', ['src'], [table('copy')]),
      job('fill', [], [table('src', schemaOf('amt', 'used'))]),
      job('other', ['src'], [table('sums', columnsFrom({ sum: 'src.used' }))]),
      job('unread', [], [table('alone', schemaOf('a'))]),
    ])
    const asked = async (query: object): Promise<unknown> =>
      (await catalog.reader.impact({ namespace: 'db', name: 'src', depth: 9, limit: 9, ...query }))?.readers
    const readers = { jobs: 2, atLeast: false, silent: 1, inferred: false }
    expect(await asked({ field: 'amt' })).toEqual(readers)
    expect(await asked({ field: 'used' })).toEqual(readers)
    expect(await asked({})).toBe(undefined)
    expect(await asked({ field: 'amt', asOf: '2026-11-20T09:00:00Z' })).toEqual({ ...readers, jobs: 0, silent: 0 })
    expect(await asked({ name: 'alone', field: 'a' })).toEqual({ ...readers, jobs: 0, silent: 0 })
    const lines = async (format: 'ndjson' | 'markdown'): Promise<string[]> =>
      Array.fromAsync(
        (await catalog.reader.impactText({ query: { namespace: 'db', name: 'src', field: 'amt', depth: 9, limit: 9 }, format })) ?? [],
      )
    expect(await lines('ndjson')).toEqual([`{"truncated":false,"readers":${JSON.stringify(readers)}}`])
    expect(await lines('markdown')).toEqual([
      '### Downstream of `db/src`, columns `amt`',
      '',
      'No column lineage is known for it.',
      '2 jobs read the table it is in, 1 of them without column lineage.',
    ])
  })

  test('bounds say that there is more', async () => {
    const bounded = { namespace: 'db', name: 'raw', depth: 1_000, limit: 3 }
    expect(await catalog.reader.impact(bounded)).toMatchObject({ items: { length: 3 }, truncated: true })
    expect(await catalog.reader.impact({ ...bounded, limit: 8 })).toMatchObject({ truncated: false })
    expect(await catalog.reader.impact({ ...bounded, limit: 100, depth: 2 })).toMatchObject({ items: { length: 4 }, truncated: true })
    expect(await catalog.reader.impact({ ...bounded, name: 'nobody' })).toBe(null)
  })

  test('the same as a plain search over the exported catalog', async () => {
    const reads = (await catalog.lines()).map((l) => JSON.parse(l) as unknown).filter((l) => member(l, 'kind') === 'job')
    const names = (of: unknown, side: string): string[] => arrayMember(of, side).map((d) => stringMember(d, 'name') ?? '')
    const seen = new Set(['raw'])
    for (let grown = true; grown;) {
      const before = seen.size
      for (const j of reads) if (names(j, 'inputs').some((n) => seen.has(n))) names(j, 'outputs').forEach((n) => seen.add(n))
      grown = seen.size > before
    }
    const found = (await ask({})).filter((r) => r.type === 'dataset').map((r) => r.name)
    expect([...found, 'raw'].sort()).toEqual([...seen].sort())
  })

  test('only what the last good run of each job said', async () => {
    await catalog.add([
      runEvent('COMPLETE', 5, { job: jobNamed('mart'), runId: 'mart-2', inputs: [table('dim')], outputs: [table('mart')] }),
      runEvent('COMPLETE', 5, {
        job: jobNamed('stage'),
        runId: 'stage-2',
        inputs: [table('raw')],
        outputs: [table('stg', columnsFrom({ id: 'raw.id' }))],
      }),
    ])
    const datasets = async (query: object): Promise<string[]> =>
      (await ask(query)).filter((r) => r.type === 'dataset').map((r) => (r.field === null ? r.name : `${r.name}.${r.field}`))
    expect(await datasets({})).toContain('mart')
    expect(await datasets({ window: 'last' })).toEqual(['stg'])
    expect(await datasets({ field: 'at' })).toEqual(['stg.day'])
    expect(await datasets({ field: 'at', window: 'last' })).toEqual([])
    expect(await datasets({ field: 'id', window: 'last' })).toEqual(['stg.id'])
  })

  test('columns inferred from SQL only where they are asked for, and they say so as far as they lead', async () => {
    const query = 'INSERT INTO daily SELECT day FROM stg'
    await catalog.add([
      job('sum', [], [table('daily', schemaOf('day'))], {
        inputs: [table('stg', schemaOf('day'))],
        jobFacets: { sql: { query } },
      }),
      job('after', ['daily'], [table('week', columnsFrom({ day: 'daily.day' }))]),
    ])
    await reading.settle(catalog.database)
    const said = async (inferred?: boolean, more: object = {}): Promise<unknown[]> =>
      (await ask({ name: 'raw', field: 'at', inferred, ...more })).map((r) => [r.name, r.field, r.inferred])
    const stated = [
      ['stage', null, undefined],
      ['stg', 'day', undefined],
    ]
    expect(await said()).toEqual(stated)
    expect(await said(true)).toEqual([...stated, ['sum', null, true], ['daily', 'day', true], ['after', null, true], ['week', 'day', true]])
    expect(await said(true, { asOf: '2026-11-20T17:00:00Z' })).toEqual(stated)
    const readers = async (more: object): Promise<unknown> =>
      (await catalog.reader.impact({ namespace: 'db', name: 'stg', field: 'day', depth: 9, limit: 9, ...more }))?.readers
    expect(await readers({})).toEqual({ jobs: 2, atLeast: false, silent: 1, inferred: true })
    expect(await readers({ inferred: true })).toEqual({ jobs: 2, atLeast: false, silent: 0, inferred: false })
    expect(await readers({ inferred: true, asOf: '2026-11-20T17:00:00Z' })).toMatchObject({ silent: 1, inferred: true })
    const question = { namespace: 'db', name: 'raw', field: 'at', inferred: true, depth: 9, limit: 9 }
    const text = await catalog.reader.impactText({ query: question, format: 'markdown' })
    const lines = text === null ? [] : await Array.fromAsync(text)
    expect(lines).toContain('3 columns and 3 jobs; 2 of the columns inferred from SQL.')
    expect(lines).toContain('| 2 | dataset | `daily.day` | DIRECT, inferred |  |  |'.replace('DIRECT, ', ''))
  })

  test('as text', async () => {
    const lines = async (format: 'ndjson' | 'csv' | 'markdown', depth = 1): Promise<string[]> => {
      const text = await catalog.reader.impactText({ query: { namespace: 'db', name: 'raw', depth, limit: 100 }, format })
      return text === null ? [] : Array.fromAsync(text)
    }
    expect(await lines('csv')).toEqual([
      'type,namespace,name,field,depth,dependency,via_dataset,via_field,via_job,path,owners,last_run_at,last_state,inferred',
      'job,etl,stage,,0,,db/raw,,,raw,,2026-11-20T10:01:00Z,COMPLETE,',
      'dataset,db,stg,,1,,db/raw,,etl/stage,raw > stg,,2026-11-20T10:01:00Z,,',
      'left_out,,There is more; a higher limit or depth lets it in.,,,,,,,,,,,',
    ])
    const whole = await lines('csv', 100)
    expect(whole.length).toBeGreaterThan(3)
    expect(whole.filter((line) => line.startsWith('left_out'))).toEqual([])
    expect((await lines('ndjson')).at(-1)).toBe('{"truncated":true}')
    expect(await lines('markdown')).toEqual(expect.arrayContaining(['### Downstream of `db/raw`', 'At least 1 dataset and 1 job.']))
  })
})
