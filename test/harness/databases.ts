/** Both stores for suites that must hold on each: `describe.each(stores)`. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Database } from '../../src/db/contract.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { freshDatabase } from './postgres.ts'

export interface OpenStore {
  readonly database: Database
  /** A second connection to the same data. */
  again(): Database
  /** Closes all connections and removes the data. */
  remove(): Promise<void>
}

export interface Store {
  readonly name: 'sqlite' | 'postgres'
  open(): Promise<OpenStore>
}

export const sqlite: Store = {
  name: 'sqlite',
  open: async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-test-'))
    return openStore(
      () => openSqlite(path.join(folder, 'test.db')),
      async () => fs.rmSync(folder, { recursive: true, force: true }),
    )
  },
}

const postgres: Store = {
  name: 'postgres',
  open: async () => {
    const { url, drop } = await freshDatabase()
    return openStore(() => openPostgres(url), drop)
  },
}

/** On another PostgreSQL than the one that comes with the tests, SQLite is not played again: it stands as it was. */
export const onOtherPostgres = (process.env['HEADWATER_TEST_PG_BIN'] ?? '') !== ''
export const stores: readonly Store[] = onOtherPostgres ? [postgres] : [sqlite, postgres]

function openStore(connect: () => Database, drop: () => Promise<void>): OpenStore {
  const opened: Database[] = []
  const again = (): Database => {
    const database = connect()
    opened.push(database)
    return database
  }
  const remove = async (): Promise<void> => {
    for (const database of opened) await database.close()
    await drop()
  }
  return { database: again(), again, remove }
}
