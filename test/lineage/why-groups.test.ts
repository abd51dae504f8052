/** Why an edge between groups is there: the edges beneath it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LevelQuery } from '../../src/contract/level.ts'
import { WhyGroupsQuery } from '../../src/contract/why-groups.ts'
import type { WhyGroups } from '../../src/contract/why-groups.ts'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { jobNamed, parentOf, runEvent, table } from '../harness/events.ts'

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T06:00:00Z`
const step = (job: string, parent: string, day: number, from: readonly string[], to: readonly string[]): object =>
  runEvent('COMPLETE', 0, {
    job: jobNamed(job),
    runId: `${job} ${day}`,
    eventTime: at(day),
    facets: parentOf(parent, `${parent} ${day}`),
    inputs: from.map((name) => table(name)),
    outputs: to.map((name) => table(name)),
  })
const family = (side: 'from' | 'to', name: string): object => ({
  [`${side}Type`]: 'family',
  [`${side}Namespace`]: 'etl',
  [`${side}Name`]: name,
})
const schema = (side: 'from' | 'to', name: string): object => ({
  [`${side}Type`]: 'schema',
  [`${side}Namespace`]: 'db',
  [`${side}Name`]: name,
})

describe.each(stores)('why groups, on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    const alias = table('lake.raw.a', { symlinks: { identifiers: [{ namespace: 's3', name: '/raw/a', type: 'LOCATION' }] } })
    await catalog.add([
      runEvent('COMPLETE', 0, { job: jobNamed('dag.load'), runId: 'g', eventTime: at(1), facets: parentOf('dag', 'dag') }),
      step('dag.load.one', 'dag.load', 1, ['lake.raw.a', 'lake.raw.b', 'lake.raw.deep.c'], ['shop.stage.t']),
      step('dag.load.one', 'dag.load', 3, ['lake.raw.a'], ['shop.stage.t']),
      step('dag.load.two', 'dag.load', 2, ['lake.raw.a'], ['shop.stage.t', 'lake.raw.b']),
      step('mart', 'other', 4, ['shop.stage.t'], ['shop.mart.m', 'plain']),
      runEvent('COMPLETE', 0, {
        job: jobNamed('dag.load.two'),
        runId: 'dag.load.two 2',
        eventTime: at(2),
        inputs: [alias, { namespace: 's3', name: '/raw/a' }],
      }),
    ])
  })
  afterEach(() => catalog.close())

  const why = (query: object): Promise<WhyGroups | null> => catalog.reader.whyGroups(WhyGroupsQuery.parse(query))
  const words = (answer: WhyGroups | null): string[] =>
    (answer?.items ?? []).map((e) => `${e.from.name} > ${e.to.name} ${e.firstSeenAt} ${e.lastSeenAt} by ${e.runs}`)

  test('a family and a schema, either way, those said last first; schemas below are others', async () => {
    const reads = await why({ ...schema('from', 'lake.raw'), ...family('to', 'dag') })
    expect(reads).toMatchObject({
      from: { type: 'schema', name: 'lake.raw' },
      to: { type: 'family', name: 'dag' },
      edges: 3,
      edgesAtLeast: false,
    })
    expect(words(reads)).toEqual([
      `lake.raw.a > dag.load.one ${at(1)} ${at(3)} by 2`,
      `lake.raw.a > dag.load.two ${at(2)} ${at(2)} by 1`,
      `lake.raw.b > dag.load.one ${at(1)} ${at(1)} by 1`,
    ])
    expect(words(await why({ ...family('from', 'dag.load'), ...schema('to', 'shop.stage') }))).toEqual([
      `dag.load.one > shop.stage.t ${at(1)} ${at(3)} by 2`,
      `dag.load.two > shop.stage.t ${at(2)} ${at(2)} by 1`,
    ])
    expect(await why({ ...schema('from', 'shop.mart'), ...family('to', 'dag') })).toBe(null)
    expect(await why({ ...schema('from', 'nothing'), ...family('to', 'nobody') })).toBe(null)
  })

  test('each edge that a level shows has as many beneath as it says', async () => {
    const asked = LevelQuery.parse({ namespace: 'db', name: 'shop.stage.t', depth: 5, level: 'group' })
    const level = await catalog.reader.levelLineage(asked)
    expect(level?.edges.length).toBeGreaterThan(5)
    for (const { from, to, count } of level?.edges ?? []) {
      const end = (side: 'from' | 'to', of: typeof from) => (of.type === 'job' ? family(side, of.name) : schema(side, of.name))
      expect(await why({ ...end('from', from), ...end('to', to) }), `${from.name} > ${to.name}`).toMatchObject({
        edges: count,
        edgesAtLeast: false,
      })
    }
  })

  test('between two schemas or two families, what leads from the one to the other; a namespace is all of it', async () => {
    expect(words(await why({ ...schema('from', 'lake.raw'), ...schema('to', 'lake.raw') }))).toEqual([
      `lake.raw.a > dag.load.two ${at(2)} ${at(2)} by 1`,
    ])
    expect(words(await why({ ...schema('from', 'shop.stage'), ...schema('to', '') }))).toEqual([
      `shop.stage.t > mart ${at(4)} ${at(4)} by 1`,
    ])
    expect(words(await why({ ...family('from', 'dag'), ...family('to', 'other') }))).toEqual([
      `dag.load.one > shop.stage.t ${at(1)} ${at(3)} by 2`,
      `dag.load.two > shop.stage.t ${at(2)} ${at(2)} by 1`,
    ])
    expect(await why({ fromType: 'namespace', fromNamespace: 'db', ...family('to', 'other') })).toMatchObject({ edges: 1 })
    const single = { fromType: 'dataset', fromNamespace: 's3', fromName: '/raw/a', ...family('to', 'dag') }
    expect(await why(single)).toMatchObject({ edges: 2 })
    expect(await why({ ...schema('from', 'shop.stage'), toType: 'job', toNamespace: 'etl', toName: 'mart' })).toMatchObject({ edges: 1 })
  })

  test('as of a moment, and no more than asked for', async () => {
    const asked = { ...schema('from', 'lake.raw'), ...family('to', 'dag') }
    const then = await why({ ...asked, asOf: at(1) })
    expect(then).toMatchObject({ edges: 2, edgesAtLeast: false })
    expect(words(then).toSorted()).toEqual([
      `lake.raw.a > dag.load.one ${at(1)} ${at(1)} by null`,
      `lake.raw.b > dag.load.one ${at(1)} ${at(1)} by 1`,
    ])
    expect(await why({ ...asked, limit: 1 })).toMatchObject({ edges: 3, items: [{ from: { name: 'lake.raw.a' }, lastSeenAt: at(3) }] })
    expect(await why({ ...asked, asOf: '2026-10-01T00:00:00Z' })).toBe(null)
  })
})
