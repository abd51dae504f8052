import type { Executor } from '../db/contract.ts'
import { compareUtf8 } from '../lib/text.ts'
import type { Identity } from '../openlineage/event.ts'
import { earlier, later } from '../openlineage/order-key.ts'
import type { ExportLine } from './export-line.ts'
import { codeLocationIn, documentationIn, facetRows, facetValue, latest, ownersIn, sqlIn, tagsIn } from './facets.ts'
import type { FacetRow } from './facets.ts'
import { decoded, groupNames, identityIn, jobNames, shown, shownKey } from './names.ts'
import { firstLine } from './job-items.ts'
import { runNames } from './run-items.ts'
import type { RunName } from './run-items.ts'
import { parseFields } from './schemas.ts'
import { among, groupBy, idList } from './sql.ts'
import { isStreaming, shownEnd } from './states.ts'

const chunkSize = 250

const byName = (a: Identity, b: Identity): number => compareUtf8(a.namespace, b.namespace) || compareUtf8(a.name, b.name)

interface JobRow {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly parent_id: number
  readonly processing_type: string | null
  readonly integration: string | null
  readonly job_type: string | null
  readonly kin_name: string | null
  readonly is_part: number
}

export async function* jobLines(db: Executor): AsyncGenerator<ExportLine[]> {
  for (let last = 0; ;) {
    const rows = await db.all<JobRow>(
      `SELECT id, namespace, name, parent_id, processing_type, integration, job_type, kin_name, is_part FROM job WHERE id > ? ORDER BY id LIMIT ${chunkSize}`,
      [last],
    )
    if (rows.length === 0) return
    const ids = rows.map((r) => r.id)
    const parents = await jobNames(
      db,
      rows.map((r) => r.parent_id),
    )
    const sides = await sidesOf(db, ids)
    const facets = groupBy(
      await facetRows(db, 'job', ids, ['documentation', 'ownership', 'tags', 'sql', 'sourceCodeLocation']),
      (f) => f.owner_id,
    )
    yield rows.map((row) => ({ value: { ...jobOf(row, parents), ...sides.get(row.id), ...wordsOf(facets.get(row.id) ?? []) } }))
    last = ids.at(-1) ?? last
  }
}

const jobOf = (row: JobRow, parents: ReadonlyMap<number, Identity>): object => ({
  kind: 'job',
  ...identityIn(row),
  parent: parents.get(row.parent_id) ?? null,
  processingType: decoded(row.processing_type),
  integration: decoded(row.integration),
  jobType: decoded(row.job_type),
  wayOfRunning: decoded(row.kin_name),
  isPart: row.is_part === 1,
  inputs: [],
  outputs: [],
})

function wordsOf(rows: readonly FacetRow[]): object {
  const facets = latest(rows)
  const { description } = documentationIn(facetValue(facets, 'documentation'))
  const sql = sqlIn(facetValue(facets, 'sql'))
  return {
    description,
    owners: ownersIn(facetValue(facets, 'ownership')),
    tags: tagsIn(facetValue(facets, 'tags')),
    sql: sql?.query ?? null,
    sourceCodeLocation: codeLocationIn(facetValue(facets, 'sourceCodeLocation')),
  }
}

interface Side extends Identity {
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly runs: number
}

interface SideRow {
  readonly job_id: number
  readonly direction: number
  readonly dataset_id: number
  readonly group_id: number
  readonly first_key: string | null
  readonly last_key: string | null
  readonly runs: number
}

/** What jobs read and wrote, each dataset once, with the first and last event that said so and how many runs did, by id. */
async function sidesOf(db: Executor, jobs: readonly number[]): Promise<Map<number, { inputs: Side[]; outputs: Side[] }>> {
  const sql = `SELECT job_id, direction, dataset_id, group_id, first_key, last_key, runs FROM edge WHERE job_id ${among(db)}`
  const rows = await db.all<SideRow>(sql, [idList(db, jobs)])
  const once = await runsOnce(db, rows)
  const names = await groupNames(
    db,
    rows.map((r) => r.group_id),
  )
  const merged = new Map<string, SideRow>()
  for (const r of rows) {
    const key = sideKey(r)
    const known = merged.get(key)
    const seen = { first_key: earlier(known?.first_key ?? null, r.first_key), last_key: later(known?.last_key ?? null, r.last_key) }
    merged.set(key, { ...r, ...seen, runs: once.get(key) ?? r.runs })
  }
  const sides = new Map(jobs.map((id) => [id, { inputs: [] as Side[], outputs: [] as Side[] }]))
  for (const r of merged.values()) {
    const name = names.get(r.group_id)
    const said = { firstSeen: shownKey(r.first_key), lastSeen: shownKey(r.last_key), runs: r.runs }
    if (name !== undefined) sides.get(r.job_id)?.[r.direction === 0 ? 'inputs' : 'outputs'].push({ ...name, ...said })
  }
  for (const side of sides.values()) [side.inputs, side.outputs].forEach((list) => list.sort(byName))
  return sides
}

const sideKey = (r: Pick<SideRow, 'job_id' | 'direction' | 'group_id'>): string => `${r.job_id} ${r.direction} ${r.group_id}`

