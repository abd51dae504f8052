import { expect, test } from 'vitest'
import type { Lineage, LineageNode } from '../../../../src/contract/lineage.ts'
import { type AnswerRow, csvOf, filtered, rowsOfLineage, sorted } from './rows.ts'

const node = (type: 'dataset' | 'job', name: string, depth: number, more: Partial<LineageNode> = {}): LineageNode => ({
  type,
  namespace: 'n',
  name,
  depth,
  fieldCount: null,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState: null,
  lastRunAt: null,
  hasColumns: false,
  ...more,
})
const ref = (type: 'dataset' | 'job', name: string) => ({ type, namespace: 'n', name })
const edge = (from: ReturnType<typeof ref>, to: ReturnType<typeof ref>) => ({ from, to, lastSeenAt: null })

const answer: Lineage = {
  root: ref('dataset', 'root'),
  nodes: [
    node('dataset', 'root', 0),
    node('job', 'writes', 0),
    node('job', 'reads', 0, { owners: ['ann'] }),
    node('dataset', 'before', -1),
    node('dataset', 'after', 1, { owners: ['bo'], quality: 'fail', lastRunAt: '2026-11-20T00:00:00Z' }),
    node('dataset', 'later', 2, { dueAt: '2026-11-21T00:00:00Z' }),
  ],
  edges: [
    edge(ref('dataset', 'before'), ref('job', 'writes')),
    edge(ref('job', 'writes'), ref('dataset', 'root')),
    edge(ref('dataset', 'root'), ref('job', 'reads')),
    edge(ref('job', 'reads'), ref('dataset', 'after')),
    edge(ref('dataset', 'after'), ref('job', 'more')),
    edge(ref('job', 'more'), ref('dataset', 'later')),
  ],
  columns: [],
  truncated: false,
  leftOut: 0,
}
const rows = rowsOfLineage(answer)
const named = (list: readonly AnswerRow[]): string[] => list.map((r) => r.name)

test('each row knows its direction, its distance and the way to it', () => {
  expect(rows.map((r) => [r.name, r.direction, r.depth, r.path])).toEqual([
    ['writes', 'upstream', 0, 'root'],
    ['reads', 'downstream', 0, 'root'],
    ['before', 'upstream', 1, 'root < before'],
    ['after', 'downstream', 1, 'root > after'],
    ['later', 'downstream', 2, 'root > after > later'],
  ])
})

test('rows are found by text, type, direction and owner', () => {
  const all = { q: '', type: undefined, direction: undefined, owner: undefined }
  expect(named(filtered(rows, all))).toHaveLength(5)
  expect(named(filtered(rows, { ...all, q: ' AFT' }))).toEqual(['after'])
  expect(named(filtered(rows, { ...all, type: 'job', direction: 'upstream' }))).toEqual(['writes'])
  expect(named(filtered(rows, { ...all, owner: 'bo' }))).toEqual(['after'])
})

test('rows are sorted both ways, and equal ones keep their order', () => {
  expect(named(sorted(rows, 'name', false))).toEqual(['after', 'before', 'later', 'reads', 'writes'])
  expect(named(sorted(rows, 'depth', true))).toEqual(['later', 'before', 'after', 'writes', 'reads'])
  expect(named(sorted(rows, 'quality', true)).slice(0, 2)).toEqual(['after', 'later'])
})

test('a spreadsheet reads what was written and runs none of it', () => {
  const [one] = rows
  if (one === undefined) throw new Error('there are rows')
  const lines = csvOf([{ ...one, name: '=1+1', path: 'a, "b"' }]).split('\r\n')
  expect(lines[0]).toMatch(/^direction,depth,type/)
  expect(lines[1]).toBe(`upstream,0,job,n,'=1+1,,,,,,,,"a, ""b"""`)
})
