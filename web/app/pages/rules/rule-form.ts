/** The form of a rule: what is asked for each kind, and the rule that comes of what was typed. */
import type { RuleBody, TrimmerName } from '../../../../src/contract/rules.ts'

export const FORM_KINDS = ['case', 'host', 'scheme', 'trim', 'pattern', 'same', 'apart', 'prefix', 'hide', 'leaveOut'] as const
export type FormKind = (typeof FORM_KINDS)[number]

export const TRIMMERS: readonly { readonly value: TrimmerName; readonly label: string; readonly help: string }[] = [
  { value: 'KeyValueTrimmer', label: 'KeyValueTrimmer', help: 't/day=2026-01-31' },
  { value: 'DateTrimmer', label: 'DateTrimmer', help: 't/2026-01-31, t/20260131' },
  { value: 'MultiDirDateTrimmer', label: 'MultiDirDateTrimmer', help: 't/2026/01/31' },
  { value: 'YearMonthTrimmer', label: 'YearMonthTrimmer', help: 't/2026-01' },
]

export type Field = {
  readonly key: string
  readonly label: string
  readonly help?: string
  readonly placeholder?: string
  readonly optional?: boolean
  readonly options?: readonly { readonly value: string; readonly label: string }[]
  /** One of the sources of this server; `any`: or all of them. */
  readonly source?: 'one' | 'any'
  readonly trimmers?: true
}

const namespaces: Field = {
  key: 'namespaces',
  label: 'Namespaces',
  placeholder: 'snowflake://*',
  help: '* stands for any text. A namespace without a star is that one alone.',
}
const pair = (key: string, which: string): Field[] => [
  { key: `${key}Namespace`, label: `Namespace of ${which}`, placeholder: 'postgres://db:5432' },
  { key: `${key}Name`, label: `Name of ${which}`, placeholder: 'shop.public.orders' },
]

export const FIELDS: Readonly<Record<FormKind, readonly Field[]>> = {
  case: [
    namespaces,
    {
      key: 'to',
      label: 'Names count in',
      options: [
        { value: 'lower', label: 'lower case' },
        { value: 'upper', label: 'upper case' },
      ],
    },
  ],
  host: [
    {
      key: 'hosts',
      label: 'Hosts',
      placeholder: '10.0.0.5, db:5432',
      help: 'With commas between. A host with a port stands for that port alone.',
    },
    { key: 'to', label: 'Their server', placeholder: 'db.prod.internal' },
  ],
  scheme: [
    { key: 'from', label: 'Schemes', placeholder: 'gcs, gfs', help: 'Without ://, with commas between.' },
    { key: 'to', label: 'The same storage as', placeholder: 'gs' },
  ],
  trim: [namespaces, { key: 'trimmers', label: 'What is cut off the end of names', trimmers: true }],
  pattern: [
    namespaces,
    {
      key: 'part',
      label: 'In the',
      options: [
        { value: 'name', label: 'name' },
        { value: 'namespace', label: 'namespace' },
      ],
    },
    { key: 'match', label: 'What matches', placeholder: '^(.*)_\\d+$', help: 'A regular expression, in the syntax of RE2.' },
    {
      key: 'replace',
      label: 'Becomes',
      placeholder: '$1',
      optional: true,
      help: '$1 is what the first group matched. Empty: it is cut out.',
    },
  ],
  same: [...pair('dataset', 'the dataset'), ...pair('as', 'what it is')],
  apart: [...pair('a', 'one'), ...pair('b', 'the other')],
  prefix: [
    { key: 'sourceId', label: 'Source', source: 'one' },
    { key: 'prefix', label: 'Its namespaces start with', placeholder: 'eu/' },
    {
      key: 'of',
      label: 'Namespaces of',
      options: [
        { value: 'jobs', label: 'jobs' },
        { value: 'datasets', label: 'datasets' },
        { value: 'both', label: 'jobs and datasets' },
      ],
    },
  ],
  hide: [
    {
      key: 'what',
      label: 'What',
      options: [
        { value: 'job', label: 'jobs' },
        { value: 'dataset', label: 'datasets' },
        { value: 'namespace', label: 'whole namespaces' },
        { value: 'run', label: 'runs' },
      ],
    },
    { ...namespaces, key: 'namespace', placeholder: 'dev_*' },
    { key: 'name', label: 'Name', placeholder: 'tmp_*', optional: true, help: 'Of the job or dataset; of a run, of its job. Empty: any.' },
    { key: 'runId', label: 'Run id', optional: true, help: 'Only of runs. Empty: all runs of the job.' },
  ],
  leaveOut: [
    { key: 'sourceId', label: 'Source', source: 'any' },
    {
      key: 'from',
      label: 'From',
      optional: true,
      placeholder: '2026-01-31T00:00:00Z',
      help: 'By the time in the event, that moment included.',
    },
    { key: 'to', label: 'Up to', optional: true, placeholder: '2026-02-01T00:00:00Z', help: 'That moment not included.' },
  ],
}

export type Values = Readonly<Record<string, string>>

const list = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '')
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** The rule that was typed; null while something that it needs is missing. */
export function bodyOf(kind: FormKind, values: Values): RuleBody | null {
  const of = (key: string): string => values[key] ?? FIELDS[kind].find((f) => f.key === key)?.options?.[0]?.value ?? ''
  const missing = FIELDS[kind].some(
    (f) => f.optional !== true && f.source !== 'any' && !f.key.endsWith('Namespace') && of(f.key).trim() === '',
  )
  if (missing) return null
  const identity = (key: string) => ({ namespace: of(`${key}Namespace`), name: of(`${key}Name`) })
  switch (kind) {
    case 'case':
      return { kind, namespaces: of('namespaces'), to: of('to') === 'upper' ? 'upper' : 'lower' }
    case 'host':
      return { kind, hosts: list(of('hosts')), to: of('to').trim() }
    case 'scheme':
      return { kind, from: list(of('from')), to: of('to').trim() }
    case 'trim':
      return { kind, namespaces: of('namespaces'), trimmers: list(of('trimmers')) as TrimmerName[] }
    case 'pattern':
      return {
        kind,
        namespaces: of('namespaces'),
        part: of('part') === 'namespace' ? 'namespace' : 'name',
        match: of('match'),
        replace: of('replace'),
      }
    case 'same':
      return { kind, dataset: identity('dataset'), as: identity('as') }
    case 'apart':
      return { kind, a: identity('a'), b: identity('b') }
    case 'prefix':
      return { kind, sourceId: Number(of('sourceId')), prefix: of('prefix'), of: of('of') as 'jobs' | 'datasets' | 'both' }
    case 'hide':
      return hideOf(of)
    case 'leaveOut': {
      const sourceId = of('sourceId') === '' ? null : Number(of('sourceId'))
      const times = { from: orNull(of('from')), to: orNull(of('to')) }
      return sourceId === null && times.from === null && times.to === null ? null : { kind, sourceId, ...times }
    }
  }
}

function hideOf(of: (key: string) => string): RuleBody {
  const what = of('what') as 'job' | 'dataset' | 'namespace' | 'run'
  const name = what === 'namespace' ? null : orNull(of('name'))
  return { kind: 'hide', what, namespace: of('namespace'), name, runId: what === 'run' ? orNull(of('runId')) : null }
}
