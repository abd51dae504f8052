import { Random } from '../random.ts'

/** A dataset as an event names it; `alias`: by its second id. */
export interface Place {
  readonly namespace: string
  readonly name: string
}

export interface ColumnSaid {
  readonly from: Place
  readonly fromField: string | null
  readonly toField: string | null
  readonly type: 'DIRECT' | 'INDIRECT' | null
  readonly subtype: string | null
  readonly masking: boolean
}

/** One event, before it is JSON. */
export interface Said {
  readonly time: string
  readonly type: 'START' | 'RUNNING' | 'COMPLETE' | 'ABORT' | 'FAIL' | null
  readonly runId: string | null
  readonly job: Place | null
  readonly inputs: readonly Place[]
  readonly outputs: readonly Place[]
  /** Of the outputs, by their place in the list. */
  readonly columns: ReadonlyMap<number, readonly ColumnSaid[]>
  /** Datasets that this event names as inputs as well, to say their second id. */
  readonly links: readonly number[]
  /** The job is a stream: its runs need not end. */
  readonly streaming?: boolean
  /** How many fields the schema has that is said of an output, by its place in the list. */
  readonly schemas?: ReadonlyMap<number, number>
}

/** A small world of its own: its names are in namespaces that no other has. */
export interface DrawnGraph {
  readonly id: number
  readonly datasets: number
  readonly jobs: readonly Place[]
  readonly events: readonly Said[]
}

