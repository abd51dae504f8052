/** The plain searches that answers are held against: breadth first over lists, nothing clever. */
import type { Direction } from '../../../src/lineage/walk.ts'
import type { Model, ModelColumn, ModelLink } from './model.ts'

export interface Found {
  /** By `job namespace/name` or `dataset namespace/name`: negative upstream. */
  readonly depths: ReadonlyMap<string, number>
  readonly edges: ReadonlySet<string>
  readonly columns: ReadonlySet<string>
  readonly truncated: boolean
}

export const directionsOf = (direction: Direction | 'both'): readonly Direction[] =>
  direction === 'both' ? ['upstream', 'downstream'] : [direction]

export const linkWords = ({ job, side, dataset }: ModelLink): string => (side === 0 ? `${dataset} > ${job}` : `${job} > ${dataset}`)
type ColumnEnds = Omit<ModelColumn, 'type' | 'first' | 'last' | 'facets'>
export const columnWords = ({ job, from, fromField, to, toField, kind }: ColumnEnds): string =>
  `${from}.${fromField ?? '*'} > ${to}.${toField ?? '*'} by ${job} ${kind}`

/** Datasets by how many datasets away they are from `roots`, each `start` away. */
function distances(model: Model, roots: readonly string[], start: number, direction: Direction): Map<string, number> {
  const [near, far] = direction === 'upstream' ? ([1, 0] as const) : ([0, 1] as const)
  const found = new Map(roots.map((r) => [r, start]))
  const queue = [...roots]
  for (let dataset = queue.shift(); dataset !== undefined; dataset = queue.shift()) {
    const jobs = new Set(model.links.filter((l) => l.side === near && l.dataset === dataset).map((l) => l.job))
    for (const { dataset: next } of model.links.filter((l) => l.side === far && jobs.has(l.job))) {
      if (found.has(next)) continue
      found.set(next, (found.get(dataset) ?? 0) + 1)
      queue.push(next)
    }
  }
  return found
}

/** The lineage of a dataset or a job: all within `depth` datasets of it. */
export function searchTables(
  model: Model,
  root: { kind: 'job' | 'dataset'; key: string },
  directions: readonly Direction[],
  depth: number,
): Found {
  const depths = new Map([[`${root.kind} ${root.key}`, 0]])
  const edges = new Set<string>()
  const ends: ModelLink[] = []
  for (const direction of directions) {
    const [near, far] = direction === 'upstream' ? ([1, 0] as const) : ([0, 1] as const)
    const sign = direction === 'upstream' ? -1 : 1
    const own = model.links.filter((l) => l.side === far && l.job === root.key)
    const roots = root.kind === 'dataset' ? [root.key] : own.map((l) => l.dataset)
    const away = distances(model, roots, root.kind === 'dataset' ? 0 : 1, direction)
    if (root.kind === 'job' && depth === 0) ends.push(...own)
    const jobs = new Set(root.kind === 'job' && depth > 0 ? [root.key] : [])
    for (const link of model.links.filter((l) => l.side === near)) {
      const distance = away.get(link.dataset) ?? Infinity
      if (distance < depth) {
        edges.add(linkWords(link))
        jobs.add(link.job)
        nearer(depths, `job ${link.job}`, sign * distance)
      } else if (distance === depth) ends.push(link)
    }
    for (const link of model.links) if (link.side === far && jobs.has(link.job)) edges.add(linkWords(link))
    for (const [dataset, distance] of away) if (distance <= depth) nearer(depths, `dataset ${dataset}`, sign * distance)
  }
  return { depths, edges, columns: columnsBetween(model, depths), truncated: ends.some((l) => !edges.has(linkWords(l))) }
}

const columnsBetween = (model: Model, depths: ReadonlyMap<string, number>): Set<string> =>
  new Set(model.columns.filter((c) => depths.has(`dataset ${c.from}`) && depths.has(`dataset ${c.to}`)).map(columnWords))

/** Of two depths the nearer stands, upstream where they are as near. */
function nearer(depths: Map<string, number>, key: string, depth: number): void {
  const known = depths.get(key)
  if (known === undefined || Math.abs(depth) < Math.abs(known)) depths.set(key, depth === 0 ? 0 : depth)
}

interface State {
  readonly dataset: string
  readonly field: string | null
}
const stateKey = ({ dataset, field }: State): string => `${dataset}.${field ?? '*'}`

/** Column edges that lead on from a field: those of the field and those of its whole dataset; of a whole dataset, all. */
function edgesAt(model: Model, { dataset, field }: State, direction: Direction): { edge: ModelColumn; far: State }[] {
  return model.columns.flatMap((edge) => {
    const [own, far] = direction === 'upstream' ? ([ends(edge).to, ends(edge).from] as const) : ([ends(edge).from, ends(edge).to] as const)
    const leadsOn = own.dataset === dataset && (field === null || own.field === null || own.field === field)
    return leadsOn ? [{ edge, far }] : []
  })
}
const ends = (c: ModelColumn): { from: State; to: State } => ({
  from: { dataset: c.from, field: c.fromField },
  to: { dataset: c.to, field: c.toField },
})

