import { createCatalogSql, catalogTables, catalogVersion, checkpointTable } from '../../src/catalog/tables.ts'
import type { Database } from '../../src/db/contract.ts'
import { migrate } from '../../src/db/migrate.ts'
import { CatalogBuild } from '../../src/fold/catalog-build.ts'
import { must } from '../../src/lib/assert.ts'
import { Appender } from '../../src/log/appender.ts'
import { LogReader } from '../../src/log/reader.ts'
import { logMigrations } from '../../src/log/tables.ts'
import { Rules, defaultRules } from '../../src/rules/rules.ts'
import { appendRequest } from '../harness/append.ts'
import { lastRules } from './case.ts'
import type { Case, Step } from './case.ts'
import type { HistoryEvent } from './histories.ts'
import { tableLines } from './tables.ts'
import { exported } from './world.ts'

/** What a stand needs of a fold; wrong ones can be put in its place. */
export type Fold = Pick<CatalogBuild, 'position' | 'advance' | 'advanceSource' | 'holdSource' | 'releaseSource'>
export type OpenFold = (db: Database, log: LogReader) => Promise<Fold>
const realFold: OpenFold = (db, log) => CatalogBuild.open('proof', db, log)

/** What of a catalog is compared. */
export type Told = (db: Database, counts: boolean) => Promise<string>
/** The export, then the rows of all tables. */
const everything: Told = async (db, counts) => [await exported(db), ...(await tableLines(db, counts))].join('\n')

/** The databases of a store: made once, emptied for each case. */
export interface Databases {
  readonly log: Database
  readonly live: Database
  readonly full: Database
  /** Gives up the connection to the live catalog, as a program that ends does, and makes a new one. Where that means something. */
  reopened?(): Promise<Database>
  close(): Promise<void>
}

/** A log and two catalogs, one that follows the log and one for full syncs, on which any number of histories can be played. */
export class Stand {
  readonly #databases: Databases
  readonly #openFold: OpenFold
  readonly #told: Told
  #live: Database
  #log: LogReader
  #appender: Appender
  #fold: Fold
  readonly #held = new Set<number>()
  #rules = defaultRules
  /** Counts of events are right because an event is applied once: not so where a catalog forgets that it has been. */
  #counts = true

  private constructor(databases: Databases, openFold: OpenFold, told: Told, appender: Appender, log: LogReader, fold: Fold) {
    this.#databases = databases
    this.#openFold = openFold
    this.#told = told
    this.#live = databases.live
    this.#appender = appender
    this.#log = log
    this.#fold = fold
  }

  static async make(databases: Databases, told = everything, openFold = realFold): Promise<Stand> {
    await migrate(databases.log, 'log', logMigrations)
    for (const db of [databases.live, databases.full]) {
      await db.script(createCatalogSql(db.dialect))
      await clear(db, defaultRules)
    }
    const log = new LogReader(databases.log)
    return new Stand(databases, openFold, told, await Appender.open(databases.log), log, await openFold(databases.live, log))
  }

  /** The catalog of the events as they stand, in one batch: what all other ways must give too. */
  async atOnce(of: Case): Promise<string> {
    await this.#empty(of)
    await this.#append(of.events)
    return this.rebuilt(lastRules(of.steps))
  }

  /** The catalog after the steps of the case. */
  async streamed(of: Case): Promise<string> {
    await this.#empty(of)
    for (const step of of.steps) await this.#take(step, of.events)
    for (const source of this.#held) await this.#release(source)
    await catchUp(this.#fold, this.#log)
    return this.#told(this.#live, this.#counts)
  }

  /** A full sync of what the log holds now, by the rules that stand now. */
  async rebuilt(rules = this.#rules): Promise<string> {
    await clear(this.#databases.full, rules)
    await catchUp(await this.#openFold(this.#databases.full, this.#log), this.#log)
    return this.#told(this.#databases.full, this.#counts)
  }

  async close(): Promise<void> {
    await this.#databases.close()
  }

  async #take(step: Step, events: readonly HistoryEvent[]): Promise<void> {
    if (step.kind === 'arrive') return this.#append(step.events.map((i) => must(events[i], 'steps are of the events')))
    if (step.kind === 'fold') return catchUp(this.#fold, this.#log)
    if (step.kind === 'crash') return this.#crash()
    if (step.kind === 'rewind') return this.#rewind(Math.floor(this.#fold.position * step.share))
    if (step.kind === 'release') return this.#release(step.source)
    if (step.kind === 'rules') return this.#ruleBy(new Rules(step.rules))
    this.#held.add(step.source)
    await this.#fold.holdSource(step.source)
  }

  async #append(events: readonly HistoryEvent[]): Promise<void> {
    await this.#appender.append(appendRequest(events.map((e) => ({ ...e, body: Buffer.from(e.body) }))))
  }

  /** Everything of the batch is written, nothing is committed. */
  async #crash(): Promise<void> {
    const db = this.#live
    const transaction = db.transaction.bind(db)
    const dying: Database['transaction'] = (work) =>
      transaction(async (tx) => {
        await work(tx)
        throw new Error('killed before the commit')
      })
    Object.assign(db, { transaction: dying })
    await this.#fold.advance(await this.#log.head()).catch(() => undefined)
    Object.assign(db, { transaction })
    await this.#restart()
  }

  async #rewind(position: number): Promise<void> {
    await this.#live.upsert(checkpointTable, [{ id: 1, version: catalogVersion, position, rules: this.#rules.text }])
    await this.#restart()
  }

  /** A catalog keeps its rules for as long as it lives: another one takes its place, from the start of the log. */
  async #ruleBy(rules: Rules): Promise<void> {
    this.#rules = rules
    this.#held.clear()
    await clear(this.#live, rules)
    await this.#restart()
  }

  async #restart(): Promise<void> {
    this.#live = (await this.#databases.reopened?.()) ?? this.#live
    this.#fold = await this.#openFold(this.#live, this.#log)
  }

  async #release(source: number): Promise<void> {
    if (!this.#held.delete(source)) return
    await catchUp(this.#fold, this.#log)
    while ((await this.#fold.advanceSource(source, this.#fold.position)).position < this.#fold.position);
    await this.#fold.releaseSource(source)
  }

  async #empty(of: Case): Promise<void> {
    this.#counts = !of.steps.some((s) => s.kind === 'rewind')
    const { log } = this.#databases
    await log.script('DELETE FROM block; DELETE FROM event_key; DELETE FROM log_head; INSERT INTO log_head VALUES (1, 1, 0, 0, 0)')
    this.#rules = defaultRules
    await clear(this.#live, this.#rules)
    this.#held.clear()
    this.#log = new LogReader(log)
    this.#appender = await Appender.open(log)
    this.#fold = await this.#openFold(this.#live, this.#log)
  }
}

/** Emptying is many times as fast as making anew. */
async function clear(db: Database, rules: Rules): Promise<void> {
  await db.script(catalogTables.map((t) => `DELETE FROM "${t.name}"`).join(';'))
  await db.upsert(checkpointTable, [{ id: 1, version: catalogVersion, position: 0, rules: rules.text }])
}

async function catchUp(fold: Fold, log: LogReader): Promise<void> {
  const head = await log.head()
  while ((await fold.advance(head)).position < head);
}
