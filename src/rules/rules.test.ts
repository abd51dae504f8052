import { describe, expect, test } from 'vitest'
import type { RuleBody } from '../contract/rules.ts'
import { parseInstant } from '../openlineage/time.ts'
import { exactly, globMatcher } from './glob.ts'
import { ruleFault, Rules, rulesOfText } from './rules.ts'
import { trimName } from './trimmers.ts'

const known = (namespace: string, name: string, ...rules: RuleBody[]): string => {
  const id = new Rules(rules).identity.canonicalOf({ namespace, name })
  return `${id.namespace} ${id.name}`
}

test.each([
  ['*', 'anything', true],
  ['', '', true],
  ['a*', 'abc', true],
  ['a*', 'ba', false],
  ['*c', 'abc', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'a.b.b.c', true],
  ['a*b*c', 'a.c.b', false],
  ['postgres://*:5432', 'postgres://db:5432', true],
  [exactly('a*b\\c'), 'a*b\\c', true],
  [exactly('a*b'), 'axb', false],
])('glob %s on %s is %s', (glob, text, is) => expect(globMatcher(glob)(text)).toBe(is))

describe('trimmers', () => {
  test.each([
    ['KeyValueTrimmer', '/data/t/day=2024-01-01', '/data/t'],
    ['KeyValueTrimmer', 'data/t/year=2024/month=01', 'data/t'],
    ['KeyValueTrimmer', '/data/t/a=b=c', '/data/t/a=b=c'],
    ['KeyValueTrimmer', 'day=1', 'day=1'],
    ['DateTrimmer', '/tmp/20250721', '/tmp'],
    ['DateTrimmer', '/tmp/20250722T0901Z', '/tmp'],
    ['DateTrimmer', '/tmp/2025-07-22T09:01:00.000Z', '/tmp'],
    ['DateTrimmer', '/tmp/22.07.2025/', '/tmp'],
    ['DateTrimmer', '/tmp/20122321', '/tmp/20122321'],
    ['DateTrimmer', '/tmp/dataset_20250721', '/tmp/dataset_20250721'],
    ['DateTrimmer', '20250721', '20250721'],
    ['DateTrimmer', '/20250721', '/20250721'],
    ['MultiDirDateTrimmer', '/tmp/2025/07', '/tmp'],
    ['MultiDirDateTrimmer', '/tmp/2025/07/21', '/tmp'],
    ['MultiDirDateTrimmer', '/tmp/2025/14', '/tmp/2025/14'],
    ['MultiDirDateTrimmer', '/tmp/2025/07/50', '/tmp/2025/07/50'],
    ['MultiDirDateTrimmer', '/2025/07', '/2025/07'],
    ['YearMonthTrimmer', '/a/202507', '/a'],
    ['YearMonthTrimmer', '/a/2025-07', '/a'],
    ['YearMonthTrimmer', '/a/2025-13', '/a/2025-13'],
  ] as const)('%s of %s', (trimmer, name, cut) => expect(trimName(name, [trimmer])).toBe(cut))

  test('each after the other, until nothing is left to cut', () =>
    expect(trimName('/t/2025-07-21/hour=3/min=4', ['DateTrimmer', 'KeyValueTrimmer'])).toBe('/t'))
})

