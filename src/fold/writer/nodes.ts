import { identOf, namespaceIdent, runIdent, sortName } from '../../catalog/keys.ts'
import { datasetTable, jobTable, namespaceTable, runTable } from '../../catalog/tables.ts'
import type { Executor, Row } from '../../db/contract.ts'
import { must } from '../../lib/assert.ts'
import type { Identity } from '../../openlineage/event.ts'
import type { OrderKey } from '../../openlineage/order-key.ts'
import { nodeKey } from '../changes.ts'
import type { Changes } from '../changes.ts'
import { datasetRules, jobRules, runRules } from '../merge.ts'
import { runOutcome, runStarted } from '../../catalog/run-state.ts'
import type { RunKeys } from '../../catalog/run-state.ts'
import { Due } from './due.ts'
import { mergeByIdent } from './rows.ts'
import type { Ids, Merged } from './rows.ts'

export interface NodeIds {
  readonly namespaces: Ids
  readonly jobs: Ids
  readonly datasets: Ids
  readonly runs: Ids
}

/** The rows of jobs, datasets and runs that a batch speaks of, by natural key, merged and not yet written. */
export interface Nodes {
  readonly namespaces: Map<string, Row>
  readonly newNamespaces: readonly Row[]
  readonly jobs: Map<string, Merged>
  readonly datasets: Map<string, Merged>
  readonly runs: Map<string, Merged>
  readonly due: Due
}

export async function mergeNodes(tx: Executor, changes: Changes, ids: NodeIds): Promise<Nodes> {
  const named = await loadNamespaces(tx, changes, ids.namespaces)
  const namespaces = new Map(named.map(({ row }) => [String(row['namespace']), row]))
  const jobs = await mergeJobs(tx, changes, namespaces, ids)
  const datasets = await mergeDatasets(tx, changes, namespaces, ids)
  const runs = await mergeRuns(tx, changes, jobs, ids)
  const due = new Due()
  for (const { row, changed } of jobs.values()) if (changed) due.jobs.add(idOf(row))
  return { namespaces, newNamespaces: named.filter((m) => m.isNew).map((m) => m.row), jobs, datasets, runs, due }
}

const idOf = (row: Row | undefined): number => Number(row?.['id'] ?? 0)

async function loadNamespaces(tx: Executor, changes: Changes, ids: Ids): Promise<Merged[]> {
  const names = new Set<string>()
  for (const { ref } of changes.jobs.values()) names.add(ref.namespace)
  for (const { ref } of changes.datasets.values()) names.add(ref.namespace)
  const wanted = [...names].map((namespace) => ({
    ident: namespaceIdent(namespace),
    fact: {},
    blank: () => ({ namespace, jobs: 0, datasets: 0 }),
  }))
  return [...(await mergeByIdent(tx, namespaceTable, wanted, ids, {})).values()]
}

async function mergeJobs(tx: Executor, changes: Changes, namespaces: Map<string, Row>, ids: NodeIds): Promise<Map<string, Merged>> {
  const wanted = [...changes.jobs.values()].map(({ ref, fact }) => ({
    ident: identOf(ref.namespace, ref.name),
    fact,
    blank: () => ({
      ...named(ref, namespaces),
      name_sort: sortName(ref.name),
      parent_id: 0,
      kin: '',
      is_part: 0,
      last_run_id: 0,
      good_run_id: 0,
      last_started: '',
    }),
  }))
  const merged = await mergeByIdent(tx, jobTable, wanted, ids.jobs, jobRules)
  const jobs = byNode(merged)
  for (const { row } of jobs.values()) if (typeof row['parent'] === 'string') row['parent_id'] = idOf(jobs.get(row['parent'])?.row)
  return jobs
}

async function mergeDatasets(tx: Executor, changes: Changes, namespaces: Map<string, Row>, ids: NodeIds): Promise<Map<string, Merged>> {
  const wanted = [...changes.datasets.values()].map(({ ref, fact }) => ({
    ident: identOf(ref.namespace, ref.name),
    fact,
    blank: () => ({ ...named(ref, namespaces), group_id: 0, called_table: 0, replaced: 0 }),
  }))
  return byNode(await mergeByIdent(tx, datasetTable, wanted, ids.datasets, datasetRules))
}

/** Runs only named as parents have no keys; their state is NEW. */
async function mergeRuns(tx: Executor, changes: Changes, jobs: Map<string, Merged>, ids: NodeIds): Promise<Map<string, Merged>> {
  const keys = new Map<string, string>()
  const wanted = [...changes.runs].map(([key, { ref, fact }]) => {
    const job = must(jobs.get(nodeKey(ref.job)), 'a run is noted together with its job').row
    const ident = runIdent(String(job['ident']), ref.runId)
    keys.set(ident, key)
    return { ident, fact, blank: () => ({ job_id: idOf(job), run_id: ref.runId, spark: 0, parent_run: 0, root_run: 0 }) }
  })
  const merged = await mergeByIdent(tx, runTable, wanted, ids.runs, runRules)
  const runs = new Map([...merged].map(([ident, run]) => [must(keys.get(ident), 'every ident was asked for'), run]))
  for (const { row } of runs.values()) finishRun(row, runs)
  return runs
}

function finishRun(row: Row, runs: Map<string, Merged>): void {
  if (typeof row['parent'] === 'string') row['parent_run'] = idOf(runs.get(row['parent'])?.row)
  if (typeof row['root'] === 'string') row['root_run'] = idOf(runs.get(row['root'])?.row)
  const keyIn = (column: string): OrderKey | null => (row[column] ?? null) as OrderKey | null
  const keys: RunKeys = {
    first_start: keyIn('first_start'),
    first_any: keyIn('first_any'),
    last_active: keyIn('last_active'),
    end_complete: keyIn('end_complete'),
    end_abort: keyIn('end_abort'),
    end_fail: keyIn('end_fail'),
    spark: Number(row['spark']),
  }
  const usual = runOutcome(keys, false)
  const streaming = runOutcome(keys, true)
  const started = runStarted(keys)
  Object.assign(row, {
    started,
    told: usual.state === 'COMPLETE' && keyIn('first_named') !== null ? started : '',
    state: usual.state,
    ended: usual.ended,
    state_streaming: streaming.state,
    ended_streaming: streaming.ended,
  })
}

const named = (ref: Identity, namespaces: Map<string, Row>): Row => ({
  namespace_id: idOf(namespaces.get(ref.namespace)),
  namespace: ref.namespace,
  name: ref.name,
})

const byNode = (merged: Map<string, Merged>): Map<string, Merged> =>
  new Map([...merged.values()].map((m) => [nodeKey({ namespace: String(m.row['namespace']), name: String(m.row['name']) }), m]))
