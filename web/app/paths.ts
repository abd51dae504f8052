/** Addresses of all pages. A page is linked to by calling one of these, never by writing an address by hand. */

import { addressText } from './address-text.ts'

export type SearchValue = string | number | boolean | null | undefined

/** `/path?a=b`, leaving out what is undefined, null or empty. An empty namespace is a namespace: pass it through `keep`. */
function href(path: string, query: Record<string, SearchValue> = {}, keep: readonly string[] = []): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    const empty = value === undefined || value === null || value === ''
    if (!empty || (value === '' && keep.includes(key))) params.set(key, addressText(String(value)))
  }
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}

type Named = { readonly namespace: string; readonly name: string }
const identity = ['namespace', 'name'] as const

export type LineageAddress = { readonly type?: 'dataset' | 'job' } & Partial<Named> & { readonly field?: string | undefined } & Readonly<
    Record<string, SearchValue>
  >

export const paths = {
  home: (): string => '/',
  jobs: (query: Record<string, SearchValue> = {}): string => href('/jobs', query),
  job: (job: Named, tab?: string): string => href('/job', { namespace: job.namespace, name: job.name, tab }, identity),
  run: (job: Named, runId: string, tab?: string): string =>
    href('/run', { namespace: job.namespace, name: job.name, runId, tab }, identity),
  datasets: (query: Record<string, SearchValue> = {}): string => href('/datasets', query),
  dataset: (dataset: Named, at: { tab?: string | undefined; field?: string | undefined } = {}): string =>
    href('/dataset', { namespace: dataset.namespace, name: dataset.name, tab: at.tab, field: at.field }, identity),
  events: (query: Record<string, SearchValue> = {}): string => href('/events', query),
  event: (position: number, pointer?: string): string => href(`/events/${position}`, { pointer }),
  lineage: (at: LineageAddress = {}): string =>
    href('/lineage', { type: at.type, namespace: at.namespace, name: at.name, ...at }, identity),
  search: (query: { q?: string | undefined; only?: string | null | undefined } = {}): string => href('/search', query),
  sources: (): string => '/settings/data',
  addSource: (): string => '/settings/data/add',
  /** `source`: a number, or `none` for requests of no known source. */
  refused: (query: { source?: string | undefined } = {}): string => href('/settings/data/refused', query),
  warnings: (query: { source?: string | undefined } = {}): string => href('/settings/data/warnings', query),
  source: (id: number, tab?: string): string => href(`/settings/data/${id}`, { tab }),
  people: (): string => '/settings/people',
  tokens: (): string => '/settings/tokens',
  embeds: (): string => '/settings/links',
  identity: (): string => '/settings/identity',
  /** `container`, `key`: who carries a facet that is not read. */
  facets: (query: { container?: string | undefined; key?: string | undefined } = {}): string => href('/settings/facets', query),
  server: (): string => '/settings/server',
  account: (): string => '/settings/account',
  signin: (next?: string): string => href('/signin', { next }),
  invite: (token: string): string => href('/invite', { token }),
} as const
