import type { RuleBody } from '../../src/contract/rules.ts'
import type { Random } from './random.ts'

/** Rules about the small world of pools.ts, of every kind. */
const rules: readonly RuleBody[] = [
  { kind: 'switch', rule: 'identity/schemes' },
  { kind: 'switch', rule: 'identity/temporary-names' },
  { kind: 'scheme', from: ['hive'], to: 'glue' },
  { kind: 'host', hosts: ['meta', 'lake'], to: 'one' },
  { kind: 'case', namespaces: 'hive://*', to: 'lower' },
  { kind: 'case', namespaces: '*', to: 'upper' },
  { kind: 'trim', namespaces: 's3*', trimmers: ['KeyValueTrimmer', 'DateTrimmer'] },
  { kind: 'pattern', namespaces: '*', part: 'name', match: '^shop[.](.*)$', replace: '$1.shop' },
  { kind: 'same', dataset: { namespace: 'hive://meta', name: 'shop.orders' }, as: { namespace: 's3://lake', name: 'orders/dt=1' } },
  { kind: 'same', dataset: { namespace: 's3://lake', name: 'orders/dt=1' }, as: { namespace: 'hive://meta', name: 'shop.Orders' } },
  { kind: 'apart', a: { namespace: 's3://lake', name: 'orders/dt=1' }, b: { namespace: 'hive://meta', name: 'shop.orders' } },
  { kind: 'prefix', sourceId: 2, prefix: 'two/', of: 'both' },
  { kind: 'prefix', sourceId: 1, prefix: 'one/', of: 'jobs' },
  { kind: 'hide', what: 'job', namespace: 'etl', name: 'load*', runId: null },
  { kind: 'hide', what: 'dataset', namespace: 's3*', name: '*', runId: null },
  { kind: 'hide', what: 'namespace', namespace: 'hive://*', name: null, runId: null },
  { kind: 'hide', what: 'run', namespace: '*', name: null, runId: 'r2' },
  { kind: 'leaveOut', sourceId: 2, from: null, to: null },
  { kind: 'leaveOut', sourceId: null, from: '2026-01-01T00:00:00.000000001Z', to: '2026-01-01T12:00:00Z' },
]

/** A few of them, in any order; often none. */
export const drawRules = (random: Random): readonly RuleBody[] => random.shuffled(rules).slice(0, random.int(0, 3))
