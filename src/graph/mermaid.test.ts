import { expect, test } from 'vitest'
import type { Lineage, LineageNode, NodeRef } from '../contract/lineage.ts'
import { keyOf } from './keys.ts'
import { mermaidOf } from './mermaid.ts'
import { mergeAnswers } from './model.ts'
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

test('a graph as a Mermaid flowchart; a name cannot leave its quotes', () => {
  expect(mermaidOf(graph, graph.nodes.keys(), keyOf(answer.root)).split('\n')).toEqual([
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

test('more edges than Mermaid draws are left out, and it says so', () => {
  const many = Array.from({ length: 510 }, (_, i) => node('dataset', `t${i}`))
  const big = mergeAnswers([{ ...answer, nodes: [a, ...many], edges: many.map((to) => ({ from: ref(a), to: ref(to), lastSeenAt: null })) }])
  const text = mermaidOf(big, big.nodes.keys(), keyOf(answer.root))
  expect(text.match(/-->/g)).toHaveLength(500)
  expect(text).toContain('%% 10 more edges are left out')
})

test('a graph as CSV: an edge a line, also those of columns; a name is no formula', () => {
  const lines = csvOf(graph, new Set(graph.nodes.keys())).split('\r\n')
  expect(lines).toHaveLength(5)
  expect(lines[1]).toBe('column,dataset,ns,"db.a""];click n0 evil",id,dataset,ns,"\'=cmd|x,""y""",,ns,load,INDIRECT,FILTER,true,,,,')
  expect(lines[2]).toBe('edge,dataset,ns,"db.a""];click n0 evil",,job,ns,load,,,,,,,,,,2026-11-01T00:00:00Z')
  expect(lines[3]).toBe('edge,job,ns,load,,dataset,ns,"\'=cmd|x,""y""",,,,,,,true,,,')
  expect(csvOf(graph, new Set([keyOf(a)])).split('\r\n')).toHaveLength(2)
})
