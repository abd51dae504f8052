/**
 * The walk over jobs and datasets, frontier by frontier: all datasets of one layer are asked about at once, so that the number of
 * questions follows the depth and their cost the answer.
 */

import { Budget } from './budget.ts'

export type Direction = 'upstream' | 'downstream'
export type NodeKind = 'job' | 'dataset'

/** A job reads (0) or writes (1) a dataset, here its group. */
export interface Link {
  readonly job: number
  readonly dataset: number
  readonly side: 0 | 1
  readonly lastKey: string | null
  /** What was said, under raw ids: one where the graph gives it, all that came together where the walk does. */
  readonly said?: readonly EdgeSaid[]
}

/** A job says that it reads or writes one id of a dataset. Keys are order keys; `runs`: how many of its runs do. */
export interface EdgeSaid {
  readonly job: number
  readonly dataset: number
  readonly side: 0 | 1
  readonly firstKey: string | null
  readonly lastKey: string | null
  readonly runs: number
}

/** Adjacency. At most `limit` links come back; one more than was wanted tells that there are more. */
export interface Graph {
  /** Links of these datasets with the jobs that write (1) or read (0) them. */
  linksOfDatasets(datasets: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]>
  linksOfJobs(jobs: readonly number[], side: 0 | 1, limit: number): Promise<readonly Link[]>
  /** Some question so far looked at a part only of what there is. */
  readonly isCut?: boolean
}

export interface WalkOptions {
  readonly root: { readonly kind: NodeKind; readonly id: number }
  readonly directions: readonly Direction[]
  /** Datasets away from the root; jobs between them do not count. */
  readonly depth: number
  /** Nodes of the answer, the root among them. */
  readonly nodesAtMost: number
  /** Links of the answer, and of one question. */
  readonly linksAtMost: number
  /** Asked before each step but the first. */
  readonly budget?: Budget
}

export interface Walked {
  /** By id, the depth: negative upstream, positive downstream; the nearer one where both ways lead there. */
  readonly jobs: ReadonlyMap<number, number>
  readonly datasets: ReadonlyMap<number, number>
  readonly links: readonly Link[]
  /** Nodes that were seen and not taken for want of room. */
  readonly leftOut: number
  /** More is there than depth or room let in. */
  readonly truncated: boolean
  /** Within the depth more was left out than `leftOut` counts: what lies behind a node that was not taken, or links that were not read. */
  readonly leftOutAtLeast: boolean
  /** The time ended it. */
  readonly isLate: boolean
}

export async function walk(graph: Graph, options: WalkOptions): Promise<Walked> {
  const taken = new Taken(options)
  const sides = options.directions.map((direction) => new Side(graph, taken, direction, options))
  const { budget = new Budget(Number.POSITIVE_INFINITY) } = options
  for (const side of sides) await budget.of(() => side.start())
  for (let layer = 0; layer < options.depth && sides.some((side) => side.isOpen); layer++) {
    if (layer > 0 && budget.isSpent) {
      taken.late()
      break
    }
    for (const side of sides) await budget.of(() => side.step(layer))
  }
  for (const side of sides) await side.lookBeyond()
  if (graph.isCut === true) taken.cut()
  return taken.result()
}

/** Nodes and links of the answer, over both directions. */
class Taken {
  readonly jobs = new Map<number, number>()
  readonly datasets = new Map<number, number>()
  readonly links = new Map<string, Link>()
  readonly #said = new Map<string, Map<string, EdgeSaid>>()
  readonly #leftOut = new Set<string>()
  readonly #options: WalkOptions
  truncated = false
  isCut = false
  isLate = false

  constructor(options: WalkOptions) {
    this.#options = options
    this.of(options.root.kind).set(options.root.id, 0)
  }

  of(kind: NodeKind): Map<number, number> {
    return kind === 'job' ? this.jobs : this.datasets
  }

  /** False where there is no room for it. */
  take(kind: NodeKind, id: number, depth: number): boolean {
    const nodes = this.of(kind)
    const known = nodes.get(id)
    if (known !== undefined) {
      if (Math.abs(depth) < Math.abs(known)) nodes.set(id, depth)
      return true
    }
    if (this.jobs.size + this.datasets.size >= this.#options.nodesAtMost) {
      this.#leftOut.add(`${kind} ${id}`)
      this.isCut ||= kind === 'job' || Math.abs(depth) < this.#options.depth
      return false
    }
    nodes.set(id, depth)
    return true
  }

