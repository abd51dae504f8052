import { columnEdgeKey } from '../catalog/column-edges.ts'
import type { ColumnEdgeRow, ColumnLink } from '../catalog/column-edges.ts'
import { Budget } from './budget.ts'
import { fieldKey } from './column-graph.ts'
import type { ColumnGraph, FieldRef } from './column-graph.ts'
import type { Direction } from './walk.ts'

export interface ColumnWalkOptions {
  readonly root: FieldRef
  readonly directions: readonly Direction[]
  readonly depth: number
  readonly nodesAtMost: number
  readonly edgesAtMost: number
  /** Asked before each step but the first. */
  readonly budget?: Budget
}

export interface ColumnsWalked {
  readonly datasets: ReadonlyMap<number, number>
  readonly jobs: ReadonlyMap<number, number>
  /** With those that ids of one dataset say again. */
  readonly edges: readonly ColumnEdgeRow[]
  readonly leftOut: number
  readonly truncated: boolean
  /** Within the depth more was left out than `leftOut` counts. */
  readonly leftOutAtLeast: boolean
  /** The time ended it. */
  readonly isLate: boolean
}

export async function walkColumns(graph: ColumnGraph, options: ColumnWalkOptions): Promise<ColumnsWalked> {
  const walk = new ColumnWalk(graph, options)
  const frontiers = new Map(options.directions.map((d) => [d, [options.root]]))
  const { budget = new Budget(Number.POSITIVE_INFINITY) } = options
  for (let layer = 0; layer < options.depth && [...frontiers.values()].some((fields) => fields.length > 0); layer++) {
    if (layer > 0 && budget.isSpent) {
      walk.late()
      break
    }
    for (const direction of options.directions)
      frontiers.set(direction, await budget.of(() => walk.step(direction, layer, frontiers.get(direction) ?? [])))
  }
  for (const direction of options.directions) await walk.lookBeyond(direction, frontiers.get(direction) ?? [])
  return walk.result()
}

class ColumnWalk {
  readonly #graph: ColumnGraph
  readonly #options: ColumnWalkOptions
  readonly #datasets = new Map<number, number>()
  readonly #jobs = new Map<number, number>()
  /** By `edgeKey`, in the order in which they were met. */
  readonly #edges = new Map<number | string, ColumnLink | ColumnEdgeRow>()
  readonly #leftOut = { dataset: new Set<number>(), job: new Set<number>() }
  readonly #seen = new Map<Direction, Set<string>>()
  #truncated = false
  #isCut = false
  #isLate = false

  constructor(graph: ColumnGraph, options: ColumnWalkOptions) {
    this.#graph = graph
    this.#options = options
    this.#datasets.set(options.root.dataset, 0)
    for (const direction of options.directions) this.#seen.set(direction, new Set([fieldKey(options.root)]))
  }

  /** From fields at `layer` to those one edge further; these are returned. */
  async step(direction: Direction, layer: number, fields: readonly FieldRef[]): Promise<FieldRef[]> {
    if (fields.length === 0) return []
    const sign = direction === 'upstream' ? -1 : 1
    const room = this.#options.edgesAtMost - this.#edges.size
    const edges = await this.#graph.linksOf(fields, direction, room + 1)
    if (edges.length > room) this.#isCut = true
    const next: FieldRef[] = []
    for (const edge of edges.slice(0, room)) {
      const far =
        direction === 'upstream' ? { dataset: edge.from_group, hash: edge.from_hash } : { dataset: edge.to_group, hash: edge.to_hash }
      if (!this.#take(this.#datasets, 'dataset', far.dataset, sign * (layer + 1))) {
        if (edge.job_id !== 0 && !this.#jobs.has(edge.job_id)) this.#leftOut.job.add(edge.job_id)
        continue
      }
      if (edge.job_id !== 0 && !this.#take(this.#jobs, 'job', edge.job_id, layer === 0 ? 0 : sign * layer)) continue
      this.#edges.set(edgeKey(edge), edge)
      if (this.#isNew(direction, far)) next.push(far)
    }
    return next
  }

  /** Whether depth ended the walk, rather than the graph. */
  async lookBeyond(direction: Direction, fields: readonly FieldRef[]): Promise<void> {
    if (fields.length === 0 || this.#truncated || this.#isCut) return
    const edges = await this.#graph.linksOf(fields, direction, this.#edges.size + 1_000)
    this.#truncated ||= edges.some((e) => !this.#edges.has(edgeKey(e)))
  }

  late(): void {
    this.#isCut = true
    this.#isLate = true
  }

  async result(): Promise<ColumnsWalked> {
    const leftOut = this.#leftOut.dataset.size + this.#leftOut.job.size
    return {
      datasets: this.#datasets,
      jobs: this.#jobs,
      edges: await this.#rows(),
      leftOut,
      truncated: this.#truncated || this.#isCut || leftOut > 0,
      leftOutAtLeast: this.#isCut,
      isLate: this.#isLate,
    }
  }

  async #rows(): Promise<ColumnEdgeRow[]> {
    const links = [...this.#edges.values()]
    const said = await this.#graph.edgesById(links.filter((link) => !isWhole(link)).map((link) => link.id))
    return links.flatMap((link) => (isWhole(link) ? link : (said.get(link.id) ?? [])))
  }

  #take(nodes: Map<number, number>, kind: 'dataset' | 'job', id: number, depth: number): boolean {
    const known = nodes.get(id)
    if (known === undefined && this.#datasets.size + this.#jobs.size >= this.#options.nodesAtMost) {
      this.#leftOut[kind].add(id)
      this.#isCut ||= kind === 'job' || Math.abs(depth) < this.#options.depth
      return false
    }
    if (known === undefined || Math.abs(depth) < Math.abs(known)) nodes.set(id, depth)
    return true
  }

  #isNew(direction: Direction, field: FieldRef): boolean {
    const seen = this.#seen.get(direction)
    const key = fieldKey(field)
    if (seen === undefined || seen.has(key)) return false
    seen.add(key)
    return true
  }
}

const isWhole = (edge: ColumnLink | ColumnEdgeRow): edge is ColumnEdgeRow => 'type' in edge

const edgeKey = (edge: ColumnLink | ColumnEdgeRow): number | string => (isWhole(edge) ? columnEdgeKey(edge) : edge.id)
