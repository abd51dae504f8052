import { jobsInside } from '../catalog/inside.ts'
import { among, groupBy, idList } from '../catalog/sql.ts'
import type { Executor } from '../db/contract.ts'
import type { Graph, Link } from './walk.ts'

/** Jobs that stand for others, at one time. */
const membersAtMost = 20_000
const innerAtMost = 20_000
/** Links of the dataset around which a graph is folded, and of the jobs that write it. */
const aroundAtMost = 500

interface Row {
  readonly id: number
  readonly parent_id: number
  readonly is_part: number
  readonly kin: string
}

/**
 * The graph with jobs folded: steps into their parent, ways of running the same into the one that ran last, and all that is inside one job
 * (`top`, which stands for itself) into it. What one member of a fold makes and another reads stays inside: it is shown as made only. But not
 * `around` the dataset that was asked about: where a fold would hide what it is made of, or what is made of it, the steps stand for themselves.
 */
export class FoldedGraph implements Graph {
  readonly #db: Executor
  readonly #base: Graph
  readonly #top: number | null
  readonly #inside: ReadonlySet<number>
  /** Jobs whose steps stand for themselves. */
  readonly #apart: ReadonlySet<number>
  readonly #shown = new Map<number, number>()
  readonly #members = new Map<number, readonly number[]>()

  private constructor(db: Executor, base: Graph, top: number | null, inside: readonly number[], apart: ReadonlySet<number>) {
    this.#db = db
    this.#base = base
    this.#apart = apart
    this.#top = top
    this.#inside = new Set(inside)
    if (top !== null) for (const id of [top, ...inside]) this.#shown.set(id, top)
  }

  static async open(db: Executor, base: Graph, top: number | null, around: number | null = null): Promise<FoldedGraph> {
    const apart = around === null ? new Set<number>() : await new FoldedGraph(db, base, null, [], new Set()).#hiding(around)
    const whole = top === null || apart.has(top) ? null : top
    return new FoldedGraph(db, base, whole, whole === null ? [] : (await jobsInside(db, whole)).ids, apart)
  }

  /** The jobs whose folded steps would hide a read of this dataset, or of what those read that write it. */
  async #hiding(dataset: number): Promise<Set<number>> {
    const [reads, writes] = [await this.#around(dataset, 0), await this.#around(dataset, 1)]
    const shown = await this.shownAs([...reads, ...writes].map((l) => l.job))
    const folds = new Set([...reads, ...writes].flatMap(({ job }) => (shown.get(job) === job ? [] : [shown.get(job) ?? job])))
    if (folds.size === 0) return new Set()
    await this.#gather([...folds])
    const writers = writes.map((l) => l.job).filter((job) => folds.has(shown.get(job) ?? job))
    const beneath = await this.#base.linksOfJobs(writers, 0, aroundAtMost)
    const hidden = [...(await this.#inner([...reads, ...beneath], shown))].map((l) => shown.get(l.job) ?? l.job)
    const steps = await this.#rows(
      'id',
      [...new Set(hidden)].flatMap((id) => this.membersOf(id)),
    )
    return new Set(steps.filter((r) => r.is_part === 1 && r.parent_id !== 0).map((r) => r.parent_id))
  }

  #around(dataset: number, side: 0 | 1): Promise<readonly Link[]> {
    return this.#base.linksOfDatasets([dataset], side, aroundAtMost)
  }

  get isCut(): boolean {
    return this.#base.isCut === true
  }

  async linksOfDatasets(datasets: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]> {
    return this.#folded(await this.#base.linksOfDatasets(datasets, side, limit))
  }

  async linksOfJobs(jobs: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]> {
    await this.#gather(jobs)
    const members = new Set(jobs.flatMap((id) => this.membersOf(id)))
    return this.#folded(await this.#base.linksOfJobs([...members].slice(0, membersAtMost), side, limit))
  }

  /** The jobs that this one stands for, with it; known once its links were asked for. */
  membersOf(job: number): readonly number[] {
    return this.#members.get(job) ?? [job]
  }

  /** By job, the jobs that it stands for, with it. */
  async membersOfAll(jobs: readonly number[]): Promise<ReadonlyMap<number, readonly number[]>> {
    await this.#gather(jobs)
    return new Map(jobs.map((id) => [id, this.membersOf(id)]))
  }