export const fields = ['a', 'b', 'c'] as const
/** Noon of days of one November, some of them twice, so that events meet. */
export const days = [1, 2, 3, 4, 5, 6, 7, 8] as const
export const dayAt = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T12:00:00Z`

export const nameOf = (graph: number, dataset: number): Place => ({ namespace: `lake${graph}`, name: `t${dataset}` })
export const aliasOf = (graph: number, dataset: number): Place => ({ namespace: `hive${graph}`, name: `s${dataset}` })

/** The graph of a seed, always the same. */
export function graphOf(id: number, seed: number): DrawnGraph {
  const random = new Random(seed)
  const datasets = random.int(1, random.chance(0.15) ? 14 : 6)
  const jobs = Array.from({ length: random.int(1, random.chance(0.15) ? 12 : 5) }, (_, j) => ({ namespace: `etl${id}`, name: `j${j}` }))
  const inRow = random.chance(0.25)
  const aliased = random.chance(0.3)
  const world = { id, datasets, aliased }
  const events = jobs.flatMap((job, j) => {
    if (!inRow && random.chance(0.4)) return history(random, world, job)
    const reads = inRow ? [j % datasets] : random.list(0, 3, () => random.int(0, datasets - 1))
    const writes = inRow ? [(j + 1) % datasets] : random.list(0, 3, () => random.int(0, datasets - 1))
    return random.list(1, 3, () => said(random, world, job, reads, writes))
  })
  const isEmpty = events.every((e) => e.inputs.length + e.outputs.length === 0)
  if (isEmpty || random.chance(0.15)) events.push(saidOfDataset(random, world))
  const shuffled = random.shuffled(events)
  return { id, datasets, jobs, events: random.chance(0.3) ? shuffled.map((event) => withSchemas(random, event)) : shuffled }
}

/** Few schemas, so that datasets go back to one that they had before. */
function withSchemas(random: Random, event: Said): Said {
  const schemas = event.outputs.flatMap((_, n) => (random.chance(0.6) ? [[n, random.int(1, 3)] as const] : []))
  return { ...event, schemas: new Map(schemas) }
}

interface World {
  readonly id: number
  readonly datasets: number
  readonly aliased: boolean
}

function said(random: Random, world: World, job: Place, reads: readonly number[], writes: readonly number[]): Said {
  const some = (of: readonly number[]): number[] => [...new Set(of.filter(() => random.chance(0.85)))]
  const [inputs, outputs] = [some(reads), some(writes)]
  const columns = new Map(outputs.flatMap((_, n) => (random.chance(0.6) ? [[n, columnsOf(random, world, inputs)] as const] : [])))
  return {
    time: dayAt(random.pick(days)),
    type: random.pick(['START', 'COMPLETE', 'COMPLETE', 'FAIL']),
    runId: random.chance(0.85) ? `${job.name}-${random.int(1, 3)}` : null,
    job,
    inputs: inputs.map((d) => spelt(random, world, d)),
    outputs: outputs.map((d) => spelt(random, world, d)),
    columns,
    links: world.aliased && random.chance(0.6) ? [random.int(0, world.datasets - 1)] : [],
  }
}

/**
 * Runs of a job one after the other, each with sides of its own: some without any, some that failed, some still running; now and then of a stream.
 * A run that takes longer than a day may be under way when the next one starts.
 */
function history(random: Random, world: World, job: Place): Said[] {
  const streaming = random.chance(0.2)
  const some = (): number[] => random.list(0, 2, () => random.int(0, world.datasets - 1))
  return random
    .list(2, 5, () => random.pick(days))
    .flatMap((day, n) => {
      const [reads, writes] = random.chance(0.15) ? [[], []] : [some(), some()]
      const end = random.pick(['COMPLETE', 'COMPLETE', 'COMPLETE', 'FAIL', 'ABORT', null] as const)
      const tell = (type: Said['type'], time: string): Said => ({
        ...said(random, world, job, reads, writes),
        type: type === 'COMPLETE' && streaming && random.chance(0.5) ? 'RUNNING' : type,
        time,
        runId: `${job.name}-run-${n}`,
        streaming,
      })
      const last = Math.min(day + random.int(0, 2), days.length)
      return [
        ...(random.chance(0.7) ? [tell('START', dayAt(day))] : []),
        ...(end === null ? [tell('RUNNING', dayAt(last))] : [tell(end, dayAt(last))]),
      ]
    })
}

const saidOfDataset = (random: Random, world: World): Said => ({
  time: dayAt(random.pick(days)),
  type: null,
  runId: null,
  job: null,
  inputs: [],
  outputs: [spelt(random, world, random.int(0, world.datasets - 1))],
  columns: new Map([[0, columnsOf(random, world, [random.int(0, world.datasets - 1)])]]),
  links: [],
})

const spelt = (random: Random, { id, aliased }: World, dataset: number): Place =>
  aliased && random.chance(0.3) ? aliasOf(id, dataset) : nameOf(id, dataset)

function columnsOf(random: Random, world: World, inputs: readonly number[]): ColumnSaid[] {
  return random.list(1, 5, () => ({
    from: spelt(random, world, random.pick(inputs) ?? random.int(0, world.datasets - 1)),
    fromField: random.chance(0.9) ? random.pick(fields) : null,
    toField: random.chance(0.85) ? random.pick(fields) : null,
    type: random.pick(['DIRECT', 'DIRECT', 'INDIRECT', null]),
    subtype: random.pick(['IDENTITY', 'FILTER', null]),
    masking: random.chance(0.2),
  }))
}

/** The event as it is sent. Without type a column edge has no transformations, so no subtype and no masking. */
export function bodyOf(graph: DrawnGraph, event: Said): object {
  const outputs = event.outputs.map((place, n) => ({
    ...place,
    facets: { ...columnFacet(event.columns.get(n)), ...schemaFacet(event.schemas?.get(n)) },
  }))
  const links = event.links.map((d) => ({ ...nameOf(graph.id, d), facets: symlinkFacet(aliasOf(graph.id, d)) }))
  const common = { eventTime: event.time, producer: 'https://example.com/proof' }
  if (event.job === null) return { ...common, dataset: outputs[0] }
  const named = new Map<string, object>(event.inputs.map((place) => [placeKey(place), place]))
  for (const link of links) named.set(placeKey(link), link)
  return {
    ...common,
    ...(event.runId === null ? {} : { eventType: event.type, run: { runId: event.runId } }),
    job: event.streaming === true ? { ...event.job, facets: { jobType: streamType } } : event.job,
    inputs: [...named.values()],
    outputs,
  }
}

const streamType = { processingType: 'STREAMING', integration: 'FLINK', jobType: 'JOB' }

export const placeKey = ({ namespace, name }: Place): string => `${namespace}/${name}`

const symlinkFacet = (to: Place): object => ({ symlinks: { identifiers: [{ ...to, type: 'TABLE' }] } })

/** No column edge names these fields. */
function schemaFacet(size: number | undefined): object {
  if (size === undefined) return {}
  return { schema: { fields: Array.from({ length: size }, (_, i) => ({ name: `s${i}`, type: 'int' })) } }
}

function columnFacet(said: readonly ColumnSaid[] | undefined): object {
  if (said === undefined) return {}
  const input = (c: ColumnSaid): object => ({
    ...c.from,
    ...(c.fromField === null ? {} : { field: c.fromField }),
    ...(c.type === null
      ? {}
      : { transformations: [{ type: c.type, ...(c.subtype === null ? {} : { subtype: c.subtype }), masking: c.masking }] }),
  })
  const byField = Map.groupBy(
    said.filter((c) => c.toField !== null),
    (c) => c.toField ?? '',
  )
  return {
    columnLineage: {
      fields: Object.fromEntries([...byField].map(([field, list]) => [field, { inputFields: list.map(input) }])),
      dataset: said.filter((c) => c.toField === null).map(input),
    },
  }
}
