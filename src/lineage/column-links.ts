import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import type { Executor } from '../db/contract.ts'
import type { FoundEdge, Place } from './place.ts'
import { linksBetween } from './graph.ts'
import type { Moment } from './moment.ts'
import { PairMap } from './pair-map.ts'
import type { EdgeSaid } from './walk.ts'

type Said = readonly EdgeSaid[]

interface Gathered {
  readonly from: Place
  readonly to: Place
  /** What was said of the links that are shown as this one. */
  readonly parts: Said[]
}

const dataset = (id: number): Place => ({ kind: 'dataset', id })
const job = (id: number): Place => ({ kind: 'job', id })

/**
 * The jobs and datasets that column edges run over, with what is said of them. Where no job is known, straight from dataset to dataset. `shown`:
 * the same rows, with the jobs that they are shown with.
 */
export async function linksOf(
  db: Executor,
  rows: readonly ColumnEdgeRow[],
  shown: readonly ColumnEdgeRow[],
  moment: Moment,
): Promise<FoundEdge[]> {
  const said = await saidOf(db, rows, moment)
  const links: Gathered[] = []
  const [known, straight] = [new PairMap<Gathered>(), new PairMap<Gathered>()]
  const added = (from: Place, to: Place): Gathered => {
    const link = { from, to, parts: [] }
    links.push(link)
    return link
  }
  const add = (link: Gathered, part: Said | undefined): void => {
    // Columns of one link are many, and what was said of it the same.
    if (part !== undefined && !link.parts.includes(part)) link.parts.push(part)
  }
  for (const [i, { job_id, from_group, to_group }] of rows.entries()) {
    const as = shown[i]?.job_id ?? job_id
    if (job_id === 0) straight.at(from_group, 0, to_group, () => added(dataset(from_group), dataset(to_group)))
    else {
      const read = known.at(from_group, 0, as, () => added(dataset(from_group), job(as)))
      add(read, said.get(from_group, 0, job_id))
      const written = known.at(to_group, 1, as, () => added(job(as), dataset(to_group)))
      add(written, said.get(to_group, 1, job_id))
    }
  }
  return links.map(({ from, to, parts }) => ({ from, to, said: parts.length === 1 ? (parts[0] ?? []) : parts.flat() }))
}

async function saidOf(db: Executor, rows: readonly ColumnEdgeRow[], moment: Moment): Promise<PairMap<EdgeSaid[]>> {
  const said = new PairMap<EdgeSaid[]>()
  const asked: [number, 0 | 1, number][] = []
  const ask = (group: number, side: 0 | 1, job: number): unknown =>
    said.at(group, side, job, () => {
      asked.push([group, side, job])
      return []
    })
  for (const { job_id, from_group, to_group } of rows) {
    if (job_id === 0) continue
    ask(from_group, 0, job_id)
    ask(to_group, 1, job_id)
  }
  for (const link of await linksBetween(db, asked, moment)) said.get(link.dataset, link.side, link.job)?.push(...(link.said ?? []))
  return said
}
