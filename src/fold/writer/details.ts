import { contentHash, facetKeyHash, fieldHash, sortName } from '../../catalog/keys.ts'
import { columnEdgeTable, columnSetEdgeTable, columnSetTable } from '../../catalog/column-tables.ts'
import { edgeTable, eventTable, facetTable, fieldTable, jobSourceTable, runDatasetTable, schemaTable } from '../../catalog/tables.ts'
import { jobCollisionTable } from '../../catalog/warning-tables.ts'
import { among, idList } from '../../catalog/sql.ts'
import type { Executor, Row } from '../../db/contract.ts'
import { must } from '../../lib/assert.ts'
import { nodeKey, runKey } from '../changes.ts'
import type { Changes, ColumnEdgeFact, ColumnSetFact } from '../changes.ts'
import { facetRules, runDatasetRules, seenRules } from '../merge.ts'
import { earlier } from '../../openlineage/order-key.ts'
import type { Identity } from '../../openlineage/event.ts'
import { noteLooseColumns, settleLooseColumns } from './loose-columns.ts'
import type { ColumnEnd } from './loose-columns.ts'
import type { Nodes } from './nodes.ts'
import { followFacets, writeColumnTexts } from './search-texts.ts'
import { writeFieldWords } from './search-words.ts'
import { mergeByIdent, mergeByKey, settled } from './rows.ts'
import type { Ids, Merged } from './rows.ts'
import type { Tally } from './tally.ts'

const num = (value: Row[string] | undefined): number => Number(value ?? 0)
const rowOf = (nodes: Map<string, Merged>, key: string): Row => must(nodes.get(key), 'whatever is named is noted as a node').row

/** `newRuns`: what `writeRunDatasets` gave for the same batch. */
export async function writeEdges(
  tx: Executor,
  changes: Changes,
  nodes: Nodes,
  newRuns: ReadonlyMap<string, number>,
  tally: Tally,
): Promise<void> {
  const facts = [...changes.edges.values()].map(({ ref, fact }) => {
    const dataset = rowOf(nodes.datasets, nodeKey(ref.dataset))
    return {
      key: [num(rowOf(nodes.jobs, nodeKey(ref.job))['id']), ref.side, num(dataset['id'])],
      fact,
      blank: { group_id: dataset['group_id'] ?? 0, runs: 0 },
    }
  })
  const merged = await mergeByKey(tx, edgeTable, facts, seenRules)
  for (const [i, { row }] of merged.entries()) {
    row['group_id'] = facts[i]?.blank.group_id ?? 0
    row['runs'] = num(row['runs']) + (newRuns.get(edgeKey(row['job_id'], row['direction'], row['dataset_id'])) ?? 0)
  }
  tally.added.edges += merged.filter((m) => m.isNew).length
  for (const { row, isNew } of merged) if (isNew) nodes.due.jobs.add(num(row['job_id']))
  await tx.upsert(
    edgeTable,
    merged.map((m) => m.row),
  )
}

export async function writeJobSources(tx: Executor, changes: Changes, nodes: Nodes): Promise<void> {
  const facts = [...changes.jobSources.values()].map(({ ref, fact }) => ({
    key: [num(rowOf(nodes.jobs, nodeKey(ref.job))['id']), ref.sourceId],
    fact,
  }))
  const merged = await mergeByKey(tx, jobSourceTable, facts, seenRules)
  await tx.upsert(
    jobSourceTable,
    merged.map((m) => m.row),
  )
  const fresh = merged.filter((m) => m.isNew).map((m) => num(m.row['job_id']))
  for (const job of fresh) nodes.due.jobs.add(job)
  await noteCollisions(tx, fresh)
}

/** Of jobs that a source has named for the first time, those that another one names as well. */
async function noteCollisions(tx: Executor, jobs: readonly number[]): Promise<void> {
  if (jobs.length === 0) return
  const sql = `SELECT job_id FROM job_source WHERE job_id ${among(tx)} GROUP BY job_id HAVING count(*) > 1`
  await tx.upsert(jobCollisionTable, await tx.all<Row>(sql, [idList(tx, new Set(jobs))]))
}

const edgeKey = (...key: unknown[]): string => key.join(' ')

/** Gives how many runs are new to each edge; the event that names a dataset for the first time in a run says the edge as well. */
export async function writeRunDatasets(tx: Executor, changes: Changes, nodes: Nodes): Promise<Map<string, number>> {
  const facts = [...changes.runDatasets.values()].map(({ ref, fact }) => ({
    key: [num(rowOf(nodes.runs, runKey(ref.run))['id']), ref.side, num(rowOf(nodes.datasets, nodeKey(ref.dataset))['id'])],
    fact,
  }))
  const merged = await mergeByKey(tx, runDatasetTable, facts, runDatasetRules)
  await tx.upsert(
    runDatasetTable,
    merged.map((m) => m.row),
  )
  const jobs = new Map([...nodes.runs.values()].map(({ row }) => [num(row['id']), row['job_id']]))
  const added = new Map<string, number>()
  for (const { row, isNew } of merged) {
    const key = edgeKey(jobs.get(num(row['run_id'])), row['direction'], row['dataset_id'])
    if (isNew) added.set(key, (added.get(key) ?? 0) + 1)
  }
  return added
}

