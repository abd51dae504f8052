import { stillSaid } from './run-sides.ts'
import type { JobVersion, JobVersions } from '../contract/history.ts'
import type { Executor } from '../db/contract.ts'
import { compareUtf8, decodeText } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import type { ReadContext } from './context.ts'
import { contentHash } from './keys.ts'
import { decoded, groupNames, jobIdOf, shown } from './names.ts'
import { among, groupBy, idList } from './sql.ts'
import { isStreaming } from './states.ts'

/**
 * A version of a job is a distinct set of inputs, outputs and code of its runs. Each run's set is what all its events together said:
 * a union of datasets and, by facet, the code that was said last, so that no order of events matters and an event costs the same at
 * any length of history. The versions are made of the newest runs when they are asked for. Runs that did not end well are left out,
 * because they may have been cut short before they named everything; a run of a streaming job counts while it runs.
 */

interface RunRow {
  readonly id: number
  readonly run_id: string
  readonly state: string
  readonly started: string
}

interface Part {
  readonly version: string
  readonly inputs: readonly Identity[]
  readonly outputs: readonly Identity[]
  readonly code: JobVersion['code']
}

const runsAtMost = 200
/** Datasets over all runs that are looked at. */
const datasetsAtMost = 20_000
const runsAtOnce = 20
const versionsAtMost = 50

/** Versions of a job over its newest runs, the latest first; null when no event names the job. */
export async function jobVersions(context: ReadContext, query: Identity): Promise<JobVersions | null> {
  const { db } = context
  const id = await jobIdOf(db, query)
  if (id === null) return null
  const job = await db.get<{ processing_type: string | null }>('SELECT processing_type FROM job WHERE id = ?', [id])
  const state = isStreaming(job?.processing_type ?? null) ? 'state_streaming' : 'state'
  const rows = await db.all<RunRow>(
    `SELECT id, run_id, ${state} AS state, started FROM run WHERE job_id = ? ORDER BY started DESC, id DESC LIMIT ${runsAtMost + 1}`,
    [id],
  )
  const looked = rows.slice(0, runsAtMost)
  const counted = looked.filter((r) => r.state === 'COMPLETE' || (r.state === 'RUNNING' && isStreaming(job?.processing_type ?? null)))
  const parts = await boundedParts(
    db,
    counted.map((r) => r.id),
  )
  const all = versionsIn(counted.toReversed(), parts)
  const items = all.toReversed().slice(0, versionsAtMost)
  return { items, runsLooked: looked.length, atLeast: rows.length > runsAtMost || parts.size < counted.length || all.length > items.length }
}

/** The same for the first of these runs, until they have named very many datasets. */
async function boundedParts(db: Executor, runs: readonly number[]): Promise<Map<number, Part>> {
  const parts = new Map<number, Part>()
  let datasets = 0
  for (let from = 0; from < runs.length && datasets < datasetsAtMost; from += runsAtOnce)
    for (const [run, part] of await partsOf(db, runs.slice(from, from + runsAtOnce))) {
      parts.set(run, part)
      datasets += part.inputs.length + part.outputs.length
    }
  return parts
}

/** What makes the version of each run. */
export async function partsOf(db: Executor, runs: readonly number[]): Promise<Map<number, Part>> {
  const [datasets, code] = await Promise.all([
    db.all<{ run_id: number; direction: number; group_id: number }>(
      `SELECT r.run_id, r.direction, d.group_id FROM run_dataset r JOIN dataset d ON d.id = r.dataset_id JOIN run ON run.id = r.run_id WHERE r.run_id ${among(db)} AND ${stillSaid('r', 'run')}`,
      [idList(db, runs)],
    ),
    db.all<{ run_id: number; key: string; content: string }>(
      `SELECT run_id, key, content FROM run_code WHERE run_id ${among(db)} ORDER BY run_id, key`,
      [idList(db, runs)],
    ),
  ])
  const names = await groupNames(
    db,
    datasets.map((d) => d.group_id),
  )
  const [byRun, codeByRun] = [groupBy(datasets, (d) => d.run_id), groupBy(code, (c) => c.run_id)]
  const side = (run: number, direction: number): Identity[] =>
    named(
      names,
      (byRun.get(run) ?? []).filter((d) => d.direction === direction).map((d) => d.group_id),
    )
  return new Map(runs.map((run) => [run, partOf(side(run, 0), side(run, 1), codeByRun.get(run) ?? [])]))
}

function named(names: ReadonlyMap<number, Identity>, groups: readonly number[]): Identity[] {
  const found = [...new Set(groups)].flatMap((g) => names.get(g) ?? [])
  return found.sort((a, b) => compareUtf8(a.namespace, b.namespace) || compareUtf8(a.name, b.name))
}

function partOf(inputs: Identity[], outputs: Identity[], rows: readonly { key: string; content: string }[]): Part {
  const code = rows.map((c) => ({ key: c.key, hash: c.content }))
  const version = contentHash(JSON.stringify([inputs.map(pair), outputs.map(pair), code.map((c) => [c.key, c.hash])]))
  return { version, inputs, outputs, code }
}

const pair = (id: Identity): string[] => [id.namespace, id.name]

/** `runs`: oldest first. A version that comes back is one version, last seen later. */
function versionsIn(runs: readonly RunRow[], parts: ReadonlyMap<number, Part>): JobVersion[] {
  const versions = new Map<string, JobVersion>()
  let before: Part | null = null
  for (const run of runs) {
    const part = parts.get(run.id)
    if (part === undefined) continue
    const known = versions.get(part.version)
    const named = { runId: decoded(run.run_id) ?? '', state: run.state as JobVersion['lastRun']['state'] }
    const seen = shown(run.started)
    versions.delete(part.version)
    versions.set(
      part.version,
      known === undefined
        ? { ...part, inputs: [...part.inputs], outputs: [...part.outputs], ...firstOf(seen, named), changes: changesOf(before, part) }
        : { ...known, lastSeenAt: seen, lastRun: named, runs: known.runs + 1 },
    )
    before = part
  }
  return [...versions.values()]
}

const firstOf = (seen: string | null, run: JobVersion['firstRun']) => ({
  firstSeenAt: seen,
  lastSeenAt: seen,
  firstRun: run,
  lastRun: run,
  runs: 1,
})

function changesOf(before: Part | null, now: Part): JobVersion['changes'] {
  if (before === null) return null
  const codeOf = (part: Part): Map<string, string> => new Map(part.code.map((c) => [c.key, c.hash]))
  const [old, fresh] = [codeOf(before), codeOf(now)]
  return {
    inputsAdded: missing(now.inputs, before.inputs),
    inputsRemoved: missing(before.inputs, now.inputs),
    outputsAdded: missing(now.outputs, before.outputs),
    outputsRemoved: missing(before.outputs, now.outputs),
    code: [...new Set([...old.keys(), ...fresh.keys()])].filter((k) => old.get(k) !== fresh.get(k)).map(decodeText),
  }
}

/** Those of `these` that are not among `those`. */
function missing(these: readonly Identity[], those: readonly Identity[]): Identity[] {
  const known = new Set(those.map((d) => JSON.stringify(pair(d))))
  return these.filter((d) => !known.has(JSON.stringify(pair(d))))
}
