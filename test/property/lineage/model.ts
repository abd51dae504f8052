/** A graph as the plain search reads it: from the lines of `export catalog`, or from the events themselves. */
import { isObject, member, arrayMember, stringMember } from '../../../src/lib/json.ts'
import { nameOf, placeKey } from './graphs.ts'
import type { ColumnSaid, DrawnGraph, Place } from './graphs.ts'

/** A job reads (`side` 0) or writes (1) a dataset. Nodes are texts `namespace/name`; times are as they are shown. */
export interface ModelLink {
  readonly job: string
  readonly side: 0 | 1
  readonly dataset: string
  readonly first: string
  readonly last: string
  /** Runs of the job that named it, by `runKey`. */
  readonly runs: ReadonlySet<string>
}

/** `job` '': said by a dataset. A field that is null is the whole dataset. */
export interface ModelColumn {
  readonly job: string
  readonly from: string
  readonly fromField: string | null
  readonly to: string
  readonly toField: string | null
  readonly kind: string
  readonly type: 'DIRECT' | 'INDIRECT' | null
  readonly first: string
  readonly last: string
  /** First and last time of each distinct facet that says it. */
  readonly facets: ReadonlySet<Spell>
}

interface Spell {
  readonly first: string
  readonly last: string
}

export interface Model {
  readonly links: readonly ModelLink[]
  readonly columns: readonly ModelColumn[]
  readonly runs: ReadonlyMap<string, ModelRun>
}

/** `started`, `ended`: as they are shown; '' unknown. */
interface ModelRun {
  readonly job: string
  readonly runId: string
  readonly started: string
  readonly ended: string
  /** By the events, when it ended in each way; of an end that was said twice the later, which is the one that the catalog keeps. */
  readonly ends: ReadonlyMap<Ending, string>
  /** By the events, when it named the first dataset; '' never. */
  readonly named: string
}

/** Of two ends at one time the later one of these stands. */
const endings = ['COMPLETE', 'ABORT', 'FAIL'] as const
type Ending = (typeof endings)[number]

/** The moments at which a question is asked, as text that sorts; null: no bound. `lastRun`: only what the last good run of each job says. */
export interface Span {
  readonly asOf: string | null
  readonly since: string | null
  readonly lastRun?: boolean
}

/**
 * What holds at a moment: what was first said up to it, and said again from `since` on. What was said again later than the moment tells nothing of
 * the window: then a run that was in it must have named the dataset, where any run did, and one facet must have been said on both sides.
 */
export function modelAt({ links, columns, runs }: Model, span: Span): Model {
  if (span.lastRun === true) return modelOfLastRuns({ links, columns, runs }, span)
  const isInWindow = ({ last, runs: by }: ModelLink): boolean =>
    span.asOf === null || span.since === null || last <= span.asOf || by.size === 0 || [...by].some((run) => wasIn(runs.get(run), span))
  return {
    links: links.filter((l) => meets(l, span) && isInWindow(l)),
    columns: columns.filter((c) => meets(c, span) && (span.since === null || [...c.facets].some((f) => meets(f, span)))),
    runs,
  }
}

/** A job without a good run that named anything keeps all it said; what no run named counts by when it was said. */
function modelOfLastRuns({ links, columns, runs }: Model, { asOf }: Span): Model {
  const span = { asOf, since: null }
  const good = new Map<string, ModelRun>()
  for (const run of runs.values()) {
    const known = good.get(run.job)
    if (endedWell(run, span) && (known === undefined || orderOf(run) > orderOf(known))) good.set(run.job, run)
  }
  const says = ({ job, runs: by, last }: ModelLink): boolean => {
    const run = good.get(job)
    return run === undefined || (by.size === 0 ? last >= run.started : by.has(runKey(job, run.runId)))
  }
  const saysColumn = ({ job, facets }: ModelColumn): boolean => {
    const since = good.get(job)?.started
    return since === undefined || [...facets].some((f) => meets(f, { asOf, since }))
  }
  return {
    links: links.filter((l) => meets(l, span) && says(l)),
    columns: columns.filter((c) => meets(c, span) && saysColumn(c)),
    runs,
  }
}

/** The last of its ends by then is a good one. A run that names nothing says nothing of lineage, however it ended. */
function endedWell({ started, ends, named }: ModelRun, { asOf }: Span): boolean {
  if (started === '' || named === '') return false
  if (asOf !== null && (started > asOf || named > asOf)) return false
  const then = [...ends].filter(([, time]) => asOf === null || time <= asOf).map(([type, time]) => `${time} ${endings.indexOf(type)}`)
  return (
    then
      .toSorted()
      .at(-1)
      ?.endsWith(` ${endings.indexOf('COMPLETE')}`) === true
  )
}