/** Fields with how many edges they are away. */
function fieldDistances(model: Model, roots: readonly State[], direction: Direction): Map<string, { state: State; distance: number }> {
  const found = new Map(roots.map((state) => [stateKey(state), { state, distance: 0 }]))
  const queue = [...found.values()]
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const { far } of edgesAt(model, at.state, direction)) {
      if (found.has(stateKey(far))) continue
      const next = { state: far, distance: at.distance + 1 }
      found.set(stateKey(far), next)
      queue.push(next)
    }
  }
  return found
}

/** The lineage of a field over column edges. */
export function searchField(model: Model, root: State, directions: readonly Direction[], depth: number): Found {
  const depths = new Map([[`dataset ${root.dataset}`, 0]])
  const [edges, columns] = [new Set<string>(), new Set<string>()]
  const beyond: string[] = []
  for (const direction of directions) {
    const sign = direction === 'upstream' ? -1 : 1
    for (const { state, distance } of fieldDistances(model, [root], direction).values()) {
      for (const { edge, far } of edgesAt(model, state, direction)) {
        if (distance === depth) beyond.push(columnWords(edge))
        if (distance >= depth) continue
        columns.add(columnWords(edge))
        for (const words of stepsOf(edge)) edges.add(words)
        nearer(depths, `dataset ${far.dataset}`, sign * (distance + 1))
        if (edge.job !== '') nearer(depths, `job ${edge.job}`, sign * distance)
      }
    }
  }
  return { depths, edges, columns, truncated: beyond.some((words) => !columns.has(words)) }
}

const stepsOf = ({ from, to, job }: ModelColumn): string[] => (job === '' ? [`${from} > ${to}`] : [`${from} > ${job}`, `${job} > ${to}`])

export interface Impacted {
  /** `depth type name field`. */
  readonly rows: ReadonlySet<string>
  readonly truncated: boolean
}

export function searchImpact(model: Model, root: string, depth: number): Impacted {
  const away = distances(model, [root], 0, 'downstream')
  const jobs = new Map<string, number>()
  for (const { side, job, dataset } of model.links) {
    const distance = away.get(dataset)
    if (side === 0 && distance !== undefined && distance < (jobs.get(job) ?? Infinity)) jobs.set(job, distance)
  }
  const all = [
    ...[...jobs].map(([job, at]) => ({ at, beyond: at >= depth, words: `${at} job ${job} -` })),
    ...[...away].filter(([d]) => d !== root).map(([d, at]) => ({ at, beyond: at > depth, words: `${at} dataset ${d} -` })),
  ]
  return { rows: new Set(all.filter((r) => !r.beyond).map((r) => r.words)), truncated: all.some((r) => r.beyond) }
}

/** DIRECT where some way as short as any is so in every step; else the one of which less is known to be indirect. */
const ranks = ['DIRECT', '-', 'INDIRECT'] as const

export function searchFieldImpact(model: Model, roots: readonly State[], depth: number): Impacted {
  const away = fieldDistances(model, roots, 'downstream')
  const rank = new Map(roots.map((r) => [stateKey(r), 0]))
  // They come in the order of their distance, so that all ways to one are ranked before it leads on.
  for (const { state, distance } of away.values()) {
    for (const { edge, far } of edgesAt(model, state, 'downstream')) {
      if (away.get(stateKey(far))?.distance !== distance + 1) continue
      const along = Math.max(rank.get(stateKey(state)) ?? 0, ranks.indexOf(edge.type ?? '-'))
      rank.set(stateKey(far), Math.min(along, rank.get(stateKey(far)) ?? Infinity))
    }
  }
  const own = new Set(roots.map(stateKey))
  const jobs = new Map<string, number>()
  for (const { state, distance } of away.values())
    for (const { edge } of edgesAt(model, state, 'downstream')) if (edge.job !== '') nearer(jobs, edge.job, distance)
  const all = [
    ...[...jobs].map(([job, at]) => ({ beyond: at >= depth, words: `${at} job ${job} - -` })),
    ...[...away.values()]
      .filter(({ state }) => !own.has(stateKey(state)))
      .map(({ state, distance }) => ({
        beyond: distance > depth,
        words: `${distance} dataset ${state.dataset} ${state.field ?? '-'} ${ranks[rank.get(stateKey(state)) ?? 0]}`,
      })),
  ]
  return { rows: new Set(all.filter((r) => !r.beyond).map((r) => r.words)), truncated: all.some((r) => r.beyond) }
}

/** How many nodes are one step away, upstream and downstream. */
export function neighbours({ links }: Model, key: string): string {
  const [kind, name] = [key.split(' ', 1)[0], key.slice(key.indexOf(' ') + 1)]
  const count = (side: 0 | 1): number =>
    new Set(
      links
        .filter((l) => l.side === side && (kind === 'job' ? l.job : l.dataset) === name)
        .map((l) => (kind === 'job' ? l.dataset : l.job)),
    ).size
  return kind === 'job' ? `${count(0)}/${count(1)}` : `${count(1)}/${count(0)}`
}
