/** Lists of datasets, one dataset, its fields and their lineage, on both stores. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DatasetsQuestion } from '../../src/catalog/datasets.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { pagesOf } from '../harness/pages.ts'

describe.each(stores)('$name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const list = (query: Partial<DatasetsQuestion> = {}) => catalog.reader.datasets({ sort: 'lastWritten', limit: 50, after: null, ...query })
  const one = (name: string, namespace = 'db') => catalog.reader.dataset({ namespace, name })
  const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`

  test('pages follow one another without gaps or repeats, whatever the sort and filter', async () => {
    const events = Array.from({ length: 40 }, (_, i) =>
      run({
        job: `j${i}`,
        time: at(i % 7),
        inputs: i % 5 === 0 ? [`only read ${i}`] : [],
        outputs: [{ namespace: `n${i % 2}`, name: `table ${i % 4} ${i}` }],
      }),
    )
    await catalog.add(events.slice(0, 25), 1)
    await catalog.add(events.slice(25), 2)
    for (const sort of ['name', 'lastWritten'] as const) {
      for (const filter of [
        {},
        { namespace: 'n1' },
        { source: 2 },
        { source: 2, namespace: 'n0' },
        { q: 'table 3' },
        { q: 'table', namespace: 'n1' },
      ]) {
        const all = (await list({ ...filter, sort, limit: 500 })).items
        expect(await pagesOf((after) => list({ ...filter, sort, limit: 3, after }))).toEqual(all)
        expect((await list({ ...filter, sort, limit: 3 })).total).toBe(all.length)
        expect(new Set(all.map((d) => `${d.namespace} ${d.name}`)).size).toBe(all.length)
      }
    }
    expect((await list({ source: 2, limit: 500 })).items.length).toBe(18)
    expect(await catalog.reader.datasetFacets({})).toMatchObject({
      namespaces: expect.arrayContaining([
        { value: 'n0', count: 20 },
        { value: 'db', count: 8 },
      ]),
      total: 48,
    })
  })

  test('one dataset by any of its names: canonical name, aliases with what they are called, words of all of them', async () => {
    const symlinks = { identifiers: [{ namespace: 'hive', name: 'sales.t', type: 'TABLE' }] }
    const facets = { symlinks, documentation: { description: 'Old words' }, ownership: { owners: [{ name: 'a' }] } }
    await catalog.add([
      run({ job: 'w', time: at(1), outputs: [{ namespace: 's3', name: '/t', facets }] }),
      run({
        job: 'r',
        time: at(2),
        inputs: [
          {
            namespace: 'hive',
            name: 'sales.t',
            facets: {
              documentation: { description: 'New words' },
              tags: {
                tags: [
                  { key: 'pii', value: 'true', field: 'email' },
                  { key: 'gold', value: '' },
                ],
              },
              schema: { fields: [{ name: 'email', type: 'text' }] },
            },
          },
        ],
      }),
    ])
    for (const [namespace, name] of [
      ['s3', '/t'],
      ['hive', 'sales.t'],
    ] as const) {
      expect(await one(name, namespace)).toMatchObject({
        namespace: 'hive',
        name: 'sales.t',
        aliases: [{ namespace: 's3', name: '/t', type: null }],
        aliasCount: 1,
        claims: [{ from: { namespace: 's3', name: '/t' }, to: { namespace: 'hive', name: 'sales.t' }, by: 'symlink', type: 'TABLE' }],
        description: 'New words',
        owners: [{ name: 'a', type: null }],
        tags: [{ key: 'gold', value: '', source: null, field: null }],
        producers: 1,
        consumers: 1,
        lastWrittenAt: at(1),
        lastSeenAt: at(2),
        firstSeenAt: at(1),
        eventCount: 2,
        fields: [{ path: 'email', tags: [{ key: 'pii', value: 'true', source: null, field: 'email' }] }],
      })
    }
    expect((await one('sales.t', 'hive'))?.producerJobs.map((j) => j.name)).toEqual(['w'])
    expect((await one('sales.t', 'hive'))?.consumerJobs.map((j) => j.name)).toEqual(['r'])
    expect((await list()).items).toEqual([expect.objectContaining({ name: 'sales.t', aliasCount: 1, fieldCount: 1 })])
    expect((await one('sales.t', 'hive'))?.facets.find((f) => f.key === 'documentation')).toMatchObject({
      value: { description: 'New words' },
      eventPosition: 2,
    })
    expect((await one('sales.t', 'hive'))?.facets.find((f) => f.key === 'symlinks')).toMatchObject({ use: 'used', value: symlinks })
  })

  test('fields nested by dotted path, with edges in and out; those that are gone say so', async () => {
    const nested = {
      namespace: 'db',
      name: 't',
      facets: {
        schema: {
          fields: [
            {
              name: 'a',
              type: 'struct',
              description: 'an a',
              fields: [
                { name: 'b', type: 'int' },
                { name: 'c.d', type: 'int' },
              ],
            },
          ],
        },
      },
    }
    await catalog.add([
      run({ job: 'w', time: at(1), outputs: [table('t', ['gone'], { gone: ['raw.x', 'raw.y'] })] }),
      run({ job: 'w', time: at(2), outputs: [nested] }),
      run({ job: 'r', time: at(3), inputs: ['t'], outputs: [table('u', ['z'], { z: ['t.gone', 't.only_in_edges'] })] }),
    ])
    const found = await one('t')
    expect(found?.fields.map((f) => [f.path, f.type, f.depth, f.from, f.into, f.removed])).toEqual([
      ['a', 'struct', 0, 0, 0, false],
      ['a.b', 'int', 1, 0, 0, false],
      ['a.c\\.d', 'int', 1, 0, 0, false],
      ['gone', null, 0, 2, 1, true],
      ['only_in_edges', null, 0, 0, 1, true],
    ])
    expect(found?.fields[0]?.description).toBe('an a')
    const lineage = await catalog.reader.fieldLineage({ namespace: 'db', name: 't', field: 'gone' })
    expect(lineage?.upstream.map((e) => e.from.field).toSorted()).toEqual(['x', 'y'])
    expect(lineage?.downstream).toMatchObject([
      {
        from: { name: 't', field: 'gone' },
        to: { name: 'u', field: 'z' },
        job: { name: 'r' },
        type: 'DIRECT',
        subtype: 'IDENTITY',
        masking: false,
        firstSeenAt: at(3),
        lastSeenAt: at(3),
      },
    ])
    expect(await catalog.reader.fieldLineage({ namespace: 'db', name: 'nowhere' })).toBeNull()
  })

  test('each distinct schema with what changed, the last said first', async () => {
    const typed = (type: string, ...more: string[]): object => ({
      namespace: 'db',
      name: 't',
      facets: { schema: { fields: [{ name: 'a', type }, ...more.map((name) => ({ name, type: 'text' }))] } },
    })
    await catalog.add([
      run({ job: 'w', time: at(1), outputs: [typed('int')] }),
      run({ job: 'w', time: at(2), outputs: [typed('int', 'b')] }),
      run({ job: 'w', time: at(3), outputs: [typed('bigint')] }),
    ])
    const schemas = (await one('t'))?.schemas ?? []
    expect(schemas.map((s) => [s.firstSeenAt, s.fieldCount, s.breaking])).toEqual([
      [at(3), 1, true],
      [at(2), 2, false],
      [at(1), 1, false],
    ])
    expect(schemas[0]?.changes).toEqual([
      { kind: 'widened', path: 'a', before: 'int', after: 'bigint' },
      { kind: 'removed', path: 'b', before: 'text', after: null },
    ])
    expect(schemas[1]).toMatchObject({ changes: [{ kind: 'added', path: 'b', before: null, after: 'text' }], eventPosition: 2 })
    expect((await catalog.reader.home({})).schemaChanges).toEqual([
      { dataset: { namespace: 'db', name: 't' }, at: at(3), summary: '1 removed, 1 widened', breaking: true },
      { dataset: { namespace: 'db', name: 't' }, at: at(2), summary: 'b added', breaking: false },
    ])
  })

  test('a schema that came back is dated by when it did, not by when it was first seen', async () => {
    const wrote = (minute: number, ...fields: string[]): object =>
      run({ job: 'w', runId: `${minute}`, time: at(minute), outputs: [table('t', fields)] })
    await catalog.add([wrote(1, 'a'), wrote(2, 'a', 'b'), wrote(3, 'a'), wrote(4, 'a')])
    const schemas = (await one('t'))?.schemas ?? []
    expect(schemas.map((s) => [s.firstSeenAt, s.changedAt])).toEqual([
      [at(1), at(3)],
      [at(2), at(2)],
    ])
    expect((await catalog.reader.home({})).schemaChanges).toEqual([
      { dataset: { namespace: 'db', name: 't' }, at: at(3), summary: 'b removed, as it was before', breaking: true },
      { dataset: { namespace: 'db', name: 't' }, at: at(2), summary: 'b added', breaking: false },
    ])
    // of an older one it is not kept when it came back
    await catalog.add([wrote(5, 'c')])
    expect((await one('t'))?.schemas.map((s) => s.changedAt)).toEqual([at(5), null, at(2)])
  })

  test('writes with their statistics, newest first', async () => {
    const wrote = (rows: number): object => ({
      namespace: 'db',
      name: 't',
      outputFacets: { outputStatistics: { rowCount: rows, size: rows * 10, fileCount: 2 } },
    })
    await catalog.add([
      run({ job: 'w', runId: '1', time: at(1), outputs: [wrote(5)] }),
      run({ job: 'w', runId: '2', type: 'FAIL', time: at(2), outputs: ['t'] }),
    ])
    expect((await one('t'))?.writes).toEqual([
      { runId: '2', job: { namespace: 'jobs', name: 'w' }, state: 'FAIL', at: at(2), rowCount: null, bytes: null, fileCount: null },
      { runId: '1', job: { namespace: 'jobs', name: 'w' }, state: 'COMPLETE', at: at(1), rowCount: '5', bytes: '50', fileCount: '2' },
    ])
  })

  test('fields over all datasets by the start of their own name', async () => {
    await catalog.add([run({ job: 'w', outputs: [table('t', ['Customer_Id', 'amount']), table('u', ['customer_id', 'customer'])] })])
    const found = await pagesOf((after) => catalog.reader.fields({ q: 'cust', limit: 1, after }))
    expect(found.map((f) => [f.dataset.name, f.path, f.type])).toEqual([
      ['u', 'customer', 'text'],
      ['t', 'Customer_Id', 'text'],
      ['u', 'customer_id', 'text'],
    ])
  })

  test('odd names, the empty namespace, nothing', async () => {
    for (const name of ['__proto__', 'a\0b', '\udc00', '🛢'.repeat(500)]) {
      await catalog.add([
        run({
          job: 'w',
          runId: name,
          outputs: [{ namespace: '', name, facets: { schema: { fields: [{ name: '__proto__', type: 'x' }] } } }],
        }),
      ])
      expect(await one(name, '')).toMatchObject({ namespace: '', name, fields: [{ path: '__proto__', type: 'x', removed: false }] })
    }
    expect((await list({ namespace: '' })).items.length).toBe(4)
    expect(await one('nothing')).toBeNull()
  })
})
