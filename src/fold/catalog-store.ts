import fs from 'node:fs'
import path from 'node:path'
import { catalogTables, catalogVersion, checkpointTable, createCatalogSql } from '../catalog/tables.ts'
import type { Database, Row } from '../db/contract.ts'
import { openPostgres } from '../db/postgres.ts'
import { openSqlite } from '../db/sqlite.ts'
import { defaultRules } from '../rules/rules.ts'

/** Where catalogs are: a folder of SQLite files, or PostgreSQL schemas. */
export type CatalogPlace = { readonly kind: 'sqlite'; readonly dir: string } | { readonly kind: 'postgres'; readonly url: string }

/**
 * Catalogs come and go: a full sync builds a new one beside the live one and then swaps. The live one's name stands in
 * `catalog.current` (SQLite) or in the table `catalog_pointer` of the log's schema (PostgreSQL). Whatever else is called like a
 * catalog is left over from a build that did not finish and is removed at start.
 */
export interface CatalogStore {
  /** Name of the live catalog; makes an empty one if there is none, or if it is of another version (it is then rebuilt from the log, by these rules). */
  current(rules: string | null): Promise<string>
  /** Whether this process is the one that writes catalogs; true from then on. One process at a time is, in any number of them. */
  lead(): Promise<boolean>
  openWriter(name: string, building: boolean): Promise<Database>
  openReader(name: string): Promise<Database>
  /** An empty catalog, to be made by these rules (`Rules.text`; null: those that are on by default). */
  create(rules: string | null): Promise<string>
  makeCurrent(name: string): Promise<void>
  remove(name: string): Promise<void>
  close(): Promise<void>
}

export const openCatalogStore = (place: CatalogPlace): CatalogStore =>
  place.kind === 'sqlite' ? sqliteStore(place.dir) : postgresStore(place.url)

/** Makes the tables and the checkpoint row. */
async function prepare(db: Database, rules: string | null): Promise<void> {
  await db.script(createCatalogSql(db.dialect))
  await db.upsert(checkpointTable, [{ id: 1, version: catalogVersion, position: 0, rules: rules ?? defaultRules.text }])
}

/** Whether an existing catalog is one that this program can go on with. */
async function isOurs(db: Database): Promise<boolean> {
  try {
    return Number((await db.get<Row>('SELECT version FROM checkpoint WHERE id = 1'))?.['version']) === catalogVersion
  } catch {
    return false
  }
}

function sqliteStore(dir: string): CatalogStore {
  const pointer = path.join(dir, 'catalog.current')
  const file = (name: string): string => path.join(dir, `${name}.db`)
  const names = (): string[] =>
    fs
      .readdirSync(dir)
      .filter((f) => /^catalog-\d+\.db$/.test(f))
      .map((f) => f.slice(0, -3))
  const remove = async (name: string): Promise<void> => {
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(file(name) + suffix, { force: true })
  }
  const create = async (rules: string | null): Promise<string> => {
    const name = `catalog-${Math.max(0, ...names().map((n) => Number(n.slice('catalog-'.length)))) + 1}`
    const db = openSqlite(file(name), { synchronous: 'normal' })
    await prepare(db, rules)
    await db.close()
    return name
  }
  const makeCurrent = async (name: string): Promise<void> => {
    // A catalog is built without waiting for the disk; it must be there before anything points to it.
    const built = fs.openSync(file(name), 'r+')
    fs.fsyncSync(built)
    fs.closeSync(built)
    fs.writeFileSync(`${pointer}.new`, name, { flush: true })
    fs.renameSync(`${pointer}.new`, pointer)
  }
  return {
    async current(rules) {
      let name = fs.existsSync(pointer) ? fs.readFileSync(pointer, 'utf8').trim() : ''
      const known = names().includes(name) ? openSqlite(file(name), { synchronous: 'normal' }) : null
      const fits = known !== null && (await isOurs(known))
      await known?.close()
      if (!fits) {
        name = await create(rules)
        await makeCurrent(name)
      }
      for (const other of names()) if (other !== name) await remove(other)
      return name
    },
    // The lock on the data folder has seen to it.
    lead: async () => true,
    openWriter: async (name, building) =>
      openSqlite(file(name), { synchronous: building ? 'off' : 'normal', cacheKb: 65_536, checkpointPages: 4_000 }),
    openReader: async (name) => openSqlite(file(name), { readOnly: true, cacheKb: 65_536 }),
    create,
    makeCurrent,
    remove,
    close: async () => undefined,
  }
}

