import type { SearchGroup, SearchHit, SearchResult } from '../contract/search.ts'
import type { Executor } from '../db/contract.ts'
import { facetsCalled } from './custom-facets.ts'
import type { ReadContext } from './context.ts'
import { decoded } from './names.ts'
import { columnsCalled } from './search/columns.ts'
import { conditionsOf, narrow } from './search/filters.ts'
import type { Kind, Narrowed, SourceName } from './search/filters.ts'
import { columnHits, datasetHits, jobHits, labelHit, namespaceHit } from './search/hits.ts'
import type { FoundNode } from './search/hits.ts'
import { labelsCalled } from './search/labels.ts'
import { listed } from './search/listed.ts'
import { byUse, compareFound, namedNodes } from './search/named.ts'
import type { Conditions, Found, NodeKind } from './search/named.ts'
import { namespacesCalled } from './search/namespaces.ts'
import { readQuestion } from './search/query.ts'
import type { Wanted } from './search/query.ts'
import { runsCalled } from './search/runs.ts'
import { nodesByText } from './search/texts.ts'
import { knownWords } from './search/vocabulary.ts'
import { datasetsWithColumn } from './search/with-column.ts'

export interface SearchQuestion {
  readonly q: string
  /** Hits of each kind. */
  readonly limit: number
  /** What `source:` may name. */
  readonly sources?: readonly SourceName[]
}

/** What was found of one kind. */
interface Part {
  readonly kind: Kind
  readonly hits: readonly SearchHit[]
  readonly count: number
  readonly truncated: boolean
}

interface Asked extends Narrowed {
  readonly context: ReadContext
  readonly db: Executor
  readonly wanted: Wanted
  readonly limit: number
}

/** Everything in the catalog that a question may mean, by name, description and SQL, best first within each kind. Each part of it is bounded. */
export async function search(context: ReadContext, { q, limit, sources }: SearchQuestion): Promise<SearchResult> {
  const started = performance.now()
  const question = readQuestion(q)
  const narrowed = await narrow(context, question.filters, sources ?? [])
  const wanted = { ...question.wanted, known: await knownWords(context.db, question.wanted.words) }
  const asked: Asked = { ...narrowed, context, db: context.db, wanted, limit }
  const parts: Part[] = []
  for (const [kind, find] of finders) if (narrowed.kinds.has(kind)) parts.push(await find(asked))
  return {
    q,
    hits: parts.flatMap((part) => part.hits),
    truncated: parts.some((part) => part.truncated || part.count > part.hits.length),
    groups: parts.filter((part) => part.count > 0).map(groupOf),
    filters: [...question.filters],
    hints: [...question.hints, ...narrowed.hints],
    tookMs: Math.round((performance.now() - started) * 10) / 10,
  }
}

const groupOf = ({ kind, count, truncated }: Part): SearchGroup => ({ kind, count, atLeast: truncated })

const finders: readonly (readonly [Kind, (asked: Asked) => Promise<Part>])[] = [
  ['job', (asked) => nodes(asked, 'job')],
  ['dataset', (asked) => nodes(asked, 'dataset')],
  ['field', columns],
  ['facet', facets],
  ['namespace', namespaces],
  ['owner', (asked) => labels(asked, 'owner')],
  ['tag', (asked) => labels(asked, 'tag')],
  ['run', runs],
]

/** With so many by name, texts are not read. */
const enoughByName = 40

async function nodes(asked: Asked, kind: NodeKind): Promise<Part> {
  const { db, context, wanted, limit } = asked
  const filters = asked.filters[kind]
  const hitsOf = kind === 'job' ? jobHits : datasetHits
  if (wanted.words.length === 0) {
    const page = filters.length === 0 ? { found: [], count: 0, truncated: false } : await listed(context, kind, filters, limit)
    return { kind, hits: await hitsOf(context, page.found), count: page.count, truncated: page.truncated }
  }
  const conditions = await conditionsOf(db, kind, filters)
  const byName = await namedNodes(db, kind, wanted, conditions, true)
  const known = new Set(byName.found.map((one) => one.id))
  const texts = byName.found.length < enoughByName ? await nodesByText(db, kind, wanted, conditions) : []
  const found: Found[] = [...byName.found, ...texts.filter((one) => !known.has(one.id))].sort(compareFound)
  const best = await byUse(db, kind, found)
  const named: FoundNode[] = best.map(({ one, uses }) => ({ ...one, uses, text: texts.find((t) => t === one) ?? null }))
  const all = [...named, ...(await byColumn(asked, kind, found, conditions))]
  return { kind, hits: await hitsOf(context, all.slice(0, limit)), count: all.length, truncated: byName.truncated }
}

/** Where columns are not listed themselves, the datasets that have one of that name come after those that are called so. */
async function byColumn(
  { db, kinds, wanted }: Asked,
  kind: NodeKind,
  known: readonly Found[],
  conditions: Conditions,
): Promise<FoundNode[]> {
  if (kind !== 'dataset' || kinds.has('field') || known.length >= enoughByName) return []
  const ids = new Set(known.map((one) => one.id))
  return (await datasetsWithColumn(db, wanted, conditions)).filter((one) => !ids.has(one.id))
}

async function columns({ context, db, wanted, limit, filters }: Asked): Promise<Part> {
  const { found, truncated } = await columnsCalled(db, wanted, await conditionsOf(db, 'dataset', filters.dataset))
  return { kind: 'field', hits: await columnHits(context, found.slice(0, limit)), count: found.length, truncated }
}

async function facets({ db, wanted, limit }: Asked): Promise<Part> {
  const rows = wanted.words.length === 0 ? [] : await facetsCalled(db, wanted.text, limit + 1)
  const hits = rows
    .slice(0, limit)
    .map((row): SearchHit => ({ kind: 'facet', container: row.container, key: decoded(row.key) ?? '', events: row.events }))
  return { kind: 'facet', hits, count: hits.length, truncated: rows.length > limit }
}

async function namespaces({ db, wanted, limit }: Asked): Promise<Part> {
  const found = await namespacesCalled(db, wanted)
  return { kind: 'namespace', hits: found.slice(0, limit).map(namespaceHit), count: found.length, truncated: false }
}

async function labels({ db, wanted, limit }: Asked, kind: 'owner' | 'tag'): Promise<Part> {
  const found = await labelsCalled(db, kind, wanted, limit + 1)
  const hits = found.slice(0, limit).map((label) => labelHit(kind, label))
  return { kind, hits, count: hits.length, truncated: found.length > limit }
}

async function runs({ context, wanted, limit }: Asked): Promise<Part> {
  const { hits, truncated } = await runsCalled(context, wanted.text, limit)
  return { kind: 'run', hits, count: hits.length, truncated }
}
