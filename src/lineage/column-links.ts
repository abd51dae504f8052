import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import type { Executor } from '../db/contract.ts'
import type { FoundEdge, Place } from './place.ts'
import { linksBetween } from './graph.ts'
import type { Moment } from './moment.ts'
import { PairMap } from './pair-map.ts'
import type { EdgeSaid } from './walk.ts'

interface Gathered {
  readonly from: Place
  readonly to: Place
  readonly said: EdgeSaid[]
}

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
  const links = new Links()
  for (const [i, row] of rows.entries()) links.add(row, shown[i]?.job_id ?? row.job_id)
  for (const { dataset, side, job, said } of await linksBetween(db, links.asked, moment))
    links.saidBy.get(dataset, side, job)?.said.push(...(said ?? []))
  return links.all
}

class Links {
  readonly all: Gathered[] = []
  /** What is asked of the catalog, and which link of the answer each is part of. */
  readonly asked: [group: number, side: 0 | 1, job: number][] = []
  readonly saidBy = new PairMap<Gathered>()
  readonly #shown = new PairMap<Gathered>()
  readonly #straight = new PairMap<Gathered>()
  readonly #places = { dataset: new Map<number, Place>(), job: new Map<number, Place>() }

  add({ job_id, from_group, to_group }: ColumnEdgeRow, as: number): void {
    if (job_id !== 0) {
      this.#touch(from_group, 0, job_id, as)
      this.#touch(to_group, 1, job_id, as)
    } else if (this.#straight.get(from_group, 0, to_group) === undefined)
      this.#straight.set(from_group, 0, to_group, this.#link(this.#place('dataset', from_group), this.#place('dataset', to_group)))
  }

  /** Columns of one link are many. */
  #touch(group: number, side: 0 | 1, job: number, as: number): void {
    if (this.saidBy.get(group, side, job) !== undefined) return
    let link = this.#shown.get(group, side, as)
    if (link === undefined) {
      const [dataset, maker] = [this.#place('dataset', group), this.#place('job', as)]
      link = side === 0 ? this.#link(dataset, maker) : this.#link(maker, dataset)
      this.#shown.set(group, side, as, link)
    }
    this.saidBy.set(group, side, job, link)
    this.asked.push([group, side, job])
  }

  #link(from: Place, to: Place): Gathered {
    const link = { from, to, said: [] }
    this.all.push(link)
    return link
  }

  #place(kind: Place['kind'], id: number): Place {
    let place = this.#places[kind].get(id)
    if (place === undefined) this.#places[kind].set(id, (place = { kind, id }))
    return place
  }
}
