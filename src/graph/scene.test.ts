import { expect, test } from 'vitest'
import type { Lineage, LineageColumnEdge } from '../contract/lineage.ts'
import { columnPath, indexColumns } from './columns.ts'
import { type Pen, reach, trace } from './curve.ts'
import { keyOf } from './keys.ts'
import { mergeAnswers } from './model.ts'
import { CARD, cardRows, layoutInput, rowPort } from './scene.ts'
import { visibleSet } from './visible.ts'

const dataset = (name: string) => ({ type: 'dataset' as const, namespace: 'ns', name })
const key = (name: string) => keyOf(dataset(name))
const edge = (from: string, to: string, job: string | null = null): LineageColumnEdge => {
  const end = (s: string) => ({ namespace: 'ns', name: s.split('.')[0] ?? '', field: s.split('.')[1] ?? null })
  return {
    from: end(from),
    to: end(to),
    job: job === null ? null : { namespace: 'ns', name: job },
    type: 'DIRECT',
    subtype: null,
    masking: false,
    description: null,
  }
}
const node = (name: string, type: 'dataset' | 'job' = 'dataset') => ({
  ...dataset(name),
  type,
  depth: 0,
  fieldCount: null,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState: null,
  lastRunAt: null,
  hasColumns: true,
})
const graphOf = (columns: LineageColumnEdge[], ...names: string[]) =>
  mergeAnswers([
    { root: dataset('a'), nodes: names.map((n) => node(n)), edges: [], columns, truncated: false, leftOut: 0 } satisfies Lineage,
  ])

test('an open card has the columns with lineage in the order of the schema, ten at first, and what is on the path though out of sight', () => {
  const many = Array.from({ length: 14 }, (_, i) => edge(`a.f${i}`, 'b.x'))
  const index = indexColumns(graphOf(many, 'a', 'b'))
  const info = [
    ...Array.from({ length: 14 }, (_, i) => ({ path: `f${13 - i}`, type: 'int', from: 0, into: 1 })),
    { path: 'alone', type: null, from: 0, into: 0 },
  ]
  const path = columnPath(index, [{ dataset: key('a'), field: 'f2' }], false)
  const card = cardRows(key('a'), index, path, info, 10)
  expect(card.rows.map((r) => r.field)).toEqual(['f2', 'f13', 'f12', 'f11', 'f10', 'f9', 'f8', 'f7', 'f6', 'f5', 'f4'])
  expect(card.more).toBe(3)
  const seen = columnPath(index, [{ dataset: key('a'), field: 'f9' }], false)
  expect(cardRows(key('a'), index, seen, info, 10).rows.map((r) => r.field)[4]).toBe('f9')
  expect(card.rows[0]).toMatchObject({ type: 'int', into: 1 })
  const other = columnPath(indexColumns(graphOf([edge('a.f9', 'b.x')], 'a', 'b')), [{ dataset: key('b'), field: 'x' }], false)
  expect(cardRows(key('a'), index, other, info, 10).rows.map((r) => r.field)).toEqual([
    'f9',
    'f13',
    'f12',
    'f11',
    'f10',
    'f8',
    'f7',
    'f6',
    'f5',
    'f4',
  ])
  const found = cardRows(key('a'), index, null, info, 10, ' F1')
  expect(found).toMatchObject({ more: 0, total: 14, find: ' F1' })
  expect(found.rows.map((r) => r.field)).toEqual(['f13', 'f12', 'f11', 'f10', 'f1'])
})

test('a closed card on a path shows only what is on it', () => {
  const index = indexColumns(graphOf([edge('a.x', 'b.y'), edge('a.z', 'b.w')], 'a', 'b'))
  const path = columnPath(index, [{ dataset: key('a'), field: 'x' }], false)
  expect(cardRows(key('b'), index, path, undefined, null)).toMatchObject({ rows: [{ field: 'y' }], more: 1, total: 2, find: null })
})

test('edges meet the row of their column, or the header where it is not shown', () => {
  const open = { rows: [{ field: 'x', type: null, from: 0, into: 1, masked: false }], more: 0, total: 0, find: null }
  expect(rowPort(open, 'x')).toBe(CARD.h + CARD.pad + CARD.row / 2)
  expect(rowPort(open, 'y')).toBe(CARD.port)
  expect(rowPort(undefined, 'x')).toBe(CARD.port)
})

test('a column edge without a job on the picture still connects its two cards', () => {
  const graph = graphOf([edge('a.x', 'b.y', 'unseen')], 'a', 'b')
  const path = columnPath(indexColumns(graph), [{ dataset: key('a'), field: 'x' }], false)
  const input = layoutInput(graph, visibleSet(graph, [key('a'), key('b')]), new Map(), path, key('a'))
  expect(input.edges).toMatchObject([{ from: key('a'), to: key('b'), min: 2 }])
})

test('a line goes from port to port through its slots and stays in its box', () => {
  for (const back of [false, true]) {
    const slots = back ? [{ x1: 300, x2: 200, y: 90 }] : [{ x1: 200, x2: 300, y: 90 }]
    const points: [number, number][] = []
    const pen: Pen = {
      moveTo: (x, y) => points.push([x, y]),
      lineTo: (x, y) => points.push([x, y]),
      bezierCurveTo: (_a, _b, _c, _d, x, y) => points.push([x, y]),
    }
    const right: readonly [number, number] = [400, 20]
    const left: readonly [number, number] = [100, 20]
    const [from, to] = back ? [right, left] : [left, right]
    trace(pen, from, to, { slots, back })
    expect(points[0]).toEqual(from)
    expect(points.at(-1)).toEqual(to)
    expect(points.filter(([, y]) => y === 90)).toHaveLength(2)
    const box = reach(from, to, { slots, back })
    for (const [x, y] of points) expect(x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h).toBe(true)
  }
})