/** Sorts: of two runs that started together the name decides. */
const orderOf = ({ started, runId }: ModelRun): string => `${started} ${runId}`

const meets = ({ first, last }: Spell, { asOf, since }: Span): boolean =>
  (asOf === null || first <= asOf) && (since === null || last >= since)

function wasIn(run: ModelRun | undefined, { asOf, since }: Span): boolean {
  if (run === undefined || run.started === '') return false
  return (asOf === null || run.started <= asOf) && (since === null || run.ended === '' || run.ended >= since)
}

const runKey = (job: string, runId: string): string => `${job} ${runId}`

/** What the export says of one graph. `canonical`: by each id of a dataset, the one that is shown. `failed`: jobs whose last run did. */
export interface Told extends Model {
  readonly canonical: ReadonlyMap<string, string>
  readonly failed: ReadonlySet<string>
}

/** Lines of an export by the graph that they are of; the number at the end of a namespace tells it. */
export function toldByGraph(lines: readonly string[]): Map<number, Told> {
  const parsed = lines.map((line) => JSON.parse(line) as object)
  const groups = Map.groupBy(parsed, (line) => Number(/\d+$/.exec(namespaceIn(line))?.[0] ?? -1))
  return new Map([...groups].map(([id, of]) => [id, toldOf(of)]))
}

const namespaceIn = (line: object): string =>
  stringMember(line, 'namespace') ?? stringMember(member(line, 'to'), 'namespace') ?? stringMember(member(line, 'job'), 'namespace') ?? ''

function toldOf(lines: readonly object[]): Told {
  const of = (kind: string): object[] => lines.filter((line) => member(line, 'kind') === kind)
  const canonical = new Map<string, string>()
  for (const dataset of of('dataset'))
    for (const id of [dataset, ...arrayMember(dataset, 'aliases')]) canonical.set(keyIn(id), keyIn(dataset))
  const named = namedBy(of('runVersion'))
  const links = of('job').flatMap((job) => [...linksIn(job, 0, 'inputs', named), ...linksIn(job, 1, 'outputs', named)])
  const runs = new Map(of('run').map((run) => [runKey(keyIn(member(run, 'job')), text(run, 'runId')), runIn(run)]))
  return { canonical, links, columns: of('columnEdge').map(columnIn), runs, failed: failedIn(of('run')) }
}

const text = (of: unknown, name: string): string => stringMember(of, name) ?? ''
const keyIn = (of: unknown): string => `${text(of, 'namespace')}/${text(of, 'name')}`

const runIn = (run: object): ModelRun => ({
  job: keyIn(member(run, 'job')),
  runId: text(run, 'runId'),
  started: text(run, 'startedAt'),
  ended: text(run, 'endedAt'),
  ends: new Map(),
  named: '',
})

/** By `linkKey`, the runs that name a dataset. */
function namedBy(lines: readonly object[]): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>()
  for (const line of lines) {
    const job = keyIn(member(line, 'job'))
    for (const [side, name] of [
      [0, 'inputs'],
      [1, 'outputs'],
    ] as const)
      for (const dataset of arrayMember(line, name)) {
        const key = linkKey(job, side, keyIn(dataset))
        named.set(key, (named.get(key) ?? new Set()).add(runKey(job, text(line, 'runId'))))
      }
  }
  return named
}

const linkKey = (job: string, side: 0 | 1, dataset: string): string => `${job} ${side} ${dataset}`

const linksIn = (job: object, side: 0 | 1, name: string, named: ReadonlyMap<string, Set<string>>): ModelLink[] =>
  arrayMember(job, name).map((of) => ({
    job: keyIn(job),
    side,
    dataset: keyIn(of),
    first: text(of, 'firstSeen'),
    last: '',
    runs: named.get(linkKey(keyIn(job), side, keyIn(of))) ?? new Set(),
  }))

function columnIn(line: object): ModelColumn {
  const [from, to, job] = [member(line, 'from'), member(line, 'to'), member(line, 'job')]
  return {
    job: isObject(job) ? keyIn(job) : '',
    from: keyIn(from),
    fromField: stringMember(from, 'field') ?? null,
    to: keyIn(to),
    toField: stringMember(to, 'field') ?? null,
    type: (stringMember(line, 'type') ?? null) as ModelColumn['type'],
    kind: kindOf(stringMember(line, 'type'), stringMember(line, 'subtype'), member(line, 'masking') === true),
    first: text(line, 'firstSeen'),
    last: '',
    facets: new Set(),
  }
}

export const kindOf = (type: string | null | undefined, subtype: string | null | undefined, masking: boolean): string =>
  [type ?? '-', subtype ?? '-', String(masking)].join(' ')

