import { contentHash, identOf, runIdent } from '../catalog/keys.ts'
import { columnSetTable } from '../catalog/column-tables.ts'
import { datasetTable, edgeTable, jobTable, runTable, schemaTable, symlinkTable } from '../catalog/tables.ts'
import type { ReceiptChange } from '../contract/events.ts'
import type { Executor, Row, SqlValue } from '../db/contract.ts'
import type { Table } from '../db/table.ts'
import { decodeText } from '../lib/text.ts'
import { readyRules } from '../rules/rules.ts'
import type { Identity } from '../openlineage/event.ts'
import type { OrderKey } from '../openlineage/order-key.ts'
import { Changes, input, nodeKey } from './changes.ts'
import { foldEvent } from './event.ts'
import type { LoggedEvent } from './hear.ts'
import { runOutcome } from '../catalog/run-state.ts'
import type { RunKeys } from '../catalog/run-state.ts'

/** Things of one kind that one event names and that are looked up; an event with thousands of datasets tells of the first. */
const lookedUpMax = 1_000

/**
 * What an event changed: whatever the catalog holds since this event, by event time. The catalog keeps with each thing the order key of the first
 * event that says it, so this is worked out when it is asked for: it costs nothing when the event comes, takes no space, and stays true whatever
 * arrives later. Something that an earlier event turns out to have said before is then that event's doing.
 */
export async function changedBy(db: Executor, event: LoggedEvent, rulesText: string | null): Promise<ReceiptChange[]> {
  const rules = readyRules(rulesText)
  const changes = new Changes(rules.hidden)
  const key = foldEvent(event, changes, rules, { note: () => undefined, warn: () => undefined })
  if (key === null) return []
  const look = new Look(db, changes, key)
  return [
    ...(await look.jobs()),
    ...(await look.runs()),
    ...(await look.datasets()),
    ...(await look.edges()),
    ...(await look.schemas()),
    ...(await look.columns()),
    ...(await look.symlinks()),
  ]
}

const num = (value: SqlValue | undefined): number => Number(value ?? 0)
const first = <T>(of: Iterable<T>): T[] => Array.from(of).slice(0, lookedUpMax)
const shown = (id: Identity): Identity => ({ namespace: decodeText(id.namespace), name: decodeText(id.name) })
const nameIn = (row: Row): string => nodeKey({ namespace: String(row['namespace']), name: String(row['name']) })

type Told = Partial<ReceiptChange> & Pick<ReceiptChange, 'kind' | 'says'>
const change = (told: Told): ReceiptChange => ({ job: null, runId: null, dataset: null, ...told })

class Look {
  readonly #db: Executor
  readonly #changes: Changes
  readonly #key: OrderKey
  #jobs = new Map<string, Row>()
  #datasets = new Map<string, Row>()

  constructor(db: Executor, changes: Changes, key: OrderKey) {
    this.#db = db
    this.#changes = changes
    this.#key = key
  }

