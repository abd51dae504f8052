import { columnEdgeTable, columnSetTable } from '../../catalog/column-tables.ts'
import { datasetTable, jobTable, namespaceTable, runTable } from '../../catalog/tables.ts'
import { identOf } from '../../catalog/keys.ts'
import type { Executor, Row, SqlValue } from '../../db/contract.ts'
import type { Table } from '../../db/table.ts'
import { instantMs } from '../../openlineage/time.ts'
import type { Changes } from '../changes.ts'
import { writeColumnSets, writeEdges, writeEvents, writeFacets, writeJobSources, writeRunDatasets, writeSchemas } from './details.ts'
import { facetNameTable } from '../../catalog/history-tables.ts'
import { writeDependencies } from './dependencies.ts'
import { Groups } from './groups.ts'
import { writeHistories } from './histories.ts'
import { mergeNodes } from './nodes.ts'
import type { Nodes } from './nodes.ts'
import { writeNameWords } from './search-words.ts'
import { Ids } from './rows.ts'
import type { Merged } from './rows.ts'
import { emptyTally } from './tally.ts'
import { writeTallies, writeWarnings } from './warnings.ts'
import type { Tally } from './tally.ts'

type CatalogIds = Readonly<Record<'namespaces' | 'jobs' | 'datasets' | 'runs' | 'sets' | 'edges' | 'facetNames', Ids>>

/**
 * Applies changes to a catalog. Rows are read, merged with the rules of src/fold/merge.ts and written back in key order, table by table,
 * within the caller's transaction, which also moves the checkpoint: all of a batch is in the catalog, or nothing is.
 *
 * There is one writer of a catalog at a time (a SQLite file has one, PostgreSQL a lock), so ids are counted in memory. After a failed
 * transaction the writer is thrown away and opened again.
 */
export class CatalogWriter {
  readonly #ids: CatalogIds

  private constructor(ids: CatalogIds) {
    this.#ids = ids
  }

  static async open(db: Executor): Promise<CatalogWriter> {
    const last = async (table: Table): Promise<Ids> =>
      new Ids(Number((await db.get<{ last: number | null }>(`SELECT max(id) AS last FROM "${table.name}"`))?.last ?? 0))
    return new CatalogWriter({
      namespaces: await last(namespaceTable),
      jobs: await last(jobTable),
      datasets: await last(datasetTable),
      runs: await last(runTable),
      sets: await last(columnSetTable),
      edges: await last(columnEdgeTable),
      facetNames: await last(facetNameTable),
    })
  }

