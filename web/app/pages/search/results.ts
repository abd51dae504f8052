/** The answer of the search as rows in groups, with why each matched and where it leads. Pure but for the addresses. */
import type { SearchHit } from '../../../../src/contract/search.ts'
import type { RunState } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import type { Recent } from '../../shell/recent.ts'
import { quotedValue } from './filters.ts'
import { clipAround, matchName, piecesOf, reasonOf } from './match.ts'
import type { Match, Piece } from './match.ts'

export type Group = SearchHit['kind']
export const GROUPS: readonly { readonly kind: Group; readonly title: string }[] = [
  { kind: 'field', title: 'Columns' },
  { kind: 'dataset', title: 'Datasets' },
  { kind: 'job', title: 'Jobs' },
  { kind: 'namespace', title: 'Namespaces' },
  { kind: 'owner', title: 'Owners' },
  { kind: 'tag', title: 'Tags' },
  { kind: 'run', title: 'Runs' },
  { kind: 'facet', title: 'Facets' },
]

export type ResultRow = {
  readonly key: string
  readonly kind: Group | 'place'
  readonly pieces: readonly Piece[]
  /** Where the last part of the shown name begins. */
  readonly edge: number
  readonly why: string
  /** The part of a text that matched, after `why`. */
  readonly snippet: readonly Piece[] | null
  /** The whole name, for copying. */
  readonly name: string
  readonly namespace: string
  readonly to: string
  readonly lineage: string | null
  readonly type: string | null
  readonly state: RunState | null
  readonly integration: string | null
}

const edgeOf = (name: string): number => {
  const body = name.slice(0, -1)
  const slash = body.lastIndexOf('/')
  return (slash >= 0 ? slash : body.lastIndexOf('.')) + 1
}

type Why = Pick<ResultRow, 'pieces' | 'edge' | 'why' | 'snippet'>

function shownName(name: string, match: Match, edge: number): { readonly pieces: readonly Piece[]; readonly edge: number } {
  const clip = clipAround(name, match)
  const at = clip.name === name ? edge : edgeOf(clip.name)
  return { pieces: piecesOf(clip.name, clip.ranges, at), edge: at }
}

/** The name as shown, whole, with what the answer says of it. `before`: what stands in front of the name that matched. */
function whyOf(hit: SearchHit, name: string, kind: Parameters<typeof reasonOf>[0], q: string, before = 0, edge = edgeOf(name)): Why {
  const { why } = hit
  if (why === undefined) {
    const match = matchName(name, q)
    return { ...shownName(name, match, edge), why: q === '' ? kind : reasonOf(kind, match), snippet: null }
  }
  const own = why.member === 'name' || why.member === 'runId'
  const ranges = own ? why.ranges.map(([a, b]) => [a + before, b + before] as const) : []
  const snippet = own ? null : piecesOf(why.text, why.ranges)
  return { ...shownName(name, { ranges, how: 'words' }, edge), why: snippet === null ? why.says : `${why.says}: `, snippet }
}

const none = { lineage: null, type: null, state: null, integration: null, namespace: '' } as const
const counted = (n: number, noun: string): string => `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`
const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ')

function fieldRow(hit: Extract<SearchHit, { kind: 'field' }>, q: string): ResultRow {
  const before = `${hit.dataset.name}.`
  const name = before + hit.path
  const why = whyOf(hit, name, 'Column', q, before.length, before.length)
  const described = why.snippet === null && hit.description ? `${why.why}. ${hit.description}` : why.why
  return {
    ...none,
    ...why,
    why: described,
    key: JSON.stringify(['field', hit.dataset.namespace, name]),
    kind: 'field',
    name,
    namespace: hit.dataset.namespace,
    to: paths.dataset(hit.dataset, { field: hit.path }),
    lineage: paths.lineage({ type: 'dataset', ...hit.dataset, field: hit.path }),
    type: hit.type,
  }
}

function datasetRow(hit: Extract<SearchHit, { kind: 'dataset' }>, q: string): ResultRow {
  const { name, namespace } = hit.dataset
  const readers = hit.uses === undefined || hit.uses === 0 ? '' : `${counted(hit.uses, 'reader')}${hit.uses >= 100 ? ' or more' : ''}`
  return {
    ...none,
    ...whyOf(hit, name, 'Dataset', q),
    key: JSON.stringify(['dataset', namespace, name]),
    kind: 'dataset',
    name,
    namespace,
    to: paths.dataset(hit.dataset),
    lineage: paths.lineage({ type: 'dataset', namespace, name }),
    type: joined(readers, hit.fieldCount === 0 ? 'no columns known' : counted(hit.fieldCount, 'column')),
  }
}

function jobRow(hit: Extract<SearchHit, { kind: 'job' }>, q: string): ResultRow {
  const { name, namespace } = hit.job
  return {
    ...none,
    ...whyOf(hit, name, 'Job', q),
    key: JSON.stringify(['job', namespace, name]),
    kind: 'job',
    name,
    namespace,
    to: paths.job(hit.job),
    lineage: paths.lineage({ type: 'job', namespace, name }),
    state: hit.state,
    integration: hit.integration,
  }
}

