import { expect, test } from 'vitest'
import { adviceOf } from './advice.ts'
import { conditionsOf, filtered, isCutShort } from './filter.ts'
import { grouped, groupsIn } from '../../../src/graph/groups.ts'
import { keyOf } from '../../../src/graph/keys.ts'
import { inferredNodes, legendOf, tintOf } from './lens.ts'
import { type Graph, mergeAnswers } from '../../../src/graph/model.ts'
import { wayTo } from './reveal.ts'
import { parseSelector, unknownOperator } from './selector.ts'
import { type Visible, visibleOf } from '../../../src/graph/visible.ts'
import { answerOf } from './test-graph.ts'

/** Two lakes, a warehouse, a mart, and a temporary table between two of them. */
const graph: Graph = mergeAnswers([
  answerOf(
    [
      ['d:lake.a', 'j:load', 'd:wh.core', 'j:mart', 'd:wh.mart'],
      ['d:lake.b', 'j:load'],
      ['d:wh.core', 'j:tmp', 'd:wh.tmp_x', 'j:last', 'd:wh.end'],
    ],
    {
      'd:lake.a': { owners: ['ann'], tags: ['pii'], dueAt: '2026-01-01T00:00:00Z', quality: 'fail' },
      'd:wh.core': { owners: ['bob'] },
      'j:load': { lastState: 'FAIL' },
      'j:mart': { lastState: 'COMPLETE' },
    },
  ),
])
const root = keyOf({ type: 'dataset', namespace: 'ns', name: 'wh.core' })
const all: Visible = visibleOf(graph, { root, direction: 'both', depth: 9, sides: new Map() })
const named = (keys: Iterable<string>): string[] => [...keys].map((k) => graph.nodes.get(k)?.name ?? k).sort()
const left = (typed: string): string[] => {
  const { terms } = parseSelector(typed)
  return named(filtered(graph, all, conditionsOf(graph, all, terms), root).visible.nodes)
}
const everything = ['lake.a', 'lake.b', 'last', 'load', 'mart', 'tmp', 'wh.core', 'wh.end', 'wh.mart', 'wh.tmp_x']

test.each<[string, string[]]>([
  ['', everything],
  ['ns:lake', ['lake.a', 'lake.b', 'load', 'wh.core']],
  ['-tmp', ['lake.a', 'lake.b', 'last', 'load', 'mart', 'wh.core', 'wh.end', 'wh.mart']],
  ['type:dataset', ['lake.a', 'lake.b', 'wh.core', 'wh.end', 'wh.mart', 'wh.tmp_x']],
  ['status:failed', ['lake.a', 'lake.b', 'load', 'wh.core']],
  ['status:stale', ['lake.a', 'load', 'wh.core']],
  ['tag:pii', ['lake.a', 'load', 'wh.core']],
  ['owner:ann,bob', ['lake.a', 'load', 'mart', 'tmp', 'wh.core']],
  ['-owner:ann', everything.filter((n) => n !== 'lake.a')],
  ['+wh.mart', ['lake.a', 'lake.b', 'load', 'mart', 'wh.core', 'wh.mart']],
  ['wh.core+1', ['mart', 'tmp', 'wh.core', 'wh.mart', 'wh.tmp_x']],
  ['1+wh.core', ['lake.a', 'lake.b', 'load', 'wh.core']],
  ['+mart -type:job', ['lake.a', 'lake.b', 'wh.core']],
  ['ns:nowhere', ['wh.core']],
  ['status:nonsense', everything],
  ['type:foo', everything],
  ['-status:constructor', everything],
  ['status:nonsense,failed', ['lake.a', 'lake.b', 'load', 'wh.core']],
  ['type:tables', ['lake.a', 'lake.b', 'wh.core', 'wh.end', 'wh.mart', 'wh.tmp_x']],
])('%s leaves', (typed, names) => {
  expect(left(typed)).toEqual(names)
})

test('a walk is cut short where it comes to what is not drawn, with hops left', () => {
  const near = visibleOf(graph, { root, direction: 'both', depth: 1, sides: new Map() })
  expect([1, 2, Infinity].map((hops) => isCutShort(near, root, 'd', hops))).toEqual([false, true, true])
  expect([1, 2, Infinity].map((hops) => isCutShort(all, root, 'd', hops))).toEqual([false, false, false])
  expect(isCutShort(near, root, 'u', Infinity)).toBe(false)
})

