import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openPostgres } from '../../src/db/postgres.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import type { Databases } from './stand.ts'

export type StoreName = 'memory' | 'sqlite' | 'postgres'

/** The databases of a stand. `url`: of a PostgreSQL database, in which it takes three schemas of its own. */
export async function openDatabases(store: StoreName, url?: string): Promise<Databases> {
  if (store === 'memory') return inMemory()
  if (store === 'sqlite') return inFiles()
  if (url === undefined) throw new Error('PostgreSQL needs the URL of a database')
  return inSchemas(url)
}

function inMemory(): Databases {
  const open = () => openSqlite(':memory:', { synchronous: 'off' })
  const [log, live, full] = [open(), open(), open()]
  return { log, live, full, close: () => closeAll(log, live, full) }
}

function inFiles(): Databases {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'headwater-proof-'))
  const open = (name: string) => openSqlite(path.join(folder, `${name}.db`), { synchronous: 'normal' })
  const [log, full] = [open('log'), open('full')]
  let live = open('live')
  return {
    log,
    live,
    full,
    reopened: async () => {
      await live.close()
      return (live = open('live'))
    },
    close: async () => {
      await closeAll(log, live, full)
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function inSchemas(url: string): Promise<Databases> {
  const admin = openPostgres(url, { connections: 1 })
  const open = async (name: string) => {
    const schema = `proof_${name}_${randomUUID().replaceAll('-', '')}`
    await admin.script(`CREATE SCHEMA ${schema}`)
    return openPostgres(url, { connections: 2, searchPath: [schema] })
  }
  const [log, live, full] = [await open('log'), await open('live'), await open('full')]
  return { log, live, full, close: () => closeAll(log, live, full, admin) }
}

async function closeAll(...databases: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const db of databases) await db.close()
}
