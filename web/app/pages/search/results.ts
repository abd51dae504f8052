/** The answer of the search as rows in groups, with why each matched and where it leads. Pure but for the addresses. */
import type { SearchHit } from '../../../../src/contract/catalog.ts'
import type { RunState } from '../../../../src/contract/common.ts'
import { paths } from '../../paths.ts'
import { clipAround, matchName, piecesOf, reasonOf } from './match.ts'
import type { Match, Piece } from './match.ts'

export type Group = 'field' | 'dataset' | 'job' | 'facet'
export const GROUPS: readonly { readonly kind: Group; readonly title: string }[] = [
  { kind: 'field', title: 'Columns' },
  { kind: 'dataset', title: 'Datasets' },
  { kind: 'job', title: 'Jobs' },
  { kind: 'facet', title: 'Facets' },
]

export type ResultRow = {
  readonly key: string
  readonly kind: Group | 'place'
  readonly pieces: readonly Piece[]
  /** Where the last part of the shown name begins. */
  readonly edge: number
  readonly why: string
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

function shownName(name: string, match: Match, edge: number): { readonly pieces: readonly Piece[]; readonly edge: number } {
  const clip = clipAround(name, match)
  const at = clip.name === name ? edge : edgeOf(clip.name)
  return { pieces: piecesOf(clip.name, clip.ranges, at), edge: at }
}

const moved = (match: Match, by: number): Match => ({ ...match, ranges: match.ranges.map(([a, b]) => [a + by, b + by] as const) })

function fieldRow(hit: Extract<SearchHit, { kind: 'field' }>, q: string): ResultRow {
  const before = `${hit.dataset.name}.`
  const name = before + hit.path
  const own = matchName(hit.path, q)
  const match = own.how === 'none' ? matchName(name, q) : moved(own, before.length)
  return {
    key: JSON.stringify(['field', hit.dataset.namespace, name]),
    kind: 'field',
    ...shownName(name, match, before.length),
    why: reasonOf('Column', match),
    name,
    namespace: hit.dataset.namespace,
    to: paths.dataset(hit.dataset, { field: hit.path }),
    lineage: paths.lineage({ type: 'dataset', ...hit.dataset, field: hit.path }),
    type: hit.type,
    state: null,
    integration: null,
  }
}

function datasetRow(hit: Extract<SearchHit, { kind: 'dataset' }>, q: string): ResultRow {
  const { name, namespace } = hit.dataset
  const match = matchName(name, q)
  return {
    key: JSON.stringify(['dataset', namespace, name]),
    kind: 'dataset',
    ...shownName(name, match, edgeOf(name)),
    why: reasonOf('Dataset', match),
    name,
    namespace,
    to: paths.dataset(hit.dataset),
    lineage: paths.lineage({ type: 'dataset', namespace, name }),
    type:
      hit.fieldCount === 0
        ? 'no columns known'
        : `${hit.fieldCount.toLocaleString('en-US')} ${hit.fieldCount === 1 ? 'column' : 'columns'}`,
    state: null,
    integration: null,
  }
}

function jobRow(hit: Extract<SearchHit, { kind: 'job' }>, q: string): ResultRow {
  const { name, namespace } = hit.job
  const match = matchName(name, q)
  return {
    key: JSON.stringify(['job', namespace, name]),
    kind: 'job',
    ...shownName(name, match, edgeOf(name)),
    why: reasonOf('Job', match),
    name,
    namespace,
    to: paths.job(hit.job),
    lineage: paths.lineage({ type: 'job', namespace, name }),
    type: null,
    state: hit.state,
    integration: hit.integration,
  }
}

function facetRow(hit: Extract<SearchHit, { kind: 'facet' }>, q: string): ResultRow {
  const match = matchName(hit.key, q)
  return {
    key: JSON.stringify(['facet', hit.container, hit.key]),
    kind: 'facet',
    ...shownName(hit.key, match, edgeOf(hit.key)),
    why: `${reasonOf('Facet', match)}; one of ${hit.container === 'input' || hit.container === 'output' ? `${hit.container} datasets` : `${hit.container}s`}`,
    name: hit.key,
    namespace: '',
    to: paths.facets({ container: hit.container, key: hit.key }),
    lineage: null,
    type: `${hit.events.toLocaleString('en-US')} ${hit.events === 1 ? 'event' : 'events'}`,
    state: null,
    integration: null,
  }
}

function rowOf(hit: SearchHit, q: string): ResultRow {
  if (hit.kind === 'field') return fieldRow(hit, q)
  if (hit.kind === 'facet') return facetRow(hit, q)
  return hit.kind === 'dataset' ? datasetRow(hit, q) : jobRow(hit, q)
}

/** One row for each hit, in the order of the answer. */
export function rowsOf(hits: readonly SearchHit[], q: string): ResultRow[] {
  return hits.map((hit) => rowOf(hit, q))
}

const place = (label: string, why: string, to: string): ResultRow => ({
  key: to,
  kind: 'place',
  pieces: [{ text: label, hit: false, from: 0 }],
  edge: 0,
  why,
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

/** The places whose name has what was typed, and the lineage of the best hit. */
export function placesFor(rows: readonly ResultRow[], q: string): ResultRow[] {
  const wanted = q.trim().toLowerCase()
  const best = rows[0]
  const lineage =
    best?.lineage === null || best === undefined
      ? []
      : [
          place(
            `Lineage of ${best.name.length > 60 ? `…${best.name.slice(-58)}` : best.name}`,
            'What it is made from, and what is made from it',
            best.lineage,
          ),
        ]
  return [...lineage, ...PLACES.filter((one) => wanted.length > 1 && one.name.toLowerCase().includes(wanted))]
}
