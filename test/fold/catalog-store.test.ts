import { afterAll, beforeAll, expect, test } from 'vitest'
import { jobTable } from '../../src/catalog/tables.ts'
import type { Database } from '../../src/db/contract.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { openCatalogStore } from '../../src/fold/catalog-store.ts'
import type { CatalogStore } from '../../src/fold/catalog-store.ts'
import { freshDatabase } from '../harness/postgres.ts'
import type { FreshDatabase } from '../harness/postgres.ts'

let database: FreshDatabase
let store: CatalogStore
let log: Database

beforeAll(async () => {
  database = await freshDatabase()
  log = openPostgres(database.url, { connections: 1 })
  await log.script('CREATE SCHEMA headwater_log')
  store = openCatalogStore({ kind: 'postgres', url: database.url })
})

afterAll(async () => {
  await store.close()
  await log.close()
  await database.drop()
})

const jobs = Array.from({ length: 100 }, (_, id) => ({
  id,
  ident: String(id),
  namespace_id: 1,
  name_sort: `j${id}`,
  parent_id: id % 7,
  kin: '',
}))

test('a catalog that becomes the current one has statistics, and only then', async () => {
  await store.current(null)
  const name = await store.create(null)
  const writer = await store.openWriter(name, true)
  await writer.upsert(jobTable, jobs)
  await writer.close()
  const known = async (): Promise<unknown> =>
    (await log.get('SELECT reltuples AS n FROM pg_class WHERE oid = ?::regclass', [`"${name}".job`]))?.['n']
  expect(await known()).toBe(-1)
  await store.makeCurrent(name)
  expect(await known()).toBe(100)
  expect(await store.current(null)).toBe(name)
})

test('questions loop over indexes, however small a table is', async () => {
  const reader = await store.openReader(await store.current(null))
  const plan = async (sql: string): Promise<string> =>
    (await reader.all<Record<string, string>>(`EXPLAIN ${sql}`)).map((row) => row['QUERY PLAN']).join('\n')
  const joined = await plan(
    'SELECT c.name FROM job j JOIN job c ON c.parent_id = j.id JOIN run r ON r.job_id = c.id WHERE j.namespace_id = 1',
  )
  expect(joined).toContain('Index')
  expect(joined).not.toMatch(/Seq Scan|Hash|Merge|Bitmap|Gather/)
  await reader.close()
})
