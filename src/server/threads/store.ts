import fs from 'node:fs'
import path from 'node:path'
import type { Database } from '../../db/contract.ts'
import { openPostgres } from '../../db/postgres.ts'
import { openSqlite } from '../../db/sqlite.ts'
import type { CatalogPlace } from '../../fold/catalog-store.ts'

/** Where the data is; plain, so that it can be handed to a thread. */
export interface StorePlace {
  readonly dataDir: string
  readonly databaseUrl: string | null
}

export const logSchema = 'headwater_log'

/** The one writer of the log and of what people set. */
export async function openLogWriter(place: StorePlace, hasMore: () => boolean): Promise<Database> {
  if (place.databaseUrl === null)
    return openSqlite(path.join(place.dataDir, 'log.db'), { synchronous: 'full', hasMore, cacheKb: 32_768, checkpointPages: 8_000 })
  const admin = openPostgres(place.databaseUrl, { connections: 1 })
  await requireDurable(admin)
  await admin.script(`CREATE SCHEMA IF NOT EXISTS ${logSchema}`)
  await admin.close()
  return openPostgres(place.databaseUrl, { connections: 6, searchPath: [logSchema] })
}

export async function openLogReader(place: StorePlace): Promise<Database> {
  if (place.databaseUrl !== null) return openPostgres(place.databaseUrl, { connections: 2, searchPath: [logSchema], readOnly: true })
  return openSqlite(path.join(place.dataDir, 'log.db'), { readOnly: true, cacheKb: 4_096 })
}

export const catalogPlace = (place: StorePlace): CatalogPlace =>
  place.databaseUrl === null ? { kind: 'sqlite', dir: place.dataDir } : { kind: 'postgres', url: place.databaseUrl }

/** With one of these off, PostgreSQL would acknowledge what it may lose. */
async function requireDurable(db: Database): Promise<void> {
  for (const name of ['fsync', 'full_page_writes']) {
    const row = await db.get<Record<string, string>>(`SHOW ${name}`)
    if (row?.[name] === 'off')
      throw new Error(`PostgreSQL runs with ${name} off and would lose acknowledged events in a power cut. Turn it on`)
  }
}

/** The folder, readable by its owner only. */
export function makeDataDir(dataDir: string): void {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
}
