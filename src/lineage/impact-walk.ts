import type { ColumnEdgeRow } from '../catalog/column-edges.ts'
import type { Executor } from '../db/contract.ts'
import { boundsOf } from './bounds.ts'
import type { Budget } from './budget.ts'
import { catalogColumns } from './column-graph.ts'
import type { FieldRef } from './column-graph.ts'
import { catalogGraph } from './graph.ts'
import type { Moment } from './moment.ts'
import type { Link } from './walk.ts'

/** Something downstream, with the step that led to it: a nearest way from the root. Ids are of jobs and of groups. */
export interface Reached {
  readonly kind: 'job' | 'dataset'
  readonly id: number
  /** Stored text; null: the whole. */
  readonly field: string | null
  readonly hash: string
  readonly depth: number
  readonly dependency: Dependency
  /** A step of the way was inferred from SQL. */
  readonly inferred?: boolean
  readonly from: { readonly dataset: number; readonly hash: string; readonly field: string | null; readonly job: number }
}
export type Dependency = 'DIRECT' | 'INDIRECT' | null

export interface ImpactOptions {
  readonly depth: number
  readonly moment: Moment
  /** Of columns, with those that were inferred from SQL. */
  readonly inferred?: boolean | undefined
  /** Asked before each piece; spent, the walk ends as if cut short. */
  readonly budget: Budget
}

/** Nodes that one question to the catalog is about. */
const chunkSize = 2_000
/** Breadth first over jobs and datasets, a piece at a time; the last value tells whether depth or a bound cut it short. */
export async function* impactOfDataset(db: Executor, root: number, options: ImpactOptions): AsyncGenerator<Reached[], boolean> {
  const { budget } = options
  const { impactLinks: linksMax, impactLooks: looksMax } = boundsOf(db)
  const graph = catalogGraph(db, options.moment, { bare: true, looksAtMost: linksMax })
  const [jobs, datasets] = [new Set<number>(), new Set([root])]
  let frontier = [root]
  let truncated = false
  for (let depth = 0; depth < options.depth && frontier.length > 0; depth++) {
    const next: number[] = []
    for (const part of chunks(frontier)) {
      if (depth > 0 && budget.isSpent) return true
      const reading = await budget.of(() => graph.linksOfDatasets(part, 0, linksMax))
      const readers = reading.filter((l) => isNew(jobs, l.job))
      yield readers.map((l) => reached('job', l.job, depth, l.dataset, 0))
      const parents = new Map(readers.map((l) => [l.job, l.dataset]))
      for (const some of chunks([...parents.keys()])) {
        const writing = await budget.of(() => graph.linksOfJobs(some, 1, linksMax))
        const made = writing.filter((l) => isNew(datasets, l.dataset))
        next.push(...made.map((l) => l.dataset))
        truncated ||= writing.length >= linksMax
        yield made.map((l) => reached('dataset', l.dataset, depth + 1, parents.get(l.job) ?? root, l.job))
      }
      truncated ||= reading.length >= linksMax || graph.isCut === true
    }
    frontier = next
  }
  const ask = (part: readonly number[]): Promise<readonly Link[]> => graph.linksOfDatasets(part, 0, looksMax)
  return truncated || (await anyNew(frontier, looksMax, ask, (l) => !jobs.has(l.job))) || graph.isCut === true
}

/** Whether a step further would bring something new. Where there is too much to look at, it is taken for granted. */
async function anyNew<T, L>(
  last: readonly T[],
  looksMax: number,
  ask: (part: T[]) => Promise<readonly L[]>,
  isNew: (link: L) => boolean,
): Promise<boolean> {
  for (const part of chunks(last)) {
    const links = await ask(part)
    if (links.length >= looksMax || links.some(isNew)) return true
  }
  return false
}

function reached(kind: Reached['kind'], id: number, depth: number, dataset: number, job: number): Reached {
  return { kind, id, field: null, hash: '', depth, dependency: null, from: { dataset, hash: '', field: null, job } }
}

interface Step extends FieldRef {
  readonly field: string | null
  readonly dependency: Dependency
  readonly inferred: boolean
}

interface Way {
  readonly edge: ColumnEdgeRow
  readonly dependency: Dependency
  readonly inferred: boolean
}

const bestFirst = (a: Way, b: Way): number =>
  rankOf(a.dependency) - rankOf(b.dependency) || Number(a.inferred) - Number(b.inferred) || a.edge.id - b.edge.id

