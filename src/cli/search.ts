/** `headwater search`: everything in the catalog that some words may mean. */
import type { SearchHit, SearchResult } from '../contract/search.ts'
import { connected } from './connect.ts'
import type { Common } from './connect.ts'
import { answer, printable, say, table } from './output.ts'

export type SearchOptions = Common & { readonly limit?: string }

export const search = (words: readonly string[], options: SearchOptions): Promise<void> =>
  connected(options, async ({ api }) => {
    const found = await api.get<SearchResult>('/api/v2/search', { q: words.join(' '), limit: options.limit })
    await answer(options.json === true, found, () => linesOf(found))
    for (const hint of found.hints ?? []) say(hint)
    if (found.truncated) say('There is more; --limit lets more in, and more words or filters narrow it.')
  })

function linesOf({ hits }: SearchResult): string[] {
  if (hits.length === 0) return ['Nothing was found.']
  const rows = hits.map((hit) => [hit.kind === 'field' ? 'column' : hit.kind, printable(nameOf(hit)), printable(reasonOf(hit))])
  return table(['', 'WHAT', 'WHY'], rows)
}

function nameOf(hit: SearchHit): string {
  switch (hit.kind) {
    case 'job':
      return `${hit.job.namespace}/${hit.job.name}`
    case 'dataset':
      return `${hit.dataset.namespace}/${hit.dataset.name}`
    case 'field':
      return `${hit.dataset.namespace}/${hit.dataset.name} ${hit.path}`
    case 'facet':
      return `${hit.container} ${hit.key}`
    case 'namespace':
      return hit.namespace
    case 'owner':
      return hit.owner
    case 'tag':
      return hit.tag
    case 'run':
      return `${hit.runId} of ${hit.job.namespace}/${hit.job.name}`
  }
}

/** Of an owner or a tag they are counted to 1,000. */
function carriersOf({ kind, jobs, datasets }: Extract<SearchHit, { jobs: number }>): string {
  const count = (n: number, noun: string): string =>
    n === 0 ? '' : `${n}${n >= 1_000 && kind !== 'namespace' ? ' or more' : ''} ${noun}${n === 1 ? '' : 's'}`
  return [count(jobs, 'job'), count(datasets, 'dataset')].filter(Boolean).join(', ')
}

function reasonOf(hit: SearchHit): string {
  if (hit.kind === 'facet')
    return hit.use === 'used'
      ? `read: ${hit.yields ?? ''}`
      : `kept as it came, in ${hit.events ?? 0} ${hit.events === 1 ? 'event' : 'events'}`
  const { why } = hit
  if (hit.kind === 'run') return [hit.state, hit.startedAt ?? '', why === undefined ? '' : `(${why.says})`].filter(Boolean).join(' ')
  if (why === undefined) return 'jobs' in hit ? carriersOf(hit) : ''
  return why.how === 'text' || why.member === 'alias' || why.member === 'column' ? `${why.says}: ${why.text}` : why.says
}
