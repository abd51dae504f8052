import { among, eachId, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import type { FoldedGraph } from './fold.ts'
import { edgeHolds, momentParams } from './moment.ts'
import type { Moment } from './moment.ts'
import type { Counts } from './graph.ts'
import type { Link } from './walk.ts'

const linksAtMost = 100_000
/** Links of the datasets of one answer, on one side. */
const lookedAtMost = 20_000
const neighboursAtMost = 1_000

/** What jobs that stand for others read and write in all, from outside; of jobs that stand for themselves alone nothing. */
export async function foldedJobCounts(
  db: Executor,
  graph: FoldedGraph,
  jobs: readonly number[],
  moment: Moment,
): Promise<Map<number, Counts>> {
  const folds = jobs.filter((id) => graph.membersOf(id).length > 1)
  const of = new Map(folds.flatMap((id) => graph.membersOf(id).map((one) => [one, id] as const)))
  if (of.size === 0) return new Map()
  const sql = `SELECT e.job_id, e.direction, e.group_id FROM edge e WHERE e.job_id ${among(db)} ${edgeHolds(moment)} LIMIT ${linksAtMost}`
  const rows = await db.all<{ job_id: number; direction: number; group_id: number }>(sql, [idList(db, of.keys()), ...momentParams(moment)])
  const sides = new Map(folds.map((id) => [id, { read: new Map<number, number[]>(), made: new Map<number, number[]>() }]))
  for (const row of rows) {
    const side = sides.get(of.get(row.job_id) ?? 0)?.[row.direction === 0 ? 'read' : 'made']
    side?.set(row.group_id, [...(side.get(row.group_id) ?? []), row.job_id])
  }
  return new Map(
    [...sides].map(([id, { read, made }]) => {
      const outside = [...read].filter(([group, readers]) => !made.has(group) || readers.some((r) => made.get(group)?.includes(r)))
      return [id, { reading: outside.length, writing: made.size }]
    }),
  )
}

/** Neighbours of datasets as the graph shows them. */
export async function foldedDatasetCounts(
  db: Executor,
  graph: FoldedGraph,
  ids: readonly number[],
  moment: Moment,
): Promise<Map<number, Counts>> {
  const [reads, writes] = [await graph.linksOfDatasets(ids, 0, lookedAtMost + 1), await graph.linksOfDatasets(ids, 1, lookedAtMost + 1)]
  if (reads.length > lookedAtMost || writes.length > lookedAtMost) return countedInCatalog(db, ids, moment)
  const [reading, writing] = [jobsByDataset(reads), jobsByDataset(writes)]
  return new Map(ids.map((id) => [id, { reading: reading.get(id)?.size ?? 0, writing: writing.get(id)?.size ?? 0 }]))
}

function jobsByDataset(links: readonly Link[]): Map<number, Set<number>> {
  const jobs = new Map<number, Set<number>>()
  for (const { dataset, job } of links) jobs.set(dataset, (jobs.get(dataset) ?? new Set()).add(job))
  return jobs
}

/** Of more links than are looked at: steps and ways of running count as the one job that is shown; what stays inside a fold counts too. */
async function countedInCatalog(db: Executor, ids: readonly number[], moment: Moment): Promise<Map<number, Counts>> {
  const shown = "CASE WHEN p.kin <> '' THEN p.kin ELSE CAST(p.id AS text) END"
  const joined =
    'JOIN job j ON j.id = e.job_id JOIN job p ON p.id = CASE WHEN j.is_part = 1 AND j.parent_id <> 0 THEN j.parent_id ELSE j.id END'
  const count = (side: 0 | 1): string =>
    `(SELECT count(*) FROM (SELECT DISTINCT ${shown} AS job FROM edge e ${joined} WHERE e.group_id = k.value AND e.direction = ${side} ${edgeHolds(moment)} LIMIT ${neighboursAtMost}) AS counted)`
  const sql = `SELECT k.value AS id, ${count(0)} AS reading, ${count(1)} AS writing FROM ${eachId(db)}`
  const rows = await db.all<Counts & { id: number }>(sql, [...momentParams(moment), ...momentParams(moment), idList(db, ids)])
  return new Map(rows.map((r) => [r.id, r]))
}