function failedIn(runs: readonly object[]): Set<string> {
  const last = new Map<string, object>()
  for (const run of runs) {
    const job = keyIn(member(run, 'job'))
    const known = last.get(job)
    if (known === undefined || startOf(run) > startOf(known)) last.set(job, run)
  }
  return new Set([...last].filter(([, run]) => member(run, 'state') === 'FAIL').map(([job]) => job))
}

/** Sorts: of two that started together the name decides. */
const startOf = (run: object): string => `${text(run, 'startedAt')} ${text(run, 'runId')}`

/** What the events say, each id by itself, with first and last times; names, and when runs were, as the export has them. */
export function modelOf(graph: DrawnGraph, { canonical, runs: told }: Told): Model {
  const [ends, named] = [endsOf(graph), firstNamed(graph)]
  const runs = new Map([...told].map(([key, run]) => [key, { ...run, ends: ends.get(key) ?? run.ends, named: named.get(key) ?? '' }]))
  const links = new Seen<Untimed<ModelLink>, { runs: Set<string> }>(() => ({ runs: new Set() }))
  const columns = new Seen<Untimed<ModelColumn>, { facets: Set<Spell> }>(() => ({ facets: new Set() }))
  const facets = new Seen<object, object>(() => ({}))
  const shown = (place: Place): string => canonical.get(placeKey(place)) ?? placeKey(place)
  for (const event of graph.events) {
    const job = event.job === null ? '' : placeKey(event.job)
    const note = (side: 0 | 1) => (place: Place) => {
      const link = links.note(`${job} ${side} ${placeKey(place)}`, { job, side, dataset: shown(place) }, event.time)
      if (event.runId !== null) link.runs.add(runKey(job, event.runId))
    }
    if (job !== '') {
      event.inputs.forEach(note(0))
      event.links.map((d) => nameOf(graph.id, d)).forEach(note(0))
      event.outputs.forEach(note(1))
    }
    for (const [n, said] of event.columns) {
      const to = event.outputs[n]
      if (to === undefined) continue
      const keyed = new Map(said.map((c) => [columnKey(job, to, c), { ...columnOf(c), job, from: shown(c.from), to: shown(to) }]))
      const facet = facets.note([...keyed.keys()].toSorted().join('\n'), {}, event.time)
      for (const [key, column] of keyed) columns.note(key, column, event.time).facets.add(facet)
    }
  }
  return { links: links.all(), columns: columns.all(), runs }
}

function endsOf({ events }: DrawnGraph): Map<string, Map<Ending, string>> {
  const ends = new Map<string, Map<Ending, string>>()
  for (const { job, runId, time, type } of events) {
    const ending = endings.find((e) => e === type)
    if (job === null || runId === null || ending === undefined) continue
    const key = runKey(placeKey(job), runId)
    const known = ends.get(key) ?? new Map<Ending, string>()
    if (time > (known.get(ending) ?? '')) ends.set(key, known.set(ending, time))
  }
  return ends
}

function firstNamed({ events }: DrawnGraph): Map<string, string> {
  const named = new Map<string, string>()
  for (const { job, runId, time, inputs, outputs, links } of events) {
    if (job === null || runId === null || inputs.length + outputs.length + links.length === 0) continue
    const key = runKey(placeKey(job), runId)
    if (time < (named.get(key) ?? '9')) named.set(key, time)
  }
  return named
}

const columnOf = ({
  fromField,
  toField,
  type,
  subtype,
  masking,
}: ColumnSaid): Pick<ModelColumn, 'fromField' | 'toField' | 'kind' | 'type'> => ({
  fromField,
  toField,
  type,
  kind: type === null ? kindOf(null, null, false) : kindOf(type, subtype, masking),
})

function columnKey(job: string, to: Place, said: ColumnSaid): string {
  const { fromField, toField, kind } = columnOf(said)
  return [job, placeKey(said.from), fromField, placeKey(to), toField, kind].join(' ')
}

type Untimed<T> = Omit<T, 'first' | 'last' | 'runs' | 'facets'>

/** Things with the first and the last time that they were said, and with what else is kept of them. */
class Seen<T extends object, K extends object> {
  readonly #all = new Map<string, T & K & { first: string; last: string }>()
  readonly #kept: () => K

  constructor(kept: () => K) {
    this.#kept = kept
  }

  note(key: string, of: T, time: string): T & K & { first: string; last: string } {
    const known = this.#all.get(key) ?? { ...of, ...this.#kept(), first: time, last: time }
    this.#all.set(key, known)
    if (time < known.first) known.first = time
    if (time > known.last) known.last = time
    return known
  }

  all(): (T & K & { first: string; last: string })[] {
    return [...this.#all.values()]
  }
}
