import { among, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import type { FoldedGraph } from './fold.ts'
import { edgeHolds, momentParams } from './moment.ts'
import type { Moment } from './moment.ts'
import type { Counts } from './graph.ts'
import type { Link } from './walk.ts'

const linksAtMost = 100_000
/** Links of the datasets of one answer, on one side. */
const lookedAtMost = 10_000
/** A dataset with more neighbours is a hub. */
const neighboursFolded = 200

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
  const sql = `SELECT e.job_id, e.direction, e.group_id FROM edge e WHERE e.job_id ${among(db)} ${edgeHolds(moment)} LIMIT ${linksAtMost + 1}`
  const rows = await db.all<{ job_id: number; direction: number; group_id: number }>(sql, [idList(db, of.keys()), ...momentParams(moment)])
  const sides = new Map(folds.map((id) => [id, { read: new Map<number, number[]>(), made: new Map<number, number[]>() }]))
  for (const row of rows) {
    const side = sides.get(of.get(row.job_id) ?? 0)?.[row.direction === 0 ? 'read' : 'made']
    side?.set(row.group_id, [...(side.get(row.group_id) ?? []), row.job_id])
  }
  const cut = rows.length > linksAtMost ? { readingAtLeast: true, writingAtLeast: true } : {}
  return new Map(
    [...sides].map(([id, { read, made }]) => {
      const outside = [...read].filter(([group, readers]) => !made.has(group) || readers.some((r) => made.get(group)?.includes(r)))
      return [id, { reading: outside.length, writing: made.size, ...cut }]
    }),
  )
}

/**
 * Neighbours of datasets as the graph shows them. `plain`: their neighbours without folding. A hub keeps those: to fold hundreds of jobs for
 * one number would cost more than the rest of the answer.
 */
export async function foldedDatasetCounts(graph: FoldedGraph, plain: ReadonlyMap<number, Counts>): Promise<ReadonlyMap<number, Counts>> {
  const ids: number[] = []
  let links = 0
  for (const [id, { reading, writing }] of [...plain].sort((a, b) => sizeOf(a[1]) - sizeOf(b[1]))) {
    links += reading + writing
    if (reading + writing > neighboursFolded || links > lookedAtMost) break
    ids.push(id)
  }
  const [reads, writes] = [await graph.linksOfDatasets(ids, 0, lookedAtMost + 1), await graph.linksOfDatasets(ids, 1, lookedAtMost + 1)]
  const isWhole = reads.length <= lookedAtMost && writes.length <= lookedAtMost
  const [reading, writing] = [jobsByDataset(reads), jobsByDataset(writes)]
  const of = (id: number): Counts => {
    const folded = { reading: reading.get(id)?.size ?? 0, writing: writing.get(id)?.size ?? 0 }
    const known = plain.get(id)
    if (!graph.isCut || known === undefined) return folded
    // The graph looked at a part only: what was counted whole stands.
    return known.readingAtLeast || known.writingAtLeast ? { ...known, ...folded } : known
  }
  const shown = isWhole ? ids.map((id) => [id, of(id)] as const) : []
  return new Map([...plain, ...shown])
}

const sizeOf = ({ reading, writing }: Counts): number => reading + writing

function jobsByDataset(links: readonly Link[]): Map<number, Set<number>> {
  const jobs = new Map<number, Set<number>>()
  for (const { dataset, job } of links) jobs.set(dataset, (jobs.get(dataset) ?? new Set()).add(job))
  return jobs
}
