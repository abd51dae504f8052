/**
 * Fills a SQLite catalog with an estate of N datasets, straight into its tables: `node bench/estate.ts FILE [N]`. One job writes each
 * dataset and reads four others near it, now and then a hub; ten tasks make a DAG; two runs a job. Always the same for the same N.
 */
import fs from 'node:fs'
import { performance } from 'node:perf_hooks'
import { DatabaseSync } from 'node:sqlite'
import { fieldHash, identOf, namespaceIdent, runIdent, sortName, wordsOf } from '../src/catalog/keys.ts'
import { catalogTables, catalogVersion, createCatalogSql } from '../src/catalog/tables.ts'
import type { SqlValue } from '../src/db/contract.ts'
import { must } from '../src/lib/assert.ts'
import { instantOfMs } from '../src/openlineage/time.ts'

/** The last event of the estate. */
export const estateEnd = Date.parse('2026-11-01T00:00:00Z')
const tasksPerDag = 10
const namespaces = 200
const inputsPerJob = 4
const fieldsPerDataset = 8
const subjects =
  'orders customers payments invoices shipments sessions clicks refunds products stock prices carts users events returns suppliers campaigns budgets tickets calls visits leads quotes contracts ledgers journals rates regions stores staff'.split(
    ' ',
  )
const shapes =
  'raw daily hourly weekly clean staged merged ranked summary history snapshot delta latest enriched joined scored sampled masked audited archived'.split(
    ' ',
  )
const columns =
  'id customer_id order_id amount currency created_at updated_at status region email name quantity price category source score flag note'.split(
    ' ',
  )

type Insert = (...values: SqlValue[]) => void

