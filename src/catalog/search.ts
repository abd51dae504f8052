import type { SearchGroup, SearchHit, SearchResult } from '../contract/search.ts'
import type { Executor } from '../db/contract.ts'
import type { ReadContext } from './context.ts'
import { columnsCalled } from './search/columns.ts'
import { conditionsOf, narrow } from './search/filters.ts'
import type { Narrowed, SourceName } from './search/filters.ts'
import { facetsNamed } from './search/facets.ts'
import { whyNothing } from './search/hints.ts'
import { columnHits, datasetHits, jobHits, labelHit, namespaceHit } from './search/hits.ts'
import type { FoundNode } from './search/hits.ts'
import type { Kind } from './search/kinds.ts'
import { labelsCalled } from './search/labels.ts'
import { listed } from './search/listed.ts'
import { byUse, compareFound, namedNodes, noConditions } from './search/named.ts'
import type { Conditions, Found, NodeKind } from './search/named.ts'
import { namespacesCalled, namespacesListed } from './search/namespaces.ts'
import { readQuestion } from './search/query.ts'
import type { Wanted } from './search/query.ts'
import { runsCalled, runsListed } from './search/runs.ts'
import { nodesByText } from './search/texts.ts'
import { wordsTogether } from './search/together.ts'
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
  const { words } = question.wanted
  const wanted = { ...question.wanted, known: await knownWords(context.db, words), together: await wordsTogether(context.db, words) }
  const asked: Asked = { ...narrowed, context, db: context.db, wanted, limit }
  const parts: Part[] = []
  for (const [kind, find] of finders) if (narrowed.kinds.has(kind)) parts.push(await find(asked))
  const hits = parts.flatMap((part) => part.hits)
  const hints = [...question.hints, ...narrowed.hints]
  return {
    q,
    hits,
    truncated: parts.some((part) => part.truncated || part.count > part.hits.length),
    groups: parts.filter((part) => part.count > 0).map(groupOf),
    filters: [...question.filters],
    hints: hints.length > 0 ? hints : whyNothing(question, narrowed, hits),
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
    const isAsked = filters.length > 0 || asked.only.has(kind)
    if (!isAsked) return nothing(kind)
    const page = await listed(context, kind, filters, wanted.without, limit)
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

const nothing = (kind: Kind): Part => ({ kind, hits: [], count: 0, truncated: false })

/** Without a word a kind is listed where it was asked for by name. */
const isSilent = ({ wanted, only }: Asked, kind: Kind): boolean => wanted.words.length === 0 && !only.has(kind)

async function facets(asked: Asked): Promise<Part> {
  if (isSilent(asked, 'facet')) return nothing('facet')
  const { hits, truncated } = await facetsNamed(asked.context, asked.wanted, asked.limit)
  return { kind: 'facet', hits, count: hits.length, truncated }
}

async function namespaces(asked: Asked): Promise<Part> {
  const { db, wanted, limit } = asked
  if (isSilent(asked, 'namespace')) return nothing('namespace')
  const isListed = wanted.words.length === 0
  const found = isListed ? await namespacesListed(db, wanted, limit + 1) : await namespacesCalled(db, wanted)
  return {
    kind: 'namespace',
    hits: found.slice(0, limit).map(namespaceHit),
    count: found.length,
    truncated: isListed && found.length > limit,
  }
}

async function labels(asked: Asked, kind: 'owner' | 'tag'): Promise<Part> {
  const { db, wanted, limit } = asked
  if (isSilent(asked, kind)) return nothing(kind)
  const found = await labelsCalled(db, kind, wanted, limit + 1)
  const hits = found.slice(0, limit).map((label) => labelHit(kind, label))
  return { kind, hits, count: hits.length, truncated: found.length > limit }
}

/** Runs by their id. Asked for by kind also those that fulfil the filters, of jobs that have the words. */
async function runs(asked: Asked): Promise<Part> {
  const { context, db, wanted, only, filters, limit } = asked
  const byId = await runsCalled(context, wanted.text, filters.run, limit)
  if (byId.count > 0 || !only.has('run')) return { kind: 'run', ...byId }
  const jobs = wanted.words.length === 0 ? null : await namedNodes(db, 'job', wanted, noConditions, true)
  return { kind: 'run', ...(await runsListed(context, filters.run, jobs, limit)) }
}