  async apply(tx: Executor, changes: Changes): Promise<Tally> {
    const tally = emptyTally()
    const endsBefore = await symlinkEnds(tx, changes)
    const nodes = await mergeNodes(tx, changes, this.#ids)
    const datasets = [...nodes.datasets.values()]
    const groups = new Groups(tx, datasets)
    await groups.load(datasets)
    await groups.link(changes, nodes.datasets, endsBefore)
    await groups.write()
    tally.added.datasets += groups.added
    tally.changed.datasets += datasets.filter((d) => d.changed).length
    await tx.upsert(runTable, rows(nodes.runs))
    count(tally, 'runs', nodes.runs)
    await writeEdges(tx, changes, nodes, await writeRunDatasets(tx, changes, nodes), tally)
    await writeJobSources(tx, changes, nodes)
    await writeDependencies(tx, changes, nodes)
    await writeSchemas(tx, changes, nodes, tally)
    await writeColumnSets(tx, changes, nodes, this.#ids, tally)
    await writeFacets(tx, changes, nodes)
    for (const group of groups.reshaped) nodes.due.groups.add(group)
    await writeHistories(tx, changes.histories, nodes, this.#ids.facetNames)
    await writeEvents(tx, changes, nodes)
    await writeWarnings(tx, changes)
    await writeTallies(tx, changes)
    await writeNameWords(tx, nodes)
    await noteLastRuns(tx, nodes)
    await tx.upsert(jobTable, rows(nodes.jobs))
    count(tally, 'jobs', nodes.jobs)
    await writeNamespaces(tx, nodes, groups.namespaceDeltas)
    await nodes.due.write(tx)
    return tally
  }
}

const rows = (of: Map<string, Merged>): Row[] => [...of.values()].map((m) => m.row)

function count(tally: Tally, noun: 'jobs' | 'runs', of: Map<string, Merged>): void {
  for (const m of of.values()) {
    if (m.isNew) tally.added[noun]++
    else if (m.changed) tally.changed[noun]++
  }
}

/** The `_deleted` times of the symlinks facets that this batch moves, as they are before it. */
async function symlinkEnds(tx: Executor, changes: Changes): Promise<Map<number, string | null>> {
  const idents = [...changes.datasets.values()]
    .filter(({ fact }) => fact['symlinks_end'] !== undefined)
    .map(({ ref }) => [identOf(ref.namespace, ref.name)])
  const known = await tx.load(datasetTable, idents, ['ident'])
  return new Map(known.map((row) => [Number(row['id']), (row['symlinks_end'] as string | null) ?? null]))
}

/**
 * The latest run of each job whose runs or type this batch touches, and how long its runs take. Of two with one start that of the greater
 * name is the later one, whichever came first.
 */
async function noteLastRuns(tx: Executor, nodes: Nodes): Promise<void> {
  for (const { row: job } of nodes.jobs.values()) {
    const runs = await tx.all<LastRun>(
      `SELECT id, state, state_streaming, started, ended, told FROM run WHERE job_id = ? ORDER BY started DESC, run_id DESC LIMIT ${runsLookedAt}`,
      [job['id'] ?? 0],
    )
    const last = runs[0]
    if (last === undefined) continue
    const state = job['processing_type'] === 'STREAMING' ? last.state_streaming : last.state
    const good = runs.find((run) => run.told !== '')?.id ?? (runs.length < runsLookedAt ? 0 : await lastTold(tx, job['id'] ?? 0))
    Object.assign(job, { last_run_id: last.id, last_state: state, last_started: last.started, usual_ms: usualMs(runs), good_run_id: good })
  }
}

async function lastTold(tx: Executor, job: SqlValue): Promise<number> {
  const sql = "SELECT id FROM run WHERE job_id = ? AND told <> '' ORDER BY told DESC, run_id DESC LIMIT 1"
  return (await tx.get<{ id: number }>(sql, [job]))?.id ?? 0
}

interface LastRun {
  readonly id: number
  readonly state: string
  readonly state_streaming: string
  readonly started: string
  readonly ended: string
  readonly told: string
}

/** Runs of a job that its usual duration is learnt from: so many that ended, among so many. */
const runsEnded = 20
const runsLookedAt = 30

/**
 * The longest of the last runs that ended, in ms; null where none is known. Of more than 30 runs that start in one instant those written last
 * are looked at: nothing but the moment from which a run is shown as lost depends on it.
 */
function usualMs(runs: readonly LastRun[]): number | null {
  const ended = runs.filter((run) => run.started !== '' && run.ended !== '').slice(0, runsEnded)
  return ended.length === 0 ? null : Math.max(0, ...ended.map((run) => instantMs(run.ended) - instantMs(run.started)))
}

async function writeNamespaces(tx: Executor, nodes: Nodes, datasets: Map<number, number>): Promise<void> {
  const jobs = new Map<number, number>()
  for (const { row, isNew } of nodes.jobs.values())
    if (isNew) jobs.set(Number(row['namespace_id']), (jobs.get(Number(row['namespace_id'])) ?? 0) + 1)
  await tx.upsert(namespaceTable, [...nodes.namespaces.values()])
  for (const [id, n] of jobs) await tx.run('UPDATE namespace SET jobs = jobs + ? WHERE id = ?', [n, id])
  for (const [id, n] of datasets) if (n !== 0) await tx.run('UPDATE namespace SET datasets = datasets + ? WHERE id = ?', [n, id])
}
