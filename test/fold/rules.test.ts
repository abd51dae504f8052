/** What rules make of the catalog: as if they had always been there, in any order of events. */
import { describe, expect, test } from 'vitest'
import type { RuleBody } from '../../src/contract/rules.ts'
import { columnsFrom, jobNamed, parentOf, runEvent, schemaOf, table } from '../harness/events.ts'
import { golden } from '../harness/golden.ts'

const at = (namespace: string, name: string, facets?: unknown): object => ({ namespace, name, facets })
const done = 'run r of etl/load COMPLETE from 10:01 to 10:01'
const link = (namespace: string, name: string, type = 'TABLE'): object => ({ symlinks: { identifiers: [{ namespace, name, type }] } })

interface Case {
  readonly says: string
  readonly events: readonly object[]
  readonly rules: readonly RuleBody[]
  readonly catalog: readonly string[]
}

const cases: readonly Case[] = [
  {
    says: 'schemes of one storage are one, though nobody sent the one that counts',
    events: [
      runEvent('COMPLETE', 1, { inputs: [at('s3n://lake', 'a')], outputs: [at('abfs://c@h', 'x')] }),
      runEvent('COMPLETE', 1, { job: jobNamed('next'), runId: 'n', inputs: [at('s3a://lake', 'a', schemaOf('id'))] }),
    ],
    rules: [],
    catalog: [
      'dataset abfss://c@h/x also abfs://c@h/x',
      'dataset s3://lake/a also s3a://lake/a, s3n://lake/a with id int',
      'job etl/load reads s3://lake/a writes abfss://c@h/x',
      'job etl/next reads s3://lake/a',
      'run n of etl/next COMPLETE from 10:01 to 10:01',
      done,
    ],
  },
  {
    says: 'the rule that comes with it is switched off',
    events: [runEvent('COMPLETE', 1, { inputs: [at('s3a://lake', 'a')] })],
    rules: [{ kind: 'switch', rule: 'identity/schemes' }],
    catalog: ['dataset s3a://lake/a', 'job etl/load reads s3a://lake/a', done],
  },
  {
    says: 'a table that a symlink names counts before the path that a rule names',
    events: [runEvent('COMPLETE', 1, { outputs: [at('s3a://lake', 'a', link('hive', 'db.a'))] })],
    rules: [],
    catalog: ['dataset hive/db.a also s3://lake/a, s3a://lake/a', 'job etl/load writes hive/db.a', done],
  },
  {
    says: 'a rule on the table that a symlink names',
    events: [runEvent('COMPLETE', 1, { outputs: [at('s3a://lake', 'a', link('hive', 'DB.A'))] })],
    rules: [{ kind: 'case', namespaces: 'hive', to: 'lower' }],
    catalog: ['dataset hive/db.a also hive/DB.A, s3://lake/a, s3a://lake/a', 'job etl/load writes hive/db.a', done],
  },
  {
    says: 'partitions are one table, and columns follow',
    events: [
      runEvent('COMPLETE', 1, {
        inputs: [table('p/day=1'), table('p/day=2')],
        outputs: [table('out/day=1', columnsFrom({ b: 'p/day=1.a' }))],
      }),
    ],
    rules: [{ kind: 'trim', namespaces: 'db', trimmers: ['KeyValueTrimmer'] }],
    catalog: [
      'column db/p.a to db/out.b by etl/load',
      'dataset db/out also db/out/day=1',
      'dataset db/p also db/p/day=1, db/p/day=2',
      'job etl/load reads db/p writes db/out',
      done,
    ],
  },
  {
    says: 'a decision of a person, over what is smaller by bytes',
    events: [runEvent('COMPLETE', 1, { inputs: [table('a')], outputs: [table('b')] })],
    rules: [{ kind: 'same', dataset: { namespace: 'db', name: 'a' }, as: { namespace: 'db', name: 'b' } }],
    catalog: ['dataset db/b also db/a', 'job etl/load reads db/b writes db/b', done],
  },
  {
    says: 'two that a person keeps apart',
    events: [runEvent('COMPLETE', 1, { outputs: [table('a', link('hive', 't'))] })],
    rules: [{ kind: 'apart', a: { namespace: 'hive', name: 't' }, b: { namespace: 'db', name: 'a' } }],
    catalog: ['dataset db/a', 'dataset hive/t', 'job etl/load writes db/a', done],
  },
  {
    says: 'the deleted symlink of a producer ends no rule',
    events: [runEvent('COMPLETE', 1, { outputs: [at('s3a://lake', 'a', { symlinks: { _deleted: true } })] })],
    rules: [],
    catalog: ['dataset s3://lake/a also s3a://lake/a', 'job etl/load writes s3://lake/a', done],
  },
  {
    says: 'a temporary name joins nothing',
    events: [
      runEvent('COMPLETE', 1, {
        outputs: [table('a', link('hive', 'default.tmp_20260101')), table('b', link('hive', 'default.tmp_20260101'))],
      }),
    ],
    rules: [],
    catalog: ['dataset db/a', 'dataset db/b', 'dataset hive/default.tmp_20260101', 'job etl/load writes db/a, db/b', done],
  },
  {
    says: 'namespaces of a source with a prefix, its parents too',
    events: [runEvent('COMPLETE', 1, { facets: parentOf('dag', 'd'), inputs: [table('a')] })],
    rules: [{ kind: 'prefix', sourceId: 1, prefix: 'eu/', of: 'jobs' }],
    catalog: [
      'dataset db/a',
      'job eu/etl/dag',
      'job eu/etl/load of eu/etl/dag reads db/a',
      'run d of eu/etl/dag NEW',
      'run r of eu/etl/load COMPLETE from 10:01 to 10:01 in d of eu/etl/dag',
    ],
  },
  {
    says: 'datasets of a source with a prefix',
    events: [runEvent('COMPLETE', 1, { outputs: [table('a', columnsFrom({ b: 'in.a' }))] })],
    rules: [{ kind: 'prefix', sourceId: 1, prefix: 'eu/', of: 'datasets' }],
    catalog: ['column eu/db/in.a to eu/db/a.b by etl/load', 'dataset eu/db/a', 'dataset eu/db/in', 'job etl/load writes eu/db/a', done],
  },
  {
    says: 'a hidden job, which others name as their parent',
    events: [
      runEvent('COMPLETE', 1, { inputs: [table('a')] }),
      runEvent('COMPLETE', 2, { job: jobNamed('child'), runId: 'c', facets: parentOf('load', 'r'), outputs: [table('b')] }),
    ],
    rules: [{ kind: 'hide', what: 'job', namespace: 'etl', name: 'load', runId: null }],
    catalog: ['dataset db/b', 'job etl/child writes db/b', 'run c of etl/child COMPLETE from 10:02 to 10:02'],
  },
  {
    says: 'a hidden parent gives way to none that is named before it',
    events: [runEvent('START', 1, { facets: parentOf('dag', 'd') }), runEvent('COMPLETE', 2, { facets: parentOf('noise', 'n') })],
    rules: [{ kind: 'hide', what: 'job', namespace: '*', name: 'noi*', runId: null }],
    catalog: [
      'job etl/dag',
      'job etl/load of etl/dag',
      'run d of etl/dag NEW',
      'run r of etl/load COMPLETE from 10:01 to 10:02 in d of etl/dag',
    ],
  },
  {
    says: 'a hidden dataset, and column lineage over it',
    events: [runEvent('COMPLETE', 1, { inputs: [table('tmp')], outputs: [table('a', columnsFrom({ b: 'tmp.a', c: 'in.a' }))] })],
    rules: [{ kind: 'hide', what: 'dataset', namespace: 'db', name: 'tmp', runId: null }],
    catalog: ['column db/in.a to db/a.c by etl/load', 'dataset db/a', 'dataset db/in', 'job etl/load writes db/a', done],
  },
  {
    says: 'a hidden namespace',
    events: [runEvent('COMPLETE', 1, { inputs: [at('junk', 'x'), table('a')] })],
    rules: [{ kind: 'hide', what: 'namespace', namespace: 'junk', name: null, runId: null }],
    catalog: ['dataset db/a', 'job etl/load reads db/a', done],
  },
  {
    says: 'a hidden run',
    events: [runEvent('COMPLETE', 1, { inputs: [table('a')] }), runEvent('FAIL', 2, { runId: 'bad', inputs: [table('b')] })],
    rules: [{ kind: 'hide', what: 'run', namespace: '*', name: null, runId: 'bad' }],
    catalog: ['dataset db/a', 'job etl/load reads db/a', done],
  },
  {
    says: 'a time that is left out',
    events: [runEvent('COMPLETE', 1), runEvent('FAIL', 30, { runId: 'bad', outputs: [table('b')] })],
    rules: [{ kind: 'leaveOut', sourceId: null, from: '2026-11-20T10:30:00Z', to: '2026-11-20T10:31:00Z' }],
    catalog: ['job etl/load', done],
  },
]

test.each(cases)('$says', async ({ events, rules, catalog }) => expect((await golden(events, rules)).catalog).toEqual([...catalog].sort()))

describe('a rule that is taken back leaves nothing', () => {
  test.each(cases.filter((c) => c.rules.length > 0))('$says', async ({ events, rules }) => {
    const without = await golden(events)
    expect((await golden(events, rules)).catalog).not.toEqual(without.catalog)
  })
})

test('an event that a rule leaves out says so', async () => {
  const [receipt] = (await golden([runEvent('COMPLETE', 1)], [{ kind: 'leaveOut', sourceId: 1, from: null, to: null }])).receipts
  expect(receipt).toContainEqual({ use: 'ignored', pointer: '', label: 'event', says: expect.stringContaining('leaves out') as string })
})
