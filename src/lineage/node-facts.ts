import type { ReadContext } from '../catalog/context.ts'
import { ownersIn, tagsIn } from '../catalog/facets.ts'
import { jobNames } from '../catalog/names.ts'
import { among, eachId, groupBy, idList } from '../catalog/sql.ts'
import type { LineageNode } from '../contract/lineage.ts'
import type { Executor, SqlValue } from '../db/contract.ts'
import { formatInstant, instantOfMs } from '../openlineage/time.ts'
import { catalogGraph } from './graph.ts'
import type { Moment } from './moment.ts'
import { parentsThen } from './past-parents.ts'
import { facetsNow, facetsThen, nodeFacets } from './past-words.ts'
import { lateJobs, rhythms } from './rhythm.ts'
import type { Rhythm } from './rhythm.ts'

/** What a picture shows of a node beside its name. */
export type NodeFacts = Pick<LineageNode, 'owners' | 'tags' | 'quality' | 'dueAt' | 'parent'>

/** Ids of one dataset, assertions and writers of all datasets that one answer looks at. */
const idsAtMost = 50
const assertionsAtMost = 20_000
const writersAtMost = 10_000

export async function jobFacts(context: ReadContext, jobs: readonly number[], moment: Moment): Promise<Map<number, NodeFacts>> {
  const { db } = context
  const [words, late, parentOf] = await Promise.all([
    wordsOf(db, 'job', new Map(jobs.map((id) => [id, id])), moment),
    lateJobs(context, jobs, moment.asOf),
    moment.asOf === null ? parentsOf(db, jobs) : parentsThen(db, jobs, moment.asOf),
  ])
  const names = await jobNames(db, parentOf.values())
  return new Map(jobs.map((id) => [id, { ...words(id), dueAt: dueAt(late.get(id)), parent: names.get(parentOf.get(id) ?? 0) ?? null }]))
}

export async function datasetFacts(context: ReadContext, groups: readonly number[], moment: Moment): Promise<Map<number, NodeFacts>> {
  const groupOf = await membersOf(context.db, groups)
  const [words, quality, late] = await Promise.all([
    wordsOf(context.db, 'dataset', groupOf, moment),
    qualityOf(context.db, groupOf, moment.asOf),
    lateDatasets(context, groups, moment),
  ])
  return new Map(groups.map((id) => [id, { ...words(id), quality: quality.get(id) ?? null, dueAt: dueAt(late.get(id)) }]))
}

const dueAt = (late: Rhythm | undefined): string | null =>
  late === undefined ? null : formatInstant(instantOfMs(late.last + late.interval))

async function parentsOf(db: Executor, jobs: readonly number[]): Promise<Map<number, number>> {
  const sql = `SELECT id, parent_id FROM job WHERE id ${among(db)} AND parent_id <> 0`
  const rows = await db.all<{ id: number; parent_id: number }>(sql, [idList(db, jobs)])
  return new Map(rows.map((r) => [r.id, r.parent_id]))
}

/** By id, the dataset that it is one id of: some ids of each dataset, the one that it is shown by among them. */
export async function membersOf(db: Executor, groups: readonly number[]): Promise<Map<number, number>> {
  const some = `SELECT x.id FROM dataset x WHERE x.group_id = k.value ORDER BY x.id LIMIT ${idsAtMost}`
  const from =
    db.dialect === 'sqlite'
      ? `SELECT k.value AS group_id, d.id FROM ${eachId(db)} CROSS JOIN dataset d ON d.id IN (${some})`
      : `SELECT k.value AS group_id, d.id FROM ${eachId(db)} CROSS JOIN LATERAL (${some}) d`
  const shown = `SELECT id AS group_id, canonical_id AS id FROM dataset_group WHERE id ${among(db)}`
  const list = idList(db, groups)
  const rows = await db.all<{ group_id: number; id: number }>(`${from} UNION ${shown}`, [list, list])
  return new Map(rows.map((r) => [r.id, r.group_id]))
}

