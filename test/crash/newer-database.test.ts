/** A program does not touch a database that a newer one has used. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../harness/postgres.ts'
import { startHeadwater } from '../harness/server.ts'

const later = (component: string): string =>
  `INSERT INTO headwater_migrations (component, id, slug, checksum, applied_at) VALUES ('${component}', 99, 'later', 'x', '')`

/** Starts and stops the program once, lets `change` at the store, and expects the next start to end with a reason. */
async function expectRefused(env: Record<string, string>, change: (dataDir: string) => Promise<void>, reason: RegExp): Promise<void> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-newer-'))
  const server = await startHeadwater({ dataDir, env })
  try {
    await server.stop()
    await change(dataDir)
    const started = performance.now()
    await expect(server.start()).rejects.toThrow(reason)
    expect(performance.now() - started).toBeLessThan(20_000)
    // Said in a line, not as a stack.
    expect(server.output).not.toMatch(/\n +at .*\(/)
  } finally {
    await server.kill()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

describe.each([['log'], ['control']])('%s', (component) => {
  const reason = new RegExp(`newer Headwater \\(${component} is at step`)

  test('SQLite', () =>
    expectRefused(
      {},
      async (dataDir) => {
        const db = new DatabaseSync(path.join(dataDir, 'log.db'))
        db.exec(later(component))
        db.close()
      },
      reason,
    ))

  test('PostgreSQL', async () => {
    const database = await freshDatabase()
    const change = async (): Promise<void> => {
      const client = new pg.Client({ connectionString: database.url })
      await client.connect()
      await client.query(`SET search_path = headwater_log; ${later(component)}`)
      await client.end()
    }
    try {
      await expectRefused({ HEADWATER_DATABASE_URL: database.url }, change, reason)
    } finally {
      await database.drop()
    }
  })
})
