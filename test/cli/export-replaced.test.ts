/** A catalog that is replaced while it is exported: the export goes on to its end, and the old catalog goes when it has. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite } from '../../src/db/sqlite.ts'
import { catalogTables, checkpointTable } from '../../src/catalog/tables.ts'
import { startThread } from '../../src/server/thread.ts'
import type { ReadHandlers } from '../../src/server/threads/read-thread.ts'
import { run } from '../harness/catalog.ts'
import { startHeadwater } from '../harness/server.ts'

test('an export under way reads the catalog that it began with', async () => {
  const headwater = await startHeadwater()
  try {
    await headwater.addSource('etl')
    await headwater.json(['import', '-', '--source', 'etl'], { input: JSON.stringify(run({ job: 'j', inputs: ['a'], outputs: ['b'] })) })
    await headwater.json(['sync', '--wait'])
    const whole = await headwater.cli(['export', 'catalog'])
    await headwater.kill()
    const { dataDir } = headwater
    const catalog = fs.readFileSync(path.join(dataDir, 'catalog.current'), 'utf8').trim()
    const empty = openSqlite(path.join(dataDir, 'another.db'))
    const source = openSqlite(path.join(dataDir, `${catalog}.db`), { readOnly: true })
    const made = await source.all<{ sql: string }>('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL')
    await empty.script(made.map((m) => m.sql).join(';\n'))
    expect(made.length).toBeGreaterThan(catalogTables.length)
    await empty.upsert(checkpointTable, await source.all(`SELECT * FROM ${checkpointTable.name}`))
    await Promise.all([empty.close(), source.close()])
    const data = { place: { dataDir, databaseUrl: null }, catalog, lostAfterMs: 86_400_000 }
    const thread = await startThread<ReadHandlers>('read-thread.ts', data, (error) => {
      throw error
    })
    const { call } = thread
    const first = await call.beginExport({ inferred: false })
    let isGone = false
    const gone = call.openCatalog('another').then(() => (isGone = true))
    const second = await call.beginExport({ inferred: false })
    expect(isGone).toBe(false)
    expect(await call.nextOfExport(first)).toBe(whole)
    expect(await call.nextOfExport(first)).toBeNull()
    expect(isGone).toBe(false)
    await call.endExport(first)
    await gone
    expect(await call.nextOfExport(second)).toBeNull()
    await call.endExport(second)
    await thread.end()
  } finally {
    await headwater.stop()
  }
})