/** `nodeOf`: by the id that carries facets, the node that is shown. What cannot be told of a moment is left out. */
async function wordsOf(
  db: Executor,
  owner: 'job' | 'dataset',
  nodeOf: ReadonlyMap<number, number>,
  { asOf }: Moment,
): Promise<(node: number) => Pick<NodeFacts, 'owners' | 'tags'>> {
  const rows = await nodeFacets(db, owner, nodeOf, ['ownership', 'tags'])
  const facets = asOf === null ? facetsNow(rows) : await facetsThen(db, owner, rows, asOf)
  return (node) => {
    const [ownership, tags] = [facets(node, 'ownership'), facets(node, 'tags')]
    return {
      ...(ownership === null ? {} : { owners: ownersIn(ownership.value).map((o) => o.name) }),
      ...(tags === null ? {} : { tags: tagWords(tags.value) }),
    }
  }
}

const tagWords = (facet: unknown): string[] =>
  tagsIn(facet)
    .filter((t) => t.field === null)
    .map((t) => (t.value === '' ? t.key : `${t.key}:${t.value}`))

interface OutcomeRow {
  readonly dataset_id: number
  readonly hash: string
  readonly at_key: string
  readonly outcome: string | null
}

/** Failed where the last outcome of any assertion is; passed where any was carried out. Of two ids with one assertion the later outcome counts. */
async function qualityOf(db: Executor, groupOf: ReadonlyMap<number, number>, asOf: string | null): Promise<Map<number, 'pass' | 'fail'>> {
  const latestThen = (column: 'value' | 'at_key'): string =>
    `SELECT p.${column} FROM series_point p WHERE p.dataset_id = a.dataset_id AND p.series = a.hash AND p.at_key <= ? ORDER BY p.at_key DESC LIMIT 1`
  const columns =
    asOf === null ? 'a.last_key AS at_key, a.outcome' : `(${latestThen('at_key')}) AS at_key, (${latestThen('value')}) AS outcome`
  const sql = `SELECT a.dataset_id, a.hash, ${columns} FROM assertion a WHERE a.dataset_id ${among(db)} LIMIT ${assertionsAtMost}`
  const params: SqlValue[] = [...(asOf === null ? [] : [`1${asOf}~`, `1${asOf}~`]), idList(db, groupOf.keys())]
  const last = new Map<string, OutcomeRow>()
  for (const row of await db.all<OutcomeRow>(sql, params)) {
    const key = `${groupOf.get(row.dataset_id)} ${row.hash}`
    const known = last.get(key)
    if (row.outcome !== null && (known === undefined || row.at_key > known.at_key)) last.set(key, row)
  }
  const found = new Map<number, 'pass' | 'fail'>()
  for (const [key, { outcome }] of last) {
    const group = Number(key.split(' ')[0])
    if (outcome === 'failed') found.set(group, 'fail')
    else if ((outcome === 'passed' || outcome === 'warned') && !found.has(group)) found.set(group, 'pass')
  }
  return found
}

/** Datasets that one of their writers should have written again; not those that another writer, with a rhythm, keeps up. */
async function lateDatasets(context: ReadContext, groups: readonly number[], moment: Moment): Promise<Map<number, Rhythm>> {
  const writes = await catalogGraph(context.db, moment, { bare: true }).linksOfDatasets(groups, 1, writersAtMost)
  const known = await rhythms(
    context,
    writes.map((w) => w.job),
    moment.asOf,
  )
  const late = new Map<number, Rhythm>()
  for (const [group, links] of groupBy(writes, (w) => w.dataset)) {
    const own = links.flatMap((link) => known.get(link.job) ?? [])
    const last = own.toSorted((a, b) => b.last + b.interval - a.last - a.interval)[0]
    if (last !== undefined && own.every((rhythm) => rhythm.isLate)) late.set(group, last)
  }
  return late
}
