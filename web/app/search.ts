/** The search parameters of each page, read from the address. Values are plain text: a name such as `1e5` or `true` stays what it is. */

import { addressText } from './address-text.ts'

export type RawSearch = Readonly<Record<string, unknown>>
type Text = string | undefined

/** The value of `key` as text; undefined where it is missing. */
export const text = (raw: RawSearch, key: string): Text => {
  const value = raw[key]
  return typeof value === 'string' ? value : undefined
}
/** As text() for a whole number. */
export const whole = (raw: RawSearch, key: string): number | undefined => {
  const value = text(raw, key)
  return value !== undefined && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined
}
/** As text(), only if it is one of these. */
export const oneOf = <const T extends string>(raw: RawSearch, key: string, values: readonly T[]): T | undefined =>
  values.find((value) => value === raw[key])

const STATES = ['NEW', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'LOST'] as const

export const search = {
  jobs: (raw: RawSearch) => ({
    q: text(raw, 'q'),
    namespace: text(raw, 'namespace'),
    source: whole(raw, 'source'),
    integration: text(raw, 'integration'),
    state: oneOf(raw, 'state', STATES),
    view: oneOf(raw, 'view', ['roots', 'all']),
    sort: oneOf(raw, 'sort', ['name', 'lastRun']),
    /** The unfolded parents, as jobs/job-rows.ts writes them. */
    open: text(raw, 'open'),
  }),
  job: (raw: RawSearch) => ({ namespace: text(raw, 'namespace') ?? '', name: text(raw, 'name') ?? '', tab: text(raw, 'tab') }),
  search: (raw: RawSearch) => ({ q: text(raw, 'q'), only: text(raw, 'only') }),
  facets: (raw: RawSearch) => ({ container: text(raw, 'container'), key: text(raw, 'key') }),
  run: (raw: RawSearch) => ({
    namespace: text(raw, 'namespace') ?? '',
    name: text(raw, 'name') ?? '',
    runId: text(raw, 'runId') ?? '',
    tab: text(raw, 'tab'),
  }),
  datasets: (raw: RawSearch) => ({
    q: text(raw, 'q'),
    namespace: text(raw, 'namespace'),
    source: whole(raw, 'source'),
    sort: oneOf(raw, 'sort', ['name', 'lastWritten']),
  }),
  dataset: (raw: RawSearch) => ({
    namespace: text(raw, 'namespace') ?? '',
    name: text(raw, 'name') ?? '',
    tab: text(raw, 'tab'),
    field: text(raw, 'field'),
  }),
  events: (raw: RawSearch) => ({
    source: whole(raw, 'source'),
    kind: oneOf(raw, 'kind', ['RunEvent', 'JobEvent', 'DatasetEvent']),
    eventType: text(raw, 'eventType'),
    jobNamespace: text(raw, 'jobNamespace'),
    jobName: text(raw, 'jobName'),
    runId: text(raw, 'runId'),
    datasetNamespace: text(raw, 'datasetNamespace'),
    datasetName: text(raw, 'datasetName'),
  }),
  event: (raw: RawSearch) => ({ pointer: text(raw, 'pointer') }),
  /** The explorer keeps more of its state in the address than is named here; whatever is text comes through. */
  lineage: (raw: RawSearch) => ({
    ...(Object.fromEntries(Object.entries(raw).filter(([, value]) => typeof value === 'string')) as Record<string, Text>),
    type: oneOf(raw, 'type', ['dataset', 'job']),
    namespace: text(raw, 'namespace'),
    name: text(raw, 'name'),
    field: text(raw, 'field'),
  }),
  warnings: (raw: RawSearch) => ({ source: whole(raw, 'source') }),
  refused: (raw: RawSearch) => ({ source: raw['source'] === 'none' ? 'none' : whole(raw, 'source')?.toString() }),
  source: (raw: RawSearch) => ({ tab: text(raw, 'tab') }),
  signin: (raw: RawSearch) => ({ next: text(raw, 'next') }),
  invite: (raw: RawSearch) => ({ token: text(raw, 'token') ?? '' }),
}

/** `?a=b&c=d` to an object of texts; the last of several values wins. */
export function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}
/** The reverse; undefined and null are left out. */
export function stringifySearch(values: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(values))
    if (value !== undefined && value !== null) params.set(key, typeof value === 'string' ? addressText(value) : JSON.stringify(value))
  const query = params.toString()
  return query === '' ? '' : `?${query}`
}
