import { expect, test } from 'vitest'
import type { Lineage, LineageNode, NodeRef } from '../contract/lineage.ts'
import { columnLines, lineageLines } from './lineage-tree.ts'

const dataset = (name: string): NodeRef => ({ type: 'dataset', namespace: 'db', name })
const job = (name: string): NodeRef => ({ type: 'job', namespace: 'etl', name })
const node = (ref: NodeRef): LineageNode => ({
  ...ref,
  depth: 0,
  fieldCount: null,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState: ref.type === 'job' ? 'COMPLETE' : null,
  lastRunAt: null,
  hasColumns: false,
})

function graph(root: NodeRef, pairs: readonly (readonly [NodeRef, NodeRef])[], columns: Lineage['columns'] = []): Lineage {
  return {
    root,
    nodes: [root, ...pairs.flat()].map(node),
    edges: pairs.map(([from, to]) => ({ from, to, lastSeenAt: null })),
    columns,
    truncated: false,
    leftOut: 0,
  }
}

test('both sides as trees, with the state of jobs', () => {
  const pairs = [
    [dataset('a'), job('build')],
    [dataset('b'), job('build')],
    [job('build'), dataset('c')],
    [dataset('c'), job('export')],
  ] as const
  expect(lineageLines(graph(dataset('c'), pairs))).toEqual([
    '▤ c  db',
    '',
    'Upstream',
    '└─ ⚙ build  etl  COMPLETE',
    '   ├─ ▤ a  db',
    '   └─ ▤ b  db',
    '',
    'Downstream',
    '└─ ⚙ export  etl  COMPLETE',
  ])
})

test('a loop ends, and a name cannot play with the terminal', () => {
  const lines = lineageLines(
    graph(dataset('a'), [
      [dataset('a'), job('x')],
      [job('x'), dataset('a')],
    ]),
  )
  expect(lines.filter((line) => line.includes('see above')).length).toBe(2)
  expect(lineageLines(graph(dataset('a\u001B[2J'), []))[0]).toBe('▤ a\uFFFD[2J  db')
  expect(lineageLines(graph(dataset('a'), [])).at(-1)).toBe('Nothing up or down is known.')
})

test('a column with what it is made of, and how', () => {
  const edge = (from: [string, string | null], to: [string, string], more: object): Lineage['columns'][number] => ({
    from: { namespace: 'db', name: from[0], field: from[1] },
    to: { namespace: 'db', name: to[0], field: to[1] },
    job: { namespace: 'etl', name: 'build' },
    type: null,
    subtype: null,
    masking: false,
    description: null,
    ...more,
  })
  const columns = [
    edge(['b', 'x'], ['c', 'y'], { type: 'DIRECT', subtype: 'AGGREGATION', masking: true }),
    edge(['a', null], ['b', 'x'], { type: 'INDIRECT', subtype: 'FILTER' }),
  ]
  expect(columnLines(graph(dataset('c'), [], columns), 'y')).toEqual([
    'c.y  db',
    '',
    'Made of',
    '└─ b.x  direct aggregation masked, by build',
    '   └─ a.*  indirect filter, by build',
  ])
})

test('what goes into a whole dataset goes into each of its columns, and on from there', () => {
  const edge = (from: [string, string | null], to: [string, string | null]): Lineage['columns'][number] => ({
    from: { namespace: 'db', name: from[0], field: from[1] },
    to: { namespace: 'db', name: to[0], field: to[1] },
    job: { namespace: 'etl', name: 'build' },
    type: 'INDIRECT',
    subtype: 'FILTER',
    masking: false,
    description: null,
  })
  const columns = [edge(['a', 'k'], ['b', null]), edge(['b', 'other'], ['c', 'y'])]
  expect(columnLines(graph(dataset('b'), [], columns), 'p').slice(2)).toEqual(['Made of', '└─ a.k  indirect filter, by build'])
  expect(columnLines(graph(dataset('a'), [], columns), 'k').slice(2)).toEqual([
    'Goes into',
    '└─ b.*  indirect filter, by build',
    '   └─ c.y  indirect filter, by build',
  ])
})

test('an edge that is no longer said, or that nobody said, has it beside it', () => {
  const known = graph(dataset('c'), [
    [dataset('a'), job('old')],
    [job('old'), dataset('c')],
    [job('read'), dataset('c')],
  ])
  const [first, second, third] = known.edges
  if (!first || !second || !third) throw new Error('three edges')
  const edges = [first, { ...second, stale: true, lastSeenAt: '2026-11-01T00:00:00Z' }, { ...third, inferred: true }]
  expect(lineageLines({ ...known, edges }).slice(3)).toEqual([
    '├─ ⚙ old  etl  COMPLETE  no longer said, last 2026-11-01T00:00:00Z',
    '│  └─ ▤ a  db',
    '└─ ⚙ read  etl  COMPLETE  inferred from SQL',
  ])
})
