/** A graph as the plain search reads it: from the lines of `export catalog`, or from the events themselves. */
import { isObject, member, arrayMember, stringMember } from '../../../src/lib/json.ts'
import { nameOf, placeKey } from './graphs.ts'
import type { DrawnGraph, Place, Said } from './graphs.ts'

/** A job reads (`side` 0) or writes (1) a dataset. Nodes are texts `namespace/name`; times are as they are shown. */
export interface ModelLink {
  readonly job: string
  readonly side: 0 | 1
  readonly dataset: string
  readonly first: string
  readonly last: string
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
}

export interface Model {
  readonly links: readonly ModelLink[]
  readonly columns: readonly ModelColumn[]
}

/** The moments at which a question is asked, as text that sorts; null: no bound. */
export interface Span {
  readonly asOf: string | null
  readonly since: string | null
}

/** What holds at a moment: what was first said up to it, and said again from `since` on. */
export function modelAt({ links, columns }: Model, { asOf, since }: Span): Model {
  const holds = (of: { readonly first: string; readonly last: string }): boolean =>
    (asOf === null || of.first <= asOf) && (since === null || of.last >= since)
  return { links: links.filter(holds), columns: columns.filter(holds) }
}

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
  return { canonical, links, columns: of('columnEdge').map(columnIn), failed: failedIn(of('run')) }
}

const text = (of: unknown, name: string): string => stringMember(of, name) ?? ''
const keyIn = (of: unknown): string => `${text(of, 'namespace')}/${text(of, 'name')}`

const linksIn = (job: object, side: 0 | 1, name: string): ModelLink[] =>
  arrayMember(job, name).map((of) => ({ job: keyIn(job), side, dataset: keyIn(of), first: text(of, 'firstSeen'), last: '' }))

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

/** What the events say, each id by itself, with first and last times; names as `canonical` has them. */
export function modelOf(graph: DrawnGraph, canonical: ReadonlyMap<string, string>): Model {
  const links = new Seen<Omit<ModelLink, 'first' | 'last'>>()
  const columns = new Seen<Omit<ModelColumn, 'first' | 'last'>>()
  const shown = (place: Place): string => canonical.get(placeKey(place)) ?? placeKey(place)
  for (const event of graph.events) {
    const job = event.job === null ? '' : placeKey(event.job)
    const note = (side: 0 | 1) => (place: Place) =>
      links.note(`${job} ${side} ${placeKey(place)}`, { job, side, dataset: shown(place) }, event.time)
    if (job !== '') {
      event.inputs.forEach(note(0))
      event.links.map((d) => nameOf(graph.id, d)).forEach(note(0))
      event.outputs.forEach(note(1))
    }
    noteColumns(event, job, shown, columns)
  }
  return { links: links.all(), columns: columns.all() }
}

function noteColumns(event: Said, job: string, shown: (place: Place) => string, seen: Seen<Omit<ModelColumn, 'first' | 'last'>>): void {
  for (const [n, said] of event.columns) {
    const to = event.outputs[n]
    if (to === undefined) continue
    for (const c of said) {
      const { fromField, toField, type } = c
      const kind = type === null ? kindOf(null, null, false) : kindOf(type, c.subtype, c.masking)
      const key = [job, placeKey(c.from), fromField, placeKey(to), toField, kind].join(' ')
      seen.note(key, { job, from: shown(c.from), fromField, to: shown(to), toField, kind, type }, event.time)
    }
  }
}

/** Things with the first and the last time that they were said. */
class Seen<T extends object> {
  readonly #all = new Map<string, T & { first: string; last: string }>()

  note(key: string, of: T, time: string): void {
    const known = this.#all.get(key)
    if (known === undefined) this.#all.set(key, { ...of, first: time, last: time })
    else if (time < known.first) known.first = time
    else if (time > known.last) known.last = time
  }

  all(): (T & { first: string; last: string })[] {
    return [...this.#all.values()]
  }
}
