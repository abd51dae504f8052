/** Whether an event costs the same however many runs its job has had: law 7, for the writer of the catalog. */
import fs from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { createCatalogSql, catalogVersion, checkpointTable } from '../src/catalog/tables.ts'
import { openSqlite } from '../src/db/sqlite.ts'
import { migrate } from '../src/db/migrate.ts'
import { CatalogBuild } from '../src/fold/catalog-build.ts'
import { Appender } from '../src/log/appender.ts'
import { LogReader } from '../src/log/reader.ts'
import { logMigrations } from '../src/log/tables.ts'
import { median, report, round, tempDir } from './programs.ts'

/** An event may cost so many times what it costs in the smallest history; most of that is the depth of B-trees and noise. */
const bound = 2
const rounds = 10
const eventsPerRound = 20
/** Runs that are loaded in one append. */
const loadedAtOnce = 1_000
const firstStart = Date.parse('2020-01-01T00:00:00Z')
const arrival = Date.parse('2026-11-20T12:00:00Z')

/** Loads one job with `sizes[i]` runs into a catalog each, then takes turns in folding and writing single events of new runs. */
export async function benchRuns(sizes: readonly number[]): Promise<void> {
  const folder = tempDir()
  const histories: History[] = []
  for (const size of sizes) histories.push(await History.load(path.join(folder, String(size)), size))
  const times = histories.map(() => [] as number[])
  for (let n = 0; n < rounds; n++) for (const [i, history] of histories.entries()) times[i]?.push(...(await history.more(eventsPerRound)))
  for (const history of histories) await history.close()
  fs.rmSync(folder, { recursive: true })
  const least = median(times[0] ?? [])
  const rows = sizes.map((size, i) => {
    const ms = median(times[i] ?? [])
    return { 'runs of the job': size, events: times[i]?.length ?? 0, 'ms an event': round(ms, 2), ratio: round(ms / least, 2), bound }
  })
  report('runs', rows)
  if (rows.some((row) => row.ratio > bound)) process.exitCode = 1
}

/** A log and its catalog in files, with one job. */
class History {
  readonly #appender: Appender
  readonly #log: LogReader
  readonly #build: CatalogBuild
  readonly #logDb: ReturnType<typeof openSqlite>
  #events = 0

  private constructor(logDb: ReturnType<typeof openSqlite>, appender: Appender, build: CatalogBuild) {
    this.#logDb = logDb
    this.#appender = appender
    this.#log = new LogReader(logDb)
    this.#build = build
  }

  static async load(folder: string, runs: number): Promise<History> {
    fs.mkdirSync(folder)
    const logDb = openSqlite(path.join(folder, 'log.db'), { synchronous: 'off' })
    await migrate(logDb, 'log', logMigrations)
    const db = openSqlite(path.join(folder, 'catalog.db'), { synchronous: 'normal', cacheKb: 65_536 })
    await db.script(createCatalogSql('sqlite'))
    await db.upsert(checkpointTable, [{ id: 1, version: catalogVersion, position: 0 }])
    const build = await CatalogBuild.open('bench', db, new LogReader(logDb))
    const history = new History(logDb, await Appender.open(logDb), build)
    while (history.#events < 2 * runs) await history.#take(Math.min(2 * runs - history.#events, 2 * loadedAtOnce))
    return history
  }

  /** Milliseconds of each of `count` single events, from the log to the commit. */
  async more(count: number): Promise<number[]> {
    const times: number[] = []
    for (let i = 0; i < count; i++) times.push(await this.#take(1))
    return times
  }

  async close(): Promise<void> {
    await this.#build.close()
    await this.#logDb.close()
  }

  async #take(count: number): Promise<number> {
    const bodies = Array.from({ length: count }, () => Buffer.from(eventOf(this.#events++)))
    await this.#appender.append({
      bytes: Buffer.concat(bodies),
      lengths: Uint32Array.from(bodies, (b) => b.length),
      sourceIds: Uint32Array.from(bodies, () => 1),
      receivedAt: Float64Array.from(bodies, () => arrival),
      deep: new Uint8Array(count),
    })
    const head = await this.#log.head()
    const started = performance.now()
    while ((await this.#build.advance(head)).position < head);
    return performance.now() - started
  }
}

/** Every run has a START and a COMPLETE, half an hour after the run before it, under a parent, with counts, schema and column lineage. */
function eventOf(n: number): string {
  const run = Math.floor(n / 2)
  const isStart = n % 2 === 0
  const namespace = 'postgres://warehouse.example.com:5432'
  const transformations = [{ type: 'DIRECT', subtype: 'IDENTITY', description: '', masking: false }]
  const inputFields = [{ namespace, name: 'shop.staging.orders', field: 'id', transformations }]
  const output = {
    facets: {
      schema: { fields: [{ name: 'id', type: 'bigint' }] },
      columnLineage: { fields: { id: { inputFields } } },
    },
    outputFacets: { outputStatistics: { rowCount: run } },
  }
  return JSON.stringify({
    eventTime: new Date(firstStart + run * 1_800_000 + (isStart ? 0 : 60_000)).toISOString(),
    eventType: isStart ? 'START' : 'COMPLETE',
    producer: 'https://github.com/apache/airflow/tree/providers-openlineage/2.20.3',
    run: { runId: runId('b', run), facets: { parent: { run: { runId: runId('a', run) }, job: { namespace: 'bench', name: 'shop' } } } },
    job: { namespace: 'bench', name: 'shop.orders', facets: { sql: { query: 'select id from orders' } } },
    inputs: [{ namespace, name: 'shop.staging.orders' }],
    outputs: isStart ? [] : [{ namespace, name: 'shop.marts.orders', ...output }],
  })
}

const runId = (kind: string, run: number): string => `0198b7e1-90aa-7c11-${kind}2f0-${String(run).padStart(12, '0')}`
