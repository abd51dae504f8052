import pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from './postgres.ts'

test('each fresh database is empty, in UTF-8, and on a server that syncs to disk', async () => {
  const database = await freshDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    const tables = await client.query(
      "SELECT count(*)::int AS n FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    )
    const settings = await client.query("SELECT current_setting('fsync') AS fsync, current_setting('server_encoding') AS encoding")
    expect(tables.rows).toEqual([{ n: 0 }])
    expect(settings.rows).toEqual([{ fsync: 'on', encoding: 'UTF8' }])
  } finally {
    await client.end()
    await database.drop()
  }
})
