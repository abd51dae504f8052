/** What looks like one dataset and what looks like several, on both stores; each suggestion does what it says when its rules are made. */
import { afterEach, describe, expect, test } from 'vitest'
import type { RuleBody, Suggestion } from '../../src/contract/rules.ts'
import { catalogOf, run } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const at = (namespace: string, name: string, facets: object = {}): object => ({ namespace, name, facets })
const link = (namespace: string, name: string): object => ({ symlinks: { identifiers: [{ namespace, name, type: 'TABLE' }] } })
const reads = (...inputs: object[]): object => run({ job: 'a', inputs })
const named = (namespace: string, ...names: string[]): object[] => names.map((name) => at(namespace, name))

describe.each(stores)('$name', ({ open }) => {
  const opened: TestCatalog[] = []
  afterEach(async () => {
    for (const catalog of opened.splice(0)) await catalog.close()
  })
  const catalogWith = async (event: object, rules: readonly RuleBody[] = []): Promise<TestCatalog> => {
    const catalog = await catalogOf(await open(), rules)
    opened.push(catalog)
    await catalog.add([event])
    return catalog
  }
  const suggested = async (event: object, rules: readonly RuleBody[] = []): Promise<Suggestion[]> =>
    (await (await catalogWith(event, rules)).reader.suggestions({})).items
  const datasets = async (event: object, rules: readonly RuleBody[]): Promise<number> =>
    (await (await catalogWith(event, rules)).lines()).filter((l) => l.includes('"kind":"dataset"')).length
  /** What is left to suggest, and how many datasets there are, when the rules of the one suggestion are made. */
  const accepted = async (event: object): Promise<{ before: number; after: number; left: number }> => {
    const bodies = (await suggested(event)).flatMap((s) => s.bodies)
    return { before: await datasets(event, []), after: await datasets(event, bodies), left: (await suggested(event, bodies)).length }
  }

  test('one name in two letter cases; from three on, a rule for the namespace', async () => {
    const one = reads(...named('db', 'Orders', 'orders', 'other'))
    expect(await suggested(one)).toMatchObject([
      {
        kind: 'case',
        says: 'orders is written in more than one letter case',
        bodies: [{ kind: 'same', dataset: { namespace: 'db', name: 'Orders' }, as: { namespace: 'db', name: 'orders' } }],
      },
    ])
    expect(await accepted(one)).toEqual({ before: 3, after: 2, left: 0 })
    const many = reads(...named('db', 'A', 'a', 'B', 'b', 'C', 'c'))
    expect(await suggested(many)).toMatchObject([
      { says: '3 names in db are written in more than one letter case', bodies: [{ kind: 'case', namespaces: 'db' }], datasets: 6 },
    ])
    expect(await accepted(many)).toEqual({ before: 6, after: 3, left: 0 })
  })

  test.each([
    ['postgres://10.0.0.5:5432', 'postgres://db.prod:5432', { kind: 'host', hosts: ['10.0.0.5:5432'], to: 'db.prod' }],
    ['postgres://db:5432', 'postgres://db.prod.internal:5432', { kind: 'host', hosts: ['db:5432'], to: 'db.prod.internal' }],
    ['postgres://DB:5432', 'postgres://db:5432', { kind: 'host', hosts: ['DB:5432'], to: 'db' }],
    ['postgres://db', 'postgres://db:5432', { kind: 'pattern', part: 'namespace', replace: 'postgres://db:5432' }],
    ['postgres://db:None', 'postgres://db:5432', { kind: 'pattern', part: 'namespace', replace: 'postgres://db:5432' }],
  ])('%s and %s, with the same names below both', async (a, b, body) => {
    const event = reads(...named(a, 'x.y.a', 'x.y.b', 'x.y.c'), ...named(b, 'x.y.a', 'x.y.b', 'x.y.d'))
    expect(await suggested(event)).toMatchObject([{ kind: 'server', bodies: [body], datasets: 4 }])
    expect(await accepted(event)).toEqual({ before: 6, after: 4, left: 0 })
  })

  test('two servers that happen to hold the same names are two', async () => {
    const names = ['x.y.a', 'x.y.b', 'x.y.c']
    for (const [a, b] of [
      ['postgres://eu.db:5432', 'postgres://us.db:5432'],
      ['postgres://db:5432', 'postgres://db:5433'],
      ['postgres://db:5432', 'mysql://db:5432'],
      ['s3://lake', 's3://lake-dev'],
    ] as const)
      expect(await suggested(reads(...named(a, ...names), ...named(b, ...names)))).toEqual([])
    expect(
      await suggested(reads(...named('postgres://10.0.0.5:1', ...names), ...named('postgres://db:1', 'x.y.a', 'p', 'q', 'r'))),
    ).toEqual([])
  })

  test('partitions of a known table, and what else lies below its place', async () => {
    const partitions = reads(at('s3://lake', 'w/t', link('hive', 'db.t')), ...named('s3://lake', 'w/t/day=1', 'w/t/day=2', 'w/other'))
    expect(await suggested(partitions)).toMatchObject([
      { kind: 'path', bodies: [{ kind: 'trim', namespaces: 's3://lake', trimmers: ['KeyValueTrimmer'] }], datasets: 2 },
    ])
    expect(await accepted(partitions)).toEqual({ before: 4, after: 2, left: 0 })
    const parts = reads(at('s3://lake', 'w/t', link('hive', 'db.t')), ...named('s3://lake', 'w/t/part-0', 'w/table'))
    expect(await suggested(parts)).toMatchObject([{ kind: 'path', says: '1 path lies below w/t, which is the place of a known table' }])
    expect(await accepted(parts)).toEqual({ before: 3, after: 2, left: 0 })
  })

  test('a name that many unrelated places claim; a table that moved, or has partitions, is no such thing', async () => {
    const claimed = (...names: string[]): object => reads(...names.map((n) => at('s3://lake', n, link('hive', 'default.t'))))
    const over = claimed('a/x', 'b/y', 'c/z', 'd/w')
    expect(await suggested(over)).toMatchObject([
      { kind: 'overMerged', says: '4 unrelated places call themselves default.t, and are shown as one dataset', datasets: 4 },
    ])
    expect(await accepted(over)).toEqual({ before: 1, after: 5, left: 0 })
    expect(await suggested(claimed('a/x', 'b/y', 'c/z'))).toEqual([])
    expect(await suggested(claimed('a/x/day=1', 'a/x/day=2', 'a/x/day=3', 'a/x/day=4'))).toEqual([])
  })

  test('is looked for again when the catalog has moved on', async () => {
    const catalog = await catalogWith(reads(...named('db', 'a')))
    expect((await catalog.reader.suggestions({})).items).toEqual([])
    await catalog.add([reads(...named('db', 'A'))])
    await expect.poll(async () => (await catalog.reader.suggestions({})).items.length).toBe(1)
  })

  test('who says that names are one dataset, and which jobs two sources name', async () => {
    const rule: RuleBody = { kind: 'case', namespaces: 'db', to: 'lower' }
    const catalog = await catalogWith(reads(at('db', 'A', link('hive', 't'))), [rule])
    const detail = await catalog.reader.dataset({ namespace: 'db', name: 'a' })
    expect(detail?.claims).toEqual(
      expect.arrayContaining([
        { from: { namespace: 'db', name: 'A' }, to: { namespace: 'db', name: 'a' }, by: 'rule', type: null },
        { from: { namespace: 'db', name: 'A' }, to: { namespace: 'hive', name: 't' }, by: 'symlink', type: 'TABLE' },
      ]),
    )
    expect(await catalog.reader.collisions({ sourceId: 1 })).toEqual({ items: [], total: 0, atLeast: false })
    await catalog.add([run({ job: 'a', runId: 'other' }), run({ job: 'mine' })], 2)
    const shared = { items: [{ job: { namespace: 'jobs', name: 'a' }, sources: [1, 2] }], total: 1, atLeast: false }
    expect(await catalog.reader.collisions({ sourceId: 1 })).toEqual(shared)
    expect(await catalog.reader.collisions({ sourceId: 2 })).toEqual(shared)
  })
})
