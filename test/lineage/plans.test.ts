/** How SQLite goes about the questions of lineage: from what they name to what is near it, whatever else the catalog holds. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReader } from '../../src/api/reader.ts'
import type { ReaderHandlers } from '../../src/api/reader.ts'
import { CausesQuery } from '../../src/contract/causes.ts'
import { ChangesQuery } from '../../src/contract/changes.ts'
import { ImpactQuery } from '../../src/contract/impact.ts'
import { CompareQuery, LineageQuery } from '../../src/contract/lineage.ts'
import type { Database, SqlValue } from '../../src/db/contract.ts'
import { catalogOf, dayMs } from '../harness/catalog.ts'
import type { TestCatalog } from '../harness/catalog.ts'
import { sqlite } from '../harness/databases.ts'
import { at, columnsFrom, jobNamed, runEvent, table } from '../harness/events.ts'
import { LogReader } from '../../src/log/reader.ts'

interface Step {
  readonly parent: number
  readonly detail: string
}
type Asked = readonly [sql: string, params: readonly SqlValue[]]

let catalog: TestCatalog
const load = (runId: string): object => ({
  job: jobNamed('load'),
  runId,
  inputs: [table('raw')],
  outputs: [table('mart', columnsFrom({ a: 'raw.b' }))],
})
beforeAll(async () => {
  catalog = await catalogOf(await sqlite.open())
  await catalog.add([
    runEvent('COMPLETE', 0, load('1')),
    runEvent('FAIL', 1, load('2')),
    runEvent('START', 2, load('3')),
    runEvent('COMPLETE', 3, { job: jobNamed('report'), runId: '4', inputs: [table('mart')], outputs: [table('report')] }),
  ])
})
afterAll(() => catalog.close())

/** What a question asks of the store. */
async function statementsOf(ask: (reader: ReaderHandlers) => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = []
  const listening = new Proxy(catalog.database, {
    get(database, name) {
      const value: unknown = Reflect.get(database, name)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        if (name === 'all' || name === 'get') asked.push([args[0] as string, (args[1] ?? []) as SqlValue[]])
        return value.apply(database, args) as unknown
      }
    },
  }) satisfies Database
  const answer = await ask(
    createReader({
      catalog: listening,
      log: new LogReader(catalog.database),
      settings: { lostAfterMs: dayMs },
      now: () => catalog.clock.now,
    }),
  )
  expect(answer).not.toBeNull()
  return asked
}

/** The loops of a statement that stand beside its list of ids and are entered before it. */
async function beforeItsList([sql, params]: Asked): Promise<string[]> {
  const steps = await catalog.database.all<Step>(`EXPLAIN QUERY PLAN ${sql}`, params)
  return steps
    .flatMap(({ parent, detail }, i) => {
      if (!detail.startsWith('SCAN k ')) return []
      return steps.slice(0, i).filter((s) => s.parent === parent && /^(SCAN|SEARCH)/.test(s.detail))
    })
    .map((s) => `${s.detail} in ${sql}`)
}

const root = { namespace: 'db', name: 'report', direction: 'both', depth: 20 }
const lineage = (more: object) => (r: ReaderHandlers) => r.lineage(LineageQuery.parse({ ...root, ...more }))
const questions: Readonly<Record<string, (reader: ReaderHandlers) => Promise<unknown>>> = {
  lineage: lineage({ facts: 'true', columns: 'true', control: 'true' }),
  'lineage, folded': lineage({ facts: 'true', fold: 'true' }),
  'lineage as of a moment': lineage({ facts: 'true', columns: 'true', asOf: at(3) }),
  'lineage by the last runs': lineage({ facts: 'true', window: 'last' }),
  'lineage by the last runs as of a moment': lineage({ facts: 'true', window: 'last', asOf: at(3) }),
  'lineage of a field': lineage({ name: 'mart', field: 'a', facts: 'true' }),
  compare: (r) => r.compareLineage(CompareQuery.parse({ ...root, before: at(1), after: at(4) })),
  changes: (r) => r.lineageChanges(ChangesQuery.parse(root)),
  'impact of a field': (r) => r.impact(ImpactQuery.parse({ namespace: 'db', name: 'raw', field: 'b' })),
  causes: (r) => r.causes(CausesQuery.parse({ namespace: 'db', name: 'report' })),
}

test.each(Object.entries(questions))('%s: a statement with a list begins with it', async (_, ask) => {
  const asked = await statementsOf(ask)
  expect(asked.filter(([sql]) => sql.includes('AS k')).length).toBeGreaterThan(0)
  expect((await Promise.all(asked.map(beforeItsList))).flat()).toEqual([])
})

test('a walk over columns reads an index alone', async () => {
  const walks = (await statementsOf(lineage({ name: 'mart', field: 'a' }))).filter(([sql]) => sql.includes('JOIN column_edge e'))
  expect(walks.length).toBeGreaterThan(0)
  for (const [sql, params] of walks) {
    const steps = await catalog.database.all<Step>(`EXPLAIN QUERY PLAN ${sql}`, params)
    expect(steps.map((s) => s.detail)).toContainEqual(expect.stringMatching(/^SEARCH e USING COVERING INDEX column_edge_[12] /))
  }
})
