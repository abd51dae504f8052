import { exportCatalog } from '../../src/catalog/export.ts'
import { createCatalogSql } from '../../src/catalog/tables.ts'
import { checkpointTable } from '../../src/catalog/tables.ts'
import type { Database } from '../../src/db/contract.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { CatalogBuild } from '../../src/fold/catalog-build.ts'
import { Appender } from '../../src/log/appender.ts'
import { LogReader } from '../../src/log/reader.ts'
import { logMigrations } from '../../src/log/tables.ts'
import { appendRequest } from '../harness/append.ts'
import type { HistoryEvent } from './histories.ts'
import { defaultRules } from '../../src/rules/rules.ts'

/** Opens an empty database for a log or a catalog. */
export type Opener = () => Promise<Database>

export const inMemory: Opener = async () => openSqlite(':memory:', { synchronous: 'off' })

/** A log and the catalogs made from it, without HTTP and threads. */
export class World {
  readonly #open: Opener
  readonly logDb: Database
  readonly log: LogReader
  readonly #appender: Appender

  private constructor(open: Opener, logDb: Database, appender: Appender) {
    this.#open = open
    this.logDb = logDb
    this.log = new LogReader(logDb)
    this.#appender = appender
  }

  static async make(open: Opener): Promise<World> {
    const logDb = await open()
    await migrate(logDb, 'log', logMigrations)
    return new World(open, logDb, await Appender.open(logDb))
  }

  async append(events: readonly HistoryEvent[]): Promise<void> {
    await this.#appender.append(appendRequest(events.map((e) => ({ ...e, body: Buffer.from(e.body) }))))
  }

  /** Sends a history in batches of these sizes, bringing the catalog along after each; answers the catalog's export. */
  async stream(events: readonly HistoryEvent[], cuts: readonly number[]): Promise<string> {
    const db = await this.emptyCatalog()
    const build = await CatalogBuild.open('live', db, this.log)
    const left = [...events]
    for (const cut of cuts) {
      await this.append(left.splice(0, cut))
      while ((await build.advance(await this.log.head())).events > 0);
    }
    const text = await exported(db)
    await db.close()
    return text
  }

  async emptyCatalog(rules = defaultRules): Promise<Database> {
    const db = await this.#open()
    await db.script(createCatalogSql(db.dialect))
    await db.upsert(checkpointTable, [{ id: 1, version: 1, position: 0, rules: rules.text }])
    return db
  }

  async close(): Promise<void> {
    await this.logDb.close()
  }
}

export async function exported(db: Database): Promise<string> {
  const lines: string[] = []
  for await (const line of exportCatalog({ catalog: db })) lines.push(line)
  return lines.join('\n')
}