  /** By job, the job that it is shown as. */
  async shownAs(jobs: Iterable<number>): Promise<ReadonlyMap<number, number>> {
    const unknown = [...new Set(jobs)].filter((id) => id !== 0 && !this.#shown.has(id))
    if (unknown.length > 0) await this.#learn(unknown)
    return this.#shown
  }

  async #learn(ids: readonly number[]): Promise<void> {
    const rows = await this.#rows('id', ids)
    const wholeOf = new Map(
      rows.map((r) => [r.id, r.is_part === 1 && r.parent_id !== 0 && !this.#apart.has(r.parent_id) ? r.parent_id : r.id]),
    )
    const wholes = [...new Set(wholeOf.values())].filter((id) => !this.#shown.has(id))
    const leaders = await this.#leaders(await this.#rows('id', wholes))
    for (const id of ids) {
      const whole = wholeOf.get(id) ?? id
      this.#shown.set(id, this.#shown.get(whole) ?? leaders.get(whole) ?? whole)
    }
  }

  /** Of each job the one among its ways of running that ran last; the top leads where it is one of them. */
  async #leaders(wholes: readonly Row[]): Promise<Map<number, number>> {
    const kins = [...new Set(wholes.map((r) => r.kin).filter((kin) => kin !== ''))]
    const ways = groupByText(await this.#waysOf(kins))
    const lead = (kin: string): number | undefined => {
      const all = ways.get(kin) ?? []
      return all.find((id) => id === this.#top) ?? all.find((id) => !this.#inside.has(id))
    }
    return new Map(wholes.map((r) => [r.id, (r.kin === '' ? undefined : lead(r.kin)) ?? r.id]))
  }

  async #waysOf(kins: readonly string[]): Promise<{ id: number; kin: string }[]> {
    const list = JSON.stringify(kins)
    const within =
      this.#db.dialect === 'sqlite' ? 'IN (SELECT value FROM json_each(?))' : '= ANY(ARRAY(SELECT jsonb_array_elements_text(?::jsonb)))'
    const sql = `SELECT id, kin FROM job WHERE kin ${within} ORDER BY kin, last_started DESC, id DESC LIMIT ${membersAtMost}`
    return kins.length === 0 ? [] : this.#db.all(sql, [list])
  }

  #rows(column: 'id' | 'parent_id', ids: readonly number[]): Promise<Row[]> {
    const steps = column === 'id' ? '' : `AND is_part = 1 LIMIT ${membersAtMost}`
    return this.#db.all<Row>(`SELECT id, parent_id, is_part, kin FROM job WHERE ${column} ${among(this.#db)} ${steps}`, [
      idList(this.#db, ids),
    ])
  }

  /** Finds what these jobs stand for: their ways of running, and the steps within any of them. */
  async #gather(jobs: readonly number[]): Promise<void> {
    const wanted = jobs.filter((id) => !this.#members.has(id))
    if (wanted.length === 0) return
    const own = await this.#rows('id', wanted)
    const ways = groupByText(await this.#waysOf([...new Set(own.map((r) => r.kin).filter((kin) => kin !== ''))]))
    const wholes = new Map(own.map((r) => [r.id, r.kin === '' ? [r.id] : [...new Set([r.id, ...(ways.get(r.kin) ?? [])])]]))
    const parents = [...wholes.values()].flat().filter((id) => !this.#apart.has(id))
    const steps = groupBy(await this.#rows('parent_id', parents), (r) => r.parent_id)
    for (const [id, list] of wholes) {
      const all = [...list, ...list.flatMap((one) => (steps.get(one) ?? []).map((r) => r.id))]
      const mine = id === this.#top ? [...new Set([...all, ...this.#inside])] : all.filter((one) => !this.#inside.has(one))
      this.#members.set(id, mine)
      for (const one of mine) if (!this.#shown.has(one)) this.#shown.set(one, id)
    }
  }

  async #folded(links: readonly Link[]): Promise<readonly Link[]> {
    const shown = await this.shownAs(links.map((l) => l.job))
    const inner = await this.#inner(links, shown)
    return links.flatMap((link) => (inner.has(link) ? [] : [{ ...link, job: shown.get(link.job) ?? link.job }]))
  }

  /** Reads of what another member of the same fold makes. */
  async #inner(links: readonly Link[], shown: ReadonlyMap<number, number>): Promise<ReadonlySet<Link>> {
    const reads = links.filter((l) => l.side === 0 && (shown.get(l.job) !== l.job || this.membersOf(l.job).length > 1))
    if (reads.length === 0) return new Set()
    const writes = await this.#base.linksOfDatasets([...new Set(reads.map((l) => l.dataset))], 1, innerAtMost)
    const makers = await this.shownAs(writes.map((l) => l.job))
    const own = new Set(writes.map((l) => `${l.job} ${l.dataset}`))
    const made = new Set(writes.map((l) => `${makers.get(l.job) ?? l.job} ${l.dataset}`))
    return new Set(reads.filter((l) => made.has(`${shown.get(l.job) ?? l.job} ${l.dataset}`) && !own.has(`${l.job} ${l.dataset}`)))
  }
}

function groupByText(rows: readonly { readonly id: number; readonly kin: string }[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const { id, kin } of rows) groups.set(kin, [...(groups.get(kin) ?? []), id])
  return groups
}