/** How many runs named a dataset that the job goes to by several ids: one that names two of them is one run. */
async function runsOnce(db: Executor, rows: readonly SideRow[]): Promise<Map<string, number>> {
  const doubled = [...Map.groupBy(rows, sideKey).values()].filter((own) => own.length > 1).flat()
  if (doubled.length === 0) return new Map()
  const sql = `SELECT r.job_id, x.direction, d.group_id, count(DISTINCT x.run_id) AS runs FROM run r JOIN run_dataset x ON x.run_id = r.id JOIN dataset d ON d.id = x.dataset_id
    WHERE r.job_id ${among(db)} AND d.group_id ${among(db)} GROUP BY r.job_id, x.direction, d.group_id`
  const [jobs, groups] = [new Set(doubled.map((r) => r.job_id)), new Set(doubled.map((r) => r.group_id))]
  const counted = await db.all<Pick<SideRow, 'job_id' | 'direction' | 'group_id' | 'runs'>>(sql, [idList(db, jobs), idList(db, groups)])
  return new Map(counted.map((r) => [sideKey(r), r.runs]))
}

interface GroupRow {
  readonly id: number
  readonly canonical_id: number
  readonly fields: string | null
}

export async function* datasetLines(db: Executor): AsyncGenerator<ExportLine[]> {
  const sql = `SELECT g.id, g.canonical_id, s.fields FROM dataset_group g LEFT JOIN schema_version s ON s.dataset_id = g.schema_dataset_id AND s.hash = g.schema_hash WHERE g.id > ? ORDER BY g.id LIMIT ${chunkSize}`
  for (let last = 0; ;) {
    const rows = await db.all<GroupRow>(sql, [last])
    if (rows.length === 0) return
    const members = await db.all<{ id: number; group_id: number; namespace: string; name: string }>(
      `SELECT id, group_id, namespace, name FROM dataset WHERE group_id ${among(db)}`,
      [
        idList(
          db,
          rows.map((r) => r.id),
        ),
      ],
    )
    const groupOf = new Map(members.map((m) => [m.id, m.group_id]))
    const facets = groupBy(
      await facetRows(db, 'dataset', groupOf.keys(), ['documentation', 'ownership', 'tags']),
      (f) => groupOf.get(f.owner_id) ?? 0,
    )
    const byGroup = groupBy(members, (m) => m.group_id)
    yield rows.map((row) => ({ value: datasetOf(row, byGroup.get(row.id) ?? [], facets.get(row.id) ?? []) }))
    last = rows.at(-1)?.id ?? last
  }
}

function datasetOf(row: GroupRow, members: readonly { id: number; namespace: string; name: string }[], rows: readonly FacetRow[]): object {
  const facets = latest(rows)
  const canonical = members.find((m) => m.id === row.canonical_id)
  return {
    kind: 'dataset',
    ...(canonical === undefined ? {} : identityIn(canonical)),
    aliases: members
      .filter((m) => m.id !== row.canonical_id)
      .map(identityIn)
      .sort(byName),
    fields: row.fields === null ? [] : parseFields(row.fields).map(([name, type]) => ({ name, type })),
    description: documentationIn(facetValue(facets, 'documentation')).description,
    owners: ownersIn(facetValue(facets, 'ownership')),
    tags: tagsIn(facetValue(facets, 'tags')),
  }
}

interface RunRow {
  readonly id: number
  readonly run_id: string
  readonly state: string
  readonly state_streaming: string
  readonly last_event: string | null
  readonly started: string
  readonly ended: string
  readonly ended_streaming: string
  readonly nominal_start: string | null
  readonly nominal_end: string | null
  readonly error: string | null
  readonly engine_name: string | null
  readonly engine_version: string | null
  readonly try_number: number | null
  readonly map_index: number | null
  readonly parent_run: number
  readonly root_run: number
  readonly namespace: string
  readonly name: string
  readonly processing_type: string | null
}

export async function* runLines(db: Executor): AsyncGenerator<ExportLine[]> {
  const sql = `SELECT r.id, r.run_id, r.state, r.state_streaming, r.last_event, r.started, r.ended, r.ended_streaming, r.nominal_start, r.nominal_end, r.error, r.engine_name,
    r.engine_version, r.try_number, r.map_index, r.parent_run, r.root_run, j.namespace, j.name, j.processing_type FROM run r JOIN job j ON j.id = r.job_id WHERE r.id > ? ORDER BY r.id LIMIT ${chunkSize}`
  for (let last = 0; ;) {
    const rows = await db.all<RunRow>(sql, [last])
    if (rows.length === 0) return
    const names = await runNames(
      db,
      rows.flatMap((r) => [r.parent_run, r.root_run]),
    )
    yield rows.map((row) => ({ value: runOf(row, names) }))
    last = rows.at(-1)?.id ?? last
  }
}

/** Never LOST: that comes from the clock. */
function runOf(row: RunRow, names: ReadonlyMap<number, RunName>): object {
  const parent = names.get(row.parent_run)
  const engine =
    row.engine_name === null && row.engine_version === null
      ? null
      : { name: decoded(row.engine_name), version: decoded(row.engine_version) }
  return {
    kind: 'run',
    runId: decoded(row.run_id),
    job: identityIn(row),
    state: isStreaming(row.processing_type) ? row.state_streaming : row.state,
    startedAt: shown(row.started),
    endedAt: shown(shownEnd(row, row.processing_type)),
    parent: parent?.runId ?? null,
    parentJob: parent?.job ?? null,
    root: names.get(row.root_run) ?? null,
    nominalStart: shown(row.nominal_start),
    nominalEnd: shown(row.nominal_end),
    error: firstLine(row.error),
    engine,
    tryNumber: row.try_number,
    mapIndex: row.map_index,
  }
}
