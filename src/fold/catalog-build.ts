import { catalogVersion, checkpointTable, sourceCheckpointTable } from '../catalog/tables.ts'
import type { Database, Row } from '../db/contract.ts'
import type { LogReader, StoredEvent } from '../log/reader.ts'
import { Changes } from './changes.ts'
import { foldEvent } from './event.ts'
import { defaultRules, rulesOfText } from '../rules/rules.ts'
import type { Rules } from '../rules/rules.ts'
import { linkByRules } from './rule-links.ts'
import { CatalogWriter } from './writer/writer.ts'
import type { Tally } from './writer/tally.ts'
import { emptyTally } from './writer/tally.ts'

/** Raw bytes folded in one transaction, about; memory follows from it. */
const batchBytes = 6 << 20

/** Hears of each event as it is folded; `touched` has the bits of changes.ts. */
export type Watcher = (event: StoredEvent, touched: number, changes: Changes) => void

export interface Step {
  readonly events: number
  readonly position: number
  readonly tally: Tally
}

/**
 * One catalog with its place in the log. Events of sources that are synced by hand are passed over and taken in by `advanceSource`; the
 * order does not matter to the result (law 2). The checkpoint moves in the transaction that applies the events, so a crash at any
 * moment leaves a catalog that goes on where it was.
 */
export class CatalogBuild {
  readonly name: string
  readonly db: Database
  /** Those that this catalog is made with, for as long as it lives. */
  readonly rules: Rules
  /** `Rules.text` of them as it was when this catalog was begun, by the program of then. */
  readonly madeWith: string
  readonly #log: LogReader
  #writer: CatalogWriter
  #position: number
  readonly #manual: Map<number, number>
  readonly #waiting = new Map<number, number>()

  private constructor(
    name: string,
    db: Database,
    log: LogReader,
    writer: CatalogWriter,
    { position, madeWith }: { position: number; madeWith: string },
    manual: Map<number, number>,
  ) {
    this.name = name
    this.db = db
    this.#log = log
    this.#writer = writer
    this.#position = position
    this.madeWith = madeWith
    this.rules = rulesOfText(madeWith)
    this.#manual = manual
  }

  static async open(name: string, db: Database, log: LogReader): Promise<CatalogBuild> {
    const checkpoint = await db.get<{ position: number; rules: string | null }>('SELECT position, rules FROM checkpoint WHERE id = 1')
    const manual = await db.all<Row>('SELECT source_id, position FROM source_checkpoint')
    const build = new CatalogBuild(
      name,
      db,
      log,
      await CatalogWriter.open(db),
      { position: Number(checkpoint?.position ?? 0), madeWith: checkpoint?.rules ?? defaultRules.text },
      new Map(manual.map((r) => [Number(r['source_id']), Number(r['position'])])),
    )
    for (const [sourceId, from] of build.#manual) build.#waiting.set(sourceId, await build.#countOf(sourceId, from))
    return build
  }

  /** All events of continuous sources up to here are in. */
  get position(): number {
    return this.#position
  }

  /** Events of sources synced by hand that were passed over, by source. */
  get waiting(): ReadonlyMap<number, number> {
    return this.#waiting
  }

  isManual(sourceId: number): boolean {
    return this.#manual.has(sourceId)
  }

  /** Takes in the next events of the log, up to `upTo`. Resolves to how far it came; `events` 0: there was nothing. */
  async advance(upTo: number, watch?: Watcher): Promise<Step> {
    const events = await this.#log.after(this.#position, batchBytes, upTo)
    const last = events.at(-1)
    if (last === undefined) return { events: 0, position: this.#position, tally: emptyTally() }
    const taken = events.filter((e) => !this.#manual.has(e.sourceId))
    const tally = await this.#apply(taken, watch, {
      table: checkpointTable,
      row: { id: 1, version: catalogVersion, position: last.position, rules: this.madeWith },
    })
    this.#position = last.position
    for (const event of events)
      if (this.#manual.has(event.sourceId)) this.#waiting.set(event.sourceId, (this.#waiting.get(event.sourceId) ?? 0) + 1)
    return { events: taken.length, position: last.position, tally }
  }

  /** Takes in passed-over events of one source, up to `upTo` or this catalog's own position. `events` 0: none are left. */
  async advanceSource(sourceId: number, upTo: number, watch?: Watcher): Promise<Step> {
    const from = this.#manual.get(sourceId)
    const end = Math.min(upTo, this.#position)
    if (from === undefined || from >= end) return { events: 0, position: end, tally: emptyTally() }
    const events = await this.#log.after(from, batchBytes, end)
    const position = events.at(-1)?.position ?? end
    const own = events.filter((e) => e.sourceId === sourceId)
    const tally = await this.#apply(own, watch, { table: sourceCheckpointTable, row: { source_id: sourceId, position } })
    this.#manual.set(sourceId, position)
    this.#waiting.set(sourceId, Math.max(0, (this.#waiting.get(sourceId) ?? 0) - own.length))
    return { events: own.length, position, tally }
  }

  /** From here on events of this source wait for `advanceSource`. */
  async holdSource(sourceId: number): Promise<void> {
    if (this.#manual.has(sourceId)) return
    await this.db.upsert(sourceCheckpointTable, [{ source_id: sourceId, position: this.#position }])
    this.#manual.set(sourceId, this.#position)
  }

  /** Ends the hold; what waits must have been taken in. */
  async releaseSource(sourceId: number): Promise<void> {
    await this.db.remove(sourceCheckpointTable, [[sourceId]])
    this.#manual.delete(sourceId)
    this.#waiting.delete(sourceId)
  }

  async close(): Promise<void> {
    await this.db.close()
  }

  async #apply(
    events: readonly StoredEvent[],
    watch: Watcher | undefined,
    checkpoint: { table: typeof checkpointTable; row: Row },
  ): Promise<Tally> {
    const changes = new Changes(this.rules.hidden)
    for (const event of events) {
      changes.touched = 0
      foldEvent(event, changes, this.rules)
      watch?.(event, changes.touched, changes)
    }
    linkByRules(changes, this.rules.identity)
    try {
      return await this.db.transaction(async (tx) => {
        const tally = await this.#writer.apply(tx, changes)
        await tx.upsert(checkpoint.table, [checkpoint.row])
        return tally
      })
    } catch (error) {
      this.#writer = await CatalogWriter.open(this.db)
      throw error
    }
  }

  async #countOf(sourceId: number, from: number): Promise<number> {
    let n = 0
    for (let at = from + 1; at <= this.#position; at += 5_000) {
      const positions = Array.from({ length: Math.min(5_000, this.#position - at + 1) }, (_, i) => at + i)
      n += (await this.#log.metas(positions)).filter((m) => m.sourceId === sourceId).length
    }
    return n
  }
}