const schemaPrefix = 'headwater_catalog_'
/** Advisory locks: any numbers, the same in every process of the program. */
const startLock = 7_241_933_802
const leadLock = 7_241_933_803

function postgresStore(url: string): CatalogStore {
  const admin = openPostgres(url, { connections: 1, searchPath: ['headwater_log'] })
  const names = async (): Promise<string[]> =>
    (await admin.all<Row>(`SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE '${schemaPrefix}%'`)).map((r) => String(r['name']))
  const remove = async (name: string): Promise<void> => admin.script(`DROP SCHEMA IF EXISTS "${name}" CASCADE`)
  const openWriter = async (name: string): Promise<Database> => openPostgres(url, { connections: 2, searchPath: [name] })
  const create = async (rules: string | null): Promise<string> => {
    const name = `${schemaPrefix}${Math.max(0, ...(await names()).map((n) => Number(n.slice(schemaPrefix.length)))) + 1}`
    await admin.script(`CREATE SCHEMA "${name}"`)
    const db = await openWriter(name)
    await prepare(db, rules)
    await db.close()
    return name
  }
  const pointTo = async (name: string): Promise<void> => {
    await admin.run('INSERT INTO catalog_pointer (id, name) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name', [name])
  }
  const makeCurrent = async (name: string): Promise<void> => {
    // What was built at once has no statistics until autovacuum comes: questions would be planned without any.
    await admin.script(`ANALYZE ${catalogTables.map((t) => `"${name}"."${t.name}"`).join(', ')}`)
    await pointTo(name)
  }
  const findOrMake = async (rules: string | null): Promise<string> => {
    await admin.script('CREATE TABLE IF NOT EXISTS catalog_pointer (id bigint PRIMARY KEY, name text NOT NULL)')
    let name = String((await admin.get<Row>('SELECT name FROM catalog_pointer WHERE id = 1'))?.['name'] ?? '')
    const known = (await names()).includes(name) ? await openWriter(name) : null
    const fits = known !== null && (await isOurs(known))
    await known?.close()
    if (!fits) {
      name = await create(rules)
      await pointTo(name)
    }
    return name
  }
  // Held by the one connection of its pool for as long as the process lives.
  const leadership = openPostgres(url, { connections: 1, keepIdle: true })
  let leads = false
  // With its connection a process loses the lock, and someone else may have it.
  leadership.pool.on('error', () => (leads = false))
  return {
    /** Processes that start together take turns. */
    async current(rules) {
      const gate = openPostgres(url, { connections: 1, keepIdle: true })
      try {
        await gate.run('SELECT pg_advisory_lock(?)', [startLock])
        return await findOrMake(rules)
      } finally {
        await gate.close()
      }
    },
    async lead() {
      if (leads) return true
      leads = Boolean((await leadership.get<Record<string, unknown>>('SELECT pg_try_advisory_lock(?) AS mine', [leadLock]))?.['mine'])
      if (leads) for (const other of await names()) if (other !== (await findOrMake(null))) await remove(other)
      return leads
    },
    openWriter,
    openReader: async (name) => openPostgres(url, { connections: 4, searchPath: [name, 'headwater_log'], readOnly: true }),
    create,
    makeCurrent,
    remove,
    close: async () => {
      await admin.close()
      await leadership.close()
    },
  }
}
