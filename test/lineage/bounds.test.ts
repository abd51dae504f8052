/** What a bound leaves out is said. Bounds are as low here as these graphs are small. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ImpactQuery } from '../../src/contract/impact.ts'
import { LineageQuery } from '../../src/contract/lineage.ts'
import { WhyGroupsQuery } from '../../src/contract/why-groups.ts'
import { standardBounds, withBounds } from '../../src/lineage/bounds.ts'
import type { LineageBounds } from '../../src/lineage/bounds.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T12:00:00Z`
const hub = { namespace: 'db', name: 'hub' }
const numbers = [1, 2, 3, 4, 5]

describe.each(stores)('bounds on $name', ({ open }) => {
  let catalog: TestCatalog
  beforeEach(async () => {
    catalog = await catalogOf(await open())
    // The readers that are found first read it later.
    const read = (n: number, day: number): object =>
      run({ job: `read${n}`, runId: `${n} ${day}`, time: at(day), inputs: ['hub'], outputs: [table(`of${n}`, ['a'], { a: ['hub.a'] })] })
    await catalog.add([...numbers.map((n) => read(n, 10)), ...numbers.map((n) => read(n + 5, 2))])
  })
  afterEach(() => catalog.close())

  const low = <T>(bounds: Partial<LineageBounds>, work: () => Promise<T>): Promise<T> =>
    withBounds(catalog.database, { ...standardBounds, ...bounds }, work)

  test('an impact of a moment that looked at a part of a hub only', async () => {
    const answer = await low({ impactLinks: 5 }, () => catalog.reader.impact(ImpactQuery.parse({ ...hub, asOf: at(5) })))
    expect(answer).toMatchObject({ truncated: true })
    expect((await catalog.reader.impact(ImpactQuery.parse({ ...hub, asOf: at(5) })))?.items).toHaveLength(10)
  })

  test('the readers beside an impact of columns, of a moment', async () => {
    const ask = ImpactQuery.parse({ ...hub, fields: '["a"]', asOf: at(5) })
    expect((await low({ edgesThen: 7 }, () => catalog.reader.impact(ask)))?.readers).toMatchObject({ atLeast: true })
    expect((await catalog.reader.impact(ask))?.readers).toMatchObject({ jobs: 5, atLeast: false })
  })

  test('what lies within reach, of a moment', async () => {
    const ask = LineageQuery.parse({ ...hub, facts: 'true', asOf: at(5) })
    const answer = await low({ edgesThen: 7 }, () => catalog.reader.lineage(ask))
    expect(answer).toMatchObject({ truncated: true, reach: { downstream: { atLeast: true } } })
    expect(await catalog.reader.lineage(ask)).toMatchObject({ truncated: false, reach: { downstream: { datasets: 5, atLeast: false } } })
  })

  test('of columns, jobs are left out with the datasets that they make', async () => {
    const ask = (limit: number) => catalog.reader.lineage(LineageQuery.parse({ ...hub, field: 'a', depth: 1, limit }))
    expect(await ask(100)).toMatchObject({ leftOut: 0, truncated: false })
    const answer = await ask(3)
    expect(answer?.nodes).toHaveLength(3)
    expect(answer).toMatchObject({ leftOut: 18, truncated: true })
  })

  test('a column that only edges of its whole dataset lead on from is there, however little room there is', async () => {
    const columnLineage = { dataset: [{ ...hub, name: 'plain' }] }
    await catalog.add([run({ job: 'whole', inputs: ['plain'], outputs: [{ namespace: 'db', name: 'all', facets: { columnLineage } }] })])
    const ask = (limit: number) => catalog.reader.lineage(LineageQuery.parse({ namespace: 'db', name: 'plain', field: 'any', limit }))
    expect(await ask(10)).toMatchObject({ nodes: [{}, {}, {}], truncated: false })
    expect(await ask(1)).toMatchObject({ nodes: [{ name: 'plain' }], truncated: true })
  })

  test('edges beneath groups', async () => {
    const ask = WhyGroupsQuery.parse({
      fromType: 'dataset',
      fromNamespace: 'db',
      fromName: 'hub',
      toType: 'namespace',
      toNamespace: 'db',
      asOf: at(5),
    })
    expect(await low({ groupLooks: 7 }, () => catalog.reader.whyGroups(ask))).toMatchObject({ edgesAtLeast: true })
    expect(await low({ groupMembers: 3 }, () => catalog.reader.whyGroups(ask))).toMatchObject({ edgesAtLeast: true })
    expect(await catalog.reader.whyGroups(ask)).toMatchObject({ edges: 5, edgesAtLeast: false })
  })
})
