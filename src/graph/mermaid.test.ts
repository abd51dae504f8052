import { expect, test } from 'vitest'
import type { Lineage, LineageNode, NodeRef } from '../contract/lineage.ts'
import { keyOf } from './keys.ts'
import { grouped, groupsIn } from './groups.ts'
import { marksOf } from './marks.ts'
import { mermaidOf } from './mermaid.ts'
import { type Graph, mergeAnswers } from './model.ts'
import { visibleSet } from './visible.ts'
import { csvOf } from './table.ts'

const node = (type: 'dataset' | 'job', name: string, lastState: LineageNode['lastState'] = null): LineageNode => ({
  type,
  namespace: 'ns',
  name,
  depth: 0,
  fieldCount: null,
  upstream: 0,
  downstream: 0,
  integration: null,
  lastState,
  lastRunAt: null,
  hasColumns: false,
})
const ref = ({ type, namespace, name }: NodeRef): NodeRef => ({ type, namespace, name })
const [a, b, x] = [node('dataset', 'db.a"];click n0 evil'), node('dataset', '=cmd|x,"y"'), node('job', 'load', 'FAIL')]
const answer: Lineage = {
  root: ref(a),
  nodes: [a, b, x],
  edges: [
    { from: ref(a), to: ref(x), lastSeenAt: '2026-11-01T00:00:00Z' },
    { from: ref(x), to: ref(b), lastSeenAt: null, stale: true },
  ],
  columns: [
    {
      from: { namespace: 'ns', name: a.name, field: 'id' },
      to: { namespace: 'ns', name: b.name, field: null },
      job: { namespace: 'ns', name: 'load' },
      type: 'INDIRECT',
      subtype: 'FILTER',
      masking: true,
      description: null,
    },
  ],
  truncated: false,
  leftOut: 0,
}
const graph = mergeAnswers([answer])
const root = keyOf(answer.root)
const charted = (of: Graph): string => mermaidOf({ graph: of, root, visible: visibleSet(of, of.nodes.keys()) })

test('a graph as a Mermaid flowchart; a name cannot leave its quotes', () => {
  expect(charted(graph).split('\n')).toEqual([
    'flowchart LR',
    '  n0["#61;cmd#124;x#44;#34;y#34;"]',
    '  n1["a#34;#93;#59;click n0 evil"]:::root',
    '  n2(["load"]):::failed',
    '  n1 --> n2',
    '  n2 -.-> n0',
    '  classDef root stroke:#00809b,stroke-width:2px',
    '  classDef failed stroke:#c83122,color:#ae1507',
    '',
  ])
})

test('groups, the numbers of what rolls up, pins, words of a lens, and what came and went', () => {
  const names = ['s.a', 's.b', 's.c']
  const many = names.map((name) => node('dataset', name))
  const to = { type: 'dataset', namespace: 'ns', name: 'top' } as const
  const edges = many.map((n) => ({ from: ref(n), to, lastSeenAt: null }))
  const big = mergeAnswers([{ ...answer, root: to, nodes: [node('dataset', 'top'), ...many], edges }])
  const all = visibleSet(big, big.nodes.keys())
  const visible = grouped(all, groupsIn(big, all, 'schema', new Set([keyOf(to)])))
  const marks = marksOf({
    nodes: many.map((n, i) => ({ ...n, change: i === 0 ? 'removed' : 'added' })),
    edges: edges.map((e) => ({ ...e, change: 'added' })),
    columns: [],
  })
  const tints = new Map([[keyOf(to), { value: 'late', words: 'Late', tone: 'st-STALE' }]])
  const scene = { graph: big, root: keyOf(to), visible, marks, tints, pins: [{ key: keyOf(to), field: 'id' }] }
  expect(mermaidOf(scene).split('\n').slice(1, 4)).toEqual([
    '  n0["top#44; id#44; Late"]:::root',
    '  n1[["s#44; 3 datasets#44; #43;2 #8722;1"]]',
    '  n1 -->|3 added| n0',
  ])
})

test('more edges than Mermaid draws are left out, and it says so', () => {
  const many = Array.from({ length: 510 }, (_, i) => node('dataset', `t${i}`))
  const big = mergeAnswers([{ ...answer, nodes: [a, ...many], edges: many.map((to) => ({ from: ref(a), to: ref(to), lastSeenAt: null })) }])
  const text = charted(big)
  expect(text.match(/-->/g)).toHaveLength(500)
  expect(text).toContain('note0>"10 more edges are left out: Mermaid draws 500."]')
})

test('a graph as CSV: an edge a line, also those of columns; a name is no formula', () => {
  const lines = csvOf(graph, new Set(graph.nodes.keys())).split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines[1]).toBe('column,dataset,ns,"db.a""];click n0 evil",id,dataset,ns,"\'=cmd|x,""y""",,ns,load,INDIRECT,FILTER,true,,,,,')
  expect(lines[2]).toBe('edge,dataset,ns,"db.a""];click n0 evil",,job,ns,load,,,,,,,,,,2026-11-01T00:00:00Z,')
  expect(lines[3]).toBe('edge,job,ns,load,,dataset,ns,"\'=cmd|x,""y""",,,,,,,true,,,,')
  expect(csvOf(graph, new Set([keyOf(a)])).split('\r\n')).toHaveLength(2)
})

test('what is left out is said in a chart, and in the last row of a table', () => {
  const note = 'At least 7 more nodes are left out.'
  const chart = mermaidOf({ graph, root: keyOf(a), visible: visibleSet(graph, graph.nodes.keys()) }, [note])
  expect(chart).toContain(`  note0>"${note}"]`)
  const rows = csvOf(graph, new Set([keyOf(a)]), [note])
    .trimEnd()
    .split('\r\n')
  expect(rows.at(-1)).toBe(`left_out,,,${note}${','.repeat(15)}`)
  expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([19]))
})