/**
 * Breadth first over column edges, with the jobs that make them. Of ways that are as short the one that is DIRECT in every step counts, then one that was said in every step,
 * as far as one piece shows.
 */
export async function* impactOfFields(
  db: Executor,
  roots: readonly (FieldRef & { readonly field: string })[],
  options: ImpactOptions,
): AsyncGenerator<Reached[], boolean> {
  const { budget } = options
  const { impactLinks: linksMax, impactLooks: looksMax } = boundsOf(db)
  const graph = catalogColumns(db, { ...options.moment, inferred: options.inferred })
  const [seen, jobs] = [new Set(roots.map(keyOf)), new Set([0])]
  let frontier: Step[] = roots.map((r) => ({ ...r, dependency: 'DIRECT', inferred: false }))
  let truncated = false
  for (let depth = 1; depth <= options.depth && frontier.length > 0; depth++) {
    const next: Step[] = []
    for (const part of chunks(frontier.toSorted((a, b) => rankOf(a.dependency) - rankOf(b.dependency)))) {
      const starts = new Starts(part)
      if (depth > 1 && budget.isSpent) return true
      const edges = await budget.of(() => graph.edgesOf(part, 'downstream', linksMax))
      truncated ||= edges.length >= linksMax
      const [making, made]: [Reached[], Reached[]] = [[], []]
      const ways = edges.flatMap((edge) => {
        const from = starts.of({ dataset: edge.from_group, hash: edge.from_hash })
        return from === undefined
          ? []
          : [{ edge, from, dependency: along(from.dependency, edge.type), inferred: from.inferred || edge.inferred === 1 }]
      })
      for (const { edge, from, dependency, inferred } of ways.sort(bestFirst)) {
        const to = { dataset: edge.to_group, hash: edge.to_hash }
        const start = { dataset: from.dataset, hash: from.hash, field: from.field }
        if (isNew(jobs, edge.job_id))
          making.push({ ...reached('job', edge.job_id, depth - 1, from.dataset, 0), inferred, from: { ...start, job: 0 } })
        if (!isNew(seen, keyOf(to))) continue
        next.push({ ...to, field: edge.to_field, dependency, inferred })
        made.push({
          kind: 'dataset',
          id: to.dataset,
          field: edge.to_field,
          hash: to.hash,
          depth,
          dependency,
          inferred,
          from: { ...start, job: edge.job_id },
        })
      }
      yield [...making, ...made]
    }
    frontier = next
  }
  const isFurther = (e: ColumnEdgeRow): boolean => !jobs.has(e.job_id) || !seen.has(keyOf({ dataset: e.to_group, hash: e.to_hash }))
  return truncated || anyNew(frontier, looksMax, (part) => graph.edgesOf(part, 'downstream', looksMax), isFurther)
}

/** From which of the fields of one piece an edge starts. The best ones come first in the piece. */
class Starts {
  readonly #fields: ReadonlyMap<string, Step>
  readonly #datasets: ReadonlyMap<number, Step>

  constructor(part: readonly Step[]) {
    this.#fields = new Map(part.map((s) => [keyOf(s), s]))
    this.#datasets = new Map(part.toReversed().map((s) => [s.dataset, s]))
  }

  /** An edge of a field starts from it or from its whole dataset, one of a whole dataset from any field of it. */
  of(end: FieldRef): Step | undefined {
    if (end.hash === '') return this.#datasets.get(end.dataset)
    const [field, whole] = [this.#fields.get(keyOf(end)), this.#fields.get(keyOf({ dataset: end.dataset, hash: '' }))]
    return field !== undefined && (whole === undefined || rankOf(field.dependency) <= rankOf(whole.dependency)) ? field : whole
  }
}

const keyOf = (field: FieldRef): string => `${field.dataset} ${field.hash}`
const rankOf = (dependency: Dependency): number => (dependency === 'DIRECT' ? 0 : dependency === null ? 1 : 2)

function along(before: Dependency, type: string | null): Dependency {
  if (before === 'INDIRECT' || type === 'INDIRECT') return 'INDIRECT'
  return before === null || type === null ? null : 'DIRECT'
}

function isNew<T>(seen: Set<T>, value: T): boolean {
  if (seen.has(value)) return false
  seen.add(value)
  return true
}

function* chunks<T>(of: readonly T[]): Generator<T[]> {
  for (let at = 0; at < of.length; at += chunkSize) yield of.slice(at, at + chunkSize)
}