/** What carries it; of one that is read what comes of it. By another name of it the reason has that name. */
function whereStands(hit: Extract<SearchHit, { kind: 'facet' }>, { why, snippet }: Why): Partial<Why> {
  const isAlias = hit.why !== undefined && hit.why.text !== hit.key
  const of = `one of ${hit.container === 'input' || hit.container === 'output' ? `${hit.container} datasets` : `${hit.container}s`}`
  if (isAlias) return { why: `Also called ${hit.why?.text}; ${of}`, snippet: null }
  return { why: `${why}; ${of}${hit.yields === null ? '' : `: ${hit.yields}`}`, snippet }
}

function facetRow(hit: Extract<SearchHit, { kind: 'facet' }>, q: string): ResultRow {
  const why = whyOf(hit, hit.key, 'Facet', q)
  return {
    ...none,
    ...why,
    key: JSON.stringify(['facet', hit.container, hit.key]),
    kind: 'facet',
    ...whereStands(hit, why),
    name: hit.key,
    to: paths.facets({ container: hit.container, key: hit.key }),
    type: hit.events === null ? 'read' : counted(hit.events, 'event'),
  }
}

const carried = ({ jobs, datasets }: { readonly jobs: number; readonly datasets: number }): string =>
  joined(jobs === 0 ? '' : counted(jobs, 'job'), datasets === 0 ? '' : counted(datasets, 'dataset'))

function groupingRow(hit: Extract<SearchHit, { kind: 'namespace' | 'owner' | 'tag' }>, q: string): ResultRow {
  const name = hit.kind === 'namespace' ? hit.namespace : hit.kind === 'owner' ? hit.owner : hit.tag
  const title = hit.kind === 'namespace' ? 'Namespace' : hit.kind === 'owner' ? 'Owner' : 'Tag'
  return {
    ...none,
    ...whyOf(hit, name, title, q),
    key: JSON.stringify([hit.kind, name]),
    kind: hit.kind,
    name,
    to: paths.search({ q: `${hit.kind === 'namespace' ? 'ns' : hit.kind}:${quotedValue(name)}` }),
    type: carried(hit),
  }
}

function runRow(hit: Extract<SearchHit, { kind: 'run' }>, q: string): ResultRow {
  return {
    ...none,
    ...whyOf(hit, hit.runId, 'Run', q),
    why: `Run of ${hit.job.name}`,
    key: JSON.stringify(['run', hit.job, hit.runId]),
    kind: 'run',
    name: hit.runId,
    namespace: hit.job.namespace,
    to: paths.run(hit.job, hit.runId),
    state: hit.state,
  }
}

function rowOf(hit: SearchHit, q: string): ResultRow {
  if (hit.kind === 'field') return fieldRow(hit, q)
  if (hit.kind === 'facet') return facetRow(hit, q)
  if (hit.kind === 'run') return runRow(hit, q)
  if (hit.kind === 'job') return jobRow(hit, q)
  return hit.kind === 'dataset' ? datasetRow(hit, q) : groupingRow(hit, q)
}

/** One row for each hit, in the order of the answer. */
export function rowsOf(hits: readonly SearchHit[], q: string): ResultRow[] {
  return hits.map((hit) => rowOf(hit, q))
}

/** What this browser opened lately, as rows. */
export function recentRows(items: readonly Recent[]): ResultRow[] {
  return items.map(({ kind, namespace, name, field }) => {
    const id = { namespace, name }
    const hit: SearchHit =
      field !== undefined && kind === 'dataset'
        ? { kind: 'field', dataset: id, path: field, type: null }
        : kind === 'job'
          ? { kind, job: id, state: null, integration: null }
          : { kind, dataset: id, fieldCount: 0 }
    return { ...rowOf(hit, ''), type: null }
  })
}

const place = (label: string, why: string, to: string): ResultRow => ({
  key: to,
  kind: 'place',
  pieces: [{ text: label, hit: false, from: 0 }],
  edge: 0,
  why,
  snippet: null,
  name: label,
  namespace: '',
  to,
  lineage: null,
  type: null,
  state: null,
  integration: null,
})

/** Where one may go without searching. */
export const PLACES: readonly ResultRow[] = [
  place('Jobs', 'g j', paths.jobs()),
  place('Failed jobs', 'Jobs whose last run failed', paths.jobs({ state: 'FAIL' })),
  place('Datasets', 'g d', paths.datasets()),
  place('Lineage', 'g l', paths.lineage()),
  place('Events', 'g e', paths.events()),
  place('Data sources', 'Settings', paths.sources()),
  place('Connect a data source', 'Settings', paths.addSource()),
]

/** The page with all results, the places whose name has what was typed, and the lineage of the best hit. */
export function placesFor(rows: readonly ResultRow[], q: string): ResultRow[] {
  const wanted = q.trim().toLowerCase()
  const best = GROUPS.flatMap(({ kind }) => rows.find((row) => row.kind === kind && row.lineage !== null) ?? [])[0]
  const lineage =
    best === undefined || best.lineage === null
      ? []
      : [
          place(
            `Lineage of ${best.name.length > 60 ? `…${best.name.slice(-58)}` : best.name}`,
            'What it is made from, and what is made from it',
            best.lineage,
          ),
        ]
  const all = rows.length === 0 ? [] : [place('See all results', 'On a page of their own, by kind', paths.search({ q }))]
  return [...lineage, ...all, ...PLACES.filter((one) => wanted.length > 1 && one.name.toLowerCase().includes(wanted))]
}