  link(link: Link): void {
    const key = `${link.job} ${link.side} ${link.dataset}`
    const known = this.links.get(key)
    if (known === undefined && this.links.size >= this.#options.linksAtMost) this.cut()
    else if (known === undefined || (link.lastKey ?? '') > (known.lastKey ?? '')) this.links.set(key, link)
    if (known !== undefined || this.links.has(key)) this.#hear(key, link)
  }

  cut(): void {
    this.truncated = true
    this.isCut = true
  }

  late(): void {
    this.cut()
    this.isLate = true
  }

  /** Ids of one dataset, and jobs that are shown as one, say one link. */
  #hear(key: string, { said = [] }: Link): void {
    const known = this.#said.get(key) ?? new Map<string, EdgeSaid>()
    for (const one of said) known.set(`${one.job} ${one.dataset}`, one)
    this.#said.set(key, known)
  }

  /** Links that one more question may bring: enough for every node that still has room, and for links among those that are there. */
  get room(): number {
    const free = this.#options.nodesAtMost - this.jobs.size - this.datasets.size
    return Math.min(this.#options.linksAtMost, 2 * free + 1_000)
  }

  #allLinks(): Link[] {
    return [...this.links].map(([key, link]) => {
      const said = this.#said.get(key)
      return said === undefined || said.size === 0 ? link : { ...link, said: [...said.values()] }
    })
  }

  result(): Walked {
    const leftOut = this.#leftOut.size
    const truncated = this.truncated || leftOut > 0
    const { jobs, datasets, isCut, isLate } = this
    return { jobs, datasets, links: this.#allLinks(), leftOut, truncated, leftOutAtLeast: isCut, isLate }
  }
}

/** One direction: the datasets that were reached last, and all jobs and datasets that were reached this way. */
class Side {
  readonly #graph: Graph
  readonly #taken: Taken
  readonly #sign: 1 | -1
  /** Upstream: from a dataset to its writers, from a job to what it reads. */
  readonly #ofDatasets: 0 | 1
  readonly #ofJobs: 0 | 1
  readonly #options: WalkOptions
  readonly #jobs = new Set<number>()
  readonly #datasets = new Set<number>()
  #frontier: number[] = []

  constructor(graph: Graph, taken: Taken, direction: Direction, options: WalkOptions) {
    this.#graph = graph
    this.#taken = taken
    this.#options = options
    this.#sign = direction === 'upstream' ? -1 : 1
    this.#ofDatasets = direction === 'upstream' ? 1 : 0
    this.#ofJobs = direction === 'upstream' ? 0 : 1
  }

  /** There is somewhere to go from. */
  get isOpen(): boolean {
    return this.#frontier.length > 0
  }

  async start(): Promise<void> {
    const { root, depth } = this.#options
    if (root.kind === 'dataset') {
      this.#datasets.add(root.id)
      this.#frontier = [root.id]
      return
    }
    this.#jobs.add(root.id)
    if (depth > 0) await this.#reach([root.id], 1)
    else this.#taken.truncated ||= (await this.#graph.linksOfJobs([root.id], this.#ofJobs, 1)).length > 0
  }

  /** From the datasets at depth `layer` over their jobs to the next datasets. A job as root has its own datasets at depth 1. */
  async step(layer: number): Promise<void> {
    if (this.#options.root.kind === 'job' && layer === 0) return
    if (this.#frontier.length === 0) return
    const links = await this.#ask('dataset', this.#frontier, this.#ofDatasets)
    const jobs: number[] = []
    for (const link of links) {
      if (!this.#taken.take('job', link.job, this.#depth(layer))) continue
      this.#taken.link(link)
      if (!this.#jobs.has(link.job)) jobs.push(link.job)
      this.#jobs.add(link.job)
    }
    await this.#reach(jobs, layer + 1)
  }

  async #reach(jobs: readonly number[], depth: number): Promise<void> {
    this.#frontier = []
    if (jobs.length === 0) return
    for (const link of await this.#ask('job', jobs, this.#ofJobs)) {
      if (!this.#taken.take('dataset', link.dataset, this.#depth(depth))) continue
      this.#taken.link(link)
      if (!this.#datasets.has(link.dataset)) this.#frontier.push(link.dataset)
      this.#datasets.add(link.dataset)
    }
  }

  /** Whether depth ended the walk, rather than the graph. */
  async lookBeyond(): Promise<void> {
    if (this.#frontier.length === 0 || this.#taken.truncated) return
    const links = await this.#graph.linksOfDatasets(this.#frontier, this.#ofDatasets, this.#taken.links.size + 1_000)
    this.#taken.truncated ||= links.some((l) => !this.#taken.links.has(`${l.job} ${l.side} ${l.dataset}`))
  }

  async #ask(kind: NodeKind, ids: readonly number[], side: 0 | 1): Promise<readonly Link[]> {
    const room = this.#taken.room
    const links = await (kind === 'dataset'
      ? this.#graph.linksOfDatasets(ids, side, room + 1)
      : this.#graph.linksOfJobs(ids, side, room + 1))
    if (links.length > room) this.#taken.cut()
    return links.slice(0, room)
  }

  #depth(depth: number): number {
    return depth === 0 ? 0 : this.#sign * depth
  }
}
