import { catalogVersion, checkpointTable } from '../../src/catalog/tables.ts'
import type { Database, Executor } from '../../src/db/contract.ts'
import { Changes, nodeKey } from '../../src/fold/changes.ts'
import { foldEvent } from '../../src/fold/event.ts'
import { stored } from '../../src/fold/facet-reader.ts'
import { datasetRules, facetRules, jobRules, runDatasetRules, runRules } from '../../src/fold/merge.ts'
import type { Fact, MergeRules } from '../../src/fold/merge.ts'
import { linkByRules } from '../../src/fold/rule-links.ts'
import { emptyTally } from '../../src/fold/writer/tally.ts'
import { CatalogWriter } from '../../src/fold/writer/writer.ts'
import { isObject, member } from '../../src/lib/json.ts'
import type { LogReader, StoredEvent } from '../../src/log/reader.ts'
import { readBody } from '../../src/openlineage/body.ts'
import { identityOf } from '../../src/openlineage/event.ts'
import { defaultRules } from '../../src/rules/rules.ts'
import type { Fold, OpenFold } from './stand.ts'

/** A mistake that a fold can make, put around the real fold and the real writer. */
export interface Mistake {
  /** What is given to the fold in the place of the event. */
  readonly event?: (event: StoredEvent) => StoredEvent
  /** What is done to the facts of one event before they are written. */
  readonly facts?: (changes: Changes, event: StoredEvent, tx: Executor) => void | Promise<void>
}

const arrivalKey = (event: StoredEvent): string => `1${String(event.position).padStart(21, '0')}1${event.hash.slice(0, 16)}`

/** What arrives last stands, whenever it happened. */
export const arrivalOrder: Mistake = {
  facts: (changes, event) => {
    const ruled: readonly (readonly [Iterable<{ readonly fact: Fact }>, MergeRules])[] = [
      [changes.jobs.values(), jobRules],
      [changes.runs.values(), runRules],
      [changes.datasets.values(), datasetRules],
      [changes.runDatasets.values(), runDatasetRules],
      [changes.facets.values(), facetRules],
    ]
    for (const [noted, { latest }] of ruled)
      for (const { fact } of noted)
        for (const key of Object.keys(latest ?? {})) if (typeof fact[key] === 'string') fact[key] = arrivalKey(event)
  },
}

/** Of two events of one time the one that arrives last stands, as with `>=` in the place of `>`. */
export const lastOfEqualTimes: Mistake = {
  event: (event) => ({ ...event, hash: event.position.toString(16).padStart(64, '0') }),
}

/** A schema without fields hides the fields that were known. */
export const emptySchemaErases: Mistake = {
  facts: (changes, event) => {
    const read = readBody(event.body)
    const value = read.ok ? read.value : null
    for (const dataset of [member(value, 'dataset'), ...listIn(value, 'inputs'), ...listIn(value, 'outputs')]) {
      const id = identityOf(dataset)
      const noted = id === null ? undefined : changes.datasets.get(nodeKey(stored(id)))
      const fields = member(member(member(dataset, 'facets'), 'schema'), 'fields')
      if (noted !== undefined && Array.isArray(fields) && fields.length === 0)
        Object.assign(noted.fact, { schema_key: noted.fact['last_key'], schema_hash: 'nothing' })
    }
  },
}

/** Counts what it folds, also what it had folded before: here as the version of the run's engine. */
export const countsTwice: Mistake = {
  facts: async (changes, _, tx) => {
    for (const { ref, fact } of changes.runs.values()) {
      const known = await tx.get<{ engine_version: string | null }>(
        'SELECT r.engine_version FROM run r JOIN job j ON j.id = r.job_id WHERE r.run_id = ? AND j.namespace = ? AND j.name = ?',
        [ref.runId, ref.job.namespace, ref.job.name],
      )
      const count = Number(known?.engine_version ?? 0) + 1
      Object.assign(fact, { engine_key: `1${String(count).padStart(21, '0')}`, engine_name: 'count', engine_version: String(count) })
    }
  },
}

const listIn = (value: unknown, name: string): unknown[] => {
  const list = member(value, name)
  return Array.isArray(list) ? list.filter(isObject) : []
}

/** A fold that makes this mistake. It takes events one at a time and knows of no sources that wait. */
export const folding =
  (mistake: Mistake): OpenFold =>
  async (db, log) =>
    new OneByOne(db, log, await CatalogWriter.open(db), await positionIn(db), mistake)

const positionIn = async (db: Database): Promise<number> =>
  (await db.get<{ position: number }>('SELECT position FROM checkpoint WHERE id = 1'))?.position ?? 0

class OneByOne implements Fold {
  readonly #db: Database
  readonly #log: LogReader
  readonly #writer: CatalogWriter
  readonly #mistake: Mistake
  position: number

  constructor(db: Database, log: LogReader, writer: CatalogWriter, position: number, mistake: Mistake) {
    this.#db = db
    this.#log = log
    this.#writer = writer
    this.position = position
    this.#mistake = mistake
  }

  async advance(upTo: number): ReturnType<Fold['advance']> {
    const events = await this.#log.after(this.position, 1 << 20, upTo)
    for (const event of events) await this.#take(event)
    return { events: events.length, position: this.position, tally: emptyTally() }
  }

  async #take(event: StoredEvent): Promise<void> {
    const changes = new Changes()
    foldEvent(this.#mistake.event?.(event) ?? event, changes, defaultRules)
    linkByRules(changes, defaultRules.identity)
    await this.#db.transaction(async (tx) => {
      await this.#mistake.facts?.(changes, event, tx)
      await this.#writer.apply(tx, changes)
      await tx.upsert(checkpointTable, [{ id: 1, version: catalogVersion, position: event.position, rules: defaultRules.text }])
    })
    this.position = event.position
  }

  async advanceSource(): ReturnType<Fold['advanceSource']> {
    return { events: 0, position: this.position, tally: emptyTally() }
  }

  async holdSource(): Promise<void> {}

  async releaseSource(): Promise<void> {}
}
