import { expect, test } from 'vitest'
import type { Comparison, LineageNode, NodeRef } from '../contract/lineage.ts'
import { columnId, columnsBetween, indexColumns } from './columns.ts'
import { grouped, groupsIn } from './groups.ts'
import { keyOf } from './keys.ts'
import { edgesThat, marksOf, movesIn, movesText, rolledUp } from './marks.ts'
import { columnKey, edgeId, mergeAnswers } from './model.ts'
import { visibleSet } from './visible.ts'

const d = (name: string): NodeRef => ({ type: 'dataset', namespace: 'ns', name })
const node = (ref: NodeRef): LineageNode => ({
  ...ref,
  depth: 0,
  fieldCount: null,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState: null,
  lastRunAt: null,
  hasColumns: true,
})
const [root, a, b, c] = [d('top'), d('s.a'), d('s.b'), d('s.c')]
const column = (from: NodeRef, field: string, change: 'added' | 'removed' | 'same') => ({
  from: { namespace: 'ns', name: from.name, field },
  to: { namespace: 'ns', name: 'top', field: 'x' },
  job: null,
  type: 'DIRECT' as const,
  subtype: null,
  masking: false,
  description: null,
  change,
})
const compared: Comparison = {
  root,
  nodes: [
    { ...node(root), change: 'same' },
    { ...node(a), change: 'added' },
    { ...node(b), change: 'added' },
    { ...node(c), change: 'removed' },
  ],
  edges: [
    { from: a, to: root, lastSeenAt: null, change: 'added' },
    { from: b, to: root, lastSeenAt: null, change: 'added' },
    { from: c, to: root, lastSeenAt: null, change: 'removed' },
  ],
  columns: [column(a, 'one', 'added'), column(c, 'one', 'removed')],
  truncated: false,
  leftOut: 0,
}
const graph = mergeAnswers([compared])
const all = visibleSet(graph, graph.nodes.keys())
const groups = groupsIn(graph, all, 'schema', new Set([keyOf(root)]))

test('a collapsed group tells how many of it came and went', () => {
  const [group] = groups
  expect(group && movesText(movesIn(marksOf(compared), group))).toBe('+2 −1')
  expect(group && movesText(movesIn(null, group))).toBe('')
})

test('an edge of a group came or went only where all that it stands for did', () => {
  const visible = grouped(all, groups)
  const [edge] = visible.edges
  expect(visible.edges).toHaveLength(1)
  expect(edgesThat(rolledUp(marksOf(compared), graph, visible.groups), 'added').size).toBe(0)
  const only = { ...compared, edges: compared.edges.map((e) => ({ ...e, change: 'removed' as const })) }
  expect([...edgesThat(rolledUp(marksOf(only), graph, visible.groups), 'removed')]).toEqual([edge?.id])
  expect(edgesThat(rolledUp(marksOf(compared), graph, undefined), 'added').size).toBe(2)
})

test('a column came or went where all that is said of it did; column edges each on their own', () => {
  const { fields, columns } = marksOf(compared)
  expect(fields.get(columnId(keyOf(a), 'one'))).toBe('added')
  expect(fields.get(columnId(keyOf(c), 'one'))).toBe('removed')
  expect(fields.get(columnId(keyOf(root), 'x'))).toBe('same')
  expect(compared.columns.map((one) => columns.get(columnKey(one)))).toEqual(['added', 'removed'])
})

test('the column edges of which a panel tells', () => {
  const index = indexColumns(graph)
  expect(columnsBetween(index, keyOf(a), keyOf(root), ['one', 'x'])).toHaveLength(1)
  expect(columnsBetween(index, keyOf(a), keyOf(root), ['other', 'x'])).toEqual([])
  expect(graph.edges.has(edgeId(keyOf(a), keyOf(root)))).toBe(true)
})