test.each<[string, string[]]>([
  ['status:nonsense', ['There is no status nonsense. States are failed, running, complete, aborted, lost, new, late and stale.']],
  ['type:foo', ['There is no type foo. Types are dataset and job.']],
  ['tag:gold', ['Nothing drawn has the tag gold. There is pii.']],
  ['owner:zoe', ['Nothing drawn has the owner zoe. There are ann, bob.']],
  ['ns:nowhere', ['Nothing drawn has the namespace nowhere. There is ns.']],
  ['status:lost', ['Nothing drawn has the status lost.']],
  ['+nothere', ['Nothing drawn is called nothere.']],
  ['+mart -tmp status:failed,stale tag:PII -owner:ann', []],
])('%s is answered with advice', (typed, advice) => {
  expect(adviceOf(graph, all, parseSelector(typed).terms)).toEqual(advice)
})

test.each<[string, string | null]>([
  ['foo:bar', 'There is no filter foo: but ns: type: tag: owner: status:'],
  ['a -foo:bar', 'There is no filter foo: but ns: type: tag: owner: status:'],
  ['s3://bucket', null],
  ['foo:', null],
  ['plain text', null],
])('%s as a word before a colon', (typed, says) => {
  expect(unknownOperator(typed)).toBe(says)
})

test('what a filter takes out of the middle is bridged', () => {
  const { visible, hidden } = filtered(graph, all, conditionsOf(graph, all, parseSelector('-tmp').terms), root)
  expect(hidden).toBe(2)
  expect(visible.edges.filter((e) => e.bridge).map((e) => named([e.from, e.to]))).toEqual([['last', 'wh.core']])
})

test('groups of three and more, the root never in one; edges roll up', () => {
  const groups = groupsIn(graph, all, 'schema', new Set([root]))
  expect(groups.map((g) => [g.name, g.datasets, g.jobs, g.failed])).toEqual([['wh', 3, 3, 0]])
  const shown = grouped(all, groups)
  expect(named(shown.nodes)).toEqual([groups[0]?.key, 'lake.a', 'lake.b', 'load', 'wh.core'].sort())
  expect([...(shown.weights ?? [])].map(([, n]) => n).sort()).toEqual([1, 1, 1, 2])
  expect(groupsIn(graph, all, 'none', new Set())).toEqual([])
})

test('with the DAG as group a dataset goes with those that write it', () => {
  const dag = { namespace: 'jobs', name: 'dag' }
  const run = answerOf([['d:a', 'j:one', 'd:b', 'j:two', 'd:c']], { 'j:one': { parent: dag }, 'j:two': { parent: dag } })
  const g = mergeAnswers([run])
  const a = keyOf({ type: 'dataset', namespace: 'ns', name: 'a' })
  const groups = groupsIn(g, visibleOf(g, { root: a, direction: 'both', depth: 5, sides: new Map() }), 'parent', new Set([a]))
  expect(groups.map((x) => [x.name, x.datasets, x.jobs])).toEqual([['dag', 2, 2]])
})

test('lenses say a word of each node, and the legend counts', () => {
  const now = Date.parse('2026-01-02T00:00:00Z')
  const tints = (lens: Parameters<typeof tintOf>[0]) =>
    [...graph.nodes.values()].flatMap((n) => tintOf(lens, n.key, n, now, inferredNodes(graph)) ?? [])
  expect(legendOf(tints('run')).map((l) => [l.words, l.count])).toEqual([
    ['Not yet run', 2],
    ['Complete', 1],
    ['Failed', 1],
  ])
  expect(legendOf(tints('freshness')).map((l) => [l.words, l.count])).toEqual([
    ['Never written', 5],
    ['Late', 1],
  ])
  expect(legendOf(tints('quality')).map((l) => l.value)).toEqual(['none', 'fail'])
  expect(legendOf(tints('owner')).map((l) => [l.words, l.count])).toEqual([
    ['No owner', 8],
    ['ann', 1],
    ['bob', 1],
  ])
  expect(tints('none')).toEqual([])
})

test('what is not drawn is shown with the way to it, and nothing else', () => {
  const near = visibleOf(graph, { root, direction: 'both', depth: 1, sides: new Map() })
  const end = keyOf({ type: 'dataset', namespace: 'ns', name: 'wh.end' })
  expect(near.nodes.has(end)).toBe(false)
  const way = wayTo(graph, near.nodes, root, end)
  expect(named(way)).toEqual(['last', 'wh.end'])
  const shown = new Set(way.map((k) => graph.nodes.get(k)?.short ?? ''))
  expect(visibleOf(graph, { root, direction: 'both', depth: 1, sides: new Map(), shown }).nodes.has(end)).toBe(true)
})