export function buildEstate(file: string, n: number): void {
  for (const suffix of ['', '-wal', '-shm']) fs.rmSync(file + suffix, { force: true })
  const db = new DatabaseSync(file)
  const statements = createCatalogSql('sqlite').split(';\n')
  const isIndex = (sql: string): boolean => /^CREATE (UNIQUE )?INDEX/.test(sql)
  db.exec('PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-262144')
  for (const sql of statements.filter((s) => !isIndex(s))) db.exec(sql)
  db.exec('CREATE TEMP TABLE word_unsorted (word TEXT, kind TEXT, ref INTEGER); BEGIN')
  const into = (name: string): Insert => {
    const table = must(
      catalogTables.find((t) => t.name === name.split('_unsorted')[0]),
      'a table of the catalog',
    )
    const names = Object.keys(table.columns)
    const statement = db.prepare(
      `INSERT INTO "${name}" (${names.map((c) => `"${c}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    )
    return (...values) => void statement.run(...values)
  }
  new Estate(n, into).fill()
  // Keys of a table without row ids must come in order, or each insert is a page of its own.
  db.exec('INSERT INTO word SELECT DISTINCT word, kind, ref FROM word_unsorted ORDER BY word, kind, ref; COMMIT')
  for (const sql of statements.filter(isIndex)) db.exec(sql)
  db.exec('PRAGMA journal_mode=WAL')
  db.close()
}

class Estate {
  readonly #n: number
  readonly #into: (table: string) => Insert
  #seed = 1

  constructor(n: number, into: (table: string) => Insert) {
    this.#n = n
    this.#into = into
  }

  fill(): void {
    this.#into('checkpoint')(1, catalogVersion, this.#n * 2)
    this.#fillNamespaces()
    this.#fillDatasets()
    this.#fillSchemas()
    this.#fillJobs()
    this.#fillEdges()
    this.#fillColumns()
    this.#fillRuns()
    this.#fillWords()
  }

  /** 0 to below `below`, the same sequence each time. */
  #random(below: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#seed / 2 ** 32) * below)
  }

  #fillNamespaces(): void {
    const insert = this.#into('namespace')
    for (let i = 0; i < namespaces; i++) {
      const name = namespaceOf(i)
      insert(i + 1, namespaceIdent(name), name, Math.ceil((this.#n * (1 + 1 / tasksPerDag)) / namespaces), Math.ceil(this.#n / namespaces))
    }
  }

  #fillDatasets(): void {
    const dataset = this.#into('dataset')
    const group = this.#into('dataset_group')
    for (let i = 0; i < this.#n; i++) {
      const [namespace, name, id] = [namespaceOf(i % namespaces), datasetName(i), i + 1]
      const last = keyAt(this.#timeOf(i))
      dataset(
        id,
        identOf(namespace, name),
        (i % namespaces) + 1,
        namespace,
        name,
        keyAt(estateEnd - 90 * dayMs),
        last,
        id,
        0,
        null,
        last,
        schemaHash(i),
        last,
      )
      group(id, id, (i % namespaces) + 1, sortName(name), 1, last, last, last.slice(1, 22), last, id, schemaHash(i))
    }
  }

  #timeOf(i: number): number {
    return estateEnd - ((i * 7919) % (30 * 24 * 60)) * 60_000 - (i % 1000)
  }

  #fillSchemas(): void {
    const schema = this.#into('schema_version')
    const field = this.#into('field')
    for (let i = 0; i < this.#n; i++) {
      const fields = fieldsOf(i)
      schema(
        i + 1,
        schemaHash(i),
        keyAt(estateEnd - 90 * dayMs + i),
        keyAt(this.#timeOf(i)),
        (i % this.#n) + 1,
        fields.length,
        JSON.stringify(fields.map((f) => [f, 'varchar', null])),
      )
      for (const [hash, path] of fields.map((path) => [fieldHash(path), path] as const).sort((a, b) => (a[0] < b[0] ? -1 : 1)))
        field(i + 1, hash, path, sortName(path))
    }
  }

  #fillJobs(): void {
    const job = this.#into('job')
    const source = this.#into('job_source')
    const facet = this.#into('facet')
    const total = this.#n + this.#dags
    for (let id = 1; id <= total; id++) {
      const [namespace, name] = [jobNamespace(this.#dagOf(id)), this.#jobName(id)]
      const at = this.#timeOf(id)
      job(
        id,
        identOf(namespace, name),
        (this.#dagOf(id) % namespaces) + 1,
        namespace,
        name,
        sortName(name),
        keyAt(estateEnd - 90 * dayMs),
        keyAt(at),
        keyAt(at),
        this.#isDag(id) ? 0 : this.#n + 1 + this.#dagOf(id),
        keyAt(at),
        'BATCH',
        ['airflow', 'spark', 'dbt'][id % 3] ?? null,
        this.#isDag(id) ? 'DAG' : 'TASK',
        id * 2,
        stateOf(id),
        instantOfMs(at),
      )
      source(id, id % 5 === 0 ? 2 : 1, keyAt(at), keyAt(at))
      facet('job', id, 'ownership', 'ownership', keyAt(at), id, JSON.stringify({ owners: [{ name: `team-${id % 40}`, type: null }] }), 0)
    }
  }

  get #dags(): number {
    return Math.ceil(this.#n / tasksPerDag)
  }

  #isDag(id: number): boolean {
    return id > this.#n
  }

  #dagOf(id: number): number {
    return this.#isDag(id) ? id - this.#n - 1 : Math.floor((id - 1) / tasksPerDag)
  }

  #jobName(id: number): string {
    const dag = `${subjects[this.#dagOf(id) % subjects.length]}_${shapes[this.#dagOf(id) % shapes.length]}_${this.#dagOf(id)}`
    return this.#isDag(id)
      ? dag
      : `${dag}.load_${datasetName(id - 1)
          .split('.')
          .at(-1)}`
  }

  /** Job i writes dataset i and reads datasets before it: mostly near ones, one in fifty a hub. */
  #inputsOf(i: number): number[] {
    const inputs = new Set<number>()
    for (let k = 0; k < inputsPerJob && i > inputsPerJob; k++) {
      const near = Math.max(0, i - 1 - this.#random(60) * (1 + this.#random(8)))
      inputs.add(this.#random(50) === 0 ? this.#random(20) : near)
    }
    return [...inputs].filter((d) => d !== i).sort((a, b) => a - b)
  }

  #fillEdges(): void {
    const edge = this.#into('edge')
    for (let i = 0; i < this.#n; i++) {
      const [first, last] = [keyAt(estateEnd - 90 * dayMs), keyAt(this.#timeOf(i))]
      for (const d of this.#inputsOf(i)) edge(i + 1, 0, d + 1, d + 1, first, last)
      edge(i + 1, 1, i + 1, i + 1, first, last)
    }
  }

  #fillColumns(): void {
    const edge = this.#into('column_edge')
    const set = this.#into('column_set')
    const member = this.#into('column_set_edge')
    let id = 0
    for (let i = inputsPerJob + 1; i < this.#n; i++) {
      const key = keyAt(this.#timeOf(i))
      set(i, `set${i}`, i + 1, i + 1, key, key, i)
      const from = Math.max(0, i - 1 - this.#random(60))
      for (const [k, to] of fieldsOf(i).slice(0, 4).entries()) {
        const source = must(fieldsOf(from)[k], 'as many fields everywhere')
        edge(
          ++id,
          `edge${id}`,
          i + 1,
          from + 1,
          from + 1,
          source,
          fieldHash(source),
          i + 1,
          i + 1,
          to,
          fieldHash(to),
          'DIRECT',
          'IDENTITY',
          0,
          key,
        )
        member(id, i, null)
      }
    }
  }

  #fillRuns(): void {
    const run = this.#into('run')
    const wrote = this.#into('run_dataset')
    const event = this.#into('event')
    for (let job = 1; job <= this.#n + this.#dags; job++) {
      const jobIdent = identOf(jobNamespace(this.#dagOf(job)), this.#jobName(job))
      for (const k of [1, 0]) {
        const id = job * 2 - k
        const at = this.#timeOf(job) - k * dayMs
        const state = k === 0 ? stateOf(job) : 'COMPLETE'
        const [key, runId] = [keyAt(at), `run-${id}`]
        const ended = state === 'RUNNING' ? '' : instantOfMs(at + 60_000)
        const parent = this.#isDag(job) ? 0 : (this.#n + 1 + this.#dagOf(job)) * 2 - k
        run(
          id,
          runIdent(jobIdent, runId),
          job,
          runId,
          key,
          key,
          key,
          null,
          null,
          null,
          key,
          0,
          key,
          instantOfMs(at),
          null,
          key,
          parent,
          key,
          parent,
          null,
          state === 'FAIL' ? 'Relation does not exist\nat line 3' : null,
          null,
          key,
          'Airflow',
          '3.3.2',
          instantOfMs(at),
          ended,
          ended,
          state,
          state,
        )
        if (!this.#isDag(job)) wrote(id, 1, job, key, '1000', null, null)
        event(id, 'RunEvent', 'COMPLETE', new Date(at).toISOString(), at, 1, job, id, 0, 2_000, 0, 0)
      }
    }
  }

  #fillWords(): void {
    const insert = this.#into('word_unsorted')
    for (let i = 0; i < this.#n; i++) for (const word of wordsOf(datasetName(i))) insert(word, 'dataset', i + 1)
    for (let id = 1; id <= this.#n + this.#dags; id++) for (const word of wordsOf(this.#jobName(id))) insert(word, 'job', id)
  }
}

const dayMs = 86_400_000
const keyAt = (ms: number): string => `1${instantOfMs(ms)}2${'0'.repeat(16)}`
const stateOf = (id: number): string => (id % 17 === 0 ? 'FAIL' : id % 101 === 0 ? 'RUNNING' : id % 211 === 0 ? 'ABORT' : 'COMPLETE')
const namespaceOf = (i: number): string => `postgres://warehouse-${i}.example.com:5432`
const jobNamespace = (dag: number): string => `postgres://warehouse-${dag % namespaces}.example.com:5432`
const schemaHash = (i: number): string => `schema${i}`
const fieldsOf = (i: number): string[] => Array.from({ length: fieldsPerDataset }, (_, k) => `${columns[(i + k) % columns.length]}`)

export const datasetName = (i: number): string =>
  `db${i % 12}.${shapes[i % shapes.length]}.${subjects[i % subjects.length]}_${shapes[(i * 7) % shapes.length]}_${subjects[(i * 13) % subjects.length]}_${i}`

if (process.argv[1] === import.meta.filename) {
  const [, , file = 'estate.db', n = '100000'] = process.argv
  const started = performance.now()
  buildEstate(file, Number(n))
  console.log(`${n} datasets in ${Math.round((performance.now() - started) / 1000)} s, ${Math.round(fs.statSync(file).size / 1e6)} MB`)
}
