import { expect, test } from 'vitest'
import type { JobItem } from '../../../../src/contract/catalog.ts'
import { firstOpen, jobKey, listRows, namesTwice, readOpen, writeOpen } from './job-rows.ts'
import type { Children } from './job-rows.ts'

const job = (name: string, children = 0, more: Partial<JobItem> = {}): JobItem => ({
  namespace: 'n',
  name,
  parent: null,
  children,
  ways: 1,
  integration: null,
  jobType: null,
  processingType: null,
  lastState: null,
  says: null,
  lastRunId: null,
  lastStartedAt: null,
  lastEndedAt: null,
  lastDurationMs: null,
  nominalTime: null,
  bars: [],
  owners: [],
  sourceIds: [],
  ...more,
})
const key = (name: string): string => jobKey({ namespace: 'n', name })
const read = (items: readonly JobItem[], more = false): Children => ({ state: 'read', items, more })
const shape = (rows: ReturnType<typeof listRows>): string[] =>
  rows.map((row) => `${'.'.repeat(row.depth)}${row.kind === 'job' ? row.job.name : row.note}`)

test('children stand under their unfolded parent', () => {
  const children = new Map([
    [key('dag'), read([job('dag.a', 1), job('dag.b')])],
    [key('dag.a'), read([job('dag.a.q')], true)],
  ])
  expect(shape(listRows([job('dag', 2), job('x')], new Set([key('dag'), key('dag.a')]), children))).toEqual([
    'dag',
    '.dag.a',
    '..dag.a.q',
    '..more',
    '.dag.b',
    'x',
  ])
})

test('says when children are being read, or could not be', () => {
  expect(shape(listRows([job('dag', 2)], new Set([key('dag')]), new Map()))).toEqual(['dag', '.reading'])
  expect(shape(listRows([job('dag', 2)], new Set([key('dag')]), new Map([[key('dag'), { state: 'failed' }]])))).toEqual(['dag', '.failed'])
})

test('a circle of parents ends', () => {
  const children = new Map([
    [key('a'), read([job('b', 1)])],
    [key('b'), read([job('a', 1)])],
  ])
  expect(shape(listRows([job('a', 1)], new Set([key('a'), key('b')]), children))).toEqual(['a', '.b', '..a'])
})

test('what needs a person is unfolded at first', () => {
  const open = firstOpen([
    job('fine', 3, { lastState: 'COMPLETE' }),
    job('bad', 3, { lastState: 'FAIL' }),
    job('alone', 0, { lastState: 'FAIL' }),
  ])
  expect([...open]).toEqual([key('bad')])
})

test('the address keeps what is unfolded, whatever the name', () => {
  const open = new Set([jobKey({ namespace: '', name: '__proto__' }), jobKey({ namespace: 'a"b', name: 'x\n' })])
  expect(readOpen(writeOpen(open))).toEqual(open)
  expect(readOpen('nonsense')).toBeUndefined()
  expect(readOpen('[]')).toEqual(new Set())
})

test('names that stand twice are known, so that their namespace can be shown', () => {
  const rows = listRows([job('etl'), job('etl', 0, { namespace: 'other' }), job('x')], new Set(), new Map())
  expect([...namesTwice(rows)]).toEqual(['etl'])
})
