import type { RuleBody } from '../../src/contract/rules.ts'
import type { Random } from './random.ts'

/** A small world, so that what one event says meets what another says: few names, few times, many ties. */
const jobs = [
  ['etl', 'load'],
  ['etl', 'load.child'],
  ['etl', '__proto__'],
  ['stream', 'load'],
] as const
const datasets = [
  ['s3://lake', 'orders/dt=1'],
  ['s3a://lake', 'orders/dt=2'],
  ['hive://meta', 'shop.orders'],
  ['hive://meta', 'shop.Orders'],
] as const
/** No namespace, a NUL, half a character. */
const oddDatasets = [
  ['', 'nul\0name'],
  ['pg://db', 'half \ud83d'],
] as const
export const runIds = ['0198b7e1-90aa-7c11-b2f0-000000000001', 'r2', 'R2'] as const
const times = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.000000001Z',
  '2026-01-02T00:00:00+02:00',
  '2025-12-31T23:00:00+01:00',
  '2026-01-01T12:00:00Z',
] as const
/** Without a zone, with a named one, from a clock that is off, no time at all. */
const oddTimes = ['2026-01-01 22:00:00', '2025-12-31T23:00:00[Europe/Berlin]', '2027-05-05T00:00:00Z', 'yesterday'] as const
export const fields = ['id', 'a.b', 'constructor', 'total'] as const
export const producers = [
  'https://example.com/etl',
  'https://github.com/OpenLineage/OpenLineage/tree/1.53.0/integration/spark',
  'https://github.com/OpenLineage/OpenLineage/tree/1.53.0/integration/dbt',
] as const

const words = ['one', 'two', 'one\ntwo', 'é'] as const
const oddWords = ['', '\ud83d', '\0'] as const
const wholes = [0, 1, 7, 7, 9007199254740992] as const
const oddWholes = [-3, '12', 1.5] as const
const values = [null, true, '', 'text', 0, [], {}, [{}], { a: null }, ['x', 1]] as const

/** Texts that mean something under this name, whatever facet it stands in. */
const wordsOf: Readonly<Record<string, readonly [string, ...string[]]>> = {
  type: ['TABLE', 'LOCATION', 'DB_TABLE', 'DIRECT', 'INDIRECT', 'int', 'text', 'JOB', 'DATASET'],
  subtype: ['IDENTITY', 'FILTER', ''],
  transformationType: ['IDENTITY', 'MASKED', 'other'],
  processingType: ['BATCH', 'STREAMING', 'streaming'],
  integration: ['SPARK', 'DBT', 'AIRFLOW'],
  jobType: ['JOB', 'QUERY', 'MODEL', 'TASK'],
  eventContentMode: ['COMPLETE_SNAPSHOT', 'ACCUMULATIVE'],
  status: ['pass', 'fail', 'skip'],
  field: fields,
  column: fields,
  columnName: fields,
  runId: runIds,
  description: ['one', 'two', ''],
  query: ['select 1', 'select 2'],
  key: ['pii', 'team'],
}

/** Rules about the small world: what joins, takes apart, renames, hides and leaves out. */
export const ruleBodies: readonly [RuleBody, ...RuleBody[]] = [
  { kind: 'switch', rule: 'identity/schemes' },
  { kind: 'scheme', from: ['hive'], to: 's3' },
  { kind: 'host', hosts: ['meta'], to: 'lake' },
  { kind: 'case', namespaces: 'hive://*', to: 'lower' },
  { kind: 'trim', namespaces: 's3*', trimmers: ['KeyValueTrimmer'] },
  { kind: 'pattern', namespaces: '*', part: 'name', match: '^shop[.](.*)$', replace: '$1' },
  { kind: 'same', dataset: { namespace: 'hive://meta', name: 'shop.orders' }, as: { namespace: 's3://lake', name: 'orders/dt=1' } },
  { kind: 'apart', a: { namespace: 'hive://meta', name: 'shop.orders' }, b: { namespace: 's3://lake', name: 'orders/dt=1' } },
  { kind: 'prefix', sourceId: 1, prefix: 'one:', of: 'both' },
  { kind: 'hide', what: 'job', namespace: 'etl', name: 'load*', runId: null },
  { kind: 'hide', what: 'dataset', namespace: 'hive://*', name: 'shop.Orders', runId: null },
  { kind: 'hide', what: 'run', namespace: 'etl', name: null, runId: 'r2' },
  { kind: 'leaveOut', sourceId: 2, from: null, to: null },
  { kind: 'leaveOut', sourceId: null, from: '2026-01-01T00:00:00Z', to: '2026-01-01T06:00:00Z' },
]

const oddShare = 0.05

export const identity = (random: Random, of: 'job' | 'dataset'): { namespace: string; name: string } => {
  const [namespace, name] = of === 'job' ? random.pick(jobs) : random.pick(random.chance(oddShare) ? oddDatasets : datasets)
  return { namespace, name }
}
export const time = (random: Random): string => random.pick(random.chance(2 * oddShare) ? oddTimes : times)
export const textFor = (random: Random, name: string): string => {
  const own = wordsOf[name]
  if (random.chance(oddShare)) return random.pick(oddWords)
  return own !== undefined ? random.pick(own) : name === 'name' ? random.pick(fields) : random.pick(words)
}
export const wholeNumber = (random: Random): number | string => random.pick(random.chance(oddShare) ? oddWholes : wholes)
/** What no schema allows where it is put. */
export const anything = (random: Random): unknown => random.pick(values)