describe('the id that counts', () => {
  test.each<[string, string, RuleBody[], string]>([
    ['s3a://lake', 'a/b', [], 's3://lake a/b'],
    ['S3N://lake', 'a/b', [], 's3://lake a/b'],
    ['wasb://c@h', 'x', [], 'wasbs://c@h x'],
    ['s3a', 'x', [], 's3a x'],
    ['s3a://lake', 'a', [{ kind: 'switch', rule: 'identity/schemes' }], 's3a://lake a'],
    ['gcs://b', 'x', [{ kind: 'scheme', from: ['gcs', 'gfs'], to: 'gs' }], 'gs://b x'],
    ['postgres://10.0.0.5:5432', 'd.s.t', [{ kind: 'host', hosts: ['10.0.0.5'], to: 'db.prod' }], 'postgres://db.prod:5432 d.s.t'],
    [
      'postgres://10.0.0.5:5433',
      'd.s.t',
      [{ kind: 'host', hosts: ['10.0.0.5:5432'], to: 'db.prod:5432' }],
      'postgres://10.0.0.5:5433 d.s.t',
    ],
    ['postgres://db:None', 't', [{ kind: 'host', hosts: ['db:None'], to: 'db:5432' }], 'postgres://db:5432 t'],
    ['abfss://box@OLD.dfs.net/x', 't', [{ kind: 'host', hosts: ['old.dfs.net'], to: 'new.dfs.net' }], 'abfss://box@new.dfs.net/x t'],
    ['snowflake://a', 'DB.S.T', [{ kind: 'case', namespaces: 'snowflake://*', to: 'lower' }], 'snowflake://a db.s.t'],
    ['bigquery', 'DB.S.T', [{ kind: 'case', namespaces: 'snowflake://*', to: 'lower' }], 'bigquery DB.S.T'],
    ['s3a://b', 't/day=1', [{ kind: 'trim', namespaces: 's3://*', trimmers: ['KeyValueTrimmer'] }], 's3://b t'],
    ['x', 'orders_17', [{ kind: 'pattern', namespaces: '*', part: 'name', match: '^(.*)_\\d+$', replace: '$1' }], 'x orders'],
    ['kafka://a,b', 't', [{ kind: 'pattern', namespaces: 'kafka://*', part: 'namespace', match: ',.*', replace: '' }], 'kafka://a t'],
    ['a', 'x', [{ kind: 'same', dataset: { namespace: 'a', name: 'x' }, as: { namespace: 's3a://b', name: 'y' } }], 's3://b y'],
    ['a', 'x', [{ kind: 'pattern', namespaces: '*', part: 'name', match: '.*', replace: '' }], 'a x'],
  ])('%s %s', (namespace, name, rules, id) => expect(known(namespace, name, ...rules)).toBe(id))

  test('two decisions in a circle end', () => {
    const [a, b] = [
      { namespace: 'n', name: 'a' },
      { namespace: 'n', name: 'b' },
    ]
    expect(known('n', 'a', { kind: 'same', dataset: a, as: b }, { kind: 'same', dataset: b, as: a })).toBe('n a')
  })
})

test('what is left out, by source and by event time', () => {
  const rules = new Rules([
    { kind: 'leaveOut', sourceId: 2, from: null, to: null },
    { kind: 'leaveOut', sourceId: null, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  ])
  const at = (time: string): string | null => parseInstant(time)
  expect(rules.takes(2, null)).toBe(false)
  expect(rules.takes(1, null)).toBe(true)
  expect(rules.takes(1, at('2026-01-01T00:00:00Z'))).toBe(false)
  expect(rules.takes(1, at('2026-01-02T00:00:00Z'))).toBe(true)
})

test('rules that cannot be used say why', () => {
  expect(ruleFault({ kind: 'pattern', namespaces: '*', part: 'name', match: '(', replace: '' })).toMatch(/missing closing/)
  expect(ruleFault({ kind: 'pattern', namespaces: '*', part: 'name', match: '(a)\\1', replace: '' })).toMatch(/escape/)
  expect(ruleFault({ kind: 'leaveOut', sourceId: null, from: 'soon', to: null })).toMatch(/no time/)
  expect(ruleFault({ kind: 'leaveOut', sourceId: null, from: null, to: null })).toMatch(/everything/)
  expect(ruleFault({ kind: 'switch', rule: 'identity/none' })).toMatch(/no rule/)
  expect(ruleFault({ kind: 'case', namespaces: '*', to: 'lower' })).toBe(null)
})

test('the text of rules makes the same rules again', () => {
  const rules = new Rules([{ kind: 'switch', rule: 'identity/schemes' }])
  expect(rulesOfText(rules.text)).toMatchObject({ text: rules.text })
  expect(rulesOfText(rules.text).isOn('identity/schemes')).toBe(false)
})
