/** What an answer as of a moment says of nodes and edges is of then; what cannot be told of then is not said. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ImpactQuery } from '../../src/contract/impact.ts'
import type { Lineage } from '../../src/contract/lineage.ts'
import { LineageQuery } from '../../src/contract/lineage.ts'
import { catalogOf } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { columnsFrom, jobNamed, parentOf, runEvent, schemaOf, table } from '../harness/events.ts'

const at = (day: number, hour = 6): string => `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`
const event = (type: string, day: number, hour: number, more: object = {}): object =>
  runEvent(type, 0, { job: jobNamed('load'), runId: `load ${day}`, eventTime: at(day, hour), ...more })
const sides = { inputs: [table('raw')], outputs: [table('clean')] }
const load = (day: number, more: object = {}): object => event('COMPLETE', day, 6, { ...sides, ...more })

describe.each(stores)('as of a moment on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => void (catalog = await catalogOf(await open())))
  afterEach(() => catalog.close())

  const ask = async (query: object): Promise<Lineage> => {
    const answer = await catalog.reader.lineage(LineageQuery.parse({ namespace: 'db', name: 'clean', facts: 'true', ...query }))
    if (answer === null) throw new Error('the root is known')
    return answer
  }
  const nodeOf = async (name: string, asOf?: string) => (await ask(asOf === undefined ? {} : { asOf })).nodes.find((n) => n.name === name)
  const impacted = async (name: string, asOf?: string) => {
    const found = await catalog.reader.impact(ImpactQuery.parse({ namespace: 'db', name: 'raw', ...(asOf === undefined ? {} : { asOf }) }))
    return found?.items.find((r) => r.name === name)
  }

  test('the last run, as it was then', async () => {
    await catalog.add([
      event('START', 1, 6, sides),
      event('FAIL', 1, 8),
      event('START', 2, 6, sides),
      event('COMPLETE', 2, 9),
      event('START', 3, 6, sides),
      event('ABORT', 3, 7),
    ])
    const states = [at(1, 7), at(1, 8), at(2, 5), at(2, 8), at(2, 9), at(4)]
    const expected = [
      ['RUNNING', at(1)],
      ['FAIL', at(1)],
      ['FAIL', at(1)],
      ['RUNNING', at(2)],
      ['COMPLETE', at(2)],
      ['ABORT', at(3)],
    ]
    const lasts = await Promise.all(states.map((asOf) => nodeOf('load', asOf)))
    expect(lasts.map((n) => [n?.lastState, n?.lastRunAt])).toEqual(expected)
    const rows = await Promise.all(states.map((asOf) => impacted('load', asOf)))
    expect(rows.map((r) => [r?.lastState, r?.lastRunAt])).toEqual(expected)
    expect((await nodeOf('load'))?.lastState).toBe('ABORT')
  })

  test('a run that says nothing more was lost by then, one that was heard again was not', async () => {
    await catalog.add([event('START', 1, 6, sides), event('START', 5, 6, sides), event('RUNNING', 9, 6, { runId: 'load 5' })])
    const states = [at(1, 7), at(4), at(7), at(12)]
    const lasts = await Promise.all(states.map((asOf) => nodeOf('load', asOf)))
    expect(lasts.map((n) => n?.lastState)).toEqual(['RUNNING', 'LOST', 'RUNNING', 'LOST'])
  })

  test('datasets: when they were written, how many columns they had', async () => {
    const wide = (day: number, ...fields: string[]): object => load(day, { outputs: [table('clean', schemaOf(...fields))] })
    await catalog.add([wide(1, 'a'), wide(2, 'a'), wide(3, 'a', 'b'), wide(5, 'a', 'b', 'c'), load(7, { job: jobNamed('other') })])
    const moments = [at(1), at(2, 12), at(4), at(6), at(8)]
    const then = await Promise.all(moments.map((asOf) => nodeOf('clean', asOf)))
    expect(then.map((n) => [n?.lastRunAt, n?.fieldCount])).toEqual([
      [at(1), 1],
      [at(2), 1],
      [at(3), 2],
      [at(5), 3],
      [at(7), 3],
    ])
    expect((await impacted('clean', at(4)))?.lastRunAt).toBe(at(3))
    // Two schemas that took turns round the moment: which of them was last is not known.
    await catalog.add([wide(10, 'a')])
    expect(await nodeOf('clean', at(4))).toMatchObject({ fieldCount: null })
    expect(await nodeOf('clean', at(2))).toMatchObject({ fieldCount: 1 })
  })

  test('a run that was under way and went on to write: when it had written by then is not known', async () => {
    await catalog.add([load(1), event('START', 3, 6, sides), event('COMPLETE', 3, 9, sides)])
    expect((await nodeOf('clean', at(2)))?.lastRunAt).toBe(at(1))
    expect((await nodeOf('clean', at(3, 7)))?.lastRunAt).toBe(null)
    expect((await nodeOf('clean', at(3, 9)))?.lastRunAt).toBe(at(3, 9))
    const ends = async (asOf: string) => (await ask({ asOf })).edges.map((e) => e.lastSeenAt)
    expect([await ends(at(2)), await ends(at(3, 7))]).toEqual([
      [at(1), at(1)],
      [null, null],
    ])
  })

  test('owners, tags and parents', async () => {
    const words = (name: string): object => ({ ownership: { owners: [{ name }] }, tags: { tags: [{ key: name, value: '' }] } })
    const said = (day: number, name: string): object =>
      load(day, { jobFacets: words(name), facets: parentOf(`dag of ${name}`, `d${day}`), outputs: [table('clean', words(name))] })
    await catalog.add([load(1), said(2, 'ann'), said(4, 'bob')])
    const wordsAt = async (name: string, asOf?: string) => {
      const node = await nodeOf(name, asOf)
      return [node?.owners, node?.tags, node?.parent?.name]
    }
    expect(await wordsAt('load', at(1))).toEqual([[], [], undefined])
    expect(await wordsAt('load', at(3))).toEqual([['ann'], ['ann'], 'dag of ann'])
    expect(await wordsAt('clean', at(3))).toEqual([['ann'], ['ann'], undefined])
    expect(await wordsAt('clean', at(5))).toEqual([['bob'], ['bob'], undefined])
    expect([(await impacted('load', at(3)))?.owners, (await impacted('clean', at(3)))?.owners]).toEqual([['ann'], ['ann']])
    const deleted = { ownership: { _deleted: true }, tags: { _deleted: true } }
    await catalog.add([load(6, { jobFacets: deleted }), said(8, 'eve')])
    expect(await wordsAt('load', at(5))).toEqual([['bob'], ['bob'], 'dag of bob'])
    expect(await wordsAt('load', at(7))).toEqual([[], [], 'dag of bob'])
    expect(await wordsAt('load')).toEqual([['eve'], ['eve'], 'dag of eve'])
    // What was said before and after, with something else in between.
    await catalog.add([said(9, 'ann')])
    const node = await nodeOf('clean', at(5))
    expect(node).not.toHaveProperty('owners')
    expect(node).not.toHaveProperty('tags')
    expect((await impacted('clean', at(5)))?.owners).toEqual([])
    expect(await wordsAt('clean', at(3))).toEqual([['ann'], ['ann'], undefined])
  })

  test('two ids of one dataset: the outcome that was last by then', async () => {
    const alias = { symlinks: { identifiers: [{ namespace: 'db', name: 'clean', type: 'TABLE' }] } }
    const tested = (day: number, name: string, success: boolean, facets: object = {}): object => {
      const dataQualityAssertions = { assertions: [{ assertion: 'unique', success }] }
      return load(day, { inputs: [table(name, facets, { inputFacets: { dataQualityAssertions } })] })
    }
    await catalog.add([tested(1, 'clean', true), tested(2, '/clean', false, alias), tested(9, 'clean', true)])
    expect((await nodeOf('clean', at(3)))?.quality).toBe('fail')
    expect((await nodeOf('clean', at(1)))?.quality).toBe('pass')
    expect((await nodeOf('clean'))?.quality).toBe('pass')
  })

  test('of a moment to come nothing is late', async () => {
    catalog.clock.now = Date.parse(at(8, 12))
    await catalog.add([1, 2, 3, 4, 5, 6, 7, 8].map((day) => load(day)))
    expect((await nodeOf('load', at(28)))?.dueAt).toBe(null)
  })

  test('columns: that there are any, when they were said, and what was said of them', async () => {
    const described = (day: number, description: string): object => {
      const transformations = [{ type: 'DIRECT', description }]
      const fields = { id: { inputFields: [{ namespace: 'db', name: 'raw', field: 'id', transformations }] } }
      return load(day, { outputs: [table('clean', { columnLineage: { fields } })] })
    }
    await catalog.add([load(1), described(3, 'copied'), described(4, 'copied'), described(6, 'hashed')])
    expect((await nodeOf('clean', at(2)))?.hasColumns).toBe(false)
    expect((await nodeOf('clean', at(3)))?.hasColumns).toBe(true)
    const column = async (asOf: string) => (await ask({ asOf, columns: 'true' })).columns.map((c) => [c.description, c.lastSeenAt])
    expect(await column(at(5))).toEqual([['copied', null]])
    expect(await column(at(6))).toEqual([['hashed', at(6)]])
  })

  test('control flow that was said by then', async () => {
    const depends = (day: number): object => {
      const upstream = [{ job: jobNamed('before'), dependency_type: 'DIRECT_INVOCATION' }]
      return load(day, { facets: { jobDependencies: { upstream } } })
    }
    await catalog.add([event('COMPLETE', 1, 5, { job: jobNamed('before') }), load(1), depends(3), depends(5)])
    const flow = async (query: object) => (await ask({ control: 'true', ...query })).control?.map((c) => [c.from.name, c.lastSeenAt])
    expect(await flow({})).toEqual([['before', at(5)]])
    expect(await flow({ asOf: at(2) })).toEqual([])
    expect(await flow({ asOf: at(4) })).toEqual([['before', null]])
  })

  test('the last good run is one that had ended well by then', async () => {
    const out = (from: string): object => ({ inputs: [table(from)], outputs: [table('clean', columnsFrom({ id: `${from}.id` }))] })
    await catalog.add([load(1, out('old')), event('START', 3, 6, out('new')), event('COMPLETE', 3, 9, out('new'))])
    const names = async (query: object) => (await ask({ window: 'last', ...query })).nodes.map((n) => n.name).toSorted()
    expect(await names({ asOf: at(3, 7) })).toEqual(['clean', 'load', 'old'])
    expect(await names({ asOf: at(3, 9) })).toEqual(['clean', 'load', 'new'])
    expect(await names({ asOf: at(2), field: 'id' })).toEqual(['clean', 'load', 'old'])
    expect(await names({ asOf: at(3, 9), field: 'id' })).toEqual(['clean', 'load', 'new'])
  })
})