export async function writeFacets(tx: Executor, changes: Changes, nodes: Nodes): Promise<void> {
  const facts = [...changes.facets.values()].map(({ ref, fact }) => {
    const id = num(rowOf(ref.owner === 'job' ? nodes.jobs : nodes.datasets, nodeKey(ref.of))['id'])
    return { key: [ref.owner, id, facetKeyHash(ref.key)], fact }
  })
  const merged = await mergeByKey(tx, facetTable, facts, facetRules, true)
  for (const { row, was } of merged)
    if (row['owner'] === 'job' && row['key'] === 'sql' && (row['value'] ?? null) !== (was?.['value'] ?? null))
      nodes.due.sql.add(num(row['owner_id']))
  await tx.upsert(
    facetTable,
    merged.map((m) => m.row),
  )
  await followFacets(tx, merged)
}

export async function writeSchemas(tx: Executor, changes: Changes, nodes: Nodes, tally: Tally): Promise<void> {
  const schemas = [...changes.schemas.values()]
  const facts = schemas.map((s) => ({
    key: [num(rowOf(nodes.datasets, nodeKey(s.dataset))['id']), s.hash],
    fact: s.fact,
    blank: { position: num(settled(s.fact)['position']), field_count: s.fields.length },
  }))
  const merged = await mergeByKey(tx, schemaTable, facts, seenRules)
  const fields: Row[] = []
  for (const [i, { row, isNew }] of merged.entries()) {
    const list = schemas[i]?.fields ?? []
    if (!isNew) continue
    row['fields'] = JSON.stringify(list)
    for (const [path] of list)
      fields.push({ dataset_id: row['dataset_id'] ?? 0, path_hash: fieldHash(path), path, name_sort: sortName(lastSegment(path)) })
  }
  await tx.upsert(
    schemaTable,
    merged.map((m) => m.row),
  )
  const known = new Set(
    (
      await tx.load(
        fieldTable,
        fields.map((f) => [f['dataset_id'] ?? 0, f['path_hash'] ?? '']),
      )
    ).map((f) => `${num(f['dataset_id'])} ${String(f['path_hash'])}`),
  )
  const fresh = new Map(
    fields.map((f) => [`${num(f['dataset_id'])} ${String(f['path_hash'])}`, f] as const).filter(([key]) => !known.has(key)),
  )
  tally.added.fields += fresh.size
  await tx.upsert(fieldTable, [...fresh.values()])
  await writeFieldWords(tx, [...fresh.values()])
  await writeColumnTexts(tx, merged, schemas)
  await settleLooseColumns(tx, [...fresh.values()])
}

/** What follows the last dot that is no `\.`. */
const lastSegment = (path: string): string => /(?:[^.\\]|\\.)*$/su.exec(path)?.[0] ?? path

export async function writeEvents(tx: Executor, changes: Changes, nodes: Nodes): Promise<void> {
  const idIn = (of: Map<string, Merged>, key: string | null): number => (key === null ? 0 : num(of.get(key)?.row['id']))
  const rows = changes.events.map(({ job, run, dataset, row }) => ({
    ...settled(row),
    job_id: idIn(nodes.jobs, job && nodeKey(job)),
    run_id: idIn(nodes.runs, run && runKey(run)),
    dataset_id: idIn(nodes.datasets, dataset && nodeKey(dataset)),
  }))
  await tx.upsert(eventTable, rows)
}

/** Sets that are known only move in time; the edges of new ones are written. */
export async function writeColumnSets(
  tx: Executor,
  changes: Changes,
  nodes: Nodes,
  ids: { sets: Ids; edges: Ids },
  tally: Tally,
): Promise<void> {
  const jobId = (set: ColumnSetFact): number => (set.job === null ? 0 : num(rowOf(nodes.jobs, nodeKey(set.job))['id']))
  const datasetId = (id: Identity): number => num(rowOf(nodes.datasets, nodeKey(id))['id'])
  const sets = new Map<string, ColumnSetFact>()
  for (const set of changes.columnSets.values()) sets.set(contentHash(`${jobId(set)} ${datasetId(set.dataset)} ${set.content}`), set)
  const wanted = [...sets].map(([ident, set]) => ({
    ident,
    fact: set.fact,
    blank: () => ({
      job_id: jobId(set),
      dataset_id: datasetId(set.dataset),
      position: num(settled(set.fact)['position']),
      first_key: null,
      last_key: null,
    }),
  }))
  const before = new Map(
    (
      await tx.load(
        columnSetTable,
        wanted.map((w) => [w.ident]),
        ['ident'],
      )
    ).map((r) => [String(r['ident']), String(r['first_key'])]),
  )
  const merged = await mergeByIdent(tx, columnSetTable, wanted, ids.sets, seenRules)
  const facts: ColumnEdgeRow[] = []
  for (const [ident, { row, isNew }] of merged) {
    const set = must(sets.get(ident), 'every ident was asked for')
    if (isNew) nodes.due.jobs.add(jobId(set))
    if (isNew)
      for (const edge of set.edges) facts.push({ setId: num(row['id']), jobId: jobId(set), edge, firstKey: String(row['first_key']) })
    else if (before.get(ident) !== row['first_key']) await moveFirstSeen(tx, num(row['id']), String(row['first_key']))
  }
  await tx.upsert(
    columnSetTable,
    [...merged.values()].map((m) => m.row),
  )
  await writeColumnEdges(tx, facts, nodes, ids.edges, tally)
}

