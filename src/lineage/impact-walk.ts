import type { Executor } from '../db/contract.ts'
import { catalogColumns } from './columns.ts'
import type { FieldRef } from './columns.ts'
import { catalogGraph } from './graph.ts'
import type { Moment } from './moment.ts'

/** Something downstream, with the step that led to it: a nearest way from the root. Ids are of jobs and of groups. */
export interface Reached {
  readonly kind: 'job' | 'dataset'
  readonly id: number
  /** Stored text; null: the whole. */
  readonly field: string | null
  readonly hash: string
  readonly depth: number
  readonly dependency: Dependency
  readonly from: { readonly dataset: number; readonly hash: string; readonly field: string | null; readonly job: number }
}
export type Dependency = 'DIRECT' | 'INDIRECT' | null

export interface ImpactOptions {
  readonly depth: number
  readonly moment: Moment
}

/** Nodes that one question to the catalog is about. */
const chunkSize = 2_000
/** Links that one question may bring. A hub of more is read in part, and the answer is then truncated. */
const linksMax = 1_000_000

/** Breadth first over jobs and datasets, a piece at a time; the last value tells whether depth or a bound cut it short. */
export async function* impactOfDataset(db: Executor, root: number, options: ImpactOptions): AsyncGenerator<Reached[], boolean> {
  const graph = catalogGraph(db, options.moment)
  const [jobs, datasets] = [new Set<number>(), new Set([root])]
  let frontier = [root]
  let truncated = false
  for (let depth = 0; depth < options.depth && frontier.length > 0; depth++) {
    const next: number[] = []
    for (const part of chunks(frontier)) {
      const reading = await graph.linksOfDatasets(part, 0, linksMax)
      const readers = reading.filter((l) => isNew(jobs, l.job))
      yield readers.map((l) => reached('job', l.job, depth, l.dataset, 0))
      const parents = new Map(readers.map((l) => [l.job, l.dataset]))
      for (const some of chunks([...parents.keys()])) {
        const writing = await graph.linksOfJobs(some, 1, linksMax)
        const made = writing.filter((l) => isNew(datasets, l.dataset))
        next.push(...made.map((l) => l.dataset))
        truncated ||= writing.length >= linksMax
        yield made.map((l) => reached('dataset', l.dataset, depth + 1, parents.get(l.job) ?? root, l.job))
      }
      truncated ||= reading.length >= linksMax
    }
    frontier = next
  }
  return truncated || (frontier.length > 0 && (await graph.linksOfDatasets(frontier, 0, 1)).length > 0)
}

function reached(kind: Reached['kind'], id: number, depth: number, dataset: number, job: number): Reached {
  return { kind, id, field: null, hash: '', depth, dependency: null, from: { dataset, hash: '', field: null, job } }
}

interface Step extends FieldRef {
  readonly field: string | null
  readonly dependency: Dependency
}

/** Breadth first over column edges. A step that is DIRECT counts before one of the same depth that is not. */
export async function* impactOfFields(
  db: Executor,
  roots: readonly (FieldRef & { readonly field: string })[],
  options: ImpactOptions,
): AsyncGenerator<Reached[], boolean> {
  const graph = catalogColumns(db, options.moment)
  const seen = new Set(roots.map(keyOf))
  let frontier: Step[] = roots.map((r) => ({ ...r, dependency: 'DIRECT' }))
  let truncated = false
  for (let depth = 1; depth <= options.depth && frontier.length > 0; depth++) {
    const next: Step[] = []
    for (const part of chunks(frontier)) {
      const steps = new Map(part.map((s) => [keyOf(s), s]))
      const whole = new Map(part.map((s) => [s.dataset, s]))
      const edges = await graph.edgesOf(part, 'downstream', linksMax)
      truncated ||= edges.length >= linksMax
      const made: Reached[] = []
      for (const edge of edges.toSorted((a, b) => rankOf(a.type) - rankOf(b.type) || a.id - b.id)) {
        const to = { dataset: edge.to_group, hash: edge.to_hash }
        const from = steps.get(keyOf({ dataset: edge.from_group, hash: edge.from_hash })) ?? whole.get(edge.from_group)
        if (from === undefined || !isNew(seen, keyOf(to))) continue
        const dependency = along(from.dependency, edge.type)
        next.push({ ...to, field: edge.to_field, dependency })
        made.push({
          kind: 'dataset',
          id: to.dataset,
          field: edge.to_field,
          hash: to.hash,
          depth,
          dependency,
          from: { dataset: from.dataset, hash: from.hash, field: from.field, job: edge.job_id },
        })
      }
      yield made
    }
    frontier = next
  }
  return truncated || (frontier.length > 0 && (await graph.edgesOf(frontier, 'downstream', 1)).length > 0)
}

const keyOf = (field: FieldRef): string => `${field.dataset} ${field.hash}`
const rankOf = (type: string | null): number => (type === 'DIRECT' ? 0 : 1)

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
