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
  /** When runs were, as they are shown; '' unknown. */
  readonly runs: ReadonlyMap<string, { readonly started: string; readonly ended: string }>
}

/** The moments at which a question is asked, as text that sorts; null: no bound. */
export interface Span {
  readonly asOf: string | null
  readonly since: string | null
}

/**
 * What holds at a moment: what was first said up to it, and said again from `since` on. What was said again later than the moment tells nothing of
 * the window: then a run that was in it must have named the dataset, where any run did, and one facet must have been said on both sides.
 */
export function modelAt({ links, columns, runs }: Model, span: Span): Model {
  const isInWindow = ({ last, runs: by }: ModelLink): boolean =>
    span.asOf === null || span.since === null || last <= span.asOf || by.size === 0 || [...by].some((run) => wasIn(runs.get(run), span))
  return {
    links: links.filter((l) => meets(l, span) && isInWindow(l)),
    columns: columns.filter((c) => meets(c, span) && (span.since === null || [...c.facets].some((f) => meets(f, span)))),
    runs,
  }
}

const meets = ({ first, last }: Spell, { asOf, since }: Span): boolean =>
  (asOf === null || first <= asOf) && (since === null || last >= since)

function wasIn(run: { readonly started: string; readonly ended: string } | undefined, { asOf, since }: Span): boolean {
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
  const links = of('job').flatMap((job) => [...linksIn(job, 0, 'inputs'), ...linksIn(job, 1, 'outputs')])
  const runs = new Map(of('run').map((run) => [runKey(keyIn(member(run, 'job')), text(run, 'runId')), timesOf(run)]))
  return { canonical, links, columns: of('columnEdge').map(columnIn), runs, failed: failedIn(of('run')) }
}

const text = (of: unknown, name: string): string => stringMember(of, name) ?? ''
const keyIn = (of: unknown): string => `${text(of, 'namespace')}/${text(of, 'name')}`

const timesOf = (run: object): { started: string; ended: string } => ({ started: text(run, 'startedAt'), ended: text(run, 'endedAt') })

const linksIn = (job: object, side: 0 | 1, name: string): ModelLink[] =>
  arrayMember(job, name).map((of) => ({
    job: keyIn(job),
    side,
    dataset: keyIn(of),
    first: text(of, 'firstSeen'),
    last: '',
    runs: new Set(),
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
export function modelOf(graph: DrawnGraph, { canonical, runs }: Told): Model {
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