interface ColumnEdgeRow {
  readonly setId: number
  readonly jobId: number
  readonly edge: ColumnEdgeFact
  readonly firstKey: string
}

async function writeColumnEdges(tx: Executor, facts: readonly ColumnEdgeRow[], nodes: Nodes, ids: Ids, tally: Tally): Promise<void> {
  const idents = facts.map((f) => columnEdgeIdent(f, nodes))
  const wanted = new Map(facts.map((f, i) => [idents[i] ?? '', { ident: idents[i] ?? '', fact: {}, blank: () => columnEdgeRow(f, nodes) }]))
  const merged = await mergeByIdent(tx, columnEdgeTable, [...wanted.values()], ids, {})
  const members: Row[] = []
  for (const [i, f] of facts.entries()) {
    const { row } = must(merged.get(idents[i] ?? ''), 'every ident was asked for')
    row['first_key'] = earlier((row['first_key'] as string | null) ?? null, f.firstKey)
    members.push({ edge_id: row['id'] ?? 0, set_id: f.setId, description: f.edge.description })
  }
  const fresh = [...merged.values()].filter((m) => m.isNew)
  tally.added.columnEdges += fresh.length
  await noteLooseColumns(
    tx,
    fresh.flatMap(({ row }) => endsOf(row)),
  )
  await tx.upsert(
    columnEdgeTable,
    [...merged.values()].map((m) => m.row),
  )
  await tx.upsert(columnSetEdgeTable, [
    ...new Map(members.toSorted(byDescription).map((m) => [`${String(m['edge_id'])} ${String(m['set_id'])}`, m])).values(),
  ])
}

function endsOf(edge: Row): ColumnEnd[] {
  const end = (side: 'from' | 'to'): ColumnEnd[] =>
    typeof edge[`${side}_field`] === 'string' ? [{ dataset: num(edge[`${side}_id`]), path: String(edge[`${side}_field`]) }] : []
  return [...end('from'), ...end('to')]
}

/** Of two descriptions of one edge in one facet the later by text stands, whatever their order. */
const byDescription = (a: Row, b: Row): number => (String(a['description'] ?? '') < String(b['description'] ?? '') ? -1 : 1)

function columnEdgeIdent(f: ColumnEdgeRow, nodes: Nodes): string {
  const row = columnEdgeRow(f, nodes)
  return contentHash(
    [
      row['job_id'],
      row['from_id'],
      row['from_hash'],
      row['to_id'],
      row['to_hash'],
      row['type'] ?? '',
      row['subtype'] ?? '',
      row['masking'],
    ].join('\0'),
  )
}

function columnEdgeRow({ jobId, edge }: ColumnEdgeRow, nodes: Nodes): Row {
  const from = rowOf(nodes.datasets, nodeKey(edge.from))
  const to = rowOf(nodes.datasets, nodeKey(edge.to))
  return {
    job_id: jobId,
    from_id: from['id'] ?? 0,
    from_group: from['group_id'] ?? 0,
    from_field: edge.fromField,
    from_hash: fieldHash(edge.fromField),
    to_id: to['id'] ?? 0,
    to_group: to['group_id'] ?? 0,
    to_field: edge.toField,
    to_hash: fieldHash(edge.toField),
    type: edge.type,
    subtype: edge.subtype,
    masking: edge.masking ? 1 : 0,
    first_key: null,
  }
}

/** An earlier event said the same set: its edges are older than was known. */
async function moveFirstSeen(tx: Executor, setId: number, firstKey: string): Promise<void> {
  const edges = await tx.all<Row>('SELECT e.* FROM column_set_edge m JOIN column_edge e ON e.id = m.edge_id WHERE m.set_id = ?', [setId])
  for (const edge of edges) edge['first_key'] = earlier((edge['first_key'] as string | null) ?? null, firstKey)
  await tx.upsert(columnEdgeTable, edges)
}