  async jobs(): Promise<ReceiptChange[]> {
    const refs = first(this.#changes.jobs.values()).map(({ ref }) => ref)
    this.#jobs = await this.#named(jobTable, refs)
    return refs
      .filter((ref) => this.#isFirst(this.#jobs.get(nodeKey(ref))))
      .map((ref) => change({ kind: 'job', says: 'Created the job', job: shown(ref) }))
  }

  async datasets(): Promise<ReceiptChange[]> {
    const refs = first(this.#changes.datasets.values()).map(({ ref }) => ref)
    this.#datasets = await this.#named(datasetTable, refs)
    return refs
      .filter((ref) => this.#isFirst(this.#datasets.get(nodeKey(ref))))
      .map((ref) => change({ kind: 'dataset', says: 'Created the dataset', dataset: shown(ref) }))
  }

  /** The run of the event itself: runs only named as parents have no time of their own. */
  async runs(): Promise<ReceiptChange[]> {
    const own = this.#changes.events.at(-1)?.run ?? null
    if (own === null) return []
    const job = this.#jobs.get(nodeKey(own.job))
    const [row] = await this.#db.load<Row>(runTable, [[runIdent(String(job?.['ident']), own.runId)]], ['ident'])
    if (row === undefined || job === undefined) return []
    const of = { job: shown(own.job), runId: decodeText(own.runId) }
    const made = row['first_event'] === this.#key ? [change({ kind: 'run', says: 'Created the run', ...of })] : []
    const says = stateSays(row as unknown as RunKeys, job['processing_type'] === 'STREAMING', this.#key)
    return says === null ? made : [...made, change({ kind: 'runState', says, ...of })]
  }

  async edges(): Promise<ReceiptChange[]> {
    const refs = first(this.#changes.edges.values()).map(({ ref }) => ref)
    const keyOf = (ref: (typeof refs)[number]): number[] => [this.#job(ref.job), ref.side, this.#dataset(ref.dataset)]
    const rows = await this.#firsts(edgeTable, refs.map(keyOf))
    return refs
      .filter((ref) => rows.has(keyOf(ref).join(' ')))
      .map((ref) =>
        change({
          kind: 'edge',
          says: ref.side === input ? 'Added an edge: the job reads the dataset' : 'Added an edge: the job writes the dataset',
          job: shown(ref.job),
          dataset: shown(ref.dataset),
        }),
      )
  }

  async schemas(): Promise<ReceiptChange[]> {
    const facts = first(this.#changes.schemas.values())
    const keyOf = (fact: (typeof facts)[number]): SqlValue[] => [this.#dataset(fact.dataset), fact.hash]
    const rows = await this.#firsts(schemaTable, facts.map(keyOf))
    const told: ReceiptChange[] = []
    for (const fact of facts.filter((f) => rows.has(keyOf(f).join(' ')))) {
      const before = await this.#db.get('SELECT 1 AS found FROM schema_version WHERE dataset_id = ? AND first_key < ? LIMIT 1', [
        this.#dataset(fact.dataset),
        this.#key,
      ])
      const what = before === undefined ? 'First schema' : 'New schema version'
      told.push(
        change({ kind: 'schema', says: `${what} of the dataset, ${counted(fact.fields.length, 'field')}`, dataset: shown(fact.dataset) }),
      )
    }
    return told
  }

  async columns(): Promise<ReceiptChange[]> {
    const told: ReceiptChange[] = []
    for (const set of first(this.#changes.columnSets.values())) {
      const job = set.job === null ? 0 : this.#job(set.job)
      const ident = contentHash(`${job} ${this.#dataset(set.dataset)} ${set.content}`)
      const [row] = await this.#db.load<Row>(columnSetTable, [[ident]], ['ident'])
      if (row === undefined || row['first_key'] !== this.#key) continue
      const found = await this.#db.get<{ n: number }>(
        'SELECT count(*) AS n FROM column_set_edge m JOIN column_edge e ON e.id = m.edge_id WHERE m.set_id = ? AND e.first_key = ?',
        [row['id'] ?? 0, this.#key],
      )
      const edges = num(found?.n)
      if (edges > 0)
        told.push(
          change({
            kind: 'columnEdges',
            says: `Added ${counted(edges, 'column edge')} to the dataset`,
            job: set.job && shown(set.job),
            dataset: shown(set.dataset),
          }),
        )
    }
    return told
  }

  async symlinks(): Promise<ReceiptChange[]> {
    const refs = first(this.#changes.symlinks.values()).map(({ ref }) => ref)
    const keyOf = (ref: (typeof refs)[number]): SqlValue[] => [this.#dataset(ref.dataset), this.#dataset(ref.target), ref.type]
    const rows = await this.#firsts(symlinkTable, refs.map(keyOf))
    return refs
      .filter((ref) => rows.has(keyOf(ref).join(' ')))
      .map((ref) => {
        const { namespace, name } = shown(ref.target)
        return change({ kind: 'symlink', says: `Said that the dataset is also ${namespace} ${name}`, dataset: shown(ref.dataset) })
      })
  }

  readonly #job = (ref: Identity): number => num(this.#jobs.get(nodeKey(ref))?.['id'])
  readonly #dataset = (ref: Identity): number => num(this.#datasets.get(nodeKey(ref))?.['id'])
  readonly #isFirst = (row: Row | undefined): boolean => row?.['first_key'] === this.#key

  async #named(table: Table, refs: readonly Identity[]): Promise<Map<string, Row>> {
    const rows = await this.#db.load<Row>(
      table,
      refs.map((ref) => [identOf(ref.namespace, ref.name)]),
      ['ident'],
    )
    return new Map(rows.map((row) => [nameIn(row), row]))
  }

  /** Which of these rows came with this event, by their keys. */
  async #firsts(table: Table, keys: readonly SqlValue[][]): Promise<Set<string>> {
    const rows = (await this.#db.load<Row>(table, keys)).filter(this.#isFirst)
    return new Set(rows.map((row) => table.key.map((column) => row[column]).join(' ')))
  }
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** What the event had to do with the state that its run is in now; null: nothing. */
function stateSays(run: RunKeys, streaming: boolean, key: OrderKey): string | null {
  const { state } = runOutcome(run, streaming)
  const ends = { COMPLETE: run.end_complete, ABORT: run.end_abort, FAIL: run.end_fail } as const
  if (state === 'RUNNING' && key === run.last_active && Object.values(ends).some((end) => end !== null))
    return 'Opened the run again: RUNNING'
  if (key === run.first_start) return state === 'RUNNING' ? 'Started the run: RUNNING' : 'Started the run'
  for (const kind of ['COMPLETE', 'ABORT', 'FAIL'] as const)
    if (key === ends[kind]) return kind === state ? `Ended the run: ${kind}` : `Ended the run: ${kind}; another event made it ${state}`
  return null
}
