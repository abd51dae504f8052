import { randomUUID } from 'node:crypto'
import { exportCatalog } from '../../src/catalog/export.ts'
import { createCatalogSql } from '../../src/catalog/tables.ts'
import { checkpointTable } from '../../src/catalog/tables.ts'
import type { Database } from '../../src/db/contract.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { CatalogBuild } from '../../src/fold/catalog-build.ts'
import { must } from '../../src/lib/assert.ts'
import { Appender } from '../../src/log/appender.ts'
import { LogReader } from '../../src/log/reader.ts'
import { logMigrations } from '../../src/log/tables.ts'
import { appendRequest } from '../harness/append.ts'
import type { Delivery, HistoryEvent } from './histories.ts'
import { defaultRules } from '../../src/rules/rules.ts'
import type { Rules } from '../../src/rules/rules.ts'

/** Opens an empty database for a log or a catalog. */
export type Opener = () => Promise<Database>

export const inMemory: Opener = async () => openSqlite(':memory:', { synchronous: 'off' })

/** Schemas of their own in one PostgreSQL database. */
export function inSchemas(url: string): Opener {
  const admin = openPostgres(url, { connections: 1 })
  return async () => {
    const schema = `w_${randomUUID().replaceAll('-', '')}`
    await admin.script(`CREATE SCHEMA ${schema}`)
    return openPostgres(url, { connections: 2, searchPath: [schema] })
  }
}

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

  /** Sends a history as `delivery` says, bringing the catalog along after each batch; answers the catalog's export. */
  async stream(events: readonly HistoryEvent[], delivery: Delivery): Promise<string> {
    const db = await this.emptyCatalog()
    let build = await CatalogBuild.open('live', db, this.log)
    const order = [...delivery.order]
    for (let step = 0; order.length > 0; step++) {
      const size = delivery.cuts[step % delivery.cuts.length] ?? 1
      await this.append(order.splice(0, size).map((i) => must(events[i], 'orders are of the events')))
      if (delivery.crashes.includes(step)) build = await crashed(db, build, this.log)
      await catchUp(build, this.log)
    }
    const text = [await exported(db), ...(await warningLines(db))].join('\n')
    await db.close()
    return text
  }

  /** Replays the whole log into an empty catalog, by these rules. */
  async rebuild(rules?: Rules): Promise<string> {
    const db = await this.emptyCatalog(rules)
    await catchUp(await CatalogBuild.open('full', db, this.log), this.log)
    const text = [await exported(db), ...(await warningLines(db))].join('\n')
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

/** A batch that fails at its last statement, then a new writer, as after a kill. */
async function crashed(db: Database, build: CatalogBuild, log: LogReader): Promise<CatalogBuild> {
  const upsert = db.upsert.bind(db)
  const failing: Database['upsert'] = async (table, rows) => {
    await upsert(table, rows)
    if (table.name === 'checkpoint') throw new Error('killed before the commit')
  }
  if (db.dialect === 'sqlite') {
    Object.assign(db, { upsert: failing })
    await build.advance(await log.head()).catch(() => undefined)
    Object.assign(db, { upsert })
  }
  return CatalogBuild.open('live', db, log)
}

async function catchUp(build: CatalogBuild, log: LogReader): Promise<void> {
  const head = await log.head()
  while ((await build.advance(head)).position < head);
}

export async function exported(db: Database): Promise<string> {
  const lines: string[] = []
  for await (const line of exportCatalog({ catalog: db })) lines.push(line)
  return lines.join('\n')
}

/** Warnings and what findings are made of, without the positions of their samples: those come from the order of arrival. */
async function warningLines(db: Database): Promise<string[]> {
  const rows = await db.all<{ samples: string }>('SELECT * FROM warning ORDER BY source_id, code')
  const tables = [
    'SELECT * FROM source_tally ORDER BY source_id, kind, name',
    'SELECT ident AS usual, usual_ms FROM job ORDER BY ident',
    'SELECT j.ident AS collision FROM job_collision c JOIN job j ON j.id = c.job_id ORDER BY j.ident',
    'SELECT d.ident AS loose, l.path FROM loose_column l JOIN dataset d ON d.id = l.dataset_id ORDER BY d.ident, l.path',
  ]
  const others: string[] = []
  for (const sql of tables) for (const row of await db.all(sql)) others.push(JSON.stringify(row))
  const warnings = rows.map((row) => {
    const samples = JSON.parse(row.samples) as { position: number }[]
    return JSON.stringify({ ...row, samples: samples.map((sample) => ({ ...sample, position: 0 })) })
  })
  return [...warnings, ...others]
}
