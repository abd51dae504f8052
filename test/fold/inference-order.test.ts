/** Law 2 for what is inferred from SQL: once it has settled it follows from the events alone, whatever their order and their batches. */
import { afterAll, describe, expect, test } from 'vitest'
import { must } from '../../src/lib/assert.ts'
import { catalogOf, run, table } from '../harness/catalog.ts'
import { stores } from '../harness/databases.ts'
import { inference, inferredLines } from '../harness/inference.ts'

const reading = inference()
afterAll(() => reading.close())

/** Numbers below 1, the same for one seed. */
function makeRandom(seed: number): () => number {
  let state = seed + 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const at = (minute: number): string => `2026-11-20T12:${String(minute).padStart(2, '0')}:00Z`
const linked = (name: string, to: string): object => ({
  namespace: 'db',
  name,
  facets: { symlinks: { identifiers: [{ namespace: 'db', name: to, type: 'TABLE' }] } },
})
const sql = (query: string): object => ({ sql: { query } })
const said = { columnLineage: { fields: { c: { inputFields: [{ namespace: 'db', name: 's.a', field: 'x' }] } } } }

/** Schemas that grow, SQL that changes, names that are joined and parted, column lineage that comes later, SQL that cannot be read. */
const history: readonly object[] = [
  run({ job: 'copy', time: at(1), inputs: ['s.a'], outputs: ['s.b'], jobFacets: sql('insert into b select * from a') }),
  run({ job: 'see', time: at(2), inputs: [table('s.a', ['x']), table('s.b', ['x'])] }),
  run({ job: 'see', time: at(3), inputs: [table('s.a', ['x', 'y']), table('s.b', ['u', 'v'])] }),
  run({ job: 'copy', time: at(4), inputs: ['s.a'], outputs: ['s.b'], jobFacets: sql('insert into b (v) select x from a where y > 1') }),
  run({ job: 'see', time: at(5), inputs: [linked('s.b', 's.aa')] }),
  run({ job: 'see', time: at(6), inputs: [linked('s.a', 'w.first')] }),
  run({ job: 'see', time: at(7), inputs: [{ namespace: 'db', name: 's.a', facets: { symlinks: { _deleted: true } } }] }),
  run({ job: 'next', time: at(8), inputs: ['s.b'], outputs: [table('s.c', ['c'])], jobFacets: sql('select v as c from b') }),
  run({ job: 'late', time: at(9), inputs: ['s.a'], outputs: [table('s.c', ['c'])], jobFacets: sql('select x + y as c from a') }),
  run({ job: 'late', time: at(10), outputs: [{ namespace: 'db', name: 's.c', facets: said }] }),
  run({ job: 'broken', time: at(11), inputs: ['s.a'], outputs: ['s.b'], jobFacets: sql('select from (') }),
  run({ job: 'broken', time: at(12), jobFacets: sql('select x as u from s.a group by y') }),
]

describe.each(stores)('$name', ({ name, open }) => {
  const rounds = name === 'sqlite' ? 12 : 2

  /** What is inferred in the end; `order` has the events in pieces, and what is due is worked out after some of them. */
  async function inferredFrom(pieces: readonly (readonly object[])[], settleAfter: (piece: number) => boolean): Promise<string[]> {
    const catalog = await catalogOf(await open())
    for (const [i, events] of pieces.entries()) {
      await catalog.add(events)
      if (settleAfter(i)) await reading.settle(catalog.database)
    }
    await reading.settle(catalog.database)
    const lines = await inferredLines(catalog.database)
    await catalog.close()
    return lines
  }

  test('in order, mixed, in pieces and at once gives the same', { timeout: 240_000 }, async () => {
    const whole = await inferredFrom([history], () => false)
    expect(whole).toEqual([
      'broken: s.a.x > s.aa.u IDENTITY',
      'broken: s.a.y > s.aa.* GROUP_BY',
      'copy: s.a.x > s.aa.v IDENTITY',
      'copy: s.a.y > s.aa.* FILTER',
      'next: s.aa.v > s.c.c IDENTITY',
    ])
    const events = history.map((event) => [event])
    expect(await inferredFrom(events, () => true)).toEqual(whole)
    for (let round = 0; round < rounds; round++) {
      const random = makeRandom(round)
      const mixed = events.map((piece) => ({ piece, at: random() })).toSorted((a, b) => a.at - b.at)
      const pieces = mixed.map(({ piece }) => [must(piece[0], 'one event a piece')])
      expect(await inferredFrom(pieces, () => random() < 0.5)).toEqual(whole)
    }
  })
})
