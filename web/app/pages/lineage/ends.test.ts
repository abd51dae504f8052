import { expect, test } from 'vitest'
import type { ColumnEdge } from '../../../../src/contract/catalog.ts'
import { ordered } from './ends.ts'

const edge = (from: string, field: string | null, type: 'DIRECT' | 'INDIRECT', subtype: string): ColumnEdge => ({
  from: { namespace: 'db', name: from, field },
  to: { namespace: 'db', name: 'joined', field: type === 'DIRECT' ? 'total' : null },
  job: null,
  type,
  subtype,
  masking: false,
  description: null,
  firstSeenAt: null,
  lastSeenAt: null,
})

test('what a column is made of comes before what decides about it, and a column counts once however it does', () => {
  const edges = [
    edge('left', 'id', 'INDIRECT', 'JOIN'),
    edge('right', 'id', 'INDIRECT', 'JOIN'),
    edge('left', 'id', 'INDIRECT', 'FILTER'),
    edge('left', 'price', 'INDIRECT', 'FILTER'),
    edge('left', 'price', 'DIRECT', 'AGGREGATION'),
  ]
  const found = ordered(edges, 'u')
  expect(found.count).toBe('3 columns')
  expect(found.edges.map((e) => `${e.from.name}.${e.from.field} ${e.subtype}`)).toEqual([
    'left.price AGGREGATION',
    'left.price FILTER',
    'left.id JOIN',
    'left.id FILTER',
    'right.id JOIN',
  ])
})

test('whole datasets are no columns', () => {
  expect(ordered([edge('left', 'id', 'DIRECT', 'IDENTITY'), edge('left', 'id', 'INDIRECT', 'FILTER')], 'd').count).toBe(
    '1 column, 1 whole dataset',
  )
  expect(ordered([], 'u').count).toBe('no column')
})
